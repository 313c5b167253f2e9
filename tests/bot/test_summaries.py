import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from bot.summaries import SummaryPool
from bot.workers import WorkerStoppedError
from summarizer import rank

ARTICLE = """The mayor opened the new bridge over the river on Monday.
Building it took four years and cost twelve million, said the town.
Cyclists had asked for a lane of their own, and the bridge has two.
The old bridge stays open for walkers until the end of the year.
Ships may pass under it again from June, when the cranes are gone."""


@pytest_asyncio.fixture
async def pool() -> AsyncIterator[SummaryPool]:
    made = SummaryPool()
    yield made
    await made.aclose()


@pytest_asyncio.fixture
async def hasty() -> AsyncIterator[SummaryPool]:
    """A pool whose workers are always too slow."""
    made = SummaryPool(timeout=0.0)
    yield made
    await made.aclose()


async def test_a_ranking_is_the_summarizers_own(pool: SummaryPool) -> None:
    assert await pool.rank(ARTICLE, title="Bridge", language="en") == rank(
        ARTICLE, title="Bridge", language="en"
    )


@pytest.mark.parametrize("method", ["lexrank", "lead"])
async def test_any_method_may_be_asked_for(pool: SummaryPool, method: str) -> None:
    assert (await pool.rank(ARTICLE, method=method)).method == method


async def test_the_language_is_found_in_the_worker(pool: SummaryPool) -> None:
    assert (
        await pool.rank("Die Bürgermeisterin eröffnete am Montag die neue Brücke über den Fluss.")
    ).language == "de"


@pytest.mark.parametrize("text", ["", " \n", "!!! ???", "😀", "\0", "\ud800 a"])
async def test_a_text_without_sentences_has_an_empty_or_small_ranking(pool: SummaryPool, text: str) -> None:
    assert len((await pool.rank(text)).sentences) <= 1


async def test_the_first_sentences_stand_in_when_there_is_no_time(
    hasty: SummaryPool, caplog: pytest.LogCaptureFixture
) -> None:
    found = await hasty.rank(ARTICLE, language="en")
    assert found == rank(ARTICLE, language="en", method="lead")
    assert "the time is up" in caplog.text
    assert "bridge" not in caplog.text


async def test_a_worker_that_dies_over_an_article_costs_the_method_not_the_article(pool: SummaryPool) -> None:
    await pool.start()
    process = pool._workers._free[0]._process
    asked = asyncio.create_task(pool.rank("The bridge is open. " * 10_000))
    await asyncio.sleep(0)
    os.kill(process.pid, signal.SIGKILL)
    assert (await asked).method == "lead"
    assert (await pool.rank(ARTICLE)).method == "news"


async def test_a_closed_pool_still_gives_the_first_sentences(pool: SummaryPool) -> None:
    await pool.aclose()
    assert (await pool.rank(ARTICLE)).method == "lead"
    with pytest.raises(WorkerStoppedError):
        await pool.start()


async def test_a_wrong_argument_is_an_error(pool: SummaryPool) -> None:
    with pytest.raises(ValueError, match="language"):
        await pool.rank(ARTICLE, language="english")


def test_standing_in_loads_no_arithmetic() -> None:
    code = """
import asyncio, sys
from bot.summaries import SummaryPool
async def main():
    pool = SummaryPool()
    await pool.aclose()
    return await pool.rank("Ein Satz über die Brücke in der Stadt. Noch ein Satz darüber.")
assert asyncio.run(main()).sentences
print([name for name in ("sumy", "numpy", "py3langid") if name in sys.modules])
"""
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout == "[]\n"
