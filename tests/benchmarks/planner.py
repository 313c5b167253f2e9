"""The planner in a process of its own, so that its stalls and its memory are nobody else's.

`python -m tests.benchmarks.planner DATABASE_URL PEOPLE KINDS SLOT` plans three twentieths of a crowd one
after the other, then everybody, and prints what it took as JSON.
"""

import asyncio
import gc
import json
import statistics
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path

from bot.locales import warm
from bot.services.digests import Digests
from bot.storage.engine import Database
from tests.benchmarks.crowd import Crowd

BEAT = 0.002
ROUNDS = 3


@dataclass
class Taken:
    """What a planning took: readers moved, seconds, seconds of CPU, the longest stall of the loop.

    ``work`` is the most CPU that the loop's thread used in one stall: what we are to blame for, however busy
    the machine is.
    """

    moved: int
    seconds: float
    cpu: float
    stall: float
    work: float


@dataclass
class Report:
    """Three ticks, everybody at once, the longest stall with nothing to do, and memory in MB at its peak."""

    ticks: list[Taken]
    everybody: Taken
    idle_stall: float
    peak: float

    @property
    def tick(self) -> Taken:
        """The tick of the median duration."""
        middle = statistics.median_low(taken.seconds for taken in self.ticks)
        return next(taken for taken in self.ticks if taken.seconds == middle)


class Heart:
    """Beats every 2 ms on the event loop, and remembers its longest delay and the most work in one."""

    def __init__(self) -> None:
        self.longest = 0.0
        self.most_work = 0.0
        self._task = asyncio.create_task(self._beat())

    async def _beat(self) -> None:
        while True:
            began, cpu = time.perf_counter(), time.thread_time()
            await asyncio.sleep(BEAT)
            self.longest = max(self.longest, time.perf_counter() - began - BEAT)
            self.most_work = max(self.most_work, time.thread_time() - cpu)

    def stop(self) -> None:
        """Beat no more."""
        self._task.cancel()


@contextmanager
def _beating() -> Iterator[Heart]:
    heart = Heart()
    try:
        yield heart
    finally:
        heart.stop()


async def measure(crowd: Crowd) -> Report:
    """Plan for a twentieth three times, then for everybody."""
    now = crowd.slot
    # As the bot does when it starts.
    warm()
    gc.collect()
    gc.freeze()
    digests = Digests(crowd.database, lambda: now)
    with _beating() as idle:
        await asyncio.sleep(1)
    ticks = []
    for place in range(ROUNDS):
        now += timedelta(minutes=1)
        await crowd.due(now, place)
        ticks.append(await _planned(digests))
    now += timedelta(minutes=1)
    await crowd.due(now)
    everybody = await _planned(digests)
    return Report(ticks, everybody, idle.longest, _peak())


async def _planned(digests: Digests) -> Taken:
    with _beating() as heart:
        began, cpu = time.perf_counter(), time.process_time()
        moved = await digests.plan_due()
        return Taken(
            moved,
            time.perf_counter() - began,
            time.process_time() - cpu,
            heart.longest,
            heart.most_work,
        )


def _peak() -> float:
    lines = Path("/proc/self/status").read_text(encoding="utf-8").splitlines()
    return int(next(line for line in lines if line.startswith("VmHWM:")).split()[1]) * 1024 / 1e6


async def _main(url: str, people: str, kinds: str, slot: str) -> None:
    crowd = Crowd(Database(url), int(people), int(kinds), datetime.fromisoformat(slot))
    try:
        print(json.dumps(asdict(await measure(crowd))))  # noqa: T201 - how the benchmark hears of it
    finally:
        await crowd.database.close()


if __name__ == "__main__":
    asyncio.run(_main(*sys.argv[1:]))
