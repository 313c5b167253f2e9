"""How long the demo takes from the start of its process to its first line, and to the first answer."""

import asyncio
import statistics
import sys
import tempfile
import time
from contextlib import suppress

import aiohttp

from tests.benchmarks.figures import Figure
from tests.chaos.botprocess import clean_environment

ROUNDS = 5
READER = 1001


async def run(people: int) -> list[Figure]:
    """Start the demo five times; ``people`` does not matter here."""
    del people
    rounds = [await _round() for _ in range(ROUNDS)]
    lines, answers = zip(*rounds, strict=True)
    return [
        Figure("demo: process to first line", _told(lines), "≤ 3 s"),
        Figure("demo: /start to its answer", _told(answers), "≤ 0.3 s"),
    ]


def _told(values: tuple[float, ...]) -> str:
    return f"median {statistics.median(values):.2f} s, longest {max(values):.2f} s, {len(values)} starts"


async def _round() -> tuple[float, float]:
    with tempfile.TemporaryDirectory(prefix="digestbot-bench-") as folder:
        began = time.monotonic()
        demo = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", "demo", "--port", "0",
            cwd=folder, env=clean_environment(), stdout=asyncio.subprocess.PIPE,
        )  # fmt: skip
        try:
            assert demo.stdout is not None
            line = (await demo.stdout.readline()).decode()
            to_line = time.monotonic() - began
            return to_line, await _first_answer(line.removeprefix("Open ").strip())
        finally:
            with suppress(ProcessLookupError):
                demo.terminate()
            await demo.wait()


async def _first_answer(base_url: str) -> float:
    async with aiohttp.ClientSession(base_url) as session:
        began = time.monotonic()
        async with session.post("/emulator/send", json={"person": READER, "text": "/start"}) as response:
            response.raise_for_status()
        while True:
            async with session.get("/emulator/log", params={"after": 0}) as response:
                if (await response.json())["deliveries"]:
                    return time.monotonic() - began
            await asyncio.sleep(0.002)
