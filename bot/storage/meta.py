"""Small facts about the whole, by key."""

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage.dialects import upsert
from bot.storage.tables import meta


async def put(conn: AsyncConnection, key: str, value: str) -> None:
    """Store a fact instead of the one before."""
    await conn.execute(upsert(conn, meta, key=["key"], values={"key": key, "value": value}))
