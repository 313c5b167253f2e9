import asyncio
import itertools
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.models import ArticleState, NewArticle, Preferences, Schedule, Subscriber, Topic
from bot.services import digests as planning
from bot.services.digests import LATE_WINDOW, Digests
from bot.services.schedule import rescheduled
from bot.storage import articles, endings, subscribers, topics
from bot.storage.engine import Database
from bot.storage.tables import bodies, deliveries
from summarizer.models import Ranking

MORNING = datetime(2026, 3, 4, 7, tzinfo=UTC)
EIGHT = datetime(2026, 3, 4, 8, tzinfo=UTC)
DAY = timedelta(days=1)
CHATS = itertools.count(1)
NAMES = itertools.count(1)
# SQLite has one writer: two transactions never meet there.
ON_A_SERVER = pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)


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
        query = sa.select(deliveries, bodies.c.text).join(bodies, isouter=True).order_by(deliveries.c.id)
        if readers:
            query = query.where(deliveries.c.subscriber_id.in_([reader.id for reader in readers]))
        async with self.database.read() as conn:
            return list(await conn.execute(query))

    async def tick(self, at: datetime) -> int:
        self.now = at
        return await self.digests.plan_due()


@pytest.fixture
def desk(database: Database) -> Desk:
    return Desk(database)


def titles(rows: Sequence[sa.Row[tuple[object, ...]]]) -> list[str]:
    """The titles of the invented articles in texts, in their order."""
    words = [word for row in rows if row.text for word in row.text.replace("<", " ").split()]
    return [word.removeprefix("b>") for word in words if word.startswith("b>News")]


async def test_a_due_reader_gets_one_digest_and_moves_on(desk: Desk) -> None:
    (world,) = await desk.has_topics("world")
    reader = await desk.has_reader(world)
    await desk.publishes(world, "News1")
    assert await desk.tick(EIGHT - timedelta(seconds=1)) == 0
    assert await desk.tick(EIGHT + timedelta(seconds=1)) == 1
    (row,) = await desk.outbox()
    assert (row.kind, row.slot, row.part, row.state) == ("digest", int(EIGHT.timestamp()), 0, "pending")
    assert (row.cursor_before, row.cursor_after) == (0, 1)
    assert "Next digest: Thursday 5 March, 08:00 (UTC)" in row.text
    after = await desk.stored(reader)
    assert (after.cursor, after.next_digest_at) == (1, EIGHT + DAY)
    assert after.last_slot == (EIGHT.date(), time(8))
    assert desk.wakes == 1


async def test_planning_again_adds_nothing(desk: Desk) -> None:
    (world,) = await desk.has_topics("world")
    await desk.has_reader(world)
    await desk.publishes(world)
    await desk.tick(EIGHT)
    assert await desk.tick(EIGHT) == 0
    assert await desk.tick(EIGHT + timedelta(seconds=2)) == 0
    assert len(await desk.outbox()) == 1


async def test_two_planners_at_once_make_one_set_of_rows(desk: Desk) -> None:
    (world,) = await desk.has_topics("world")
    readers = [await desk.has_reader(world) for _ in range(20)]
    await desk.publishes(world)
    desk.now = EIGHT
    await asyncio.gather(*(desk.digests.plan_due() for _ in range(4)))
    rows = await desk.outbox()
    assert Counter(row.subscriber_id for row in rows) == {reader.id: 1 for reader in readers}
    assert [(await desk.stored(reader)).cursor for reader in readers] == [1] * 20


async def test_more_readers_than_one_transaction_plans_are_all_planned(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(planning, "CHUNK", 3)
    (world,) = await desk.has_topics("world")
    for _ in range(7):
        await desk.has_reader(world)
    await desk.publishes(world)
    assert await desk.tick(EIGHT) == 7
    assert len(await desk.outbox()) == 7


async def test_readers_with_equal_choices_share_one_text(desk: Desk) -> None:
    world, tech = await desk.has_topics("world", "tech")
    await desk.has_reader(world)
    await desk.has_reader(world, preferences=Preferences(silent=True))
    await desk.has_reader(tech)
    await desk.has_reader(world, schedule=Schedule((time(8),), "Africa/Abidjan"))
    await desk.publishes(world)
    await desk.publishes(tech)
    desk.now = EIGHT
    await desk.digests.plan_due()
    first, second, third, fourth = await desk.outbox()
    by_reader = sorted((first, second, third, fourth), key=lambda row: row.subscriber_id)
    assert by_reader[0].body_id == by_reader[1].body_id
    assert len({row.body_id for row in by_reader}) == 3
    assert [row.silent for row in by_reader] == [False, True, False, False]


async def test_nothing_new_is_recorded_and_nothing_is_sent(desk: Desk) -> None:
    (world,) = await desk.has_topics("world")
    reader = await desk.has_reader(world)
    await desk.tick(EIGHT)
    (row,) = await desk.outbox()
    assert (row.state, row.text, row.slot) == ("skipped", None, int(EIGHT.timestamp()))
    assert (await desk.stored(reader)).next_digest_at == EIGHT + DAY


async def test_a_late_digest_says_so(desk: Desk) -> None:
    (world,) = await desk.has_topics("world")
    await desk.has_reader(world)
    await desk.publishes(world)
    await desk.tick(EIGHT + LATE_WINDOW)
    (row,) = await desk.outbox()
    assert "Late: this digest was due at 08:00." in row.text


async def test_a_punctual_digest_does_not_call_itself_late(desk: Desk) -> None:
    (world,) = await desk.has_topics("world")
    await desk.has_reader(world)
    await desk.publishes(world)
    await desk.tick(EIGHT + timedelta(minutes=9))
    (row,) = await desk.outbox()
    assert "Late" not in row.text


async def test_a_slot_past_its_window_expires_and_its_stories_come_with_the_next(desk: Desk) -> None:
    (world,) = await desk.has_topics("world")
    reader = await desk.has_reader(world)
    await desk.publishes(world, "News1")
    await desk.tick(EIGHT + LATE_WINDOW + timedelta(seconds=1))
    (row,) = await desk.outbox()
    assert (row.state, row.text) == ("expired", None)
    after = await desk.stored(reader)
    assert (after.cursor, after.next_digest_at) == (0, EIGHT + DAY)
    await desk.tick(EIGHT + DAY)
    assert titles(await desk.outbox()) == ["News1"]


async def test_never_two_slots_in_a_row_expire(desk: Desk) -> None:
    (world,) = await desk.has_topics("world")
    await desk.has_reader(world)
    await desk.publishes(world, "News1")
    for day in range(3):
        await desk.tick(EIGHT + day * DAY + timedelta(hours=13))
    assert [row.state for row in await desk.outbox()] == ["expired", "pending", "expired"]
    assert titles(await desk.outbox()) == ["News1"]


async def test_several_missed_slots_are_one_digest(desk: Desk) -> None:
    (world,) = await desk.has_topics("world")
    reader = await desk.has_reader(world)
    await desk.publishes(world, "News1")
    await desk.tick(EIGHT + 40 * DAY - timedelta(hours=12))
    (row,) = await desk.outbox()
    assert row.slot == int((EIGHT + 39 * DAY).timestamp())
    assert (await desk.stored(reader)).next_digest_at == EIGHT + 40 * DAY


async def test_several_missed_slots_with_news_are_one_late_digest(desk: Desk) -> None:
    (world,) = await desk.has_topics("world")
    await desk.has_reader(world)
    await desk.publishes(world, "News1")
    await desk.tick(EIGHT + 3 * DAY + timedelta(hours=14))
    (row,) = await desk.outbox()
    assert (row.state, row.slot) == ("pending", int((EIGHT + 3 * DAY).timestamp()))
    assert titles([row]) == ["News1"]


async def test_a_rewind_between_reading_and_moving_is_not_overwritten(desk: Desk) -> None:
    (world,) = await desk.has_topics("world")
    reader = await desk.has_reader(world, cursor=5)
    async with desk.database.write() as conn:
        await subscribers.move_cursor(conn, reader.id, 2)
        after = replace(reader, cursor=9, next_digest_at=EIGHT + DAY)
        assert not await subscribers.advance(conn, reader, after)
    assert (await desk.stored(reader)).cursor == 2


@ON_A_SERVER
async def test_planning_does_not_wait_for_a_reader_whom_somebody_is_changing(database: Database) -> None:
    desk = Desk(database)
    (world,) = await desk.has_topics("world")
    held, free = await desk.has_reader(world), await desk.has_reader(world)
    await desk.publishes(world)
    async with database.write() as conn:
        await subscribers.find(conn, held.chat_id, lock=True)
        assert await desk.tick(EIGHT) == 1
    assert [row.subscriber_id for row in await desk.outbox()] == [free.id]
    assert await desk.tick(EIGHT) == 1
    assert len(await desk.outbox(held)) == 1


@ON_A_SERVER
async def test_a_digest_on_request_waits_for_a_rewind_and_offers_its_stories_again(
    database: Database,
) -> None:
    desk = Desk(database)
    (world,) = await desk.has_topics("world")
    reader = await desk.has_reader(world)
    await desk.publishes(world, "News1")
    assert await desk.digests.on_request(reader, 1) == 1
    (first,) = await desk.outbox()
    await desk.publishes(world, "News2")
    async with database.write() as conn:
        await conn.execute(sa.update(deliveries).where(deliveries.c.id == first.id).values(state="failed"))
        await endings.settle(conn, [first.id], desk.now)
        asked = asyncio.create_task(desk.digests.on_request(reader, 2))
        await _until_somebody_waits(database)
    assert await asked == 2
    assert titles((await desk.outbox())[1:]) == ["News2", "News1"]


async def _until_somebody_waits(database: Database) -> None:
    waiting = sa.text("SELECT count(*) FROM pg_locks WHERE NOT granted")
    async with asyncio.timeout(20):
        while True:
            async with database.read() as conn:
                if (await conn.execute(waiting)).scalar_one():
                    return
            await asyncio.sleep(0.01)


async def test_on_request_gives_what_was_not_seen_and_the_schedule_does_not_repeat_it(desk: Desk) -> None:
    (world,) = await desk.has_topics("world")
    reader = await desk.has_reader(world)
    await desk.publishes(world, "News1")
    assert await desk.digests.on_request(reader, 77) == 1
    assert await desk.digests.on_request(reader, 78) == 0
    (row,) = await desk.outbox()
    assert (row.kind, row.slot) == ("request", 77)
    assert (await desk.stored(reader)).next_digest_at == EIGHT
    await desk.publishes(world, "News2")
    await desk.tick(EIGHT)
    assert titles((await desk.outbox())[1:]) == ["News2"]


async def test_the_same_update_asks_once_and_loses_nothing(desk: Desk) -> None:
    (world,) = await desk.has_topics("world")
    reader = await desk.has_reader(world)
    await desk.publishes(world, "News1")
    assert await desk.digests.on_request(reader, 77) == 1
    await desk.publishes(world, "News2")
    assert await desk.digests.on_request(reader, 77) == 0
    await desk.tick(EIGHT)
    assert titles(await desk.outbox()) == ["News1", "News2"]


async def test_a_clock_set_back_neither_repeats_a_slot_nor_loses_what_is_new(desk: Desk) -> None:
    (world,) = await desk.has_topics("world")
    reader = await desk.has_reader(world)
    await desk.publishes(world, "News1")
    await desk.tick(EIGHT)
    desk.now = MORNING
    async with desk.database.write() as conn:
        await subscribers.update(conn, rescheduled(await desk.stored(reader), MORNING))
    await desk.publishes(world, "News2")
    await desk.tick(EIGHT)
    assert titles(await desk.outbox()) == ["News1"]
    await desk.tick(EIGHT + DAY)
    assert titles(await desk.outbox()) == ["News1", "News2"]


async def test_a_preview_stores_and_marks_nothing(desk: Desk) -> None:
    world, tech = await desk.has_topics("world", "tech")
    reader = await desk.has_reader(world)
    await desk.publishes(world, "News1")
    await desk.publishes(tech, "News2")
    mine = await desk.digests.preview(await desk.stored(reader))
    assert mine.edition.count == 1
    assert "News1" in mine.messages[0].text
    theirs = await desk.digests.preview(await desk.stored(reader), tech)
    assert "News2" in theirs.messages[0].text
    assert await desk.outbox() == []
    assert (await desk.stored(reader)).cursor == 0


async def test_what_editors_preview_is_what_the_schedule_sends(desk: Desk) -> None:
    (world,) = await desk.has_topics("world")
    reader = await desk.has_reader(world)
    await desk.publishes(world, "News1")
    desk.now = EIGHT
    previewed = (await desk.digests.preview(await desk.stored(reader))).messages[0].text
    await desk.tick(EIGHT)
    (row,) = await desk.outbox()
    assert row.text == previewed.replace("Wednesday 4 March, 08:00", "Thursday 5 March, 08:00")


async def test_a_topic_subscribed_later_starts_at_the_cursor(desk: Desk) -> None:
    world, tech = await desk.has_topics("world", "tech")
    reader = await desk.has_reader(world)
    await desk.publishes(tech, "News1")
    await desk.publishes(world, "News2")
    await desk.tick(EIGHT)
    async with desk.database.write() as conn:
        await subscribers.add_subscriptions(conn, reader.id, [tech.id])
    await desk.publishes(tech, "News3")
    await desk.tick(EIGHT + DAY)
    assert titles(await desk.outbox()) == ["News2", "News3"]


async def test_articles_older_than_seven_days_are_not_offered(desk: Desk) -> None:
    (world,) = await desk.has_topics("world")
    away = Schedule((time(8),), "UTC", paused=True, paused_until=EIGHT + 7 * DAY)
    await desk.has_reader(world, schedule=away)
    await desk.publishes(world, "News1")
    desk.now = MORNING + 2 * DAY
    await desk.publishes(world, "News2")
    await desk.tick(EIGHT + 8 * DAY)
    assert titles(await desk.outbox()) == ["News2"]


async def test_a_pause_ends_by_itself_and_keeps_what_is_fresh(desk: Desk) -> None:
    (world,) = await desk.has_topics("world")
    paused = Schedule((time(8),), "UTC", paused=True, paused_until=EIGHT + 2 * DAY)
    reader = await desk.has_reader(world, schedule=paused)
    await desk.publishes(world, "News1")
    assert await desk.tick(EIGHT + 2 * DAY) == 0
    assert await desk.tick(EIGHT + 3 * DAY) == 1
    assert titles(await desk.outbox()) == ["News1"]
    after = (await desk.stored(reader)).schedule
    assert (after.paused, after.paused_until) == (False, None)


async def test_an_article_that_joins_a_story_told_before_does_not_come_again(desk: Desk) -> None:
    world, tech = await desk.has_topics("world", "tech")
    told = await desk.has_reader(world)
    elsewhere = await desk.has_reader(tech)
    story = await desk.story_of(await desk.publishes(world, "News1"))
    await desk.publishes(tech, "News2")
    await desk.tick(EIGHT)
    await desk.publishes(world, "News3", story)
    await desk.publishes(tech, "News4", story)
    fresh = await desk.has_reader(world)
    await desk.tick(EIGHT + DAY)
    assert titles(await desk.outbox(told)) == ["News1"]
    assert titles(await desk.outbox(elsewhere)) == ["News2", "News4"]
    (row,) = await desk.outbox(fresh)
    assert (titles([row]), "1 story" in row.text) == (["News3"], True)


async def test_more_pages_are_composed_as_the_digest_was(desk: Desk) -> None:
    (world,) = await desk.has_topics("world")
    reader = await desk.has_reader(world, preferences=Preferences(stories=2))
    for number in range(1, 6):
        await desk.publishes(world, f"News{number}")
    await desk.tick(EIGHT)
    await desk.publishes(world, "News6")
    edition = await desk.digests.more(await desk.stored(reader), 0, 5)
    assert [story.article.number for story in edition.more] == [3, 2, 1]


@ON_A_SERVER
async def test_an_article_published_while_a_digest_is_planned_comes_with_the_next(database: Database) -> None:
    desk = Desk(database)
    (world,) = await desk.has_topics("world")
    await desk.has_reader(world)
    await desk.publishes(world, "News1")
    async with database.write() as conn:
        number = await articles.next_number(conn)
        new = NewArticle("News2", "News2 happened.", "en", Ranking("en", "lead"), ("world",))
        made = await articles.insert(conn, new, added_by=None, now=desk.now)
        await articles.change(
            conn, made.id, made.version, state="published", number=number, published_at=desk.now
        )
        await desk.tick(EIGHT)
    await desk.tick(EIGHT + DAY)
    assert titles(await desk.outbox()) == ["News1", "News2"]


async def test_the_latest_are_those_of_seven_days_newest_first(desk: Desk) -> None:
    world, tech = await desk.has_topics("world", "tech")
    await desk.publishes(world, "News1")
    desk.now += 5 * DAY
    await desk.publishes(tech, "News2")
    await desk.publishes(world, "News3")
    assert [one.title for one in await desk.digests.latest([world.id, tech.id])] == [
        "News3",
        "News2",
        "News1",
    ]
    desk.now += 3 * DAY
    assert [one.title for one in await desk.digests.latest([world.id])] == ["News3"]


async def test_the_next_digest_of_anybody_is_known(desk: Desk) -> None:
    (world,) = await desk.has_topics("world")
    assert await desk.digests.next_due() is None
    await desk.has_reader(world, schedule=Schedule((time(9),), "UTC"))
    await desk.has_reader(world)
    assert await desk.digests.next_due() == EIGHT


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
