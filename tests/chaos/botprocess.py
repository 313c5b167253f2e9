"""The bot as its operators run it: a process of its own, started, killed and stopped from outside."""

import asyncio
import os
import sys
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

from bot.emulator import Emulator
from bot.settings import EPHEMERAL_HOSTS, Settings

ROOT = Path(__file__).parents[2]
START_SECONDS = 60.0
LOOK_SECONDS = 0.005


class BotProcess:
    """`python -m bot run` against an emulator, on one database file; its log stands beside the file."""

    def __init__(self, emulator: Emulator, folder: Path, *, send_rate: int = 25, admins: str = "") -> None:
        self.database_url = f"sqlite:///{folder / 'digestbot.db'}"
        self.started_at = 0.0
        self._emulator = emulator
        self._folder = folder
        self._process: asyncio.subprocess.Process | None = None
        self._environment = clean_environment() | {
            "ADMIN_IDS": admins,
            "DATABASE_URL": self.database_url,
            "PAID_BROADCAST": str(send_rate > 30),
            "PORT": "0",
            "SEND_RATE": str(send_rate),
            "TELEGRAM_API_BASE_URL": emulator.base_url,
            "TELEGRAM_BOT_TOKEN": emulator.token,
        }

    @property
    def pid(self) -> int:
        """The id of the running process."""
        return self._running.pid

    async def launch(self) -> None:
        """Begin a life; returns before the bot is ready."""
        self.started_at = time.monotonic()
        with (self._folder / "bot.log").open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "bot", "run",
                cwd=self._folder, env=self._environment, stdout=log, stderr=log,
            )  # fmt: skip

    async def start(self) -> None:
        """Begin a life and wait until the bot asks for updates."""
        calls = self._emulator.log.calls
        before = len(calls)
        await self.launch()
        # The last call before the first long poll, which is only logged when it ends.
        await self.until(lambda: any(call.method == "deleteWebhook" for call in calls[before:]))

    async def until(self, holds: Callable[[], bool], within: float = START_SECONDS) -> None:
        """Wait for a condition; AssertionError when the process ends first, TimeoutError when it is late."""
        async with asyncio.timeout(within):
            while not holds():
                assert self._running.returncode is None, f"the bot ended by itself: {self.log()[-2000:]}"
                await asyncio.sleep(LOOK_SECONDS)

    async def kill(self) -> None:
        """End it with SIGKILL, as a power switch would."""
        if self._process is not None and self._process.returncode is None:
            self._process.kill()
            await self._process.wait()

    async def stop(self, within: float = 30.0) -> tuple[int, float]:
        """End it with SIGTERM; its exit code and the seconds it took, TimeoutError when it is late."""
        began = time.monotonic()
        self._running.terminate()
        async with asyncio.timeout(within):
            code = await self._running.wait()
        return code, time.monotonic() - began

    def log(self) -> str:
        """What all lives so far have logged."""
        return (self._folder / "bot.log").read_text(encoding="utf-8")

    @property
    def _running(self) -> asyncio.subprocess.Process:
        assert self._process is not None, "not launched yet"
        return self._process


def clean_environment() -> dict[str, str]:
    """The environment of this process without settings of the bot, for a child run from the checkout."""
    settings = {*Settings.names(), *EPHEMERAL_HOSTS}
    kept = {name: value for name, value in os.environ.items() if name not in settings}
    return kept | {"PYTHONPATH": str(ROOT)}


async def comes_true(check: Callable[[], Awaitable[bool]], within: float) -> bool:
    """Ask until the answer is yes; False when it is not within so many seconds."""
    deadline = time.monotonic() + within
    while time.monotonic() < deadline:
        if await check():
            return True
        await asyncio.sleep(0.05)
    return False
