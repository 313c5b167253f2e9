"""Import: every good line of a file is stored once, however often the file is imported; bad ones are told."""

import asyncio
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.errors import RejectedError
from bot.models import NewArticle, Origin
from bot.services.drafting import Ranker, fingerprint
from bot.services.drafts import name_of
from bot.services.schedule import rescheduled
from bot.services.transfer.articles import ArticleRecord, TopicRecord
from bot.services.transfer.files import Line, read_lines
from bot.services.transfer.readers import Choice, SubscriberRecord
from bot.sources.links import canonical
from bot.storage import audit, subscribers, topics, transfer
from bot.storage.engine import Database
from bot.storage.transfer import Stored, identity

CHUNK = 500  # readers stored in one transaction
AT_ONCE = 32  # articles handed to the workers, so that none of them waits for the next

Progress = Callable[[int, int], None]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Tally:
    """How many records of a kind are new, and how many were there already."""

    new: int
    known: int


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did; ``problems`` are the lines that were left out."""

    topics: Tally
    articles: Tally
    subscribers: Tally
    problems: tuple[Line, ...]


async def import_file(
    path: Path,
    database: Database,
    ranker: Ranker,
    now: datetime,
    *,
    progress: Progress = lambda _done, _all: None,
) -> Imported:
    """Import a file of either format; ``progress`` is told (done, all) records.

    Articles are stored in one transaction after all are ranked; a topic that is only named is created.

    Raises:
        DigestbotError: the file as a whole cannot be read.
    """
    lines = await asyncio.to_thread(lambda: list(read_lines(path)))
    found = [line.record for line in lines if line.record is not None]
    told = _Told(progress, len(found))
    articles = _of_kind(found, ArticleRecord)
    readers = _of_kind(found, SubscriberRecord)
    described = _of_kind(found, TopicRecord)
    new_topics = await _import_topics(database, described, articles, readers, now)
    told.add(len(described))
    return Imported(
        topics=new_topics,
        articles=await _import_articles(database, articles, ranker, now, told),
        subscribers=await _import_readers(database, readers, now, told),
        problems=tuple(line for line in lines if line.problem),
    )


@dataclass(slots=True)
class _Told:
    """Progress as a sum of steps."""

    progress: Progress
    total: int
    done: int = 0

    def add(self, steps: int = 1) -> None:
        self.done += steps
        self.progress(self.done, self.total)


def _of_kind(records: Iterable[object], kind: type[T]) -> list[T]:
    return [record for record in records if isinstance(record, kind)]


async def _import_topics(
    database: Database,
    records: Sequence[TopicRecord],
    articles: Sequence[ArticleRecord],
    readers: Sequence[SubscriberRecord],
    now: datetime,
) -> Tally:
    named = [slug for article in articles for slug in article.topics]
    named += [choice.slug for reader in readers for choice in reader.topics]
    # In the order of the file; what is only named comes behind what is described.
    wanted = {record.slug: record.names for record in records}
    wanted |= {slug: {"en": name_of(slug)} for slug in named if slug not in wanted}
    new = 0
    async with database.write(effect=False) as conn:
        known = {topic.slug for topic in await topics.all_topics(conn)}
        for slug, names in wanted.items():
            if slug not in known and await topics.insert(conn, slug, names, now):
                new += 1
                await audit.append(conn, None, "topic.import", slug, now)
    return Tally(new, len(records) - len({record.slug for record in records} - known))


async def _import_articles(
    database: Database, records: Sequence[ArticleRecord], ranker: Ranker, now: datetime, told: _Told
) -> Tally:
    async with database.read() as conn:
        known = await transfer.known_articles(conn)
    fresh = _not_known(records, known.identities)
    told.add(len(records) - len(fresh))
    ranked: list[Stored] = []
    for start in range(0, len(fresh), AT_ONCE):
        ranked += await asyncio.gather(
            *(_ranked(record, ranker, told) for record in fresh[start : start + AT_ONCE])
        )
    async with database.write(effect=False) as conn:
        # Read again: while the articles were ranked, an editor may have added one of them.
        known = await transfer.known_articles(conn)
        new = [row for row in ranked if _identity_of(row) not in known.identities]
        if new:
            await transfer.insert_articles(conn, new, known, now)
            await audit.append(conn, None, "article.import", f"{len(new)} articles", now)
    return Tally(len(new), len(records) - len(new))


def _not_known(records: Sequence[ArticleRecord], known: set[bytes]) -> list[ArticleRecord]:
    """The records that neither the desk nor an earlier line holds."""
    first: dict[bytes, ArticleRecord] = {}
    for record in records:
        first.setdefault(identity(record.title, record.text, record.url), record)
    return [record for key, record in first.items() if key not in known]


def _identity_of(row: Stored) -> bytes:
    return identity(row.article.title, row.article.body, row.article.url)


async def _ranked(record: ArticleRecord, ranker: Ranker, told: _Told) -> Stored:
    ranking = await ranker.rank(record.text, title=record.title, language=record.language or None)
    told.add()
    article = NewArticle(
        title=record.title,
        body=record.text,
        language=ranking.language,
        ranking=ranking,
        topics=record.topics,
        url=record.url,
        canonical_url=_canonical(record.url),
        origin=Origin.IMPORT,
        source_name=record.source,
        fingerprint=fingerprint(record.text),
        published_at=record.published_at,
    )
    return Stored(article, record.state)


def _canonical(url: str) -> str:
    """The one address of a page; "" for a link that would never be fetched, and is kept as it is."""
    try:
        return canonical(url) if url else ""
    except RejectedError:
        return ""


async def _import_readers(
    database: Database, records: Sequence[SubscriberRecord], now: datetime, told: _Told
) -> Tally:
    new = 0
    for start in range(0, len(records), CHUNK):
        async with database.write(effect=False) as conn:
            known = await transfer.known_chats(conn)
            slugs = {topic.slug: topic.id for topic in await topics.all_topics(conn)}
            for record in records[start : start + CHUNK]:
                place = (record.subscriber.chat_id, record.subscriber.thread_id)
                if place not in known:
                    known.add(place)
                    new += 1
                    await _insert_reader(conn, record, slugs, now)
                told.add()
    return Tally(new, len(records) - new)


async def _insert_reader(
    conn: AsyncConnection, record: SubscriberRecord, slugs: dict[str, int], now: datetime
) -> None:
    cursor = await transfer.number_at(conn, record.seen_until) if record.seen_until else 0
    reader = replace(record.subscriber, cursor=cursor)
    if record.topics:
        reader = rescheduled(reader, now)
    stored = await subscribers.insert_if_absent(conn, reader, now)
    await transfer.insert_choices(
        conn, stored.id, [_choice_columns(choice, slugs) for choice in record.topics]
    )


def _choice_columns(choice: Choice, slugs: dict[str, int]) -> dict[str, object]:
    return {
        "topic_id": slugs[choice.slug],
        "include": " ".join(choice.include),
        "exclude": " ".join(choice.exclude),
        "maximum": choice.maximum,
        "position": choice.position,
        "muted": choice.muted,
    }
