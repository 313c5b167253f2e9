"""What leaves the database for good."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.models import ArticleState
from bot.storage.tables import article_topics, articles, subscriptions, topics


async def remove_unused_topic(conn: AsyncConnection, topic_id: int) -> str | None:
    """Remove a topic that no reader and no article has; its slug, or None when it stays or is gone."""
    used = sa.or_(
        sa.exists().where(subscriptions.c.topic_id == topic_id),
        sa.exists().where(article_topics.c.topic_id == topic_id),
    )
    result = await conn.execute(
        sa.delete(topics).where(topics.c.id == topic_id, ~used).returning(topics.c.slug)
    )
    slug: str | None = result.scalar()
    return slug


async def purge_articles(conn: AsyncConnection, before: datetime) -> int:
    """Remove articles that were deleted before an instant, with their cards; how many there were."""
    result = await conn.execute(
        sa.delete(articles).where(
            articles.c.state == ArticleState.DELETED.value, articles.c.deleted_at < before
        )
    )
    return result.rowcount
