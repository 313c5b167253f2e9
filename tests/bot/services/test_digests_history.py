import itertools
from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta

import sqlalchemy as sa
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from bot.models import ArticleState, Preferences, Topic
from bot.services.topics import Topics
from bot.storage import articles, endings, subscribers
from bot.storage.engine import Database
from bot.storage.tables import deliveries
from tests.bot.services.readership import NAMES, Desk, titles

ACTIONS = (
    *("publish", "publish_elsewhere", "request", "tick", "wait", "sleep", "subscribe", "fail"),
    *("join_story", "move", "take_back", "bring_back", "merge"),
)


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
        self.stories: dict[str, int] = {}
        self.gone: list[int] = []
        self.merged = False

    async def does(self, action: str) -> None:
        await getattr(self, action)()

    async def publish(self) -> None:
        await self._publish(self.first)

    async def publish_elsewhere(self) -> None:
        await self._publish(self.second)

    async def _publish(self, topic: Topic) -> None:
        title = f"News{next(NAMES)}"
        number = await self.desk.publishes(topic, title)
        self.stories[title] = await self.desk.story_of(number)
        self.published[title] = self.desk.now
        if topic.id in self.topics:
            self.wanted.add(title)

    async def join_story(self) -> None:
        """The newest story goes on: one more article, under either topic."""
        if not self.stories:
            return
        title, topic = f"News{next(NAMES)}", self.first if len(self.stories) % 2 else self.second
        story = self.stories[title] = list(self.stories.values())[-1]
        await self.desk.publishes(topic, title, story=story)
        self.published[title] = self.desk.now

    async def move(self) -> None:
        """An editor moves the newest article to the other topic."""
        await self._change_newest(lambda one: {self.first.slug: self.second.slug}.get(one, self.first.slug))

    async def _change_newest(self, other: Callable[[str], str]) -> None:
        async with self.desk.database.write() as conn:
            found = await articles.listing(conn, [ArticleState.PUBLISHED], limit=1)
            mine = [one for one in found if one.title in self.stories and not self.merged]
            for one in mine:
                await articles.set_topics(conn, one.id, [other(slug) for slug in one.topics])
                await articles.change(conn, one.id, one.version)
                # Moved before it was offered, it belongs to whoever reads where it stands now.
                self.wanted.discard(one.title)

    async def take_back(self) -> None:
        """The newest article goes back to the drafts, with its number."""
        async with self.desk.database.write() as conn:
            for one in await articles.listing(conn, [ArticleState.PUBLISHED], limit=1):
                if one.title in self.stories:
                    await articles.change(conn, one.id, one.version, state=ArticleState.DRAFT.value)
                    self.gone.append(one.id)
                    self.wanted.discard(one.title)

    async def bring_back(self) -> None:
        """What was taken back is published again."""
        async with self.desk.database.write() as conn:
            for article_id in self.gone:
                one = await articles.get(conn, article_id)
                assert one is not None
                await articles.change(conn, one.id, one.version, state=ArticleState.PUBLISHED.value)
        self.gone = []

    async def merge(self) -> None:
        """The second topic goes on as the first."""
        if not self.merged:
            await Topics(self.desk.database, lambda: self.desk.now).merge(
                self.second.slug, self.first.slug, by=1
            )
            self.merged, self.second = True, self.first

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
@example(["publish", "request", "take_back", "join_story", "request"])
@example(["publish", "request", "move", "join_story", "request"])
@example(["publish", "request", "take_back", "bring_back", "request"])
@example(["subscribe", "publish_elsewhere", "request", "merge", "publish", "join_story", "join_story"])
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
    # One article of a story stands for it, so what was offered is counted in stories.
    told = Counter(history.stories[title] for title in offered)
    assert {story: copies for story, copies in told.items() if copies > 1} == {}
    wanted = {title for title in history.wanted if history.published[title] >= since}
    assert {history.stories[title] for title in wanted} <= set(told)
    assert set(offered) <= set(history.published)
