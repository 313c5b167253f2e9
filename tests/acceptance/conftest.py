"""The acceptance dialogues run in one event loop, where one summary worker serves every bot in turn."""

import logging
import shutil
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from bot import app
from bot.summaries import SummaryPool
from summarizer.models import Ranking
from tests.acceptance.stage import Stage, staged


class LentPool:
    """A real pool that outlives the bots that use it: starting its process costs more than a dialogue."""

    def __init__(self, pool: SummaryPool) -> None:
        self._pool = pool

    def __call__(self, _workers: int) -> "LentPool":
        return self

    async def start(self) -> None:
        """Nothing to do: it runs."""

    async def rank(self, text: str, **wishes: Any) -> Ranking:
        return await self._pool.rank(text, **wishes)

    async def aclose(self) -> None:
        """Nothing to do: the next bot uses it."""


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def summary_pool() -> AsyncIterator[SummaryPool]:
    pool = SummaryPool(1)
    await pool.start()
    yield pool
    await pool.aclose()


@pytest.fixture
def lent_pool(summary_pool: SummaryPool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(app, "SummaryPool", LentPool(summary_pool))


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    copy = tmp_path / "digestbot.db"
    shutil.copyfile(sqlite_template, copy)
    return f"sqlite:///{copy}"


@pytest_asyncio.fixture(loop_scope="session")
async def empty_desk(
    sqlite_url: str, lent_pool: None, caplog: pytest.LogCaptureFixture
) -> AsyncIterator[Stage]:
    """The bot before anything was made; no dialogue may end in an unexpected error."""
    async with staged(sqlite_url) as stage:
        yield stage
    errors = [record for record in caplog.get_records("call") if record.levelno >= logging.ERROR]
    assert errors == []
    assert stage.emulator.token not in caplog.text


@pytest_asyncio.fixture(loop_scope="session")
async def desk(empty_desk: Stage) -> Stage:
    """The bot with two topics."""
    await empty_desk.has_topics("world World news", "tech Technology")
    return empty_desk
