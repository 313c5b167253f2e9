"""A desk with one topic and many readers, written beside the bot into its database file."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.emulator import Emulator
from bot.models import ArticleState, NewArticle, Preferences, Schedule, Subscriber
from bot.storage import articles, deliveries, schema, topics
from bot.storage import subscribers as readers
from bot.storage.engine import Database
from bot.storage.tables import audit, subscribers, subscriptions
from summarizer.models import Ranking

FIRST_READER = 100_001
FIRST_GROUP = -5001  # and downwards


@dataclass(frozen=True)
class Desk:
    """The bot's database as its parent sees it."""

    database: Database
    people: tuple[int, ...]

    async def publish(self, headline: str, now: datetime) -> None:
        """Publish a story."""
        async with self.database.write() as conn:
            draft = await articles.insert(conn, _story(headline, now), added_by=None, now=now)
            await articles.change(
                conn,
                draft.id,
                draft.version,
                state=ArticleState.PUBLISHED.value,
                number=await articles.next_number(conn),
                story_id=await articles.open_story(conn, draft.id),
            )

    async def make_due(self, due: datetime) -> None:
        """Make every reader's next digest due at an instant."""
        async with self.database.write() as conn:
            await conn.execute(sa.update(subscribers).where(subscribers.c.active).values(next_digest_at=due))

    async def set_time(self, at: time) -> None:
        """Let every reader read at this time of the day, in UTC."""
        async with self.database.write() as conn:
            await conn.execute(sa.update(subscribers).values(times=f"{at:%H:%M}"))

    async def states(self) -> dict[str, int]:
        """How many rows of the outbox are in each state."""
        async with self.database.read() as conn:
            return await deliveries.counts(conn)

    async def is_drained(self, rows: int) -> bool:
        """Whether so many rows were planned and none is open."""
        states = await self.states()
        return sum(states.values()) == rows and not states.keys() & {"pending", "sending"}

    async def audited(self, action: str) -> list[str]:
        """The targets of an action, one for each time that it was done."""
        async with self.database.read() as conn:
            found = await conn.execute(sa.select(audit.c.target).where(audit.c.action == action))
            return list(found.scalars())


async def open_desk(database_url: str, emulator: Emulator, people: int, groups: int = 0) -> Desk:
    """Make the database with a topic and its readers, whose chats with the bot are open."""
    schema.prepare(database_url)
    persons = range(FIRST_READER, FIRST_READER + people)
    crowds = range(FIRST_GROUP, FIRST_GROUP - groups, -1)
    desk = Desk(Database(database_url), (*persons, *crowds))
    async with desk.database.write() as conn:
        topic = await topics.insert(conn, "world", {"en": "World"}, datetime.now(UTC))
        assert topic is not None, "the database is new"
        await _subscribe(conn, desk.people, topic.id)
    open_chats(emulator, persons)
    for chat in crowds:
        emulator.group(f"Group {chat}", id=chat)
    return desk


def open_chats(emulator: Emulator, people: Sequence[int]) -> None:
    """Let the bot write to people, without a first message of theirs."""
    for chat in people:
        emulator.person(f"Reader {chat}", id=chat)
        emulator.world.chats[chat].is_opened = True


async def _subscribe(conn: AsyncConnection, people: Sequence[int], topic: int) -> None:
    """Store readers and their topic, the first as the bot does it, and the rest as copies of its row."""
    if not people:
        return
    first = await readers.insert_if_absent(conn, reader(people[0]), datetime.now(UTC))
    row = (await conn.execute(sa.select(subscribers).where(subscribers.c.id == first.id))).one()
    shared = {name: value for name, value in row._mapping.items() if name not in {"id", "chat_id", "kind"}}
    copies = [shared | {"chat_id": chat, "kind": "private" if chat > 0 else "group"} for chat in people[1:]]
    if copies:
        await conn.execute(sa.insert(subscribers), copies)
    await conn.execute(
        sa.insert(subscriptions).from_select(
            ["subscriber_id", "topic_id", "muted"],
            sa.select(subscribers.c.id, sa.literal(topic), sa.false()),
        )
    )


def reader(chat: int) -> Subscriber:
    """Somebody who wants a digest at eight."""
    return Subscriber(
        id=0, chat_id=chat, thread_id=0, kind="private", language="en",
        schedule=Schedule(times=(time(8),), zone="UTC"), preferences=Preferences(), welcomed=True,
    )  # fmt: skip


def _story(headline: str, now: datetime) -> NewArticle:
    sentence = f"{headline}, the harbour office said on Monday."
    return NewArticle(
        title=headline,
        body=sentence,
        language="en",
        ranking=Ranking("en", "news", (sentence,), counts=(8,), order=(0,), words=8),
        topics=("world",),
        published_at=now,
    )
