"""Bad input: one clear sentence, nothing half stored, and nothing of the machine shown."""

import asyncio
import base64
from datetime import timedelta

import pytest

from bot.emulator import Person
from tests.acceptance.stage import Stage, is_one_sentence, until
from tests.acceptance.stories import HARBOUR

pytestmark = pytest.mark.asyncio(loop_scope="session")
PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


async def assert_refused(stage: Stage, person: Person, text: str, seen: str) -> None:
    before = await stage.stored()
    await person.sends(text)
    assert is_one_sentence(await person.sees(seen)), person.view()
    assert await stage.stored() == before


EDITORS_MISTAKES = [
    ("/add", "Send me the article"),
    ("/add #world", "Send me the article"),
    ("/add #world Title\nHello", "too short for an article"),
    ("/add #world Title\n🚢🚢🚢 !!!", "too short for an article"),
    ("/add #world http://", "Now the text of"),
    ("/add #world https://", "Now the text of"),
    ("/add #world http://user:secret@[::1/x", "not an address I can open"),
    ("/newtopic", "/newtopic world World news"),
    ("/newtopic <b>", "“<b>” cannot be a topic’s short name"),
    ("/newtopic world World", "The topic “world” is there already."),
    ("/delete", "Which one?"),
    ("/delete 99999999999999999999999", "There is no article"),
    ("/delete -1", "There is no article"),
    ("/articles #mars", "There is no topic"),
    ("/articles %_'\"", "No article fits"),
    ("/preview mars", "There is no topic"),
    ("/undo me please", "There is nothing to undo"),
]
READERS_MISTAKES = [
    ("/subscribe mars", "There is no topic “mars”."),
    ("/subscribe <b>world</b>", "There is no topic “<b>world</b>”."),
    ("/subscribe world mars", "There is no topic “mars”."),
    ("/unsubscribe mars", "There is no topic “mars”."),
    ("/schedule 25:00", "“25:00” is not a time of day."),
    ("/schedule 24:00", "“24:00” is not a time of day."),
    ("/schedule 8:60", "“8:60” is not a time of day."),
    ("/schedule 7 8:30 13 18", "Up to three times a day"),
    ("/schedule 8:00 8:30", "less than an hour apart"),
    ("/schedule 23:30 0:15", "less than an hour apart"),
    ("/schedule noon", "I don’t understand “noon” in a schedule."),
    ("/schedule quiet", "quiet hours"),
    ("/schedule quiet 22-25", "“22-25”"),
    ("/schedule empty maybe", "“empty maybe”"),
    ("/schedule <i>", "“<i>”"),
    ("/timezone Mars", "I don’t know the time zone “Mars”."),
    ("/timezone ../../etc/passwd", "I don’t know the time zone"),
    ("/timezone " + "x" * 4000, "I don’t know the time zone"),
    ("/timezone GMT+3", "“GMT+3” fits several places"),
    ("/timezone 25:00", "I don’t know the time zone “25:00”."),
    ("/topics mars", "There is no topic “mars”."),
    ("/topics order mars", "There is no topic “mars”."),
    ("/topics world max 99", "I don’t understand “max 99” about a topic."),
    ("/topics world mute maybe", "I don’t understand “mute maybe”"),
    ("/settings minimum 0", "“0” is not a number from 1 to 50."),
    ("/settings length 1 colour red", "I don’t know the setting “colour”."),
    ("/schedule mon-someday", "I don’t understand “mon-someday” in a schedule."),
    ("/settings length 99", "I don’t know the setting “length 99”."),
    ("/settings", "Your settings"),
    ("/settings stories 0", "“0” is not a number from 1 to 50."),
    ("/settings stories 1e3", "“1e3” is not a number"),
    ("/settings colour red", "I don’t know the setting “colour”."),
    ("/settings a b c", "I don’t know the setting “a b c”."),
    ("/language klingon", "I don’t speak “klingon”."),
    ("/pause forever", "I cannot pause for “forever”."),
    ("/pause 999w", "I cannot pause for “999w”."),
    ("/pause 0d", "I cannot pause for “0d”."),
    ("/pause until 2020-01-01", "I cannot pause for"),
    ("/latest mars", "There is no topic “mars”."),
    ("/latest 0", "“0” is not a number from 1 to 10."),
    ("/latest 999999999999999999999", "is not a number from 1 to 10."),
    ("/add #world Title\nA whole article. It has two sentences.", "That is for this desk’s editors."),
    ("/newtopic mine Mine", "That is for this desk’s editors."),
    ("/status", "That is for this desk’s editors."),
    ("/frobnicate", "I don’t know the command /frobnicate."),
    ("/" + "a" * 3000, "I don’t know"),
    ("Hello bot", "I don’t know what to do with that."),
    ("🚢" * 2000, "I don’t know what to do with that."),
]
FORGED_BUTTONS = [
    ("publish:1:1", "That is for this desk’s editors."),
    ("discard:1:1", "That is for this desk’s editors."),
    ("starter:", "That is for this desk’s editors."),
    ("undo:1", "That is for this desk’s editors."),
    ("more:9:9", "older message"),
    ("more:0:99999999999999999999:0", "older message"),
    ("more:-1:-1:-1", "older message"),
    ("read:999", "That story is not there any more."),
    ("read:99999999999999999999", "older message"),
    ("read:1", "That story is not there any more."),
    ("read:one", "older message"),
    ("latest:world:-1:5", "older message"),
    ("latest:world:0:0", "is not a number from 1 to 10."),
    ("latest:mars:0:5", "There is no topic “mars”."),
    ("latest::99999999999999999999:5", "older message"),
    ("topic:panel:0:maybe:world", "older message"),
    ("choice:nothere:mute:on", "There is no topic “nothere”."),
    ("choice:world:max:999", "I don’t understand “max 999”"),
    ("choices:", "You have no topics yet."),
    ("join:nothere", "There is no topic “nothere”."),
    ("clock:panel:99999", "older message"),
    ("clock:nowhere:60", "older message"),
    ("clocks:nowhere", "older message"),
    ("zones:nowhere", "older message"),
    ("zone:nowhere:UTC", "older message"),
    ("calm:frob", "I don’t understand “frob”"),
    ("time:panel:0700:maybe", "older message"),
    ("topic:panel:0:nothere", "There is no topic “nothere”."),
    ("topic:panel:x:world", "older message"),
    ("topics:panel:99999999999999999999", ""),
    ("zone:panel:Mars/Base", "I don’t know the time zone “Mars/Base”."),
    ("time:panel:2599", "is not a time of day"),
    ("days:never", "I don’t understand “never”"),
    ("set:length:99", "I don’t know the setting “length 99”."),
    ("set:", "I don’t know the setting"),
    ("leave:nothere", "There is no topic “nothere”."),
    ("pause:forever", "I cannot pause for “forever”."),
    ("yesterday", "That button is from an older message. Send /start."),
    ("::::", "That button is from an older message. Send /start."),
]
EDITORS_FORGED_BUTTONS = ["publish:1", "publish:x:y", "draft_topic:1:99:1", "articles:x:", "undo:9"]


async def test_an_editor_is_told_what_to_send(desk: Stage) -> None:
    await desk.comes_to(desk.now.replace(hour=11))  # the making of the topics cannot be undone any more
    for text, seen in EDITORS_MISTAKES:
        await assert_refused(desk, desk.ed, text, seen)


async def test_a_reader_is_told_what_to_send(desk: Stage) -> None:
    for text, seen in READERS_MISTAKES:
        desk.emulator.clock.advance(timedelta(seconds=5))  # nobody may ask so much in one minute
        await assert_refused(desk, desk.anna, text, seen)


async def test_a_forged_or_old_button_changes_nothing(desk: Stage) -> None:
    anna, ed = desk.anna, desk.ed
    await ed.sends(f"/add #world {HARBOUR.title}\n{HARBOUR.body}")
    await ed.sees("Publish")
    await anna.sends("/help")
    message = await anna.sees("/start")
    before = await desk.stored()
    for data, seen in FORGED_BUTTONS:
        answer = await anna.taps_data(data, message=message)
        assert seen in answer.text, data
        assert await desk.stored() == before, data


async def test_an_editors_forged_button_changes_nothing(desk: Stage) -> None:
    await desk.ed.sends(f"/add #world {HARBOUR.title}\n{HARBOUR.body}")
    card = await desk.ed.sees("Publish")
    before = await desk.stored()
    for data in EDITORS_FORGED_BUTTONS:
        assert "There is no" in (await desk.ed.taps_data(data, message=card)).text, data
        assert await desk.stored() == before, data


async def test_a_button_of_yesterday_still_answers(desk: Stage) -> None:
    await desk.ed.sends(f"/add #world {HARBOUR.title}\n{HARBOUR.body}")
    card = await desk.ed.sees("Publish")
    await desk.comes_to(desk.now.replace(day=5))
    await desk.ed.taps("Discard", message=card)
    await desk.ed.sees("Discarded")
    answer = await desk.ed.taps_data("publish:1:1", message=card)
    assert answer.text == "There is no article 1. /articles shows all."


async def test_files_that_are_no_articles(desk: Stage) -> None:
    ed = desk.ed
    before = await desk.stored()
    await ed.sends_file("virus.exe", b"MZ", "/add #world")
    assert is_one_sentence(await ed.sees("I read .txt, .md and .html files."))
    await ed.sends_file("binary.txt", bytes(range(256)) * 8, "/add #world")
    assert is_one_sentence(await ed.sees("I cannot read that file.", within=15))
    await ed.sends_file("empty.txt", b"", "/add #world")
    assert is_one_sentence(await ed.sees("", within=15))
    await ed.sends_file("big.txt", b"x" * (20 * 1024 * 1024 + 1), "/add #world")
    assert is_one_sentence(await ed.sees("larger than 20 MB"))
    await ed.sends_photo(PIXEL, "/add #world")
    assert is_one_sentence(await ed.sees("I read .txt, .md and .html files."))
    await ed.sends("/cancel")
    await ed.sends_photo(PIXEL)
    assert is_one_sentence(await ed.sees("I don’t know what to do with that."))
    await desk.anna.sends_photo(PIXEL, "/add #world")
    assert is_one_sentence(await desk.anna.sees("editors"))
    await desk.anna.sends_file("story.txt", HARBOUR.body.encode(), "/add #world")
    assert is_one_sentence(await desk.anna.sees("editors"))
    await desk.anna.sends_location(50.45, 30.52)
    assert is_one_sentence(await desk.anna.sees(""))
    assert await desk.stored() == before


async def test_markup_in_a_title_is_shown_as_it_was_typed(desk: Stage) -> None:
    title = "Is <b>5 < 7</b> & 🚢 “true”? <script>"
    await desk.anna.sends("/subscribe world")
    await desk.anna.sees("Subscribed")
    await desk.ed.sends(f"/add #world {title}\n{HARBOUR.body}")
    await desk.ed.taps("Publish", message=await desk.ed.sees(title))
    await desk.ed.sees("Published.")
    await desk.anna.sends("/digest")
    await desk.anna.sees(title)
    await desk.anna.sends("/latest")
    await desk.anna.sees(title)


async def test_a_text_of_100000_characters_becomes_one_draft(desk: Stage) -> None:
    line = "The ferry crossed the bay again and nobody on the pier was surprised by it at all. "
    text = (line * 1300)[:100_000].strip()
    await desk.ed.sends_long(f"/add #world The ferry\n{text}")

    async def is_whole() -> bool:
        bodies = [row.body.split() for row in (await desk.stored())["articles"]]
        return bodies == [text.split()]

    await until(is_whole, within=20)
    await desk.anna.sends_long("x" * 100_000)
    await desk.anna.sees("I don’t know what to do with that.")


async def test_who_asks_too_much_is_told_once_and_half_of_nothing_is_done(desk: Stage) -> None:
    anna = desk.anna
    told = "That is too much at once"
    for number in range(30):
        await anna.sends(f"/schedule {number % 24:02d}:30")
    await anna.sees(told)
    await desk.borys.sends("/help")
    await desk.borys.sees("/topics")
    answers = [one.text for one in desk.emulator.log.to(anna.id)]
    assert len(answers) == 21
    assert [told in text for text in answers] == [False] * 20 + [True]
    (stored,) = (await desk.stored())["subscribers"]
    assert stored.times == "19:30"
    desk.emulator.clock.advance(timedelta(minutes=1))
    await anna.sends("/schedule 06:15")
    await anna.sees("06:15")


async def test_two_hundred_taps_a_minute_are_answered_and_told_once(desk: Stage) -> None:
    anna = desk.anna
    await anna.sends("/topics")
    grid = await anna.sees("World news")
    answers = await asyncio.gather(*(anna.taps_data("topic:panel:0:world", message=grid) for _ in range(130)))
    texts = [answer.text for answer in answers]
    assert texts.count("World news: On") == texts.count("World news: Off") == 50
    assert len([text for text in texts if text.startswith("That is too much at once")]) == 1
    assert texts.count("") == 29
    assert (await desk.stored())["subscriptions"] == []
