"""What people starred."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.models import Article, ArticleState
from bot.storage.articles import by_ids
from bot.storage.dialects import insert_new
from bot.storage.tables import articles, saved


async def add(conn: AsyncConnection, person_id: int, article_id: int, now: datetime) -> None:
    """Star an article; a star that is there stays as it is."""
    values = {"person_id": person_id, "article_id": article_id, "saved_at": now}
    await conn.execute(insert_new(conn, saved, key=["person_id", "article_id"]).values(**values))


async def remove(conn: AsyncConnection, person_id: int, article_id: int) -> None:
    """Take a star away."""
    await conn.execute(
        sa.delete(saved).where(saved.c.person_id == person_id, saved.c.article_id == article_id)
    )


async def has(conn: AsyncConnection, person_id: int, article_id: int) -> bool:
    """Whether a person starred an article."""
    starred = sa.exists().where(saved.c.person_id == person_id, saved.c.article_id == article_id)
    return bool((await conn.execute(sa.select(starred))).scalar())


async def count(conn: AsyncConnection, person_id: int) -> int:
    """How many stars a person has."""
    found = await conn.execute(sa.select(sa.func.count()).where(saved.c.person_id == person_id))
    return int(found.scalar_one())


async def page(conn: AsyncConnection, person_id: int, *, start: int, size: int) -> list[Article]:
    """Some of a person's starred articles that are published now, the last starred first."""
    found = await conn.execute(
        sa.select(saved.c.article_id)
        .join(articles, articles.c.id == saved.c.article_id)
        .where(saved.c.person_id == person_id, articles.c.state == ArticleState.PUBLISHED.value)
        .order_by(saved.c.saved_at.desc(), saved.c.article_id.desc())
        .limit(size)
        .offset(start)
    )
    return await by_ids(conn, list(found.scalars()))
