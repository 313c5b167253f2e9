"""Export: the desk as records, ordered by kind and then by id."""

import csv
import os
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.services.transfer.articles import ARTICLE_FIELDS, ArticleRecord, TopicRecord
from bot.services.transfer.files import Format, Record, csv_rows, format_of, json_line
from bot.services.transfer.readers import Choice, SubscriberRecord
from bot.storage import subscribers, topics, transfer
from bot.storage.engine import Database

CHUNK = 500

Progress = Callable[[int, int], None]


@contextmanager
def export_to(path: Path) -> Iterator[TextIO]:
    """Open a file for an export; it takes the place of an older one only when it is whole.

    Raises:
        DigestbotError: the file's ending names no format.
    """
    format_of(path)
    unfinished = path.with_name(path.name + ".part")
    # Readers' settings are nobody else's business.
    descriptor = os.open(unfinished, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8", newline="") as file:
            yield file
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)


async def export_file(
    file: TextIO, kind: Format, database: Database, *, progress: Progress = lambda _done, _all: None
) -> dict[str, int]:
    """Write the desk, of which CSV takes the articles only; return how many records of each kind."""
    written = {"articles": 0, "subscribers": 0, "topics": 0}
    table = csv.DictWriter(file, ARTICLE_FIELDS, lineterminator="\n")
    if kind is Format.CSV:
        table.writeheader()
    async with database.read() as conn:
        total = await transfer.counts(conn)
        async for record in records(conn):
            if kind is Format.JSONL:
                file.write(json_line(record))
            elif isinstance(record, ArticleRecord):
                table.writerows(csv_rows([record]))
            else:
                break
            written[_NAMES[type(record)]] += 1
            progress(sum(written.values()), total)
    return {name: count for name, count in written.items() if count or kind is Format.JSONL}


_NAMES = {ArticleRecord: "articles", SubscriberRecord: "subscribers", TopicRecord: "topics"}


async def records(conn: AsyncConnection) -> AsyncIterator[Record]:
    """Every record, in the order in which it is written."""
    async for row in transfer.article_rows(conn):
        yield ArticleRecord(
            title=row.title,
            text=row.body,
            url=row.url,
            topics=row.topics,
            source=row.source_name,
            language=row.language,
            published_at=row.published_at,
            state=row.state,
        )
    async for reader in _readers(conn):
        yield reader
    for topic in sorted(await topics.all_topics(conn), key=lambda topic: topic.id):
        yield TopicRecord(topic.slug, topic.names)


async def _readers(conn: AsyncConnection) -> AsyncIterator[SubscriberRecord]:
    slugs = {topic.id: topic.slug for topic in await topics.all_topics(conn)}
    ids = await transfer.subscriber_ids(conn)
    for start in range(0, len(ids), CHUNK):
        chunk = ids[start : start + CHUNK]
        chosen = await subscribers.subscriptions_of(conn, chunk)
        for reader_id in chunk:
            reader = await subscribers.get(conn, reader_id)
            if reader is not None:
                choices = tuple(
                    Choice(
                        slugs[one.topic_id], one.include, one.exclude, one.maximum, one.muted, one.position
                    )
                    for one in chosen[reader_id]
                )
                yield SubscriberRecord(reader, choices, await transfer.published_at_of(conn, reader.cursor))
