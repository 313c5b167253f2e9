"""The demo as a newcomer starts it: one line with its address, news when the clock moves, chats that stay."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp

READER = 1001
ROOT = Path(__file__).parents[2]


class Demo:
    """A running demo, used through its page's own calls."""

    def __init__(self, session: aiohttp.ClientSession, address: str) -> None:
        self.session = session
        self.address = address

    async def asks(self, path: str, **fields: Any) -> None:
        async with self.session.post(f"{self.address}/emulator/{path}", json=fields) as answer:
            assert answer.status == 200

    async def sees(self, text: str) -> str:
        async with asyncio.timeout(20):
            while True:
                found = [message for message in await self.messages() if text in message]
                if found:
                    return found[-1]
                await asyncio.sleep(0.05)

    async def messages(self) -> list[str]:
        async with self.session.get(f"{self.address}/emulator/state") as answer:
            chats = (await answer.json())["chats"]
        return [m.get("text", "") for chat in chats if chat["id"] == READER for m in chat["messages"]]


@asynccontextmanager
async def demo(folder: Path) -> AsyncIterator[Demo]:
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "bot", "demo", "--port", "0", "--data", str(folder)),
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT)},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    assert process.stdout is not None
    first = (await asyncio.wait_for(process.stdout.readline(), 60)).decode()
    assert first.startswith("Open http://127.0.0.1:")
    async with aiohttp.ClientSession() as session:
        yield Demo(session, first.split()[1])
    process.send_signal(signal.SIGTERM)
    _, errors = await asyncio.wait_for(process.communicate(), 20)
    assert (process.returncode, errors) == (0, b"")


async def test_the_digest_comes_when_the_clock_is_moved_and_the_chat_stays(tmp_path: Path) -> None:
    async with demo(tmp_path / "kept") as first:
        await first.asks("send", person=READER, text="/subscribe world science")
        await first.sees("Next digest")
        await first.asks("clock/next")
        await first.sees("WORLD")
    async with demo(tmp_path / "kept") as second:
        await second.sees("WORLD")
        await second.asks("send", person=READER, text="/digest")
        await second.sees("Nothing new since your last digest.")
