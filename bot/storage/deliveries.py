"""The outbox: rows planned once, claimed before the request leaves, marked when the outcome is known.

``owner`` names the process that has a row in flight and is empty otherwise, also after a row in flight was
cancelled: until its outcome is known, it may have arrived. What an ending means for the cursor is in
``endings.py``; the life of a row is drawn in ``docs/delivery.md``.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import takewhile
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.models import Button, Delivery, DeliveryKind, NewDelivery, OutgoingMessage
from bot.storage.bodies import Swept, ids_of
from bot.storage.conditions import is_in_flight, is_open
from bot.storage.dialects import insert_new
from bot.storage.endings import cancel_for, dead_letters, expire, requeue_failed, settle
from bot.storage.holding import hold_readers_of
from bot.storage.marks import orphan_values
from bot.storage.tables import bodies, deliveries, subscribers

# Bounded, so that planning for everybody never holds the event loop or a statement's parameters for long.
CHUNK = 500
# A person who asked goes before a push that was planned up to this long ago.
HEAD_START = timedelta(hours=12)

T = TypeVar("T")

__all__ = [
    "cancel_for",
    "claim",
    "counts",
    "dead_letters",
    "expire",
    "next_due",
    "oldest_pending_seconds",
    "plan",
    "prune",
    "recover",
    "requeue_failed",
]

_earlier = deliveries.alias("earlier")
_other = subscribers.alias("other")
_beside = deliveries.alias("beside")

# Each condition is a look-up in an index: a claim costs the same with 100,000 rows waiting.
_CLAIMABLE = (
    sa.select(
        deliveries,
        subscribers.c.chat_id,
        subscribers.c.thread_id,
        bodies.c.text,
        bodies.c.keyboard,
    )
    .join(subscribers, subscribers.c.id == deliveries.c.subscriber_id)
    .join(bodies, bodies.c.id == deliveries.c.body_id)
    .where(
        is_open(deliveries),
        deliveries.c.state == "pending",
        deliveries.c.not_before <= sa.bindparam("now", type_=deliveries.c.not_before.type),
        ~sa.exists().where(
            _earlier.c.subscriber_id == deliveries.c.subscriber_id,
            _earlier.c.id < deliveries.c.id,
            is_open(_earlier),
        ),
        ~sa.exists().where(
            _other.c.chat_id == subscribers.c.chat_id,
            _beside.c.subscriber_id == _other.c.id,
            is_in_flight(_beside),
        ),
    )
    .order_by(deliveries.c.not_before, deliveries.c.id)
    .limit(sa.bindparam("limit"))
)

_ORPHANS = sa.select(deliveries.c.id).where(
    is_in_flight(deliveries), deliveries.c.owner != sa.bindparam("owner")
)


async def plan(conn: AsyncConnection, rows: Sequence[NewDelivery], now: datetime) -> int:
    """Store deliveries that are not there yet, each text once; return how many are new."""
    new = 0
    for chunk in _chunks(rows):
        ids = await ids_of(conn, (row.message for row in chunk))
        result = await conn.execute(
            insert_new(conn, deliveries, key=["subscriber_id", "kind", "slot", "part"]).returning(
                deliveries.c.id
            ),
            [_columns(row, ids[row.message], now) for row in chunk],
        )
        new += len(result.all())
    return new


async def claim(conn: AsyncConnection, owner: str, now: datetime, limit: int) -> list[Delivery]:
    """Take up to ``limit`` due rows in flight for ``owner``; commit before the first request leaves.

    Only the first open row of a subscriber is taken, and no chat has two rows in flight.
    """
    found = await conn.execute(_CLAIMABLE, {"now": now, "limit": limit})
    by_chat: dict[int, Any] = {}
    for row in found:
        by_chat.setdefault(row.chat_id, row)
    if not by_chat:
        return []
    taken = await conn.execute(
        sa.update(deliveries)
        .where(deliveries.c.id.in_([row.id for row in by_chat.values()]), deliveries.c.state == "pending")
        .values(state="sending", owner=owner)
        .returning(deliveries.c.id)
    )
    ids = set(taken.scalars())
    return [_delivery(row) for row in by_chat.values() if row.id in ids]


async def recover(conn: AsyncConnection, owner: str, now: datetime) -> int:
    """Requeue at start what another process had in flight, to go without sound; return how many rows.

    Only safe while no other process sends, which the instance lock grants.
    """
    orphans = (await conn.execute(_ORPHANS, {"owner": owner})).scalars().all()
    values = orphan_values(now) | {"owner": "", "last_error": "the process ended"}
    for chunk in _chunks(orphans):
        await hold_readers_of(conn, chunk)
        await conn.execute(sa.update(deliveries).where(deliveries.c.id.in_(chunk)).values(**values))
        await settle(conn, chunk, now)
    return len(orphans)


async def counts(conn: AsyncConnection) -> dict[str, int]:
    """How many rows are in each state; a state without rows is left out."""
    result = await conn.execute(sa.select(deliveries.c.state, sa.func.count()).group_by(deliveries.c.state))
    return {state: number for state, number in result}  # noqa: C416 - a Row is no tuple to dict()


async def oldest_pending_seconds(conn: AsyncConnection, now: datetime) -> float:
    """How long the oldest open row has been waiting; 0.0 when none is."""
    result = await conn.execute(sa.select(sa.func.min(deliveries.c.created_at)).where(is_open(deliveries)))
    oldest: datetime | None = result.scalar()
    return max((now - oldest).total_seconds(), 0.0) if oldest else 0.0


async def next_due(conn: AsyncConnection, now: datetime) -> datetime | None:
    """The next instant after ``now`` at which a waiting row becomes due."""
    result = await conn.execute(
        sa.select(deliveries.c.not_before)
        .where(is_open(deliveries), deliveries.c.state == "pending", deliveries.c.not_before > now)
        .order_by(deliveries.c.not_before)
        .limit(1)
    )
    value: datetime | None = result.scalar()
    return value


async def prune(conn: AsyncConnection, before: datetime, behind: int = 0) -> Swept:
    """Forget some of the rows that ended before an instant, those with the smallest ids behind a row first.

    Rows are born in the order of their ids, so the first one born later is where the sweep is over.
    """
    found = await conn.execute(
        sa.select(deliveries.c.id, deliveries.c.created_at)
        .where(deliveries.c.id > behind)
        .order_by(deliveries.c.id)
        .limit(CHUNK)
    )
    rows = [row.id for row in takewhile(lambda row: row.created_at < before, found)]
    if not rows:
        return Swept(0, None)
    result = await conn.execute(
        sa.delete(deliveries).where(
            deliveries.c.id.between(rows[0], rows[-1]), deliveries.c.ended_at < before
        )
    )
    return Swept(result.rowcount, rows[-1] if len(rows) == CHUNK else None)


def _columns(row: NewDelivery, body_id: int, now: datetime) -> dict[str, Any]:
    asked = row.kind is DeliveryKind.REQUEST
    return {
        "subscriber_id": row.subscriber_id,
        "kind": row.kind.value,
        "slot": row.slot,
        "part": row.part,
        "body_id": body_id,
        "silent": row.silent,
        "plain": False,
        "cursor_before": row.cursor_before,
        "cursor_after": row.cursor_after,
        "state": "pending",
        "not_before": now - HEAD_START if asked else now,
        "expires_at": row.expires_at,
        "created_at": now,
    }


def _delivery(row: Any) -> Delivery:
    keyboard = tuple(tuple(Button(*button) for button in line) for line in row.keyboard)
    return Delivery(
        id=row.id,
        subscriber_id=row.subscriber_id,
        chat_id=row.chat_id,
        thread_id=row.thread_id,
        kind=DeliveryKind(row.kind),
        slot=row.slot,
        part=row.part,
        message=OutgoingMessage(text=row.text, keyboard=keyboard),
        silent=row.silent,
        attempts=row.attempts,
        uncertain=row.uncertain,
        plain=row.plain,
    )


def _chunks(rows: Sequence[T]) -> Iterator[Sequence[T]]:
    for start in range(0, len(rows), CHUNK):
        yield rows[start : start + CHUNK]
