"""Choosing topics: in one line, by the grid, and leaving them again."""

import asyncio

import pytest

from tests.acceptance.stage import Stage
from tests.acceptance.stories import GLACIER, HARBOUR

pytestmark = pytest.mark.asyncio(loop_scope="session")
TOMORROW = "Next digest: Thursday 5 March, 08:00 (UTC)"


async def test_one_line_subscribes_and_the_digest_comes_as_promised(desk: Stage) -> None:
    await desk.anna.sends("/subscribe world tech")
    said = await desk.anna.sees("Subscribed to World news, Technology.")
    assert said["text"].endswith(TOMORROW)
    await desk.publishes(HARBOUR)
    await desk.keeps_promise(desk.anna, said, HARBOUR)


@pytest.mark.parametrize(
    "line", ["/sub world", "/subscribe #World", "/subscribe WORLD,", "/subscribe@digest_demo_bot world"]
)
async def test_short_forms_are_accepted_silently(desk: Stage, line: str) -> None:
    await desk.anna.sends(line)
    await desk.anna.sees("Subscribed to World news.")


async def test_a_typo_is_answered_by_the_nearest_topic(desk: Stage) -> None:
    before = await desk.stored()
    await desk.anna.sends("/subscribe tech wolrd")
    said = await desk.anna.sees("There is no topic “wolrd”.")
    assert "Did you mean world?" in said["text"]
    assert await desk.stored() == before
    await desk.anna.sends("/subscribe zzzz")
    assert (await desk.anna.sees("zzzz"))["text"] == "There is no topic “zzzz”. /topics shows all."


async def test_the_grid_switches_topics_and_tells_the_next_digest(desk: Stage) -> None:
    anna = desk.anna
    await desk.publishes(HARBOUR)
    await anna.sends("/topics")
    await anna.sees("No digest is planned yet")
    assert (await anna.taps("World news (1)")).text == "World news: On"
    assert (await anna.sees("✓ World news (1)"))["text"].endswith(TOMORROW)
    assert (await anna.taps("✓ World news (1)")).text == "World news: Off"
    assert "No digest is planned" in (await anna.sees("World news (1)"))["text"]
    await anna.sends("/list")
    await anna.sees("Your topics")


async def test_many_topics_come_in_pages(desk: Stage) -> None:
    await desk.has_topics(*(f"t{number} Topic {number}" for number in range(10)))
    await desk.anna.sends("/topics")
    await desk.anna.sees("Topic 5 (0)")
    await desk.anna.taps("Next")
    await desk.anna.sees("Topic 9 (0)")
    await desk.anna.taps("Topic 9 (0)")
    await desk.anna.sees("✓ Topic 9 (0)")
    await desk.anna.taps("Back")
    await desk.anna.sees("World news (0)")


async def test_one_topic_is_left_in_one_line_or_by_a_button(desk: Stage) -> None:
    anna = desk.anna
    await anna.sends("/subscribe world tech")
    await anna.sees("Subscribed")
    await anna.sends("/unsubscribe world")
    assert (await anna.sees("No more World news."))["text"].endswith(TOMORROW)
    await anna.sends("/unsub world")
    await anna.sees("You were not subscribed to that topic.")
    await anna.sends("/unsubscribe")
    await anna.sees("Which topic shall I stop?")
    await anna.taps("Technology")
    await anna.sees("No digest is planned yet")
    await anna.sends("/unsubscribe")
    assert (await anna.sees("no topics"))["text"] == "You have no topics yet. /topics shows what there is."


@pytest.mark.parametrize("line", ["/unsubscribe all", "/stop"])
async def test_everything_ends_at_once_and_comes_back_by_undo(desk: Stage, line: str) -> None:
    anna = desk.anna
    await anna.sends("/subscribe world")
    await anna.sends("/schedule 19:30")
    await anna.sees("19:30")
    await desk.publishes(HARBOUR)
    await anna.sends(line)
    left = await anna.sees("Done: no more digests.")
    await desk.comes_to(desk.now.replace(hour=20))
    assert await desk.pushed(anna, left) == []
    await anna.taps("Undo")
    back = await anna.sees("Welcome back! Your topics: World news.")
    assert back["text"].endswith("Next digest: Thursday 5 March, 19:30 (UTC)")
    await desk.keeps_promise(anna, back, HARBOUR)


async def test_a_pause_is_offered_instead_of_the_end(desk: Stage) -> None:
    anna = desk.anna
    await anna.sends("/subscribe world")
    await anna.sends("/unsubscribe all")
    await anna.sees("Pause instead")
    await anna.taps("Pause instead")
    await anna.sees("Paused. No digest comes until you send /resume.")
    await anna.taps("Resume now")
    assert (await anna.sees("on again"))["text"].endswith(TOMORROW)


async def test_a_topic_subscribed_later_brings_new_stories_only(desk: Stage) -> None:
    anna = desk.anna
    await anna.sends("/subscribe tech")
    await anna.sees("Subscribed")
    await desk.publishes(GLACIER, "tech")
    await anna.sends("/digest")
    await anna.sees(GLACIER.title)
    await desk.publishes(HARBOUR, "world")
    await anna.sends("/digest")
    await anna.sees("Nothing new since your last digest.")
    await anna.sends("/stop")
    await anna.sees("Done")
    await anna.sends("/subscribe world")
    await anna.sees("Subscribed to World news.")
    await anna.sends("/topics")
    grid = await anna.sees("Technology (1)")
    assert "✓ Technology" not in str(grid["reply_markup"])


async def test_a_tap_that_comes_twice_changes_once(desk: Stage) -> None:
    anna = desk.anna
    await anna.sends("/topics")
    grid = await anna.sees("World news (0)")
    answers = await asyncio.gather(*(anna.taps("World news (0)", message=grid) for _ in range(2)))
    assert [answer.text for answer in answers] == ["World news: On", "World news: On"]
    await anna.sees("✓ World news (0)")
    # A button of an older version says no state: it toggles, as it did.
    assert (await anna.taps_data("topic:panel:0:world", message=grid)).text == "World news: Off"
    await anna.sends("/unsubscribe")
    await anna.sees("You have no topics yet.")


async def test_the_nearest_topic_is_a_tap_away(desk: Stage) -> None:
    anna = desk.anna
    await anna.sends("/subscribe wolrd")
    offer = await anna.sees("Did you mean world?")
    await anna.taps("world", message=offer)
    assert (await anna.sees("Subscribed to World news."))["text"].endswith(TOMORROW)
    before = await desk.stored()
    await anna.taps_data("join:world", message=offer)
    assert await desk.stored() == before


async def test_words_maximum_and_mute_in_one_line(desk: Stage) -> None:
    anna = desk.anna
    await anna.sends("/topics world +harbour -glacier max 3")
    panel = await anna.sees("Only stories with: harbour")
    assert "No stories with: glacier" in panel["text"]
    assert "Most stories in a digest: 3" in panel["text"]
    assert "Muted: Off" in panel["text"]
    assert panel["text"].endswith(TOMORROW)
    await desk.publishes(HARBOUR)
    await desk.publishes(GLACIER)
    await anna.sends("/digest")
    digest = await anna.sees(HARBOUR.title)
    assert GLACIER.title not in digest["text"]
    await anna.taps("Mute: Off", message=panel)
    await anna.sees("Muted: On")
    await anna.taps("Any words", message=panel)
    await anna.sees("Only stories with: Any words")
    before = await desk.stored()
    await anna.sends("/topics world +nato bananas")
    await anna.sees("I don’t understand “bananas” about a topic.")
    await anna.sends("/topics wrld +nato")
    await anna.sees("There is no topic “wrld”.")
    assert await desk.stored() == before


async def test_words_by_the_panel_take_the_next_text_as_their_answer(desk: Stage) -> None:
    anna = desk.anna
    await anna.sends("/topics world")
    panel = await anna.sees("Place in the digest: 1 of 1")
    await anna.taps("Only with …", message=panel)
    await anna.sees("Which words shall a story of World news have")
    before = await desk.stored()
    await anna.sends_location(50.45, 30.52)
    await anna.sees("Please answer in words")
    await anna.sends("!!!")
    await anna.sees("I don’t understand “!!!” about a topic.")
    assert await desk.stored() == before
    await anna.sends("Harbour, +ferry")
    await anna.sees("Only stories with: harbour, ferry")
    await anna.taps("Not with …", message=panel)
    await anna.sees("Which words shall no story")
    await anna.sends("/digest")  # another command: the question is over
    await anna.sees("Nothing new")
    await anna.sends("football")
    await anna.sees("I don’t know what to do with that.")
    await anna.taps("Not with …", message=panel)
    await anna.sees("Which words shall no story")
    await anna.sends("/cancel")
    await anna.sees("Cancelled. Nothing was changed.")


async def test_topics_stand_in_the_readers_own_order(desk: Stage) -> None:
    anna = desk.anna
    await anna.sends("/topics order tech world")
    await anna.sees("You have no topics yet.")
    await anna.sends("/subscribe world tech")
    await anna.sees("Subscribed")
    await anna.sends("/topics order tech, world")
    said = await anna.sees("Your digest now has this order: Technology, World news.")
    assert said["text"].endswith(TOMORROW)
    await desk.publishes(HARBOUR, "world")
    await desk.publishes(GLACIER, "tech")
    await anna.sends("/digest")
    text = (await anna.sees(HARBOUR.title))["text"]
    assert text.index("TECHNOLOGY") < text.index("WORLD NEWS")
    await anna.sends("/topics")
    await anna.taps("Words, order, mute", message=await anna.sees("Words, order, mute"))
    mine = await anna.sees("2. World news")
    await anna.taps("2. World news", message=mine)
    panel = await anna.sees("Place in the digest: 2 of 2")
    await asyncio.gather(*(anna.taps("Move up", message=panel) for _ in range(2)))
    await anna.sees("Place in the digest: 1 of 2")
