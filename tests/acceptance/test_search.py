"""Looking for stories, opening and keeping them, in a chat and from any chat."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest
import pytest_asyncio

from bot.emulator import Person
from bot.services.drafts import Sender
from tests.acceptance.stage import Stage, is_one_sentence
from tests.acceptance.stories import GLACIER, HARBOUR, LIBRARY, ORCHARD, TRAMS

pytestmark = pytest.mark.asyncio(loop_scope="session")
CALM = timedelta(minutes=1)
# fmt: off
ODD_WORDS = (
    "c++", "it's", '"', '"unbalanced', "OR", "foo OR", "NEAR(", "a - b", "col:val", ")(", "*", "-x", "^y",
    "\\", "😀", "Київ", "القاهرة", "北京", "北 京", "กรุงเทพ", "\u202eabc\u202c", "a\x00b", "x" * 4000,
    "' OR 1=1 --",
    "{terms}", "topic:", "since:", "source:", 'topic:"', "%", "_", "<b>", "&amp;", "é" * 300, "t:1",
)
FORGED = (
    "save:1:7", "save:x:1", "save:1", "save:1:1:4:4", "read:1:4", "read:9:9:9", "read:", "read:²", "unsave:1",
    "find:99:x", "find:-1:x", "found:0:nowhere", "saved:x", "find:", "latest:world:x:5",
)
PAYLOADS = (
    "art_abc", "a_999999", "a_x", "a_" + "9" * 40, "t_nowhere", "t_", "unsub_1001", "unsub_OTHER", "i_x",
    "'; DROP TABLE articles; --", "x" * 200, "Київ", "t_world t_tech", "\u202e", "t_../../etc", "inline",
)
# fmt: on
ALL = (HARBOUR, GLACIER, LIBRARY, TRAMS, ORCHARD)


@pytest_asyncio.fixture(loop_scope="session")
async def shelf(desk: Stage) -> Stage:
    """A desk with five stories."""
    articles = desk.bot.services.articles
    for piece in ALL:
        topic = "tech" if piece is ORCHARD else "world"
        sender = Sender(desk.ed.id, desk.ed.id, desk.now)
        draft = await articles.drafts.from_text(f"#{topic} {piece.title}\n{piece.body}", sender)
        await articles.publish(draft.article.id, draft.article.version, by=desk.ed.id)
    return desk


async def asks(person: Person, text: str) -> dict[str, Any]:
    """Ask as a calm person does, who is never told to wait."""
    clock = person.world.clock
    clock.move_to(clock.now() + CALM)
    await person.sends(text)
    return await person.sees("")


async def test_words_find_stories_and_stand_in_bold(shelf: Stage) -> None:
    found = await asks(shelf.anna, "/search fish MARKET")
    assert "Search: fish MARKET · found 1" in found["text"]
    assert HARBOUR.title in found["text"]
    bold = [
        found["text"][e["offset"] : e["offset"] + e["length"]]
        for e in found["entities"]
        if e["type"] == "bold"
    ]
    assert {"fish", "market"} <= set(bold)
    await shelf.anna.taps("Full summary")
    card = await shelf.anna.sees("The first ship brought oranges")
    assert "World news" in card["text"]


async def test_the_last_word_may_be_begun(shelf: Stage) -> None:
    assert GLACIER.title in (await asks(shelf.anna, "/search drones resear"))["text"]
    assert "Nothing found for “resear drones”" in (await asks(shelf.anna, "/search resear drones"))["text"]


async def test_a_search_is_narrowed_by_topic_and_time(shelf: Stage) -> None:
    anna = shelf.anna
    assert "found 5" in (await asks(anna, "/search since:1d"))["text"]
    assert "found 1" in (await asks(anna, "/search topic:Technology old"))["text"]
    assert "Nothing found" in (await asks(anna, "/search topic:tech harbour"))["text"]
    near = (await asks(anna, "/search topic:wrld harbour"))["text"]
    assert near == "There is no topic “wrld”. Did you mean world? /topics shows all."
    assert "I don’t understand since:soon." in (await asks(anna, "/search harbour since:soon"))["text"]
    assert "Nothing found" in (await asks(anna, "/search harbour source:nobody"))["text"]


@pytest.mark.parametrize("words", ["the", "the " + "a very long search " * 3])
async def test_what_is_found_comes_in_pages(shelf: Stage, words: str) -> None:
    for number in range(7):
        body = (
            f"It is the ferry number {number} on a very long search for calm water. It was seen off the pier."
        )
        await shelf.ed.sends(f"/add #world Ferry {number} sails\n{body}")
        await shelf.ed.taps("Publish", message=await shelf.ed.sees("Publish"))
        await shelf.ed.sees("Published.")
    anna = shelf.anna
    first = await asks(anna, f"/search {words} ferry")
    assert "found 7" in first["text"]
    await anna.taps("Next")
    second = await anna.sees("6. ")
    assert second["message_id"] == first["message_id"]
    assert "7. " in second["text"]
    await anna.taps("Back")
    assert (await anna.sees("1. "))["text"] == first["text"]


async def test_any_characters_are_answered(shelf: Stage) -> None:
    for words in ODD_WORDS:
        answer = (await asks(shelf.anna, f"/search {words}"))["text"]
        assert "What shall I look for?" in answer or "Nothing found" in answer or "· found" in answer, words
        assert len(await shelf.anna.asks_inline(words[:256])) <= 10, words


async def test_a_search_for_nothing_says_how(shelf: Stage) -> None:
    for command in ("/search", "/search   ", "/search …", "/search 😀"):
        said = await asks(shelf.anna, command)
        assert said["text"].startswith("What shall I look for?")
        assert is_one_sentence(said)


async def test_deleted_and_restored_stories_are_found_as_they_are(shelf: Stage) -> None:
    await shelf.ed.sends("/delete 1")
    await shelf.ed.sees("Deleted")
    assert "Nothing found" in (await asks(shelf.anna, "/search harbour"))["text"]
    await shelf.ed.sends("/undo")
    await shelf.ed.sees("Undone")
    assert HARBOUR.title in (await asks(shelf.anna, "/search harbour"))["text"]


async def test_a_story_is_read_at_every_length_kept_and_shared(shelf: Stage) -> None:
    anna = shelf.anna
    card = await asks(anna, "/article 1")
    assert "The first ship brought oranges" in card["text"]
    await anna.taps("1 sentence")
    short = await anna.sees("✓ 1 sentence")
    assert short["message_id"] == card["message_id"]
    assert len(short["text"]) < len(card["text"])
    assert (await anna.taps("★ Save")).text == "Saved. /saved shows your list."
    await anna.sees("★ Saved: remove")
    shared = await anna.taps("Share")
    assert shared.url.startswith("https://t.me/share/url?url=https%3A%2F%2Ft.me%2F")
    assert "start%3Da_1&" in shared.url
    kept = await asks(anna, "/saved")
    assert HARBOUR.title in kept["text"]
    await anna.taps("Remove 1")
    await anna.sees("Nothing is saved yet")


async def test_saving_twice_is_saving_once_and_deleteme_forgets_it(shelf: Stage) -> None:
    anna = shelf.anna
    card = await asks(anna, "/article 2")
    await asyncio.gather(*(anna.taps_data("save:2:1:5", message=card) for _ in range(5)))
    kept = await asks(anna, "/saved")
    assert kept["text"].count(GLACIER.title) == 1
    await anna.sends("/deleteme yes")
    await anna.sees("Deleted")
    assert "Nothing is saved yet" in (await asks(anna, "/saved"))["text"]


async def test_forged_buttons_change_nothing(shelf: Stage) -> None:
    card = await asks(shelf.anna, "/article 1")
    before = await shelf.stored()
    for data in FORGED:
        answer = await shelf.anna.taps_data(data, message=card)
        assert answer.text == "That button is from an older message. Send /start.", data
    assert await shelf.stored() == before
    assert "Nothing is saved yet" in (await asks(shelf.anna, "/saved"))["text"]


async def test_an_article_that_is_not_there_is_told_in_a_sentence(shelf: Stage) -> None:
    for word in ("999", "0", "abc", "-1", "1e9", "9" * 30, "١٢٣٤", "1 2", "/latest"):
        said = await asks(shelf.anna, f"/article {word}")
        assert said["text"] == "That story is not there any more. /latest shows the newest.", word


async def test_a_link_opens_a_story_and_asks_before_it_subscribes(shelf: Stage) -> None:
    borys = shelf.borys
    assert HARBOUR.title in (await asks(borys, "/start a_1"))["text"]
    asked = await asks(borys, "/start t_world")
    assert asked["text"] == "Subscribe to World news?"
    before = await shelf.stored()
    await borys.taps("Not now")
    await borys.sees("Nothing was changed.")
    assert await shelf.stored() == before
    await borys.sends("/start t_world")
    await borys.taps("Subscribe", message=await borys.sees("Subscribe to World news?"))
    await borys.sees("Next digest: Thursday 5 March, 08:00 (UTC)")
    assert "You read World news already." in (await asks(borys, "/start t_world"))["text"]


async def test_any_payload_is_answered_and_changes_nobody(shelf: Stage) -> None:
    await shelf.anna.sends("/subscribe world")
    await shelf.anna.sees("Subscribed")
    before = await shelf.stored()
    for payload in PAYLOADS:
        said = await asks(shelf.borys, f"/start {payload}")
        welcomed = "topics" in said["text"] and said.get("reply_markup")
        assert welcomed or is_one_sentence(said), (payload, said["text"])
    after = await shelf.stored()
    assert after["subscriptions"] == before["subscriptions"]
    (hers,) = [row for row in before["subscribers"] if row.chat_id == shelf.anna.id]
    assert hers in after["subscribers"]


async def test_stories_are_shared_from_any_chat(shelf: Stage) -> None:
    stranger = shelf.emulator.person("Zoe", id=1003)
    (card,) = await stranger.asks_inline("fish market")
    assert card["title"] == HARBOUR.title
    sent = await stranger.picks_inline(card)
    assert HARBOUR.body.partition(". ")[0] in sent["text"]
    (button,) = sent["reply_markup"]["inline_keyboard"][0]
    assert button["text"] == "Read in the bot"
    assert button["url"].endswith("?start=a_1")


async def test_inline_without_words_gives_the_newest(shelf: Stage) -> None:
    titles = [card["title"] for card in await shelf.anna.asks_inline("")]
    assert titles == [piece.title for piece in reversed(ALL)]


async def test_any_offset_is_harmless(shelf: Stage) -> None:
    for offset in ("-1", "abc", "9999999999", "1.5", "٥", "0", "200", "' OR 1=1", "\x00"):
        assert len(await shelf.anna.asks_inline("the", offset=offset)) <= 10, offset
    assert await shelf.anna.asks_inline("the", offset="10") == []
