"""How much memory the idle bot holds: its main process and its workers (Linux only)."""

import asyncio
import sys
from pathlib import Path

from tests.benchmarks.figures import Figure
from tests.chaos.pushing import on_stage

SETTLE_SECONDS = 3.0


async def run(people: int) -> list[Figure]:
    """Read the resident memory of a bot with ``people`` readers and nothing to do."""
    if sys.platform != "linux":
        return [Figure("memory", "not measured: this system has no /proc")]
    async with on_stage(people) as stage:
        await stage.bot.start()
        await asyncio.sleep(SETTLE_SECONDS)
        main = _resident(stage.bot.pid)
        workers = [_resident(child) for child in _children(stage.bot.pid)]
        await stage.bot.stop()
    told = ", ".join(f"{size:.0f} MB" for size in workers)
    return [
        Figure("idle memory, main process", f"{main:.0f} MB", "≤ 150 MB"),
        Figure("idle memory, worker processes", told or "none"),
    ]


def _resident(pid: int) -> float:
    """The resident memory of a process in MB of 1,000,000 bytes."""
    lines = Path(f"/proc/{pid}/status").read_text(encoding="utf-8").splitlines()
    resident = next(line for line in lines if line.startswith("VmRSS:"))
    return int(resident.split()[1]) * 1024 / 1e6


def _children(pid: int) -> list[int]:
    tasks = Path(f"/proc/{pid}/task").glob("*/children")
    return [int(child) for task in tasks for child in task.read_text(encoding="utf-8").split()]
