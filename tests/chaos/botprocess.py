"""The bot as its operators run it: a process of its own, started, killed and stopped from outside."""

import asyncio
import os
import signal
import sys
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from bot.emulator import Emulator
from bot.settings import EPHEMERAL_HOSTS, Settings
from tests.chaos.life import Rule

ROOT = Path(__file__).parents[2]
START_SECONDS = 60.0
LOOK_SECONDS = 0.005


@dataclass(frozen=True)
class Use:
    """Of one process: seconds of CPU so far, memory in MB, open files."""

    cpu: float
    memory: float
    files: int


def use_of(pid: int) -> Use:
    """Ask the system what a process uses."""
    process = Path("/proc", str(pid))
    fields = (process / "stat").read_text(encoding="utf-8").rpartition(") ")[2].split()
    cpu = (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    memory = int(fields[21]) * os.sysconf("SC_PAGE_SIZE") / 2**20
    return Use(cpu, memory, len(list((process / "fd").iterdir())))


class BotProcess:
    """The bot against an emulator, on one database; its log stands in the folder.

    Its clock and disk obey ``rule`` (`tests/chaos/life.py`); without one it is `python -m bot run` itself.
    """

    def __init__(
        self,
        emulator: Emulator,
        folder: Path,
        *,
        database_url: str = "",
        send_rate: int = 25,
        admins: str = "",
        ruled: bool = False,
    ) -> None:
        self.database_url = database_url or f"sqlite:///{folder / 'digestbot.db'}"
        self.started_at = 0.0
        self.rule = Rule(folder / "rule")
        self._is_ruled = ruled
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

    async def launch(self, die: str = "", at: int = 1) -> None:
        """Begin a life, to ``die`` when it comes to a moment for the ``at``-th time; returns at once."""
        self.started_at = time.monotonic()
        program = ["bot", "run"]
        if die or self._is_ruled:
            program = ["tests.chaos.life", "--rule", str(self._folder / "rule")]
            program += ["--die", die, "--at", str(at)] if die else []
        with (self._folder / "bot.log").open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", *program,
                cwd=self._folder, env=self._environment, stdout=log, stderr=log,
            )  # fmt: skip

    async def ended(self, within: float = START_SECONDS) -> int | None:
        """Wait for the end of this life: its exit code, None when it goes on."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self._running.wait(), within)
        return self._running.returncode

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

    def signal(self, number: signal.Signals) -> None:
        """Send a signal to the process."""
        self._running.send_signal(number)

    def use(self) -> Use:
        """What the process uses at this moment."""
        return use_of(self.pid)

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
