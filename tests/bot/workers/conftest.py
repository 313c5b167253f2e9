import asyncio
import subprocess
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace
from typing import Any

import pytest
import pytest_asyncio

from bot.workers import Job, Workers

JOB = Job(target="tests.bot.workers.jobs:obey", warm_up={}, memory=2**30, seconds=20.0)
MakeWorkers = Callable[..., Workers]


@pytest_asyncio.fixture
async def workers() -> AsyncIterator[MakeWorkers]:
    """Make pools of obedient workers, closed after the test."""
    made: list[Workers] = []

    def make(size: int = 1, **limits: Any) -> Workers:
        made.append(Workers(replace(JOB, **limits), size=size))
        return made[-1]

    yield make
    for pool in made:
        await pool.aclose()


@pytest.fixture
def is_alive() -> Callable[[int], bool]:
    """Tell whether a process runs; one that ended and waits to be noticed does not."""

    def check(pid: int) -> bool:
        found = subprocess.run(
            ["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True, check=False
        )
        return bool(found.stdout.strip()) and not found.stdout.strip().startswith("Z")

    return check


@pytest.fixture
def ends(is_alive: Callable[[int], bool]) -> Callable[[int], Awaitable[None]]:
    """Wait for the end of a process; the test's own time limit ends a vain wait."""

    async def wait(pid: int) -> None:
        while is_alive(pid):  # noqa: ASYNC110  (another process raises no event here)
            await asyncio.sleep(0.05)

    return wait
