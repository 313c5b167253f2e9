"""Readers, a desk and the outbox's worker in one process, with a clock and a post office that obey.

The services, the worker and the SQLite file are the real ones; only Telegram is played.
"""

import asyncio
import shutil
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from datetime import time as clock_time
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from bot.gateway.limits import Limiter
from bot.gateway.worker import DeliveryWorker
from bot.models import (
    ArticleState,
    Delivery,
    Gone,
    NewArticle,
    Outcome,
    Preferences,
    RetryAt,
    Sent,
    Subscriber,
    Uncertain,
)
from bot.services.digests import Digests
from bot.services.subscribers import Defaults, Subscribers
from bot.storage import articles, topics
from bot.storage import subscribers as readers
from bot.storage.engine import Database
from bot.storage.tables import bodies
from bot.storage.tables import deliveries as outbox
from summarizer.models import Ranking

BEGINNING = datetime(2026, 3, 27, 6, tzinfo=UTC)  # two days before clocks change in most of Europe
ZONES = ("UTC", "Europe/Kyiv", "America/New_York", "Asia/Kathmandu", "Australia/Lord_Howe")
CHATS = (101, 102, 103)
# Far above what a machine does, so that only jumps of the clock make anything wait.
PACE = 100_000.0
IDLE_LOOKS = 3
QUIET_SECONDS = 20.0


_earlier = outbox.alias("earlier")
_OPEN = ["pending", "sending"]
# The first open row of a reader, if it is due.
_CLAIMABLE = sa.select(outbox.c.id).where(
    outbox.c.state == "pending",
    outbox.c.not_before <= sa.bindparam("now", type_=outbox.c.not_before.type),
    ~sa.exists().where(
        _earlier.c.subscriber_id == outbox.c.subscriber_id,
        _earlier.c.id < outbox.c.id,
        _earlier.c.state.in_(_OPEN),
    ),
)


@dataclass(frozen=True)
class Copy:
    """One accepted message."""

    delivery: Delivery
    at: datetime


class Post:
    """Telegram as it may be: what becomes of the next messages is told before."""

    def __init__(self) -> None:
        self.mode = "ok"
        self.times = 0
        self.accepted: list[Copy] = []
        self.gone: set[int] = set()
        self.sent_to_gone: list[Delivery] = []
        self.held: set[int] = set()
        self.let_go = asyncio.Event()
        self.now = BEGINNING

    def becomes(self, mode: str, times: int) -> None:
        """The next messages meet this, and those behind them nothing."""
        self.mode, self.times = mode, times

    async def send(self, delivery: Delivery) -> Outcome:
        """Play what becomes of one message."""
        if delivery.chat_id in self.gone:
            self.sent_to_gone.append(delivery)
        mode = self.mode if self.times > 0 else "ok"
        self.times -= 1
        if mode in {"ok", "late", "timeout_sent"}:
            self.accepted.append(Copy(delivery, self.now))
        if mode == "late":
            self.held.add(delivery.id)
            try:
                await self.let_go.wait()
            finally:
                self.held.discard(delivery.id)
        return self._outcome(mode, delivery)

    def _outcome(self, mode: str, delivery: Delivery) -> Outcome:
        outcomes: dict[str, Outcome] = {
            "429": RetryAt(7.0, "flood", flood=True),
            "timeout_sent": Uncertain("TimeoutError"),
            "timeout_unsent": Uncertain("TimeoutError"),
            "unreachable": RetryAt(0.0, "not connected"),
            "forbidden": Gone("Forbidden: bot was blocked by the user"),
        }
        return outcomes.get(mode, Sent(len(self.accepted)))

    async def probe(self) -> bool:
        """The Bot API answers."""
        return True


class Reading:
    """Everything of the bot that sends digests, from its start to its death, again and again."""

    def __init__(self, template: Path, folder: Path) -> None:
        self.url = f"sqlite:///{folder / 'digestbot.db'}"
        shutil.copyfile(template, folder / "digestbot.db")
        self.wall = BEGINNING
        self.moved = 0.0
        self.post = Post()
        self.published: dict[str, datetime] = {}
        self.undone: set[str] = set()

    def now(self) -> datetime:
        """The bot's clock."""
        return self.wall

    def monotonic(self) -> float:
        """Real seconds, and those that were skipped."""
        return time.monotonic() + self.moved

    async def begin(self) -> None:
        """Open the desk for its readers and start."""
        self._open()
        async with self.database.write() as conn:
            await topics.insert(conn, "world", {"en": "World"}, self.wall)
        for chat, zone in zip(CHATS, ZONES, strict=False):
            fresh = await self.subscribers.load(chat, 0, kind="private", language="en")
            chosen = await self.subscribers.subscribe(fresh, ["world"])
            reader = await self.subscribers.set_zone(chosen.reader, zone)
            await self.subscribers.set_preferences(reader, lambda _: Preferences(stories=50))
        await self.start()

    def _open(self) -> None:
        self.database = Database(self.url)
        self.digests = Digests(self.database, self.now)
        self.subscribers = Subscribers(self.database, self.now, Defaults("UTC", clock_time(8)))

    async def start(self) -> None:
        """Begin a life on the database that is open."""
        limiter = Limiter(PACE, clock=self.monotonic)
        self.worker = DeliveryWorker(
            self.database, self.post, limiter, self.now, monotonic=self.monotonic, on_outcome=self._learn
        )
        await self.worker.start()
        self.limiter = limiter

    def _learn(self, delivery: Delivery, outcome: Outcome) -> None:
        # Called behind the commit: from here on nothing may be sent there.
        if isinstance(outcome, Gone):
            self.post.gone.add(delivery.chat_id)

    async def kill(self) -> None:
        """End this life without a word, whatever is under way, and begin the next."""
        tasks = asyncio.all_tasks() - {asyncio.current_task()}
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await self.database.close()
        self._open()
        await self.start()

    async def restart(self) -> None:
        """End this life in good order, and begin the next."""
        self.post.let_go.set()
        await self.worker.stop(1.0)
        self.post.let_go.clear()
        await self.start()

    async def move(self, seconds: float, *, suspended: bool = False) -> None:
        """Let time pass: four hours at a time, or all at once while the host sleeps."""
        while seconds > 0:
            step = seconds if suspended else min(seconds, 4 * 3600.0)
            self.moved += step
            await self.jump(step)
            seconds -= step

    async def jump(self, seconds: float) -> None:
        """Set the wall clock, and tick."""
        self.wall += timedelta(seconds=seconds)
        self.post.now = self.wall
        await self.tick()

    async def tick(self) -> None:
        """Plan what is due, and wait until the worker has nothing to do."""
        await self.digests.plan_due()
        await self.settle()

    async def settle(self) -> None:
        """Wait until nothing is in flight but what the post holds, and nothing can be claimed."""
        quiet, deadline = 0, time.monotonic() + QUIET_SECONDS
        self.worker.wake()
        while quiet < IDLE_LOOKS:
            assert time.monotonic() < deadline, "the worker never comes to rest"
            await asyncio.sleep(0.004)
            quiet = quiet + 1 if await self._is_idle() else 0

    async def _is_idle(self) -> bool:
        if self.worker.in_flight > len(self.post.held):
            return False
        if self.worker.circuit_open or self.limiter.halt_all() > 0:
            return True
        async with self.database.read() as conn:
            return (await conn.execute(_CLAIMABLE, {"now": self.wall})).first() is None

    async def publish(self, count: int) -> list[str]:
        """Publish so many stories; their titles."""
        titles = [f"Ferry{len(self.published) + index:04d}x" for index in range(count)]
        for title in titles:
            sentence = f"{title} sails " + "again and again past the old lighthouse " * 8 + "today."
            ranking = Ranking("en", "lead", (sentence,), (60,), (0,), 60)
            new = NewArticle(title, sentence, "en", ranking, ("world",), published_at=self.wall)
            async with self.database.write() as conn:
                made = await articles.insert(conn, new, added_by=None, now=self.wall)
                await articles.change(
                    conn, made.id, made.version, state=ArticleState.PUBLISHED.value,
                    number=await articles.next_number(conn),
                    story_id=await articles.open_story(conn, made.id),
                )  # fmt: skip
            self.published[title] = self.wall
        return titles

    async def undo(self, title: str) -> None:
        """Take a story back: it may have been told, and is not told any more."""
        async with self.database.write() as conn:
            for article in await articles.listing(conn, [ArticleState.PUBLISHED], limit=500):
                if article.title == title:
                    await articles.change(conn, article.id, article.version, state=ArticleState.DRAFT.value)
        self.undone.add(title)

    async def reader(self, chat: int) -> Subscriber:
        """A reader as stored."""
        async with self.database.read() as conn:
            found = await readers.find(conn, chat, 0)
        assert found is not None, "every reader was stored at the beginning"
        return found

    async def rows(self) -> list[Any]:
        """The outbox, with its texts."""
        query = sa.select(outbox, bodies.c.text).join(bodies, isouter=True).order_by(outbox.c.id)
        async with self.database.read() as conn:
            return list(await conn.execute(query))

    async def close(self) -> None:
        """End everything."""
        tasks = asyncio.all_tasks() - {asyncio.current_task()}
        for task in tasks:
            task.cancel()
        with suppress(asyncio.CancelledError):
            await asyncio.gather(*tasks, return_exceptions=True)
        await self.database.close()

    def told(self, chat: int) -> Iterator[tuple[str, Copy]]:
        """Every story in every accepted message to a chat."""
        for copy in self.post.accepted:
            if copy.delivery.chat_id == chat:
                for title in self.published:
                    if title in copy.delivery.message.text:
                        yield title, copy
