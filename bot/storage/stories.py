"""Stories: which articles tell the same event."""

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.models import Article, ArticleState
from bot.storage.tables import articles


async def same_story(conn: AsyncConnection, article: Article) -> int | None:
    """The story of the oldest other article with the same text or page; None where there is none."""
    same = [articles.c.fingerprint == article.fingerprint] if article.fingerprint else []
    same += [articles.c.canonical_url == article.canonical_url] if article.canonical_url else []
    if not same:
        return None
    found = await conn.execute(
        sa.select(articles.c.story_id)
        .where(
            sa.or_(*same),
            articles.c.id != article.id,
            articles.c.story_id.is_not(None),
            articles.c.state != ArticleState.DELETED.value,
        )
        .order_by(articles.c.story_id)
        .limit(1)
    )
    story_id: int | None = found.scalar()
    return story_id
