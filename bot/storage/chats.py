"""Chats that change under us: gone, moved to another id, or without their thread."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage.conditions import is_open
from bot.storage.endings import cancel_for
from bot.storage.holding import hold
from bot.storage.tables import deliveries, subscribers, subscriptions


async def deactivate(conn: AsyncConnection, subscriber_id: int, reason: str, now: datetime) -> None:
    """Send nothing more to a subscriber until it comes back; its settings and topics stay."""
    await hold(conn, [subscriber_id])
    await conn.execute(
        sa.update(subscribers)
        # Who had unsubscribed stays so: coming back to the chat is no wish for digests.
        .where(subscribers.c.id == subscriber_id, subscribers.c.active)
        .values(active=False, reason=reason, next_digest_at=None)
    )
    await cancel_for(conn, subscriber_id, reason, now)


async def move_chat(conn: AsyncConnection, old: int, new: int) -> None:
    """Let a group that became a supergroup keep its readers, topics and waiting messages under the new id.

    Where the new id is a reader already, the two become one: settings of the older, topics of both.
    """
    await hold(conn, chats=[old, new])
    for row in await _of_chat(conn, old):
        await _rebind(conn, row, {"chat_id": new, "kind": "supergroup" if row.kind == "group" else row.kind})


async def unbind_thread(conn: AsyncConnection, subscriber_id: int) -> None:
    """Let the reader of a deleted forum thread go on in the chat's general thread."""
    row = (await conn.execute(sa.select(subscribers).where(subscribers.c.id == subscriber_id))).first()
    if row is not None and row.thread_id:
        await _rebind(conn, row, {"thread_id": 0})


async def _of_chat(conn: AsyncConnection, chat_id: int) -> list[Any]:
    result = await conn.execute(sa.select(subscribers).where(subscribers.c.chat_id == chat_id))
    return list(result)


async def _rebind(conn: AsyncConnection, row: Any, address: dict[str, Any]) -> None:
    chat_id = address.get("chat_id", row.chat_id)
    thread_id = address.get("thread_id", row.thread_id)
    there = await conn.execute(
        sa.select(subscribers).where(subscribers.c.chat_id == chat_id, subscribers.c.thread_id == thread_id)
    )
    other = there.first()
    keep = row
    if other is not None and other.id != row.id:
        keep, lose = sorted((row, other), key=lambda one: one.id)
        await _merge(conn, keep, lose)
    await conn.execute(sa.update(subscribers).where(subscribers.c.id == keep.id).values(**address))


async def _merge(conn: AsyncConnection, keep: Any, lose: Any) -> None:
    await _move_rows(conn, subscriptions, keep.id, lose.id, ["topic_id"])
    await _move_rows(conn, deliveries, keep.id, lose.id, ["kind", "slot", "part"])
    values = {"cursor": max(keep.cursor, lose.cursor)}
    if lose.active and not keep.active:
        values |= {"active": True, "reason": "", "next_digest_at": lose.next_digest_at}
    # Deleting takes along what could not move because its like is there already.
    await conn.execute(sa.delete(subscribers).where(subscribers.c.id == lose.id))
    await conn.execute(sa.update(subscribers).where(subscribers.c.id == keep.id).values(**values))


async def _move_rows(conn: AsyncConnection, table: sa.Table, keep: int, lose: int, key: list[str]) -> None:
    there = table.alias("there")
    same = sa.exists().where(there.c.subscriber_id == keep, *(there.c[name] == table.c[name] for name in key))
    waiting = [is_open(table)] if table is deliveries else []
    await conn.execute(
        sa.update(table).where(table.c.subscriber_id == lose, ~same, *waiting).values(subscriber_id=keep)
    )
