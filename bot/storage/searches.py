"""Searches behind buttons: their words by their hash, without anybody's name."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage.dialects import upsert
from bot.storage.tables import searches


async def put(conn: AsyncConnection, name: str, words: str, now: datetime) -> None:
    """Keep a search, or keep it longer."""
    values = {"hash": name, "words": words, "asked_at": now}
    await conn.execute(upsert(conn, searches, key=["hash"], values=values))


async def get(conn: AsyncConnection, name: str) -> str | None:
    """The words of a search; None when they are forgotten."""
    words: str | None = (
        await conn.execute(sa.select(searches.c.words).where(searches.c.hash == name))
    ).scalar()
    return words


async def prune(conn: AsyncConnection, before: datetime) -> int:
    """Forget searches that nobody asked for since an instant; how many."""
    result = await conn.execute(sa.delete(searches).where(searches.c.asked_at < before))
    return result.rowcount
