"""A crowd: any number of readers of some hundred kinds, written by the database itself, on either kind."""

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.models import (
    ArticleState,
    Length,
    NewArticle,
    Preferences,
    Schedule,
    StoryOrder,
    Subscriber,
    Subscription,
)
from bot.services.schedule import zone_of
from bot.storage import articles, schema, signatures, topics
from bot.storage.engine import Database
from bot.storage.subscribers import columns
from bot.storage.tables import UtcDateTime, subscribers, subscriptions
from summarizer.models import Ranking

TOPICS = tuple(f"topic{number}" for number in range(12))
LANGUAGES = ("en", "de", "es", "fr", "uk")
ZONES = ("UTC", "Europe/Berlin", "Europe/Kyiv", "America/New_York", "Asia/Tokyo")
LENGTHS = (Length.THREE, Length.ONE, Length.FIVE, Length.HEADLINES)
ARTICLES = 60
FIRST_CHAT = 10_000_001
SHARES = 20  # one in twenty is due at the first slot


@dataclass(frozen=True)
class Crowd:
    """A database with readers of so many kinds; ``slot`` is when the first twentieth is due."""

    database: Database
    people: int
    kinds: int
    slot: datetime

    async def due(self, instant: datetime, share: int | None = None) -> int:
        """Make a twentieth of the readers due at an instant, or all; how many."""
        chosen = [] if share is None else [_place(self.kinds) % SHARES == share]
        async with self.database.write() as conn:
            result = await conn.execute(sa.update(subscribers).where(*chosen).values(next_digest_at=instant))
        return result.rowcount


async def gather(database_url: str, people: int, kinds: int, slot: datetime) -> Crowd:
    """Make a database with a desk of 60 fresh articles in 12 topics and its readers, all of them signed."""
    schema.prepare(database_url)
    crowd = Crowd(Database(database_url), people, kinds, slot)
    async with crowd.database.write() as conn:
        made = [await topics.insert(conn, slug, {"en": slug.title()}, slot) for slug in TOPICS]
        ids = [topic.id for topic in made if topic]
        await publish(conn, slot, ARTICLES)
        kind_of = list(itertools.islice(_kinds(ids, slot), kinds))
        await _fill(conn, crowd, kind_of)
    await _settle(crowd.database)
    return crowd


async def publish(conn: AsyncConnection, slot: datetime, count: int) -> None:
    """Publish articles of five sentences, the newest two hours before the slot."""
    for number in range(count):
        made = await articles.insert(conn, _article(number), added_by=None, now=slot)
        await articles.change(
            conn,
            made.id,
            made.version,
            state=ArticleState.PUBLISHED.value,
            number=await articles.next_number(conn),
            story_id=await articles.open_story(conn, made.id),
            published_at=slot - timedelta(hours=2, minutes=count - number),
        )


def _article(number: int) -> NewArticle:
    sentences = tuple(
        f"In part {part} of report {number} the harbour office tells how many ferries sail, and why."
        for part in range(5)
    )
    return NewArticle(
        title=f"Report {number} of the harbour office",
        body="\n".join(sentences),
        language="en",
        ranking=Ranking("en", "news", sentences, (17,) * 5, (0, 2, 1, 4, 3), 85),
        topics=(TOPICS[number % len(TOPICS)],),
        source_name=f"Harbour {number % 7}",
    )


def _kinds(topic_ids: Sequence[int], slot: datetime) -> Iterator[tuple[Subscriber, list[Subscription]]]:
    """Readers as they differ: topics first, then language, zone, length and order."""
    for number in itertools.count():
        chosen = [topic for place, topic in enumerate(topic_ids) if (number * 37 + 1) >> place & 1]
        zone = ZONES[number % len(ZONES)]
        preferences = Preferences(
            length=LENGTHS[number // 7 % len(LENGTHS)],
            order=tuple(StoryOrder)[number // 11 % 2],
            stories=5 + number % 11,
        )
        reader = Subscriber(
            0, 0, 0, "private", LANGUAGES[number // 3 % len(LANGUAGES)],
            Schedule((slot.astimezone(zone_of(zone)).time().replace(second=0, microsecond=0),), zone),
            preferences, welcomed=True,
        )  # fmt: skip
        yield reader, [Subscription(0, topic) for topic in chosen or topic_ids[:1]]


async def _fill(
    conn: AsyncConnection, crowd: Crowd, kinds: Sequence[tuple[Subscriber, list[Subscription]]]
) -> None:
    kind = sa.Table(
        "crowd_kinds", sa.MetaData(), sa.Column("place", sa.Integer, primary_key=True),
        *(sa.Column(column.name, column.type) for column in subscribers.columns if column.name != "id"),
        prefixes=["TEMPORARY"],
    )  # fmt: skip
    taste = sa.Table(
        "crowd_tastes", sa.MetaData(),
        sa.Column("kind", sa.Integer, index=True), sa.Column("topic", sa.Integer),
        prefixes=["TEMPORARY"],
    )  # fmt: skip
    await conn.run_sync(kind.create)
    await conn.run_sync(taste.create)
    rows = [
        columns(reader)
        | {"place": number, "created_at": crowd.slot, "signature": signatures.signature(reader, choices)}
        for number, (reader, choices) in enumerate(kinds)
    ]
    await conn.execute(sa.insert(kind), rows)
    tastes = [
        {"kind": number, "topic": one.topic_id}
        for number, (_, choices) in enumerate(kinds)
        for one in choices
    ]
    await conn.execute(sa.insert(taste), tastes)
    counted = sa.select(sa.literal(0).label("number")).cte("counted", recursive=True)
    counted = counted.union_all(sa.select(counted.c.number + 1).where(counted.c.number < crowd.people - 1))
    names = [column.name for column in subscribers.columns if column.name != "id"]
    own = {"chat_id": FIRST_CHAT + counted.c.number, "signature": sa.literal("")}
    await conn.execute(
        sa.insert(subscribers).from_select(
            names,
            sa.select(*(own.get(name, kind.c[name]) for name in names)).join_from(
                counted, kind, kind.c.place == counted.c.number % crowd.kinds
            ),
        )
    )
    of_kind = (subscribers.c.chat_id - FIRST_CHAT) % crowd.kinds
    await conn.execute(
        sa.insert(subscriptions).from_select(
            ["subscriber_id", "topic_id", "muted"],
            sa.select(subscribers.c.id, taste.c.topic, sa.false()).join_from(
                subscribers, taste, taste.c.kind == of_kind
            ),
        )
    )
    hours = _place(crowd.kinds) % SHARES
    later: Any = sa.case(
        *(
            (hours == hour, sa.bindparam(None, crowd.slot + timedelta(hours=hour), type_=UtcDateTime()))
            for hour in range(SHARES)
        ),
    )
    sign = sa.select(kind.c.signature).where(kind.c.place == of_kind).scalar_subquery()
    await conn.execute(sa.update(subscribers).values(signature=sign, next_digest_at=later))


def _place(kinds: int) -> sa.ColumnElement[int]:
    """The place of a reader among those of its kind."""
    return (subscribers.c.chat_id - FIRST_CHAT) // kinds


async def _settle(database: Database) -> None:
    """Let the database know how many rows it holds now."""
    async with database.write() as conn:
        await conn.execute(sa.text("ANALYZE"))
