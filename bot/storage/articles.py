"""Articles with their topics and stories: what the desk holds and what readers are offered."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.models import Article, ArticleState, NewArticle, Origin
from bot.storage import search
from bot.storage.dialects import insert_new
from bot.storage.tables import article_topics, articles, meta, past_topics, stories, topics
from summarizer.models import Ranking

NUMBER_KEY = "last_article_number"


async def insert(
    conn: AsyncConnection, article: NewArticle, *, added_by: int | None, now: datetime
) -> Article:
    """Store an article as a draft."""
    result = await conn.execute(
        sa.insert(articles)
        .values(
            title=article.title,
            body=article.body,
            state=ArticleState.DRAFT.value,
            language=article.language,
            ranking=article.ranking.to_json(),
            url=article.url,
            canonical_url=article.canonical_url,
            origin=article.origin.value,
            source_name=article.source_name,
            fingerprint=article.fingerprint,
            added_by=added_by,
            created_at=now,
            published_at=article.published_at,
        )
        .returning(articles.c.id)
    )
    article_id: int = result.scalar_one()
    await set_topics(conn, article_id, article.topics)
    return await _required(conn, article_id)


async def get(conn: AsyncConnection, article_id: int) -> Article | None:
    """The article of an id, in any state."""
    found = await _load(conn, sa.select(articles).where(articles.c.id == article_id))
    return found[0] if found else None


async def get_many(conn: AsyncConnection, article_ids: Sequence[int]) -> list[Article]:
    """The articles of ids, in any state and order."""
    return await _load(conn, sa.select(articles).where(articles.c.id.in_(article_ids)))


async def change(conn: AsyncConnection, article_id: int, version: int, **columns: Any) -> Article | None:
    """Set columns of an article that still has the version; None when somebody else changed it first.

    What can be found of it is brought up to date with it.
    """
    result = await conn.execute(
        sa.update(articles)
        .where(articles.c.id == article_id, articles.c.version == version)
        .values(version=articles.c.version + 1, **columns)
    )
    if not result.rowcount:
        return None
    await search.refresh(conn, [article_id])
    return await _required(conn, article_id)


async def set_topics(conn: AsyncConnection, article_id: int, slugs: Sequence[str]) -> None:
    """Give an article exactly these topics in this order, for search too; unknown slugs are left out.

    Topics under which it may have been offered are remembered: there its story counts as told.
    """
    await _remember_topics(conn, article_id)
    await conn.execute(sa.delete(article_topics).where(article_topics.c.article_id == article_id))
    known = {
        row.slug: row.id for row in await conn.execute(sa.select(topics).where(topics.c.slug.in_(slugs)))
    }
    for position, slug in enumerate(dict.fromkeys(slugs)):
        if slug in known:
            await conn.execute(
                sa.insert(article_topics).values(
                    article_id=article_id, topic_id=known[slug], position=position
                )
            )
    await search.refresh(conn, [article_id])


async def _remember_topics(conn: AsyncConnection, article_id: int) -> None:
    had = (
        sa.select(article_topics.c.article_id, article_topics.c.topic_id)
        .join(articles, articles.c.id == article_topics.c.article_id)
        .where(article_topics.c.article_id == article_id, articles.c.number.is_not(None))
    )
    keep = insert_new(conn, past_topics, key=["article_id", "topic_id"])
    await conn.execute(keep.from_select(["article_id", "topic_id"], had))


async def next_number(conn: AsyncConnection) -> int:
    """The next publishing number; held until the transaction ends, so numbers appear in their order."""
    await conn.execute(insert_new(conn, meta, key=["key"]).values(key=NUMBER_KEY, value="0"))
    locked = await conn.execute(sa.select(meta.c.value).where(meta.c.key == NUMBER_KEY).with_for_update())
    number = int(locked.scalar_one()) + 1
    await conn.execute(sa.update(meta).where(meta.c.key == NUMBER_KEY).values(value=str(number)))
    return number


async def by_ids(conn: AsyncConnection, article_ids: Sequence[int]) -> list[Article]:
    """The published articles of ids, in the order of the ids."""
    wanted = sa.select(articles).where(
        articles.c.id.in_(article_ids), articles.c.state == ArticleState.PUBLISHED.value
    )
    found = {article.id: article for article in await _load(conn, wanted)}
    return [found[article_id] for article_id in article_ids if article_id in found]


async def last_number(conn: AsyncConnection) -> int:
    """The highest number given so far."""
    value = (await conn.execute(sa.select(meta.c.value).where(meta.c.key == NUMBER_KEY))).scalar()
    return int(value or 0)


async def open_story(conn: AsyncConnection, article_id: int) -> int:
    """Start a story with an article as its first."""
    result = await conn.execute(
        sa.insert(stories).values(first_article_id=article_id).returning(stories.c.id)
    )
    story_id: int = result.scalar_one()
    return story_id


async def same_text_or_page(
    conn: AsyncConnection, fingerprint: str, canonical_url: str, *, but: int = 0
) -> Article | None:
    """The newest article with the same text or the same page, other than ``but`` and not deleted."""
    same = [articles.c.fingerprint == fingerprint] if fingerprint else []
    same += [articles.c.canonical_url == canonical_url] if canonical_url else []
    if not same:
        return None
    found = await _load(
        conn,
        sa.select(articles)
        .where(sa.or_(*same), articles.c.id != but, articles.c.state != ArticleState.DELETED.value)
        .order_by(articles.c.id.desc())
        .limit(1),
    )
    return found[0] if found else None


async def listing(
    conn: AsyncConnection,
    states: Sequence[ArticleState],
    *,
    topic: str = "",
    words: Sequence[str] = (),
    limit: int,
    offset: int = 0,
    added_by: int | None = None,
) -> list[Article]:
    """Articles in some states, the newest first; ``words`` must all be in the title."""
    query = sa.select(articles).where(articles.c.state.in_([state.value for state in states]))
    if topic:
        slugs = sa.select(article_topics.c.article_id).join(topics).where(topics.c.slug == topic)
        query = query.where(articles.c.id.in_(slugs))
    if added_by is not None:
        query = query.where(articles.c.added_by == added_by)
    for word in words:
        query = query.where(articles.c.title.icontains(word, autoescape=True))
    newest = (articles.c.number.desc().nulls_first(), articles.c.id.desc())
    return await _load(conn, query.order_by(*newest).limit(limit).offset(offset))


async def _required(conn: AsyncConnection, article_id: int) -> Article:
    article = await get(conn, article_id)
    if article is None:
        raise AssertionError("an article written in this transaction is always found in it")
    return article


async def _load(conn: AsyncConnection, query: sa.Select[Any]) -> list[Article]:
    rows = (await conn.execute(query)).all()
    slugs = await _slugs(conn, [row.id for row in rows])
    return [_article(row, tuple(slugs.get(row.id, ()))) for row in rows]


async def _slugs(conn: AsyncConnection, article_ids: Sequence[int]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    result = await conn.execute(
        sa.select(article_topics.c.article_id, topics.c.slug)
        .join(topics, topics.c.id == article_topics.c.topic_id)
        .where(article_topics.c.article_id.in_(article_ids))
        .order_by(article_topics.c.position)
    )
    for article_id, slug in result:
        found.setdefault(article_id, []).append(slug)
    return found


def _article(row: sa.Row[Any], slugs: tuple[str, ...]) -> Article:
    before = row.state_before_deletion
    return Article(
        id=row.id,
        title=row.title,
        body=row.body,
        state=ArticleState(row.state),
        language=row.language,
        ranking=Ranking.from_json(row.ranking),
        topics=slugs,
        url=row.url,
        canonical_url=row.canonical_url,
        origin=Origin(row.origin),
        source_name=row.source_name,
        fingerprint=row.fingerprint,
        story_id=row.story_id,
        number=row.number,
        added_by=row.added_by,
        created_at=row.created_at,
        published_at=row.published_at,
        deleted_at=row.deleted_at,
        state_before_deletion=ArticleState(before) if before else None,
        version=row.version,
    )
