"""The order of locks on PostgreSQL: readers before their deliveries, and of several the smaller id first.

Whoever may give back a reader's cursor takes the reader before it touches a delivery. So leaving, planning,
expiry and the marks of failures wait for each other, and never in a circle. SQLite has one writer anyway.
"""

from collections.abc import Iterable, Sequence

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage.tables import deliveries, subscribers


async def hold(conn: AsyncConnection, readers: Iterable[int] = (), *, chats: Iterable[int] = ()) -> None:
    """Let nobody else change these readers, and those of these chats, until the transaction ends."""
    await _hold(conn, subscribers.c.id.in_(set(readers)) | subscribers.c.chat_id.in_(set(chats)))


async def hold_readers_of(conn: AsyncConnection, rows: Sequence[int]) -> None:
    """Let nobody else change the readers of these deliveries until the transaction ends."""
    of_rows = sa.select(deliveries.c.subscriber_id).where(deliveries.c.id.in_(rows))
    await _hold(conn, subscribers.c.id.in_(of_rows))


async def _hold(conn: AsyncConnection, wanted: sa.ColumnElement[bool]) -> None:
    if conn.dialect.name != "sqlite":
        await conn.execute(
            sa.select(subscribers.c.id)
            .where(wanted)
            .order_by(subscribers.c.id)
            # Rows that refer to a reader may still be added meanwhile.
            .with_for_update(key_share=True)
        )
