"""The texts of messages, each stored once however many readers get it."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.models import OutgoingMessage
from bot.storage.dialects import insert_new
from bot.storage.tables import bodies, deliveries

# Rows looked at in one transaction of a sweep.
CHUNK = 500


@dataclass(frozen=True, slots=True)
class Swept:
    """A step of a sweep: rows that are gone, and the row behind which it goes on; None at its end."""

    rows: int
    behind: int | None


async def sweep(conn: AsyncConnection, behind: int = 0) -> Swept:
    """Forget some of the texts that no delivery needs, those with the smallest ids behind a text first."""
    found = await conn.execute(
        sa.select(bodies.c.id).where(bodies.c.id > behind).order_by(bodies.c.id).limit(CHUNK)
    )
    ids = found.scalars().all()
    if not ids:
        return Swept(0, None)
    used = sa.exists().where(deliveries.c.body_id == bodies.c.id)
    result = await conn.execute(sa.delete(bodies).where(bodies.c.id.between(ids[0], ids[-1]), ~used))
    return Swept(result.rowcount, ids[-1] if len(ids) == CHUNK else None)


async def ids_of(conn: AsyncConnection, messages: Iterable[OutgoingMessage]) -> dict[OutgoingMessage, int]:
    """The ids of messages' texts, which are stored where they are not yet."""
    hashes = {message: _hash(message) for message in messages}
    if not hashes:
        return {}
    # In one order: two planners that store the same texts must never wait for each other.
    values = [
        {"hash": digest, "text": message.text, "keyboard": _keyboard_json(message)}
        for message, digest in sorted(hashes.items(), key=lambda pair: pair[1])
    ]
    await conn.execute(insert_new(conn, bodies, key=["hash"]), values)
    found = await conn.execute(
        sa.select(bodies.c.hash, bodies.c.id).where(bodies.c.hash.in_(hashes.values()))
    )
    ids = {digest: body_id for digest, body_id in found}  # noqa: C416 - a Row is no tuple to dict()
    return {message: ids[digest] for message, digest in hashes.items()}


def _hash(message: OutgoingMessage) -> str:
    content = json.dumps([message.text, _keyboard_json(message)], ensure_ascii=True)
    return hashlib.sha256(content.encode()).hexdigest()


def _keyboard_json(message: OutgoingMessage) -> list[list[list[str]]]:
    return [[[button.text, button.data, button.url] for button in row] for row in message.keyboard]
