"""Whom an article reaches: the readers of its topics, and whether any of them was offered it."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage.tables import article_topics, subscribers, subscriptions


@dataclass(frozen=True, slots=True)
class Reach:
    """How many active readers an article has, and when the first of them gets a digest."""

    readers: int
    next_digest_at: datetime | None


async def of_article(conn: AsyncConnection, article_id: int) -> Reach:
    """The active readers of an article's topics, those who muted the topic left out."""
    topic_ids = sa.select(article_topics.c.topic_id).where(article_topics.c.article_id == article_id)
    reading = sa.select(subscriptions.c.subscriber_id).where(
        subscriptions.c.topic_id.in_(topic_ids), ~subscriptions.c.muted
    )
    row = (
        await conn.execute(
            sa.select(
                sa.func.count().label("readers"), sa.func.min(subscribers.c.next_digest_at).label("first")
            ).where(subscribers.c.active, subscribers.c.id.in_(reading))
        )
    ).one()
    return Reach(row.readers, row.first)


async def was_offered(conn: AsyncConnection, article_id: int, number: int) -> bool:
    """Whether a published article has been offered: the cursor of a reader of its topics has passed it."""
    topic_ids = sa.select(article_topics.c.topic_id).where(article_topics.c.article_id == article_id)
    reading = sa.select(subscriptions.c.subscriber_id).where(subscriptions.c.topic_id.in_(topic_ids))
    found = await conn.execute(
        sa.select(subscribers.c.id)
        .where(subscribers.c.cursor >= number, subscribers.c.id.in_(reading))
        .limit(1)
    )
    return found.first() is not None
