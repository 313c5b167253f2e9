"""Digests: planned for everybody who is due, given on request, previewed; one composition for all three."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.models import DeliveryKind, Edition, Preferences, Subscriber, Subscription, Topic
from bot.services.composing import Composed, Library, composed
from bot.services.one_by_one import outbox_rows
from bot.services.planning import Planner
from bot.storage import deliveries, subscribers
from bot.storage import slots as slot_ends
from bot.storage.engine import Database


class Digests:
    """Plans digests into the outbox; ``on_planned`` wakes whoever sends them."""

    def __init__(
        self,
        database: Database,
        now: Callable[[], datetime],
        on_planned: Callable[[], None] = lambda: None,
    ) -> None:
        self._database = database
        self._now = now
        self._on_planned = on_planned
        self._library = Library()
        self._planner = Planner(database, now, self._library, on_planned)

    async def plan_due(self) -> int:
        """Plan the digest of every reader whose time has come; how many readers were moved on."""
        return await self._planner.plan_due()

    async def on_request(self, reader: Subscriber, update_id: int) -> int:
        """Plan the stories not seen yet for now; how many, 0 for nothing new or an update seen before."""
        async with self._database.write() as conn:
            stored = await subscribers.insert_if_absent(conn, reader, self._now())
            if await slot_ends.is_planned(conn, stored.id, DeliveryKind.REQUEST, update_id):
                return 0
            issue = await self._library.issue(conn, self._now())
            made = composed(issue, stored, await _choices(conn, stored))
            if not made.edition.count:
                return 0
            rows = outbox_rows(issue, stored, made, DeliveryKind.REQUEST, update_id)
            await deliveries.plan(conn, rows, issue.now)
            await subscribers.move_cursor(conn, stored.id, made.edition.up_to)
        self._on_planned()
        return made.edition.count

    async def preview(self, reader: Subscriber, topic: Topic | None = None) -> Composed:
        """The next digest of a reader, or of a new reader of one topic; nothing is stored or marked seen."""
        async with self._database.read() as conn:
            issue = await self._library.issue(conn, self._now())
            if topic is None:
                return composed(issue, reader, await _choices(conn, reader))
            fresh = replace(reader, cursor=0, preferences=Preferences())
            return composed(issue, fresh, (Subscription(reader.id, topic.id),))

    async def more(self, reader: Subscriber, after: int, up_to: int) -> Edition:
        """The edition that a digest covered, composed again, for the pages behind "+N more"."""
        async with self._database.read() as conn:
            issue = await self._library.issue(conn, self._now())
            past = replace(reader, cursor=after)
            return composed(issue, past, await _choices(conn, reader), up_to=up_to).edition

    async def next_due(self) -> datetime | None:
        """When the next digest of anybody is due."""
        async with self._database.read() as conn:
            return await subscribers.next_due(conn)


async def _choices(conn: AsyncConnection, reader: Subscriber) -> tuple[Subscription, ...]:
    return tuple((await subscribers.subscriptions_of(conn, [reader.id]))[reader.id])
