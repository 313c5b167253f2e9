"""The stage of the acceptance dialogues: the whole bot, the emulator, and a clock that the test moves."""

import asyncio
import calendar
import re
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from pydantic import SecretStr

from bot.app import Bot, running
from bot.emulator import Emulator, EmulatorClock, Person
from bot.settings import Settings
from bot.storage.tables import metadata
from tests.acceptance.stories import Piece

OPENING = datetime(2026, 3, 4, 10, 0, tzinfo=UTC)  # a Wednesday
OWNER, ANNA, BORYS = 7, 1001, 1002
LONGEST_SENTENCE = 300
# Everything that a refused message must leave alone: what a dialogue waits for may change.
KEPT_TABLES = (
    *("topics", "articles", "article_topics", "actions", "audit"),
    *("subscribers", "subscriptions", "deliveries"),
)
MONTHS = list(calendar.month_name)
PROMISE = re.compile(r"Next digest: \w+ (\d+) (\w+), (\d\d):(\d\d) \(([\w/]+)\)\Z")


class Stage:
    """The bot with the people who talk to it."""

    def __init__(self, emulator: Emulator, bot: Bot) -> None:
        self.emulator = emulator
        self.bot = bot
        self.ed = emulator.person("Ed", id=OWNER)
        self.anna = emulator.person("Anna", id=ANNA)
        self.borys = emulator.person("Borys", id=BORYS)

    @property
    def now(self) -> datetime:
        return self.emulator.clock.now()

    async def has_topics(self, *lines: str) -> None:
        """Let the editor make topics, each of a line such as "world World news"."""
        for line in lines:
            await self.ed.sends(f"/newtopic {line}")
            await self.ed.sees("is there; readers find it")

    async def publishes(self, piece: Piece, topic: str = "world") -> None:
        """Let the editor add and publish an article."""
        await self.ed.sends(f"/add #{topic} {piece.title}\n{piece.body}")
        card = await self.ed.sees("Publish")
        await self.ed.taps("Publish", message=card)
        await self.ed.sees("Published.")

    async def joins(self, reader: Person, *buttons: str) -> dict[str, Any]:
        """Let a reader go through the first dialogue, and give its last card."""
        await reader.sends("/start")
        for button in buttons:
            await reader.taps(button, message=await reader.sees(button))
        return await reader.sees("All set.")

    async def comes_to(self, instant: datetime) -> None:
        """Move everybody's clock to an instant, and let what is due go out."""
        self.emulator.clock.move_to(instant)
        await self.bot.tick()

    async def keeps_promise(self, reader: Person, message: dict[str, Any], piece: Piece) -> datetime:
        """Check that the digest comes at the instant that a message ends with, and not before it."""
        due, latest = promised(message, self.now), reader.messages[-1]
        await self.comes_to(due - timedelta(seconds=30))
        assert await self.pushed(reader, latest) == []
        await self.comes_to(due)
        await reader.sees(piece.title, after=latest)
        return due

    async def pushed(self, reader: Person, latest: dict[str, Any]) -> list[str]:
        """Wait until nothing is on its way any more; the texts that came after a message."""
        await self.settles()
        return [one.text for one in self.emulator.log.to(reader.id) if one.message_id > latest["message_id"]]

    async def settles(self) -> None:
        """Wait until nothing is on its way to anybody any more."""
        await until(self._nothing_on_the_way, within=10)

    async def _nothing_on_the_way(self) -> bool:
        waiting = metadata.tables["deliveries"].c.state.in_(["pending", "sending"])
        async with self.bot.database.read() as conn:
            count = sa.select(sa.func.count()).select_from(metadata.tables["deliveries"]).where(waiting)
            return not await conn.scalar(count)

    async def stored(self) -> dict[str, list[Any]]:
        """Every row that readers and editors have put into the database."""
        async with self.bot.database.read() as conn:
            tables = [metadata.tables[name] for name in KEPT_TABLES]
            return {table.name: list(await conn.execute(sa.select(table))) for table in tables}


def promised(message: dict[str, Any], now: datetime) -> datetime:
    """The instant that the last line of a message promises."""
    found = PROMISE.search(message["text"])
    assert found, f"no next digest at the end of {message['text']!r}"
    day, month, hour, minute, zone = found.groups()
    for year in (now.year, now.year + 1):
        local = datetime(year, MONTHS.index(month), int(day), int(hour), int(minute), tzinfo=ZoneInfo(zone))
        instant = local.astimezone(UTC)
        if instant > now:
            return instant
    raise AssertionError(f"{found[0]!r} is in the past")


async def until(is_so: Callable[[], Awaitable[bool]], *, within: float) -> None:
    """Wait until something is so; TimeoutError after so many seconds."""
    async with asyncio.timeout(within):
        while not await is_so():  # noqa: ASYNC110 - what is waited for lies in another process or a database
            await asyncio.sleep(0.05)


def is_one_sentence(message: dict[str, Any]) -> bool:
    """Whether an answer is short and shows nothing of the machine."""
    text = str(message["text"])
    leaks = ("Traceback", "Error", "Exception", "None", "object at")
    return 10 <= len(text) <= LONGEST_SENTENCE and not any(leak in text for leak in leaks)


def settings_for(emulator: Emulator, database_url: str, **changes: Any) -> Settings:
    """The settings of a bot that talks to the emulator; nothing is read from the environment."""
    defaults: dict[str, Any] = {
        name: field.get_default() for name, field in Settings.model_fields.items() if name != "webhook_secret"
    }
    own = {
        "telegram_bot_token": SecretStr(emulator.token),
        "admin_ids": (OWNER,),
        "database_url": SecretStr(database_url),
        "telegram_api_base_url": emulator.base_url,
        "webhook_secret": SecretStr(""),
    }
    return Settings.model_construct(**(defaults | own | changes))


@asynccontextmanager
async def emulated() -> AsyncIterator[Emulator]:
    """The emulator from a Wednesday morning on."""
    began = time.monotonic()
    clock = EmulatorClock(lambda: OPENING + timedelta(seconds=time.monotonic() - began))
    emulator = Emulator(clock=clock)
    await emulator.start(port=0)
    try:
        yield emulator
    finally:
        await emulator.stop()


@asynccontextmanager
async def running_in(emulator: Emulator, database_url: str, **changes: Any) -> AsyncIterator[Stage]:
    """The bot in an emulator, which outlives it."""
    settings = settings_for(emulator, database_url, **changes)
    async with running(settings, emulator.clock.now, pages=False) as bot:
        yield Stage(emulator, bot)


@asynccontextmanager
async def staged(database_url: str, **changes: Any) -> AsyncIterator[Stage]:
    """The bot in an emulator of its own."""
    async with emulated() as emulator, running_in(emulator, database_url, **changes) as stage:
        yield stage
