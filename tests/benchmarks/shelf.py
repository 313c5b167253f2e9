"""Many invented articles and readers, written into a database at once: what benchmarks search in."""

import itertools
import random
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage import search
from bot.storage.engine import Database
from bot.storage.tables import (
    article_topics,
    articles,
    meta,
    searchable,
    stories,
    subscribers,
    subscriptions,
    topics,
)
from summarizer.models import Ranking

TOPICS = 20
SOURCES = 40
VOCABULARY = 20_000
BODY_WORDS = 150
AGE = timedelta(days=730)
CHUNK = 1000
FIRST_READER = 1_000_001
_SYLLABLES = [consonant + vowel for consonant in "bklmnrstv" for vowel in "aeio"]


class Words:
    """Invented words, the first of them common and the last rare, as in any language (Zipf's law)."""

    def __init__(self, seed: int = 0) -> None:
        self.chance = random.Random(seed)
        made = ("".join(parts) for parts in itertools.product(_SYLLABLES, repeat=3))
        self.all = list(itertools.islice(made, VOCABULARY))
        self.chance.shuffle(self.all)
        self._weights = list(itertools.accumulate(1 / (rank + 2) for rank in range(VOCABULARY)))

    def text(self, count: int) -> str:
        """So many words, drawn by their frequency."""
        return " ".join(self.chance.choices(self.all, cum_weights=self._weights, k=count))


async def fill(database: Database, count: int, now: datetime) -> Words:
    """Write published articles of the last two years, each with a topic and its row for search."""
    words = Words()
    async with database.write() as conn:
        await _write_topics(conn, now)
    for first in range(1, count + 1, CHUNK):
        numbers = range(first, min(first + CHUNK, count + 1))
        async with database.write() as conn:
            await _write(conn, [_article(number, count, words, now) for number in numbers])
    async with database.write() as conn:
        await conn.execute(sa.delete(meta).where(meta.c.key == "last_article_number"))
        await conn.execute(sa.insert(meta).values(key="last_article_number", value=str(count)))
        await conn.execute(sa.text("ANALYZE"))
    return words


async def fill_readers(database: Database, count: int, now: datetime) -> None:
    """Write readers of one topic each, whose next digest is a day away."""
    for first in range(0, count, CHUNK):
        rows = [_reader(FIRST_READER + number, now) for number in range(first, min(first + CHUNK, count))]
        async with database.write() as conn:
            made = await conn.execute(sa.insert(subscribers).returning(subscribers.c.id), rows)
            choices = [
                {"subscriber_id": reader, "topic_id": 1 + reader % TOPICS, "muted": False}
                for reader in made.scalars()
            ]
            await conn.execute(sa.insert(subscriptions), choices)


async def _write_topics(conn: AsyncConnection, now: datetime) -> None:
    rows = [
        {"slug": f"topic{number}", "names": {"en": f"Topic {number}"}, "position": number, "created_at": now}
        for number in range(1, TOPICS + 1)
    ]
    await conn.execute(sa.insert(topics), rows)


async def _write(conn: AsyncConnection, rows: Sequence[dict[str, Any]]) -> None:
    await conn.execute(sa.insert(stories), [{"id": row["id"], "first_article_id": row["id"]} for row in rows])
    await conn.execute(sa.insert(articles), list(rows))
    links = [{"article_id": row["id"], "topic_id": _topic(row["id"])} for row in rows]
    await conn.execute(sa.insert(article_topics), links)
    await conn.execute(sa.insert(searchable), list(_found(rows)))


def _found(rows: Sequence[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for row in rows:
        yield search.row_of(_Row(row), [_topic(row["id"])])


class _Row:
    """A row by its columns' names."""

    def __init__(self, columns: dict[str, Any]) -> None:
        self.__dict__.update(columns)


def _topic(number: int) -> int:
    return 1 + number % TOPICS


def _article(number: int, count: int, words: Words, now: datetime) -> dict[str, Any]:
    title, lead, rest = words.text(8), words.text(18), words.text(BODY_WORDS - 18)
    at = now - AGE * ((count - number) / count)
    ranking = Ranking("en", "lead", (f"{lead}.",), (18,), (0,), BODY_WORDS)
    return {
        "id": number,
        "title": title,
        "body": f"{lead}. {rest}.",
        "state": "published",
        "language": "en",
        "ranking": ranking.to_json(),
        "origin": "import",
        "source_name": f"Paper {number % SOURCES}",
        "story_id": number,
        "number": number,
        "created_at": at,
        "published_at": at,
    }


def _reader(chat: int, now: datetime) -> dict[str, Any]:
    return {
        "chat_id": chat, "thread_id": 0, "kind": "private", "language": "en", "times": "08:00", "zone": "UTC",
        "zone_chosen": False, "weekdays": "0123456", "quiet": "", "scheduled": True, "paused": False,
        "length": "3", "plain": False, "silent": False, "max_stories": 10, "story_order": "topic",
        "skip_empty": True, "cursor": 0, "active": True, "welcomed": True,
        "next_digest_at": now + timedelta(days=1), "created_at": now,
    }  # fmt: skip


def utc_now() -> datetime:
    """The present instant."""
    return datetime.now(UTC)
