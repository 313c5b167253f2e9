"""How digests look, help, and what is stored and deleted."""

import pytest

from tests.acceptance.stage import Stage
from tests.acceptance.stories import GLACIER, HARBOUR

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_every_setting_is_made_in_one_line(desk: Stage) -> None:
    for line, seen in (
        ("/settings length 1", "Length: 1 sentence"),
        ("/settings headlines on", "Length: Headlines only"),
        ("/settings stories 20", "Stories per digest: 20"),
        ("/settings order time", "Order: Newest first"),
        ("/settings silent on", "Silent delivery: On"),
        ("/settings plain on", "Plain mode: On"),
        ("/settings language de", "Deutsch"),
        ("/language uk", "Українська"),
        ("/lang en", "English"),
    ):
        await desk.anna.sends(line)
        await desk.anna.sees(seen)


async def test_settings_are_made_by_buttons_and_shape_the_digest(desk: Stage) -> None:
    anna = desk.anna
    await anna.sends("/subscribe world")
    await anna.sees("Subscribed")
    await desk.publishes(HARBOUR)
    await anna.sends("/settings")
    panel = await anna.sees("Your settings")
    assert panel["text"].endswith("Next digest: Thursday 5 March, 08:00 (UTC)")
    for button, seen in (
        ("1 sentence", "Length: 1 sentence"),
        ("5 stories", "Stories per digest: 5"),
        ("Order: Newest first", "Order: Newest first"),
        ("Silent: Off", "Silent delivery: On"),
        ("Plain: Off", "Plain mode: On"),
    ):
        await anna.taps(button, message=await anna.sees(button))
        await anna.sees(seen)
    await anna.sends("/digest")
    digest = await anna.sees(HARBOUR.title)
    assert "after two years of repairs." in digest["text"]
    assert "oranges" not in digest["text"]
    assert "WORLD NEWS" not in digest["text"]
    assert desk.emulator.log.to(anna.id)[-1].is_silent


async def test_headlines_alone_hold_no_sentence(desk: Stage) -> None:
    await desk.anna.sends("/subscribe world")
    await desk.anna.sends("/settings headlines on")
    await desk.anna.sees("Headlines only")
    await desk.publishes(GLACIER)
    await desk.anna.sends("/digest")
    assert "measuring flights" not in (await desk.anna.sees(GLACIER.title))["text"]


async def test_help_is_by_audience_and_by_command(desk: Stage) -> None:
    anna, ed = desk.anna, desk.ed
    await anna.sends("/subscribe world")
    await anna.sees("Subscribed")
    await anna.sends("/help")
    helped = await anna.sees("/schedule")
    assert "/publish" not in helped["text"]
    assert "/add" not in helped["text"]
    assert helped["text"].endswith("Next digest: Thursday 5 March, 08:00 (UTC)")
    await ed.sends("/help")
    assert "/add" in (await ed.sees("/newtopic"))["text"]
    await anna.sends("/help schedule")
    assert "For example: /schedule 07:30 18:00 weekdays" in (await anna.sees("Also: /time"))["text"]
    await anna.sends("/help nothing")
    await anna.sees("I don’t know the command /nothing.")
    await anna.sends("/cancel")
    await anna.sees("There is nothing to cancel.")


async def test_what_is_stored_is_shown_and_deleted_after_one_confirmation(desk: Stage) -> None:
    anna = desk.anna
    await anna.sends("/subscribe world")
    await anna.sends("/timezone Europe/Kyiv")
    await anna.sees("Europe/Kyiv")
    await anna.sends("/privacy")
    stored = (await anna.sees("What I store about you"))["text"]
    for part in (str(anna.id), "English", "Europe/Kyiv", "Every day at 08:00", "World news"):
        assert part in stored
    await anna.sends("/deleteme")
    await anna.sees("cannot be undone")
    await anna.taps("Keep it")
    await anna.sees("Nothing was deleted.")
    assert len((await desk.stored())["subscribers"]) == 1
    await anna.sends("/deleteme")
    await anna.sees("Yes, delete everything")
    await anna.taps("Yes, delete everything")
    await anna.sees("I know nothing about you any more.")
    after = await desk.stored()
    assert (after["subscribers"], after["subscriptions"]) == ([], [])


async def test_deletion_in_one_line_and_a_new_beginning(desk: Stage) -> None:
    anna = desk.anna
    await anna.sends("/subscribe world")
    await anna.sees("Subscribed")
    await desk.publishes(HARBOUR)
    await anna.sends("/deleteme yes")
    gone = await anna.sees("Deleted")
    await desk.comes_to(desk.now.replace(day=5, hour=9))
    assert await desk.pushed(anna, gone) == []
    await anna.sends("/start")
    assert "✓" not in str((await anna.sees("Which topics interest you?"))["reply_markup"])


async def test_a_refusal_speaks_the_language_that_was_chosen(desk: Stage) -> None:
    await desk.anna.sends("/language de")
    await desk.anna.sees("Deine Einstellungen")
    await desk.anna.sends("/schedule 25:99")
    assert "keine Uhrzeit" in (await desk.anna.sees("25:99"))["text"]
