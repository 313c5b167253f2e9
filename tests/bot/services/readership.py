"""Readers for tests: a desk that publishes, readers at eight in UTC, and an outbox that is only filled."""

import itertools
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import sqlalchemy as sa

from bot.models import ArticleState, NewArticle, Preferences, Schedule, Subscriber, Topic
from bot.services.digests import Digests
from bot.services.schedule import rescheduled
from bot.storage import articles, subscribers, topics
from bot.storage.engine import Database
from bot.storage.tables import articles as article_rows
from bot.storage.tables import bodies, deliveries
from summarizer.models import Ranking

MORNING = datetime(2026, 3, 4, 7, tzinfo=UTC)
EIGHT = datetime(2026, 3, 4, 8, tzinfo=UTC)
DAY = timedelta(days=1)
CHATS = itertools.count(1)
NAMES = itertools.count(1)


class Desk:
    """A desk with topics, readers who read at eight in UTC, and a clock that the test moves."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.now = MORNING
        self.wakes = 0
        self.digests = Digests(database, lambda: self.now, self._wake)

    def _wake(self) -> None:
        self.wakes += 1

    async def has_topics(self, *slugs: str) -> list[Topic]:
        async with self.database.write() as conn:
            made = [await topics.insert(conn, slug, {"en": slug.title()}, self.now) for slug in slugs]
        assert all(made)
        return [topic for topic in made if topic]

    async def has_reader(self, *chosen: Topic, **changes: object) -> Subscriber:
        schedule = Schedule((time(8),), "UTC")
        fresh = Subscriber(0, next(CHATS), 0, "private", "en", schedule, Preferences())
        async with self.database.write() as conn:
            wanted = replace(fresh, **changes)  # type: ignore[arg-type]
            stored = await subscribers.insert_if_absent(conn, rescheduled(wanted, self.now), self.now)
            await subscribers.add_subscriptions(conn, stored.id, [topic.id for topic in chosen])
        return stored

    async def publishes(self, topic: Topic, title: str = "News", story: int | None = None) -> int:
        """Publish one article; returns its number."""
        ranking = Ranking("en", "lead", (f"{title} happened today.",), (3,), (0,), 30)
        new = NewArticle(title, f"{title} happened today.", "en", ranking, (topic.slug,))
        async with self.database.write() as conn:
            number = await articles.next_number(conn)
            made = await articles.insert(conn, new, added_by=None, now=self.now)
            await articles.change(
                conn, made.id, made.version, state=ArticleState.PUBLISHED.value, number=number,
                story_id=story or await articles.open_story(conn, made.id), published_at=self.now,
            )  # fmt: skip
        return number

    async def withdraws(self, number: int) -> None:
        """Take a published article back to a draft."""
        async with self.database.write() as conn:
            await conn.execute(
                sa.update(article_rows)
                .where(article_rows.c.number == number)
                .values(state="draft", number=None, published_at=None, version=article_rows.c.version + 1)
            )

    async def story_of(self, number: int) -> int:
        async with self.database.read() as conn:
            (found,) = [
                one
                for one in await articles.listing(conn, [ArticleState.PUBLISHED], limit=50)
                if one.number == number
            ]
        assert found.story_id is not None
        return found.story_id

    async def stored(self, reader: Subscriber) -> Subscriber:
        async with self.database.read() as conn:
            found = await subscribers.get(conn, reader.id)
        assert found is not None
        return found

    async def outbox(self, *readers: Subscriber) -> list[sa.Row[tuple[object, ...]]]:
        """The rows of readers, of all where none is named, in the order of planning, with their texts."""
        query = (
            sa.select(deliveries, bodies.c.text, bodies.c.keyboard)
            .join(bodies, isouter=True)
            .order_by(deliveries.c.id)
        )
        if readers:
            query = query.where(deliveries.c.subscriber_id.in_([reader.id for reader in readers]))
        async with self.database.read() as conn:
            return list(await conn.execute(query))

    async def tick(self, at: datetime) -> int:
        self.now = at
        return await self.digests.plan_due()


def titles(rows: Sequence[sa.Row[tuple[object, ...]]]) -> list[str]:
    """The titles of the invented articles in texts, in their order."""
    words = [word for row in rows if row.text for word in row.text.replace("<", " ").split()]
    return [word.removeprefix("b>") for word in words if word.startswith("b>News")]
