"""The cards of drafts: where they stand, and which of them still takes parts of a split paste."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage.dialects import upsert
from bot.storage.tables import drafts


@dataclass(frozen=True, slots=True)
class Card:
    """One draft's card; ``raw`` is the pasted text so far, ``open_until`` when it stops taking parts."""

    article_id: int
    person_id: int
    chat_id: int
    message_id: int | None
    raw: str = ""
    open_until: datetime | None = None


async def put(conn: AsyncConnection, card: Card) -> None:
    """Store a card instead of the one before."""
    values = {
        "article_id": card.article_id,
        "person_id": card.person_id,
        "chat_id": card.chat_id,
        "card_message_id": card.message_id,
        "raw": card.raw,
        "open_until": card.open_until,
    }
    await conn.execute(upsert(conn, drafts, key=["article_id"], values=values))


async def find(conn: AsyncConnection, article_id: int) -> Card | None:
    """The card of a draft."""
    row = (await conn.execute(sa.select(drafts).where(drafts.c.article_id == article_id))).first()
    return _card(row) if row else None


async def taking_parts(conn: AsyncConnection, person_id: int, chat_id: int, now: datetime) -> Card | None:
    """The person's newest draft in a chat that still takes parts."""
    result = await conn.execute(
        sa.select(drafts)
        .where(drafts.c.person_id == person_id, drafts.c.chat_id == chat_id, drafts.c.open_until > now)
        .order_by(drafts.c.article_id.desc())
        .limit(1)
    )
    row = result.first()
    return _card(row) if row else None


async def remove(conn: AsyncConnection, article_id: int) -> None:
    """Forget a card: its article is no draft any more."""
    await conn.execute(sa.delete(drafts).where(drafts.c.article_id == article_id))


def _card(row: sa.Row[tuple[object, ...]]) -> Card:
    return Card(
        article_id=row.article_id,
        person_id=row.person_id,
        chat_id=row.chat_id,
        message_id=row.card_message_id,
        raw=row.raw,
        open_until=row.open_until,
    )
