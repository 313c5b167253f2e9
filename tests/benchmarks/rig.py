"""The stand-in and the process that is measured, each on a core of its own where the machine has two."""

import asyncio
import json
import os
import sys
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp

from tests.benchmarks.standin import TOKEN
from tests.chaos.botprocess import ROOT, clean_environment

PATIENCE = 180.0
TICKS = os.sysconf("SC_CLK_TCK")
SERVER_CORE, MEASURED_CORE = 0, 1


@dataclass(frozen=True)
class StandIn:
    """A running stand-in as the benchmark talks to it."""

    session: aiohttp.ClientSession
    base_url: str

    async def sets(self, **wishes: Any) -> None:
        """Begin a new scene with these limits and updates."""
        await self._control(new=True, **wishes)

    async def adds(self, updates: Sequence[dict[str, Any]]) -> None:
        """Let more updates wait."""
        await self._control(updates=list(updates))

    async def saw(self) -> dict[str, Any]:
        """What it saw in the present scene."""
        return await self._control()

    async def _control(self, **wishes: Any) -> dict[str, Any]:
        async with self.session.post(f"{self.base_url}/control", json=wishes) as response:
            return json.loads(await response.read()) if not wishes else {}


@dataclass(frozen=True)
class Spent:
    """What a process used: seconds of processor time, and the most memory in MB of 1,000,000 bytes."""

    cpu: float
    memory: float


class Measured:
    """A child process, pinned and watched."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self.process = process

    def spent(self) -> Spent:
        """Read what it has used so far (Linux only)."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
        status = Path(f"/proc/{self.process.pid}/status").read_text(encoding="utf-8")
        peak = next(line for line in status.splitlines() if line.startswith("VmHWM:"))
        return Spent((int(fields[11]) + int(fields[12])) / TICKS, int(peak.split()[1]) * 1024 / 1e6)

    async def until(self, holds: Callable[[], Any], every: float = 0.05) -> None:
        """Wait until something holds; AssertionError if the process ends before."""
        async with asyncio.timeout(PATIENCE):
            while not await holds():
                assert self.process.returncode is None, "the measured process ended by itself"
                await asyncio.sleep(every)


@asynccontextmanager
async def stand_in() -> AsyncIterator[StandIn]:
    """Start the stand-in; at the end it is gone."""
    process = await _spawn("tests.benchmarks.standin", [], SERVER_CORE, stdout=asyncio.subprocess.PIPE)
    assert process.stdout is not None
    try:
        port = int(await process.stdout.readline())
        async with aiohttp.ClientSession() as session:
            yield StandIn(session, f"http://127.0.0.1:{port}")
    finally:
        await _end(process)


async def output_of(module: str, *arguments: object) -> Any:
    """Run a module as the process that is measured, to its end; the JSON that it printed."""
    process = await _spawn(
        module, [str(one) for one in arguments], MEASURED_CORE, stdout=asyncio.subprocess.PIPE
    )
    try:
        async with asyncio.timeout(PATIENCE):
            printed, _ = await process.communicate()
        return json.loads(printed)
    finally:
        await _end(process)


@asynccontextmanager
async def measured(module: str, *arguments: object, **environment: str) -> AsyncIterator[Measured]:
    """Run a module as the process that is measured; at the end it is gone."""
    process = await _spawn(module, [str(one) for one in arguments], MEASURED_CORE, environment=environment)
    try:
        yield Measured(process)
    finally:
        await _end(process)


async def _spawn(
    module: str,
    arguments: Sequence[str],
    core: int,
    *,
    environment: dict[str, str] | None = None,
    stdout: int | None = None,
) -> asyncio.subprocess.Process:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", module, *arguments,
        cwd=ROOT, env=clean_environment() | (environment or {}), stdout=stdout,
    )  # fmt: skip
    if hasattr(os, "sched_setaffinity") and {SERVER_CORE, MEASURED_CORE} <= os.sched_getaffinity(0):
        os.sched_setaffinity(process.pid, {core})
    return process


async def _end(process: asyncio.subprocess.Process) -> None:
    if process.returncode is None:
        process.kill()
    await process.wait()


__all__ = ["TOKEN", "Measured", "Spent", "StandIn", "measured", "output_of", "stand_in"]
