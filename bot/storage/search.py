"""What can be found: one row a published article, brought up to date in the transaction that changes it.

``terms`` is the one column of terms (``bot.terms``): those of the title, of the body, and marks for what a
query can be narrowed by, parted by " | ". SQLite keeps an FTS5 index beside it by triggers, PostgreSQL an
index on an expression of it; both are in the migrations, the queries are in ``dialects.py``.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.models import ArticleState, Candidate, Query
from bot.storage.dialects import Wanted, numbers_with, prepare_search
from bot.storage.tables import article_topics, articles, searchable
from bot.terms import is_single, terms

PARTED = " | "
MOST_TERMS = 4000  # of one body: what stands behind them is not found
CHUNK = 500

_NARROW = (
    searchable.c.number,
    searchable.c.article_id,
    searchable.c.story_id,
    searchable.c.published_at,
    searchable.c.terms,
)


async def refresh(conn: AsyncConnection, article_ids: Sequence[int]) -> None:
    """Bring the rows of articles up to date: published ones have one, others none."""
    for start in range(0, len(article_ids), CHUNK):
        await _refresh(conn, list(article_ids[start : start + CHUNK]))


async def _refresh(conn: AsyncConnection, ids: list[int]) -> None:
    await conn.execute(sa.delete(searchable).where(searchable.c.article_id.in_(ids)))
    found = await conn.execute(
        sa.select(articles).where(
            articles.c.id.in_(ids),
            articles.c.state == ArticleState.PUBLISHED.value,
            articles.c.number.is_not(None),
        )
    )
    rows = found.all()
    if rows:
        topic_ids = await _topic_ids(conn, ids)
        await conn.execute(sa.insert(searchable), [row_of(row, topic_ids.get(row.id, ())) for row in rows])


async def repair(conn: AsyncConnection) -> int:
    """Give rows to published articles without one, and take those of others away; how many there were."""
    published = sa.and_(articles.c.state == ArticleState.PUBLISHED.value, articles.c.number.is_not(None))
    has_row = sa.exists().where(searchable.c.number == articles.c.number)
    missing = await conn.execute(sa.select(articles.c.id).where(published, ~has_row))
    is_published = sa.exists().where(articles.c.id == searchable.c.article_id, published)
    stale = await conn.execute(sa.select(searchable.c.article_id).where(~is_published))
    wrong = [*missing.scalars(), *stale.scalars()]
    await refresh(conn, wrong)
    return len(wrong)


async def candidates(
    conn: AsyncConnection, query: Query, *, limit: int, in_title: bool = False
) -> list[Candidate]:
    """The newest articles that a query fits, with ``in_title`` only those whose titles hold every term."""
    first = await _first_since(conn, query.since) if query.since else 0
    if first is None:
        return []
    await prepare_search(conn)
    numbers = numbers_with(conn, _wanted(query, in_title=in_title), at_least=first).limit(limit)
    found = await conn.execute(
        sa.select(*_NARROW).where(searchable.c.number.in_(numbers)).order_by(searchable.c.number.desc())
    )
    rows = [Candidate(*row) for row in found]
    return [row for row in rows if query.since is None or row.published_at >= query.since]


async def newest(
    conn: AsyncConnection, topic_ids: Sequence[int], since: datetime, *, limit: int
) -> list[tuple[int, int | None]]:
    """The newest published articles of topics as pairs of id and story, the newest first."""
    first = await _first_since(conn, since)
    if first is None:
        return []
    of_topics = sa.exists().where(
        article_topics.c.article_id == searchable.c.article_id, article_topics.c.topic_id.in_(topic_ids)
    )
    found = await conn.execute(
        sa.select(searchable.c.article_id, searchable.c.story_id)
        .where(searchable.c.number >= first, searchable.c.published_at >= since, of_topics)
        .order_by(searchable.c.number.desc())
        .limit(limit)
    )
    return [(row.article_id, row.story_id) for row in found]


def row_of(row: Any, topic_ids: Iterable[int]) -> dict[str, Any]:
    """The row of a published article, given its row of ``articles``."""
    return {
        "number": row.number,
        "article_id": row.id,
        "story_id": row.story_id,
        "published_at": row.published_at or row.created_at,
        "terms": terms_of(row.title, row.body, row.source_name, topic_ids),
    }


def terms_of(title: str, body: str, source: str, topic_ids: Iterable[int]) -> str:
    """The column of terms of an article."""
    heading = terms(title)
    marks = [
        *(f"h:{term}" for term in dict.fromkeys(heading)),
        *(f"t:{topic_id}" for topic_id in topic_ids),
        *(f"s:{term}" for term in dict.fromkeys(terms(source))),
    ]
    return PARTED.join([" ".join(heading), " ".join(terms(body)[:MOST_TERMS]), " ".join(marks)])


def _wanted(query: Query, *, in_title: bool) -> list[Wanted]:
    """Every term that has to occur, those last which may be only a beginning."""
    mark = "h:" if in_title else ""
    narrowed = [(f"s:{term}", False) for term in query.source]
    if query.topic is not None:
        narrowed.append((f"t:{query.topic.id}", False))
    last = len(query.terms) - 1
    # One character of a script without spaces is the first of a pair wherever it stands.
    return [
        *narrowed,
        *(
            (f"{mark}{term}", is_single(term) or (query.prefix and place == last))
            for place, term in enumerate(query.terms)
        ),
    ]


async def _first_since(conn: AsyncConnection, since: datetime) -> int | None:
    """The lowest number published since: numbers grow with publishing, so few of those above are older."""
    # By a sum, else SQLite looks for the minimum in the order of numbers, through everything that is older.
    lowest = sa.select(sa.func.min(searchable.c.number + 0)).where(searchable.c.published_at >= since)
    number: int | None = (await conn.execute(lowest)).scalar()
    return number


async def _topic_ids(conn: AsyncConnection, article_ids: Sequence[int]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    chosen = sa.select(article_topics).where(article_topics.c.article_id.in_(article_ids))
    for row in await conn.execute(chosen):
        found.setdefault(row.article_id, []).append(row.topic_id)
    return found
