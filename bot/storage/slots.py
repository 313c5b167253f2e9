"""Slots that ended without a message: recorded, so that each due digest has exactly one end."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.models import DeliveryKind, DeliveryState
from bot.storage.dialects import insert_new
from bot.storage.tables import deliveries


async def record_end(
    conn: AsyncConnection, subscriber_id: int, slot: int, state: DeliveryState, now: datetime
) -> None:
    """Record that a digest's slot was skipped (nothing new) or has expired."""
    values = {
        "subscriber_id": subscriber_id,
        "kind": DeliveryKind.DIGEST.value,
        "slot": slot,
        "part": 0,
        "body_id": None,
        "silent": False,
        "plain": False,
        "cursor_before": 0,
        "cursor_after": 0,
        "state": state.value,
        "not_before": now,
        "created_at": now,
        "ended_at": now,
    }
    key = ["subscriber_id", "kind", "slot", "part"]
    await conn.execute(insert_new(conn, deliveries, key=key).values(**values))


async def is_planned(conn: AsyncConnection, subscriber_id: int, kind: DeliveryKind, slot: int) -> bool:
    """Whether a slot of a subscriber has its rows already, whatever became of them."""
    found = await conn.execute(
        sa.select(deliveries.c.id)
        .where(
            deliveries.c.subscriber_id == subscriber_id,
            deliveries.c.kind == kind.value,
            deliveries.c.slot == slot,
        )
        .limit(1)
    )
    return found.first() is not None


async def last_state(conn: AsyncConnection, subscriber_id: int) -> DeliveryState | None:
    """How the newest digest slot of a subscriber ended, or stands."""
    result = await conn.execute(
        sa.select(deliveries.c.state)
        .where(
            deliveries.c.subscriber_id == subscriber_id,
            deliveries.c.kind == DeliveryKind.DIGEST.value,
        )
        .order_by(deliveries.c.slot.desc())
        .limit(1)
    )
    value = result.scalar()
    return DeliveryState(value) if value else None
