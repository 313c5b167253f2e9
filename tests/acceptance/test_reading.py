"""Reading: the digest now, the newest stories, and the pages behind a digest."""

import pytest

from tests.acceptance.stage import Stage
from tests.acceptance.stories import GLACIER, HARBOUR, LIBRARY, ORCHARD, TRAMS

pytestmark = pytest.mark.asyncio(loop_scope="session")
ALL = (HARBOUR, GLACIER, LIBRARY, TRAMS, ORCHARD)


async def test_a_digest_on_request_shows_each_story_once(desk: Stage) -> None:
    anna = desk.anna
    await anna.sends("/digest")
    assert (await anna.sees("topics"))["text"] == "You have no topics yet. /topics shows what there is."
    await anna.sends("/subscribe world")
    await anna.sees("Subscribed")
    await desk.publishes(HARBOUR)
    await anna.sends("/digest")
    await anna.sees(HARBOUR.title)
    await anna.sends("/digest")
    said = await anna.sees("Nothing new since your last digest.")
    assert said["text"].endswith("Next digest: Thursday 5 March, 08:00 (UTC)")
    # Nor does the scheduled digest bring it again.
    await desk.publishes(GLACIER)
    await desk.keeps_promise(anna, said, GLACIER)
    assert len([one for one in desk.emulator.log.to(anna.id) if HARBOUR.title in one.text]) == 1


async def test_more_stories_than_wanted_stand_behind_a_button(desk: Stage) -> None:
    anna = desk.anna
    await anna.sends("/subscribe world")
    await anna.sends("/settings stories 2")
    await anna.sees("Stories per digest: 2")
    for piece in ALL:
        await desk.publishes(piece)
    await anna.sends("/digest")
    digest = await anna.sees("+3 more")
    assert ORCHARD.title in digest["text"]
    assert HARBOUR.title not in digest["text"]
    await anna.taps("+3 more")
    page = await anna.sees("More stories · 1/1")
    assert all(piece.title in page["text"] for piece in ALL[:3])
    assert digest["text"] in [message.get("text") for message in anna.messages]
    await anna.sends("/digest")
    await anna.sees("Nothing new since your last digest.")


async def test_the_newest_stories_come_in_pages_and_are_read_by_a_tap(desk: Stage) -> None:
    anna = desk.anna
    await anna.sends("/latest")
    await anna.sees("There are no stories of the last 7 days here yet.")
    for piece in ALL[:3]:
        await desk.publishes(piece)
    await desk.publishes(TRAMS, "tech")
    await anna.sends("/latest world 2")
    first = await anna.sees("Latest: World news")
    assert LIBRARY.title in first["text"]
    assert HARBOUR.title not in first["text"]
    assert TRAMS.title not in first["text"]
    await anna.taps("Next")
    await anna.sees(HARBOUR.title)
    await anna.taps("Back")
    await anna.sees(LIBRARY.title)
    await anna.taps("Read 2")
    read = await anna.sees(GLACIER.title)
    assert "The measuring flights took eleven days" in read["text"]
    await anna.sends("/latest")
    assert TRAMS.title in (await anna.sees("Latest stories"))["text"]


async def test_a_topic_names_what_a_digest_groups_by(desk: Stage) -> None:
    anna = desk.anna
    await anna.sends("/subscribe world tech")
    await anna.sees("Subscribed")
    await desk.publishes(HARBOUR)
    await desk.publishes(TRAMS, "tech")
    await anna.sends("/digest")
    digest = (await anna.sees("2 stories"))["text"]
    order = [digest.index(word) for word in ("WORLD NEWS", HARBOUR.title, "TECHNOLOGY", TRAMS.title)]
    assert order == sorted(order)


async def test_stories_older_than_a_week_do_not_come(desk: Stage) -> None:
    await desk.publishes(HARBOUR)
    await desk.comes_to(desk.now.replace(day=12))
    await desk.anna.sends("/subscribe world")
    await desk.anna.sees("Subscribed")
    await desk.anna.sends("/digest")
    await desk.anna.sees("Nothing new")
