"""What digests are composed from: the fresh articles, read at once and kept as long as nothing changes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.models import Article, ArticleState, Topic
from bot.storage import articles as repository
from bot.storage import topics as topic_rows
from bot.storage.tables import article_topics, articles, past_topics, topics

# Articles read in one statement: each carries its whole text.
PAGE = 50

Mark = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """An article by which a story was told: its number, and its topics' slugs."""

    number: int
    topics: frozenset[str]


@dataclass(frozen=True, slots=True)
class Shelf:
    """Published articles of some days, newest first, and by which numbers their stories were told.

    ``mark`` changes with every change of a published article.
    """

    articles: tuple[Article, ...]
    told: Mapping[int, tuple[Told, ...]]
    topics: tuple[Topic, ...]
    last_number: int
    lowest: int
    mark: Mark


async def read(conn: AsyncConnection, since: datetime, kept: dict[int, Article]) -> Shelf:
    """The shelf of what was published since an instant.

    ``kept`` holds articles by id from one reading to the next, so that only changed ones are read whole.
    """
    fresh = (
        await conn.execute(
            sa.select(articles.c.id, articles.c.version, articles.c.story_id, articles.c.number)
            .where(*_published(), articles.c.published_at >= since)
            .order_by(articles.c.number.desc())
        )
    ).all()
    await _keep(conn, kept, {row.id: row.version for row in fresh})
    last_number = await repository.last_number(conn)
    lowest = fresh[-1].number if fresh else last_number + 1
    return Shelf(
        articles=tuple(kept[row.id] for row in fresh),
        told=await _told(conn, [row.story_id for row in fresh if row.story_id is not None]),
        topics=tuple(await topic_rows.all_topics(conn)),
        last_number=last_number,
        lowest=lowest,
        mark=await _mark(conn, lowest),
    )


async def is_current(conn: AsyncConnection, shelf: Shelf) -> bool:
    """Whether a shelf still holds what the database would give."""
    return await _mark(conn, shelf.lowest) == shelf.mark


def _mark_query() -> sa.Select[Any]:
    fresh = (*_published(), articles.c.number >= sa.bindparam("lowest", type_=articles.c.number.type))
    links = sa.select(sa.func.sum(article_topics.c.topic_id)).where(
        article_topics.c.article_id.in_(sa.select(articles.c.id).where(*fresh))
    )
    sums = [
        sa.func.count(),
        sa.func.sum(articles.c.version),
        sa.func.sum(articles.c.story_id),
        links.scalar_subquery(),
        sa.select(sa.func.sum(topics.c.id * (topics.c.position + 1))).scalar_subquery(),
    ]
    return sa.select(*sums).where(*fresh)


def _published() -> tuple[sa.ColumnElement[bool], ...]:
    return articles.c.state == ArticleState.PUBLISHED.value, articles.c.number.is_not(None)


# Built once: it is asked in every transaction of a planning.
_MARK = _mark_query()


async def _mark(conn: AsyncConnection, lowest: int) -> Mark:
    """Numbers that change when an article from a number on, its topics, or the topics change."""
    row = (await conn.execute(_MARK, {"lowest": lowest})).one()
    return tuple(int(value or 0) for value in row)


async def _keep(conn: AsyncConnection, kept: dict[int, Article], versions: dict[int, int]) -> None:
    """Bring the kept articles up to date; what is no longer on the shelf is let go."""
    for gone in kept.keys() - versions.keys():
        del kept[gone]
    wanted = [one for one, version in versions.items() if one not in kept or kept[one].version != version]
    for start in range(0, len(wanted), PAGE):
        for article in await repository.get_many(conn, wanted[start : start + PAGE]):
            kept[article.id] = article


async def _told(conn: AsyncConnection, stories: Sequence[int]) -> dict[int, tuple[Told, ...]]:
    """By which articles stories were told: also by those taken back since, and under topics they had."""
    under = sa.union(
        sa.select(article_topics.c.article_id, article_topics.c.topic_id),
        sa.select(past_topics.c.article_id, past_topics.c.topic_id),
    ).subquery()
    found = await conn.execute(
        sa.select(articles.c.id, articles.c.story_id, articles.c.number, topics.c.slug)
        .join(under, under.c.article_id == articles.c.id)
        .join(topics, topics.c.id == under.c.topic_id)
        .where(articles.c.number.is_not(None), articles.c.story_id.in_(set(stories)))
    )
    slugs: dict[tuple[int, int], set[str]] = {}
    row: Any
    for row in found:
        slugs.setdefault((row.story_id, row.number), set()).add(row.slug)
    told: dict[int, tuple[Told, ...]] = {}
    for (story, number), of_it in slugs.items():
        told[story] = (*told.get(story, ()), Told(number, frozenset(of_it)))
    return told
