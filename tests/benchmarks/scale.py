"""A million readers on one machine: seeding, a tick, everybody at once, the start, and taps meanwhile."""

import asyncio
import json
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.emulator import Emulator
from tests.benchmarks.answers import timed_answers
from tests.benchmarks.crowd import Crowd, gather
from tests.benchmarks.figures import Figure, spread
from tests.benchmarks.planner import Report, Taken
from tests.chaos.botprocess import BotProcess, clean_environment, use_of
from tests.conftest import _own_server

KINDS = 500
WRITERS = range(5001, 5101)
LEAD = timedelta(seconds=15)


async def sqlite(people: int) -> list[Figure]:
    """Measure on a SQLite file."""
    with tempfile.TemporaryDirectory(prefix="digestbot-bench-") as folder:
        return await _run(f"sqlite:///{folder}/digestbot.db", people, Path(folder), "SQLite")


async def postgresql(people: int) -> list[Figure]:
    """Measure on a PostgreSQL server of our own, which does not wait for its disk."""
    with _server() as url, tempfile.TemporaryDirectory(prefix="digestbot-bench-") as folder:
        return await _run(url, people, Path(folder), "PostgreSQL")


@contextmanager
def _server() -> Iterator[str]:
    with _own_server() as url:
        yield url


async def _run(url: str, people: int, folder: Path, name: str) -> list[Figure]:
    slot = datetime.now(UTC).replace(minute=0, second=0, microsecond=0)
    began = time.monotonic()
    crowd = await gather(url, people, KINDS, slot)
    seeded = time.monotonic() - began
    report = await _planned(crowd, url)
    print(report, file=sys.stderr)  # noqa: T201 - a long benchmark that fails later has said something
    try:
        started, beside, peak = await _lived(crowd, url, folder)
    finally:
        await crowd.database.close()
    ticks = f"{name}: {report.tick.moved:,} due of {people:,}, {KINDS} kinds"
    return [
        Figure(f"{name}: seeding {people:,} readers", f"{seeded:.0f} s"),
        Figure(ticks, _told(report.tick), "≤ 1 s, no stall > 20 ms"),
        Figure(f"{name}: all {people:,} due", _told(report.everybody), "≤ 60 s, no stall > 20 ms"),
        Figure(f"{name}: longest stall with nothing to do", f"{report.idle_stall * 1000:.0f} ms"),
        Figure(f"{name}: peak memory, planner", f"{report.peak:.0f} MB", "≤ 300 MB"),
        Figure(f"{name}: peak memory, whole bot", f"{peak:.0f} MB", "≤ 300 MB"),
        Figure(f"{name}: start to the first look for updates", f"{started:.1f} s", "≤ 3 s"),
        Figure(f"{name}: answer to a command while all is planned", spread(beside[0]), "p95 ≤ 100 ms"),
        Figure(f"{name}: answer to a tap while all is planned", spread(beside[1]), "p95 ≤ 100 ms"),
    ]


def _told(taken: Taken) -> str:
    stall = f"longest stall {taken.stall * 1000:.0f} ms, of it our work at most {taken.work * 1000:.0f} ms"
    return f"{taken.moved:,} in {taken.seconds:.2f} s ({taken.cpu:.2f} s CPU), {stall}"


async def _planned(crowd: Crowd, url: str) -> Report:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.benchmarks.planner",
        url, str(crowd.people), str(crowd.kinds), crowd.slot.isoformat(),
        env=clean_environment(), stdout=asyncio.subprocess.PIPE,
    )  # fmt: skip
    told, _ = await process.communicate()
    assert process.returncode == 0, "the planner failed"
    found = json.loads(told)
    ticks, everybody = [Taken(**one) for one in found["ticks"]], Taken(**found["everybody"])
    return Report(ticks, everybody, found["idle_stall"], found["peak"])


async def _lived(
    crowd: Crowd, url: str, folder: Path
) -> tuple[float, tuple[list[float], list[float]], float]:
    """Start the whole bot among its million, and write to it from the moment when everybody is due."""
    emulator = Emulator()
    await emulator.start()
    bot = BotProcess(emulator, folder, database_url=url)
    try:
        slot = datetime.now(UTC) + LEAD
        await crowd.due(slot)
        await bot.start()
        started = time.monotonic() - bot.started_at
        await asyncio.sleep(max(0.0, (slot - datetime.now(UTC)).total_seconds()))
        answers = await timed_answers(emulator, WRITERS, "Topic3")
        return started, answers, use_of(bot.pid).memory
    finally:
        await bot.kill()
        await emulator.stop()
