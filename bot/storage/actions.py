"""What people did last, with what it takes to undo it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage.tables import actions


@dataclass(frozen=True, slots=True)
class Action:
    """One thing a person did; ``payload`` holds the state before it."""

    id: int
    person_id: int
    kind: str
    payload: dict[str, Any]


async def record(
    conn: AsyncConnection, person_id: int, kind: str, payload: dict[str, Any], now: datetime
) -> int:
    """Remember an action; returns its id, which an Undo button carries."""
    result = await conn.execute(
        sa.insert(actions)
        .values(person_id=person_id, kind=kind, payload=payload, at=now)
        .returning(actions.c.id)
    )
    action_id: int = result.scalar_one()
    return action_id


async def last(
    conn: AsyncConnection, person_id: int, since: datetime, action_id: int | None = None
) -> Action | None:
    """The person's newest action since an instant that is not undone, or the one of an id if it is such."""
    query = sa.select(actions).where(
        actions.c.person_id == person_id, actions.c.at >= since, actions.c.undone_at.is_(None)
    )
    if action_id is not None:
        query = query.where(actions.c.id == action_id)
    row = (await conn.execute(query.order_by(actions.c.id.desc()).limit(1))).first()
    return Action(row.id, row.person_id, row.kind, dict(row.payload)) if row else None


async def mark_undone(conn: AsyncConnection, action_id: int, now: datetime) -> bool:
    """Mark an action undone; False when somebody was faster."""
    result = await conn.execute(
        sa.update(actions)
        .where(actions.c.id == action_id, actions.c.undone_at.is_(None))
        .values(undone_at=now)
    )
    return bool(result.rowcount)
