"""From /start to the first digest: how many taps it takes, and every way to say where one is."""

from typing import Any

import pytest

from bot.emulator import Person
from bot.locales import languages
from tests.acceptance.stage import Stage
from tests.acceptance.stories import GLACIER, HARBOUR

pytestmark = pytest.mark.asyncio(loop_scope="session")
MOST_TAPS = 4


def first_button(message: dict[str, Any], *, but: str = "") -> str:
    """The first button of a message whose data does not begin in a certain way."""
    rows = message["reply_markup"]["inline_keyboard"]
    found = [b["callback_data"] for row in rows for b in row if not but or b["callback_data"] == but]
    return str(found[0])


async def newest(reader: Person) -> dict[str, Any]:
    """The card of the dialogue as it stands now."""
    return next(one for one in reversed(reader.messages) if "reply_markup" in one)


async def test_four_taps_lead_from_start_to_subscribed_and_reading(desk: Stage) -> None:
    """Counted in every language, by the data of the buttons: whatever they are called."""
    await desk.publishes(HARBOUR)
    for number, language in enumerate(languages()):
        reader = desk.emulator.person("Nia", id=3000 + number, language_code=language)
        await reader.sends("/start")
        await reader.sees("(1)")
        taps = 0
        for wanted in ("topic:start:0:on:world", "step:times", "", ""):
            card = await newest(reader)
            await reader.taps_data(first_button(card, but=wanted), message=card)
            taps += 1
        sample = await reader.sees(HARBOUR.title)
        assert taps <= MOST_TAPS
        row = next(row for row in (await desk.stored())["subscribers"] if row.chat_id == 3000 + number)
        assert (row.active, row.welcomed, row.language) == (True, True, language)
        assert row.next_digest_at is not None
        assert sample["message_id"] > card["message_id"]


async def test_a_city_in_words_ends_the_first_dialogue(desk: Stage) -> None:
    await desk.publishes(HARBOUR)
    olha = desk.emulator.person("Olha", id=3001, language_code="uk")
    await olha.sends("/start")
    await olha.sees("(1)")
    for data in ("topic:start:0:on:world", "step:times", "time:start:0800"):
        await olha.taps_data(data, message=await newest(olha))
    await olha.sees("Торкніться місця, напишіть своє місто")
    await olha.sends("Київв")
    offer = await olha.sees("Не знаю часового поясу «Київв»")
    assert "Київ" in offer["reply_markup"]["inline_keyboard"][0][0]["text"]
    await olha.sends("Варшава")
    ready = await olha.sees("Усе готово")
    assert ready["text"].endswith("(Europe/Warsaw)")
    await olha.sees(HARBOUR.title)


async def test_a_location_ends_the_first_dialogue(desk: Stage) -> None:
    anna = desk.anna
    await anna.sends("/start")
    for button in ("World news", "Continue", "07:00"):
        await anna.taps(button, message=await anna.sees(button))
    await anna.sees("Where are you?")
    await anna.sends_location(27.7, 85.3)
    ready = await anna.sees("All set.")
    assert ready["text"].endswith("Next digest: Thursday 5 March, 07:00 (Asia/Kathmandu)")
    await anna.sees("There are no stories in your topics yet")


async def test_a_location_that_nobody_asked_for_changes_nothing_but_is_offered(desk: Stage) -> None:
    anna = desk.anna
    await anna.sends("/subscribe world")
    await anna.sees("Subscribed")
    before = await desk.stored()
    await anna.sends_location(50.45, 30.52)
    offer = await anna.sees("There it is Europe/Kyiv.")
    assert await desk.stored() == before
    await anna.taps("12:00 · Kyiv", message=offer)
    assert (await anna.sees("now Europe/Kyiv"))["text"].endswith("08:00 (Europe/Kyiv)")


async def test_what_time_it_is_leads_to_places_of_that_time(desk: Stage) -> None:
    anna = desk.anna
    way = ("World news", "Continue", "08:00", "What time is it for you?", "12:00", "12:00 · Kyiv")
    ready = await desk.joins(anna, *way)
    assert ready["text"].endswith("Next digest: Thursday 5 March, 08:00 (Europe/Kyiv)")


async def test_an_offset_or_an_abbreviation_is_answered_by_places(desk: Stage) -> None:
    anna = desk.anna
    await anna.sends("/subscribe world")
    await anna.sees("Subscribed")
    before = await desk.stored()
    for words, place in (
        ("GMT+3", "13:00 · Nairobi"),
        ("EST", "05:00 · Toronto"),
        ("15:00", "15:00 · Karachi"),
    ):
        await anna.sends(f"/timezone {words}")
        offer = await anna.sees(f"“{words}”")
        assert place in str(offer["reply_markup"])
        assert len(offer["text"]) <= 300
    assert await desk.stored() == before
    await anna.taps("15:00 · Karachi", message=offer)
    assert (await anna.sees("now Asia/Karachi"))["text"].endswith("08:00 (Asia/Karachi)")


async def test_a_second_tap_on_the_last_button_sends_no_second_sample(desk: Stage) -> None:
    anna = desk.anna
    await desk.publishes(HARBOUR)
    ready = await desk.joins(anna, "World news", "Continue", "08:00", "London")
    sample = await anna.sees(HARBOUR.title)
    await anna.taps_data("zone:start:Europe/London", message=ready)
    assert await desk.pushed(anna, sample) == []


async def test_the_sample_comes_at_the_end_of_the_dialogue_only(desk: Stage) -> None:
    await desk.publishes(HARBOUR)
    await desk.publishes(GLACIER)
    await desk.anna.sends("/subscribe world")
    said = await desk.anna.sees("Subscribed")
    assert await desk.pushed(desk.anna, said) == []
    assert (await desk.keeps_promise(desk.anna, said, GLACIER)).hour == 8


async def test_what_is_no_place_leaves_the_question_open(desk: Stage) -> None:
    anna = desk.anna
    stop = await desk.borys.sends("/stop")
    await desk.borys.sees("Done")
    await anna.sends("/timezone")
    await anna.sees("Where are you?")
    before = await desk.stored()
    await anna.sends_photo(b"\x89PNG\r\n\x1a\n" + b"0" * 64)
    await anna.sees("I cannot find a place in that.")
    await anna.sends_file("voice.ogg", b"OggS", mime_type="audio/ogg")
    await anna.sees("I cannot find a place in that.")
    await anna.forwards(stop)
    await anna.sees("“/stop”")
    own = await anna.sends("Nowhereville")
    await anna.sees("“Nowhereville”")
    await anna.edits(own, "Kyiv")
    await anna.sees_nothing()
    assert await desk.stored() == before
    await anna.sends("Kyiv")
    await anna.sees("Your time zone is now Europe/Kyiv.")
