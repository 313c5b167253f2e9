"""Rows in bulk, for imports and exports: what the repositories of single aggregates would ask one by one."""

import hashlib
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.models import ArticleState, NewArticle
from bot.storage import search
from bot.storage.articles import NUMBER_KEY, next_number
from bot.storage.tables import article_topics, articles, meta, stories, subscribers, subscriptions, topics

CHUNK = 500
# What is kept of an article's own words to know it again: a page of them would not fit into memory.
Identity = bytes


@dataclass(frozen=True, slots=True)
class ArticleRow:
    """An article without its ranking, which is computed anew."""

    title: str
    body: str
    url: str
    topics: tuple[str, ...]
    source_name: str
    language: str
    published_at: datetime | None
    state: ArticleState


@dataclass(frozen=True, slots=True)
class KnownArticles:
    """What a desk holds already: identities, and the story of each text and page."""

    identities: set[Identity]
    stories: dict[str, int]


@dataclass(frozen=True, slots=True)
class Stored:
    """A new article with the state that it is to have."""

    article: NewArticle
    state: ArticleState


def identity(title: str, body: str, url: str) -> Identity:
    """What makes two articles of files the same: title, text and address."""
    return hashlib.sha256(f"{title}\0{body}\0{url}".encode()).digest()


async def article_rows(conn: AsyncConnection) -> AsyncIterator[ArticleRow]:
    """Every article that is not deleted, in the order of ids."""
    last = 0
    while True:
        found = await conn.execute(
            sa.select(articles)
            .where(articles.c.id > last, articles.c.state != ArticleState.DELETED.value)
            .order_by(articles.c.id)
            .limit(CHUNK)
        )
        rows = found.all()
        if not rows:
            return
        slugs = await _slugs(conn, rows[0].id, rows[-1].id)
        for row in rows:
            yield _article_row(row, tuple(slugs.get(row.id, ())))
        last = rows[-1].id


async def counts(conn: AsyncConnection) -> int:
    """How many records an export has."""
    kept = sa.select(sa.func.count()).where(articles.c.state != ArticleState.DELETED.value)
    others = [sa.select(sa.func.count()).select_from(table) for table in (topics, subscribers)]
    return sum([(await conn.execute(query)).scalar_one() for query in (kept, *others)])


async def subscriber_ids(conn: AsyncConnection) -> list[int]:
    """Every subscriber's id, in order."""
    return list((await conn.execute(sa.select(subscribers.c.id).order_by(subscribers.c.id))).scalars())


async def known_chats(conn: AsyncConnection) -> set[tuple[int, int]]:
    """The chat and thread of every subscriber."""
    found = await conn.execute(sa.select(subscribers.c.chat_id, subscribers.c.thread_id))
    return {(row.chat_id, row.thread_id) for row in found}


async def known_articles(conn: AsyncConnection) -> KnownArticles:
    """What the desk holds, deleted articles too: an import does not bring back what was taken away."""
    identities: set[Identity] = set()
    told: dict[str, int] = {}
    found = await conn.stream(sa.select(articles).order_by(articles.c.id))
    async for row in found:
        identities.add(identity(row.title, row.body, row.url))
        if row.story_id is not None and row.state != ArticleState.DELETED.value:
            for mark in filter(None, (row.fingerprint, row.canonical_url)):
                told.setdefault(mark, row.story_id)
    return KnownArticles(identities, told)


async def insert_articles(
    conn: AsyncConnection, rows: Sequence[Stored], known: KnownArticles, now: datetime
) -> None:
    """Store new articles; the published ones get numbers in the order of their publishing, and stories."""
    published = [index for index, row in enumerate(rows) if row.state is ArticleState.PUBLISHED]
    published.sort(key=lambda index: (rows[index].article.published_at or now, index))
    first = await _reserve_numbers(conn, len(published))
    numbers = {index: first + place for place, index in enumerate(published)}
    told = dict(known.stories)
    slugs = {row.slug: row.id for row in await conn.execute(sa.select(topics.c.slug, topics.c.id))}
    for start in range(0, len(rows), CHUNK):
        chunk = rows[start : start + CHUNK]
        values = [_columns(row, numbers.get(start + place), now) for place, row in enumerate(chunk)]
        result = await conn.execute(
            sa.insert(articles).returning(articles.c.id, sort_by_parameter_order=True), values
        )
        ids = result.scalars().all()
        await _link_topics(conn, chunk, ids, slugs)
        await _tell_stories(conn, chunk, ids, told)
        await search.refresh(conn, ids)


async def insert_choices(
    conn: AsyncConnection, subscriber_id: int, choices: Sequence[dict[str, object]]
) -> None:
    """Give a new subscriber its topics with their filters."""
    if choices:
        await conn.execute(
            sa.insert(subscriptions), [{"subscriber_id": subscriber_id} | choice for choice in choices]
        )


async def published_at_of(conn: AsyncConnection, cursor: int) -> datetime | None:
    """When the last article up to a number was published."""
    found = await conn.execute(
        sa.select(articles.c.published_at)
        .where(articles.c.number <= cursor)
        .order_by(articles.c.number.desc())
        .limit(1)
    )
    instant: datetime | None = found.scalar()
    return instant


async def number_at(conn: AsyncConnection, instant: datetime) -> int:
    """The highest number of an article published up to an instant; 0 without one."""
    found = await conn.execute(
        sa.select(sa.func.max(articles.c.number)).where(articles.c.published_at <= instant)
    )
    return int(found.scalar() or 0)


async def _slugs(conn: AsyncConnection, first: int, last: int) -> dict[int, list[str]]:
    found = await conn.execute(
        sa.select(article_topics.c.article_id, topics.c.slug)
        .join(topics, topics.c.id == article_topics.c.topic_id)
        .where(article_topics.c.article_id.between(first, last))
        .order_by(article_topics.c.article_id, article_topics.c.position)
    )
    slugs: dict[int, list[str]] = {}
    for article_id, slug in found:
        slugs.setdefault(article_id, []).append(slug)
    return slugs


def _article_row(row: Any, slugs: tuple[str, ...]) -> ArticleRow:
    return ArticleRow(
        title=row.title,
        body=row.body,
        url=row.url,
        topics=slugs,
        source_name=row.source_name,
        language=row.language,
        published_at=row.published_at,
        state=ArticleState(row.state),
    )


async def _reserve_numbers(conn: AsyncConnection, count: int) -> int:
    """Take numbers that follow one another, within this transaction; return the first."""
    if not count:
        return 0
    first = await next_number(conn)
    last = str(first + count - 1)
    await conn.execute(sa.update(meta).where(meta.c.key == NUMBER_KEY).values(value=last))
    return first


def _columns(row: Stored, number: int | None, now: datetime) -> dict[str, Any]:
    article = row.article
    return {
        "title": article.title,
        "body": article.body,
        "state": row.state.value,
        "language": article.language,
        "ranking": article.ranking.to_json(),
        "url": article.url,
        "canonical_url": article.canonical_url,
        "origin": article.origin.value,
        "source_name": article.source_name,
        "fingerprint": article.fingerprint,
        "number": number,
        "created_at": now,
        "published_at": article.published_at or (now if number else None),
    }


async def _link_topics(
    conn: AsyncConnection, chunk: Sequence[Stored], ids: Sequence[int], slugs: dict[str, int]
) -> None:
    links = [
        {"article_id": article_id, "topic_id": slugs[slug], "position": position}
        for row, article_id in zip(chunk, ids, strict=True)
        for position, slug in enumerate(row.article.topics)
    ]
    if links:
        await conn.execute(sa.insert(article_topics), links)


async def _tell_stories(
    conn: AsyncConnection, chunk: Sequence[Stored], ids: Sequence[int], told: dict[str, int]
) -> None:
    """Let each published article join the story of the same text or page, or open one."""
    for row, article_id in zip(chunk, ids, strict=True):
        if row.state is not ArticleState.PUBLISHED:
            continue
        marks = list(filter(None, (row.article.fingerprint, row.article.canonical_url)))
        story = next((told[mark] for mark in marks if mark in told), None)
        if story is None:
            opened = await conn.execute(
                sa.insert(stories).values(first_article_id=article_id).returning(stories.c.id)
            )
            story = int(opened.scalar_one())
        told |= {mark: told.get(mark, story) for mark in marks}
        await conn.execute(sa.update(articles).where(articles.c.id == article_id).values(story_id=story))
