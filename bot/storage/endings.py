"""How deliveries end without arriving, and what that gives back to the reader's cursor.

The rule: stories of a message of which no part arrived are offered again, so the cursor returns to where it
stood before; everything planned behind it counted on the cursor and is cancelled with it. Once a part has
arrived, the cursor stays, and the rest of the message can only be requeued as it is.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.models import DeadLetters
from bot.storage.conditions import is_open, is_waiting, may_have_arrived, moves_cursor, same_slot
from bot.storage.holding import hold_readers_of
from bot.storage.tables import deliveries, subscribers

# Bounded, so that a statement's parameters are, and the time that others wait for the writer.
CHUNK = 500
REASONS_SHOWN = 5

# When a delivery expires, and its id.
Place = tuple[datetime, int]


async def cancel_for(conn: AsyncConnection, subscriber_id: int, reason: str, now: datetime) -> int:
    """Cancel all that waits for one subscriber and return how many rows.

    What is in flight is not sent again; if it turns out to have arrived, it still counts as sent.
    """
    result = await conn.execute(
        sa.update(deliveries)
        .where(deliveries.c.subscriber_id == subscriber_id, is_open(deliveries))
        .values(state="cancelled", last_error=reason, ended_at=now)
        .returning(deliveries.c.id)
    )
    cancelled = result.scalars().all()
    await give_back(conn, cancelled, now)
    return len(cancelled)


@dataclass(frozen=True, slots=True)
class Expired:
    """A step of expiry: rows that ended, and the place behind which it goes on; None at its end."""

    rows: int
    behind: Place | None


async def expire(conn: AsyncConnection, now: datetime, behind: Place | None = None) -> Expired:
    """End some of what is too late to be of use, the longest overdue behind a place first.

    Never a message that has begun to arrive; never the digest after one that expired, so that a host which
    sleeps every night still delivers; never a digest with a newer one behind it, which would fall with it.
    """
    overdue = await _overdue(conn, now, behind)
    if not overdue:
        return Expired(0, None)
    rows = [row for _, row in overdue]
    await hold_readers_of(conn, rows)
    result = await conn.execute(
        sa.update(deliveries)
        .where(
            deliveries.c.id.in_(rows),
            deliveries.c.state == "pending",
            ~may_have_arrived(deliveries),
            ~moves_cursor(deliveries) | ~(_expired_before() | _followed()),
        )
        .values(state="expired", ended_at=now)
        .returning(deliveries.c.id)
    )
    expired = result.scalars().all()
    await give_back(conn, expired, now)
    return Expired(len(expired), overdue[-1] if len(overdue) == CHUNK else None)


async def _overdue(conn: AsyncConnection, now: datetime, behind: Place | None) -> list[Place]:
    place = sa.tuple_(deliveries.c.expires_at, deliveries.c.id)
    later = (
        [place > sa.tuple_(*behind, types=[deliveries.c.expires_at.type, sa.BigInteger])] if behind else []
    )
    found = await conn.execute(
        sa.select(deliveries.c.expires_at, deliveries.c.id)
        .where(is_waiting(deliveries), deliveries.c.expires_at.is_not(None), deliveries.c.expires_at <= now)
        .where(*later)
        .order_by(deliveries.c.expires_at, deliveries.c.id)
        .limit(CHUNK)
    )
    return [(row.expires_at, row.id) for row in found]


async def settle(conn: AsyncConnection, rows: Sequence[int], now: datetime) -> None:
    """Draw the consequences for those of the rows that have just ended without arriving."""
    result = await conn.execute(
        sa.select(deliveries).where(
            deliveries.c.id.in_(rows), deliveries.c.state.in_(["failed", "cancelled"])
        )
    )
    ended = result.all()
    if ended:
        await _fail_later_parts(conn, [row for row in ended if row.state == "failed"], now)
        await give_back(conn, [row.id for row in ended], now)


async def requeue_failed(conn: AsyncConnection, now: datetime) -> int:
    """Send again what failed and is not offered anew by the cursor anyway; return how many rows."""
    result = await conn.execute(
        sa.update(deliveries)
        .where(_worth_sending_again())
        .values(
            state="pending",
            not_before=now,
            expires_at=None,
            ended_at=None,
            # What may have arrived stays without sound, and is not sent a third time.
            uncertain=sa.case((deliveries.c.uncertain > 0, 1), else_=0),
            attempts=0,
        )
    )
    return result.rowcount


async def dead_letters(conn: AsyncConnection) -> DeadLetters:
    """What failed, counted by its reason, the commonest first; and how much of it could be sent again."""
    count = sa.func.count()
    reasons = await conn.execute(
        sa.select(deliveries.c.last_error, count)
        .where(deliveries.c.state == "failed")
        .group_by(deliveries.c.last_error)
        .order_by(count.desc(), deliveries.c.last_error)
        .limit(REASONS_SHOWN)
    )
    again = await conn.execute(sa.select(count).select_from(deliveries).where(_worth_sending_again()))
    return DeadLetters(tuple((reason, number) for reason, number in reasons), again.scalar_one())


def _worth_sending_again() -> sa.ColumnElement[bool]:
    reachable = sa.exists().where(subscribers.c.id == deliveries.c.subscriber_id, subscribers.c.active)
    return sa.and_(
        deliveries.c.state == "failed",
        ~moves_cursor(deliveries) | may_have_arrived(deliveries),
        reachable,
    )


async def give_back(conn: AsyncConnection, ended: Sequence[int], now: datetime) -> None:
    """Return the cursors of readers to before the messages that ended and of which nothing arrived."""
    for start in range(0, len(ended), CHUNK):
        result = await conn.execute(
            sa.select(deliveries.c.subscriber_id, sa.func.min(deliveries.c.cursor_before))
            .where(
                deliveries.c.id.in_(ended[start : start + CHUNK]),
                moves_cursor(deliveries),
                ~may_have_arrived(deliveries),
            )
            .group_by(deliveries.c.subscriber_id)
        )
        await _rewind(conn, [{"reader": reader, "target": target} for reader, target in result], now)


async def _rewind(conn: AsyncConnection, targets: list[dict[str, int]], now: datetime) -> None:
    if not targets:
        return
    target = sa.bindparam("target", type_=sa.BigInteger)
    # The cursor first: on PostgreSQL this waits for a planner at work, whose rows are then seen below.
    await conn.execute(
        sa.update(subscribers)
        .where(subscribers.c.id == sa.bindparam("reader"), subscribers.c.cursor > target)
        .values(cursor=target),
        targets,
    )
    await conn.execute(
        sa.update(deliveries)
        .where(
            deliveries.c.subscriber_id == sa.bindparam("reader"),
            is_open(deliveries),
            deliveries.c.state == "pending",
            moves_cursor(deliveries),
            deliveries.c.cursor_before >= target,
            ~may_have_arrived(deliveries),
        )
        .values(state="cancelled", last_error="an earlier message did not arrive", ended_at=now),
        targets,
    )


async def _fail_later_parts(conn: AsyncConnection, failed: Sequence[Any], now: datetime) -> None:
    if not failed:
        return
    await conn.execute(
        sa.update(deliveries)
        .where(
            deliveries.c.subscriber_id == sa.bindparam("reader"),
            deliveries.c.kind == sa.bindparam("why"),
            deliveries.c.slot == sa.bindparam("which"),
            deliveries.c.part > sa.bindparam("after"),
            deliveries.c.state == "pending",
        )
        .values(state="failed", last_error="an earlier part failed", ended_at=now),
        [
            {"reader": row.subscriber_id, "why": row.kind, "which": row.slot, "after": row.part}
            for row in failed
        ],
    )


def _expired_before() -> sa.ColumnElement[bool]:
    before = deliveries.alias("before")
    state = (
        sa.select(before.c.state)
        .where(
            before.c.subscriber_id == deliveries.c.subscriber_id,
            before.c.kind == deliveries.c.kind,
            before.c.slot < deliveries.c.slot,
        )
        .order_by(before.c.slot.desc())
        .limit(1)
        .scalar_subquery()
    )
    return sa.func.coalesce(state, "") == "expired"


def _followed() -> sa.ColumnElement[bool]:
    later = deliveries.alias("later")
    return sa.exists().where(
        later.c.subscriber_id == deliveries.c.subscriber_id,
        later.c.id > deliveries.c.id,
        is_open(later),
        moves_cursor(later),
        ~same_slot(later, deliveries),
    )
