import itertools
from collections import Counter
from datetime import datetime, timedelta

import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.models import Preferences, Topic
from bot.storage import endings, subscribers
from bot.storage.engine import Database
from bot.storage.tables import deliveries
from tests.bot.services.readership import NAMES, Desk, titles

ACTIONS = ("publish", "publish_elsewhere", "request", "tick", "wait", "sleep", "subscribe", "fail")


class History:
    """One reader through a random history; what was offered is read from the outbox."""

    def __init__(self, database: Database) -> None:
        self.desk = Desk(database)
        self.updates = itertools.count(1)
        self.published: dict[str, datetime] = {}
        self.wanted: set[str] = set()

    async def begins(self) -> None:
        place = next(NAMES)
        self.first, self.second = await self.desk.has_topics(f"first-{place}", f"second-{place}")
        self.reader = await self.desk.has_reader(self.first, preferences=Preferences(stories=50))
        self.topics = {self.first.id}

    async def does(self, action: str) -> None:
        await getattr(self, action)()

    async def publish(self) -> None:
        await self._publish(self.first)

    async def publish_elsewhere(self) -> None:
        await self._publish(self.second)

    async def _publish(self, topic: Topic) -> None:
        title = f"News{next(NAMES)}"
        await self.desk.publishes(topic, title)
        self.published[title] = self.desk.now
        if topic.id in self.topics:
            self.wanted.add(title)

    async def request(self) -> None:
        await self.desk.digests.on_request(self.reader, next(self.updates))

    async def tick(self) -> None:
        await self.desk.tick(self.desk.now)

    async def wait(self) -> None:
        self.desk.now += timedelta(hours=5)

    async def sleep(self) -> None:
        self.desk.now += timedelta(hours=40)

    async def subscribe(self) -> None:
        self.topics.add(self.second.id)
        async with self.desk.database.write() as conn:
            await subscribers.add_subscriptions(conn, self.reader.id, [self.second.id])

    async def fail(self) -> None:
        """The newest message fails; its stories are offered again."""
        rows = [row for row in await self.desk.outbox(self.reader) if row.state == "pending"]
        async with self.desk.database.write() as conn:
            for row in rows[-1:]:
                await conn.execute(
                    sa.update(deliveries).where(deliveries.c.id == row.id).values(state="failed")
                )
                await endings.settle(conn, [row.id], self.desk.now)

    async def ends(self) -> list[str]:
        """The titles of all messages that were not taken back, after a last request."""
        await self.request()
        rows = [row for row in await self.desk.outbox(self.reader) if row.state == "pending"]
        return titles(rows)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(ACTIONS), max_size=16))
async def test_no_article_is_offered_twice_and_none_is_left_out(
    database: Database, actions: list[str]
) -> None:
    history = History(database)
    await history.begins()
    for action in actions:
        await history.does(action)
    offered = Counter(await history.ends())
    assert {title: copies for title, copies in offered.items() if copies > 1} == {}
    since = history.desk.now - timedelta(days=7)
    assert {title for title in history.wanted if history.published[title] >= since} <= set(offered)
    assert set(offered) <= set(history.published)
