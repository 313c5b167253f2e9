"""Topics: the subjects of the desk."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.models import Topic
from bot.storage.dialects import insert_new
from bot.storage.tables import article_topics, articles, subscribers, subscriptions, topics


def _topic(row: sa.Row[tuple[object, ...]]) -> Topic:
    return Topic(id=row.id, slug=row.slug, names=dict(row.names), position=row.position)


async def all_topics(conn: AsyncConnection) -> list[Topic]:
    """Every topic in the desk's order."""
    result = await conn.execute(sa.select(topics).order_by(topics.c.position, topics.c.id))
    return [_topic(row) for row in result]


async def insert(conn: AsyncConnection, slug: str, names: dict[str, str], now: datetime) -> Topic | None:
    """Add a topic behind the others; None when the slug is taken."""
    behind = sa.select(sa.func.coalesce(sa.func.max(topics.c.position), 0) + 1).scalar_subquery()
    added = await conn.execute(
        insert_new(conn, topics, key=["slug"])
        .values(slug=slug, names=names, position=behind, created_at=now)
        .returning(topics)
    )
    row = added.first()
    return _topic(row) if row else None


async def reader_counts(conn: AsyncConnection) -> dict[int, int]:
    """How many active readers each topic has, by topic id."""
    result = await conn.execute(
        sa.select(subscriptions.c.topic_id, sa.func.count().label("rows"))
        .join(subscribers, subscribers.c.id == subscriptions.c.subscriber_id)
        .where(subscribers.c.active)
        .group_by(subscriptions.c.topic_id)
    )
    return {row.topic_id: row.rows for row in result}


async def article_counts(conn: AsyncConnection, since: datetime) -> dict[int, int]:
    """How many articles each topic has had published since an instant, by topic id."""
    result = await conn.execute(
        sa.select(article_topics.c.topic_id, sa.func.count().label("rows"))
        .join(articles, articles.c.id == article_topics.c.article_id)
        .where(articles.c.state == "published", articles.c.published_at >= since)
        .group_by(article_topics.c.topic_id)
    )
    return {row.topic_id: row.rows for row in result}
