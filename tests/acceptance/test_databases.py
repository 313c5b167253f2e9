"""One whole story on each of the two databases."""

import pytest

from tests.acceptance.stage import Stage, emulated, running_in
from tests.acceptance.stories import GLACIER, HARBOUR

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_from_an_empty_desk_to_a_second_digest_on_the_minute(
    database_url: str, lent_pool: None
) -> None:
    async with emulated() as emulator:
        async with running_in(emulator, database_url) as stage:
            await _the_story(stage)
        # A restart forgets nothing, and what was written meanwhile is answered.
        await stage.anna.sends("/start")
        async with running_in(emulator, database_url):
            await stage.anna.sees("Welcome back! Your topics: World")
            await stage.anna.sends("/digest")
            await stage.anna.sees("Nothing new")


async def _the_story(stage: Stage) -> None:
    anna, ed = stage.anna, stage.ed
    await ed.sends("/start")
    await ed.taps("Set up the starter topics", message=await ed.sees("no topics yet"))
    await ed.sees("Topics: World")
    await stage.publishes(HARBOUR)
    ready = await stage.joins(anna, "World (1)", "Continue", "21:00", "London")
    await anna.sees(HARBOUR.title)
    await stage.publishes(GLACIER)
    await stage.keeps_promise(anna, ready, GLACIER)
    titles = [
        title
        for title in (HARBOUR.title, GLACIER.title)
        for one in stage.emulator.log.to(anna.id)
        if title in one.text
    ]
    assert titles == [HARBOUR.title, GLACIER.title]
    await anna.sends("/subscribe mars")
    await anna.sees("There is no topic “mars”.")
    await ed.sends("/delete 2")
    await ed.sees("Deleted")
    await ed.sends("/undo")
    await ed.sees("Undone")
    await anna.sends("/deleteme yes")
    await anna.sees("Deleted")
    await stage.joins(anna, "World (", "Continue", "21:00", "London")
