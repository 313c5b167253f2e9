"""The append-only trail of every change; people stand in it as keyed hashes, from the first row."""

import hashlib
import hmac
import secrets
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage.dialects import insert_new
from bot.storage.tables import audit, meta

KEY = "audit_key"


async def append(
    conn: AsyncConnection,
    actor: int | None,
    action: str,
    target: str,
    now: datetime,
    *,
    before: str = "",
    after: str = "",
) -> None:
    """Add one row; ``actor`` is a person's id or None for the bot itself."""
    name = "bot" if actor is None else person_hash(await _key(conn), actor)
    await conn.execute(
        sa.insert(audit).values(at=now, actor=name, action=action, target=target, before=before, after=after)
    )


async def trail_of(conn: AsyncConnection, person_id: int) -> sa.Select[Any]:
    """The query for the rows that a person left, found by the hash that stands for them."""
    key = (await conn.execute(sa.select(meta.c.value).where(meta.c.key == KEY))).scalar()
    # Without a key nothing was ever written.
    actor = person_hash(bytes.fromhex(key), person_id) if key else ""
    return sa.select(audit).where(audit.c.actor == actor).order_by(audit.c.id)


def person_hash(key: bytes, person_id: int) -> str:
    """A name that stands for a person and tells nobody who it is (HMAC-SHA256, 16 hex digits)."""
    return hmac.new(key, str(person_id).encode(), hashlib.sha256).hexdigest()[:16]


async def _key(conn: AsyncConnection) -> bytes:
    fresh = secrets.token_hex(32)
    await conn.execute(insert_new(conn, meta, key=["key"]).values(key=KEY, value=fresh))
    value = (await conn.execute(sa.select(meta.c.value).where(meta.c.key == KEY))).scalar_one()
    return bytes.fromhex(value)
