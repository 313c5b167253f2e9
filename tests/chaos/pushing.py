"""What every scenario around a push shares: the stage, its stories, and the wait for the last message."""

import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from bot.emulator import Emulator, FaultScript, Limits
from tests.chaos.botprocess import BotProcess, comes_true
from tests.chaos.databases import new_database
from tests.chaos.newsdesk import Desk, open_desk
from tests.chaos.tally import Tally, tally

DRAIN_SECONDS = 120.0


@dataclass
class Stage:
    """An emulator, a desk with readers, and a bot that is not launched yet."""

    emulator: Emulator
    desk: Desk
    bot: BotProcess
    headlines: list[str] = field(default_factory=list)
    failures: int = 0

    async def announce(self, due: datetime | None = None) -> None:
        """Publish the next story, due for everybody at an instant, now by default."""
        await self.publish()
        await self.desk.make_due(due or self.bot.rule.now())

    async def publish(self) -> None:
        """Publish the next story, without a digest of its own."""
        # Numbered with a word behind, so that no headline is part of another one.
        headline = f"Ferry number {len(self.headlines) + 1} sails again"
        await self.desk.publish(headline, self.bot.rule.now())
        self.headlines.append(headline)

    async def announce_later(self, seconds: float) -> None:
        """Publish the next story, due for everybody in some seconds."""
        await self.announce(self.bot.rule.now() + timedelta(seconds=seconds))

    async def accepted(self, more: int, within: float) -> None:
        """Wait until so many messages more are accepted; TimeoutError if they do not come."""
        wanted = len(self.emulator.log) + more
        await self.bot.until(lambda: len(self.emulator.log) >= wanted, within)

    async def drained(self, within: float = 0) -> bool:
        """Wait until everything is planned and sent, or time is up: what is missing then is in the tally."""
        return await comes_true(self.is_drained, within or DRAIN_SECONDS + len(self.desk.people) / 20)

    async def drained_of_latest(self, within: float) -> bool:
        """Wait until every reader has the latest story and no row is open, or time is up."""

        async def is_so() -> bool:
            told = {one.chat_id for one in self.emulator.log if self.headlines[-1] in one.text}
            states = await self.desk.states()
            return told >= set(self.desk.people) and not states.keys() & {"pending", "sending"}

        return await comes_true(is_so, within)

    async def is_planned(self) -> bool:
        """Whether every reader's digest of every story is planned, sent or not."""
        wanted = len(self.desk.people) * len(self.headlines)
        return sum((await self.desk.states()).values()) >= wanted

    async def is_drained(self) -> bool:
        """Whether every reader's digest of every story is planned and none is open."""
        return await self.desk.is_drained(len(self.desk.people) * len(self.headlines))

    def tally(self) -> Tally:
        """Count what arrived so far."""
        return tally(self.emulator.log, self.desk.people, self.headlines)


@asynccontextmanager
async def on_stage(
    people: int,
    *,
    send_rate: int = 25,
    seed: int = 0,
    limits: Limits | None = None,
    admins: str = "",
    ruled: bool = False,
    groups: int = 0,
    disk: Path | None = None,
) -> AsyncIterator[Stage]:
    """Set up a stage; at the end nothing of it is left, the bot included."""
    with (
        tempfile.TemporaryDirectory(prefix="digestbot-chaos-") as folder,
        new_database((disk or Path(folder)) / "digestbot.db") as url,
    ):
        emulator = Emulator(limits=limits)
        emulator.world.faults = FaultScript(seed)
        await emulator.start()
        bot = BotProcess(
            emulator, Path(folder), database_url=url, send_rate=send_rate, admins=admins, ruled=ruled
        )
        desk = await open_desk(bot.database_url, emulator, people, groups)
        try:
            yield Stage(emulator, desk, bot)
        finally:
            await bot.kill()
            await desk.database.close()
            await emulator.stop()
