"""How many commands a second are answered, beside a bot of python-telegram-bot's defaults, in one run."""

import asyncio
import sys
import time

from bot.emulator import Emulator
from tests.benchmarks.figures import Figure
from tests.chaos.botprocess import clean_environment
from tests.chaos.newsdesk import open_chats
from tests.chaos.pushing import on_stage

WRITERS = range(7001, 7301)
UNPACED = 1000
ANSWER_SECONDS = 120.0


async def run(people: int) -> list[Figure]:
    """Let 300 people write at once to either bot; ``people`` readers stand in our database."""
    theirs = await _default()
    async with on_stage(people, send_rate=UNPACED) as stage:
        await stage.bot.start()
        ours = await _rate(stage.emulator)
        await stage.bot.stop()
    return [
        Figure("commands answered a second, default bot", f"{theirs:.0f}, kept in memory only"),
        Figure("commands answered a second, ours", f"{ours:.0f}, each kept on disk before"),
        Figure("ratio", f"{ours / theirs:.2f}", "≥ 2.5"),
    ]


async def _default() -> float:
    emulator = Emulator()
    await emulator.start()
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.benchmarks.echo", emulator.base_url, emulator.token,
        env=clean_environment(),
    )  # fmt: skip
    try:
        while not any(call.method == "deleteWebhook" for call in emulator.log.calls):
            assert process.returncode is None, "the default bot does not start"
            await asyncio.sleep(0.05)
        return await _rate(emulator)
    finally:
        process.kill()
        await process.wait()
        await emulator.stop()


async def _rate(emulator: Emulator) -> float:
    open_chats(emulator, WRITERS)
    before, began = len(emulator.log), time.monotonic()
    for number in WRITERS:
        await emulator.person(f"Writer {number}", id=number).sends("/help")
    async with asyncio.timeout(ANSWER_SECONDS):
        while True:
            if len(emulator.log) - before >= len(WRITERS):
                return len(WRITERS) / (time.monotonic() - began)
            await asyncio.sleep(0.005)
