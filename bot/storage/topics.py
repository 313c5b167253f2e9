"""Topics: the subjects of the desk."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.models import Topic
from bot.storage import search
from bot.storage.dialects import insert_new
from bot.storage.tables import article_topics, articles, past_topics, subscribers, subscriptions, topics


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


async def merge(conn: AsyncConnection, source: int, target: int) -> None:
    """Let a topic go on as another: its articles, what was told under it, and its readers with their words.

    A reader of both keeps what lets more through: no story is lost by a merge.
    """
    for table, key in ((article_topics, "article_id"), (past_topics, "article_id")):
        there = table.alias("there")
        same = sa.exists().where(there.c.topic_id == target, there.c[key] == table.c[key])
        await conn.execute(sa.update(table).where(table.c.topic_id == source, ~same).values(topic_id=target))
    await _merge_readers(conn, source, target)
    # Deleting takes along what could not move because its like is there already.
    await conn.execute(sa.delete(topics).where(topics.c.id == source))
    moved = sa.select(article_topics.c.article_id).where(article_topics.c.topic_id == target)
    await search.refresh(conn, list((await conn.execute(moved)).scalars()))


async def _merge_readers(conn: AsyncConnection, source: int, target: int) -> None:
    one, two = subscriptions.alias("one"), subscriptions.alias("two")
    both = await conn.execute(
        sa.select(
            one.c.subscriber_id,
            *(column.label(f"{column.name}_{name}") for name, table in (("a", one), ("b", two))
              for column in (table.c.include, table.c.exclude, table.c.maximum, table.c.muted)),
        )
        .join(two, two.c.subscriber_id == one.c.subscriber_id)
        .where(one.c.topic_id == target, two.c.topic_id == source)
    )  # fmt: skip
    for row in both.all():
        await conn.execute(
            sa.update(subscriptions)
            .where(subscriptions.c.subscriber_id == row.subscriber_id, subscriptions.c.topic_id == target)
            .values(**_wider(row))
        )
    readers = sa.select(subscriptions.c.subscriber_id).where(subscriptions.c.topic_id == target)
    await conn.execute(
        sa.update(subscriptions)
        .where(
            subscriptions.c.topic_id == source,
            subscriptions.c.subscriber_id.not_in(readers.scalar_subquery()),
        )
        .values(topic_id=target)
    )


def _wider(row: Any) -> dict[str, Any]:
    """What a reader of both topics keeps; a muted one of the two says nothing about the other."""
    if row.muted_a != row.muted_b:
        kept = "b" if row.muted_a else "a"
        return {
            "include": getattr(row, f"include_{kept}"),
            "exclude": getattr(row, f"exclude_{kept}"),
            "maximum": getattr(row, f"maximum_{kept}"),
            "muted": False,
        }
    unwanted = set(row.exclude_b.split())
    wanted = (*row.include_a.split(), *row.include_b.split())
    return {
        "include": " ".join(dict.fromkeys(wanted)) if row.include_a and row.include_b else "",
        "exclude": " ".join(word for word in row.exclude_a.split() if word in unwanted),
        "maximum": row.maximum_a + row.maximum_b if row.maximum_a and row.maximum_b else 0,
        "muted": row.muted_a,
    }
