"""The cursor's rule as a property: whatever ends how, no story is lost to a reader and none comes twice."""

import itertools
from collections import Counter
from datetime import UTC, datetime, timedelta

import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.models import (
    Delivery,
    DeliveryKind,
    NewDelivery,
    OutgoingMessage,
    Preferences,
    Schedule,
    Subscriber,
)
from bot.storage import deliveries as outbox
from bot.storage import marks
from bot.storage import subscribers as readers
from bot.storage.engine import Database
from bot.storage.tables import subscribers

NOW = datetime(2026, 3, 4, 8, 0, tzinfo=UTC)
CHATS = itertools.count(1)
ME = "this-process"


class Reader:
    """One reader, a desk that publishes, and a delivery that goes wrong in every way."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.now = NOW
        self.published = 0
        self.slots = itertools.count(1)
        self.arrived: Counter[int] = Counter()
        self.begun: set[int] = set()
        self.stories: dict[tuple[int, int], range] = {}
        self.id = 0

    async def subscribes(self) -> None:
        reader = Subscriber(
            id=0, chat_id=next(CHATS), thread_id=0, kind="private", language="en",
            schedule=Schedule(times=(), zone="UTC"), preferences=Preferences(),
        )  # fmt: skip
        async with self.database.write() as conn:
            self.id = (await readers.insert_if_absent(conn, reader, NOW)).id

    async def publish_and_plan(self) -> None:
        self.published += 3
        await self.plan()

    async def plan(self) -> None:
        """Offer all above the cursor in up to three parts, as a digest and as /digest alike."""
        slot = next(self.slots)
        kind = DeliveryKind.REQUEST if slot % 3 == 0 else DeliveryKind.DIGEST
        async with self.database.write() as conn:
            mine = sa.select(subscribers.c.cursor).where(subscribers.c.id == self.id)
            cursor = int((await conn.execute(mine)).scalar_one())
            if cursor == self.published:
                return
            step = (self.published - cursor + 2) // 3
            chunks = [
                range(first, min(first + step, self.published + 1))
                for first in range(cursor + 1, self.published + 1, step)
            ]
            rows = [
                NewDelivery(
                    self.id, kind, slot, number, OutgoingMessage(f"{chunk}"), cursor_before=cursor,
                    cursor_after=self.published, expires_at=self.now + timedelta(hours=1),
                )
                for number, chunk in enumerate(chunks, 1)
            ]  # fmt: skip
            self.stories |= {(slot, number): chunk for number, chunk in enumerate(chunks, 1)}
            await outbox.plan(conn, rows, self.now)
            move = sa.update(subscribers).where(subscribers.c.id == self.id).values(cursor=self.published)
            await conn.execute(move)

    async def _claim(self) -> Delivery | None:
        async with self.database.write() as conn:
            claimed = await outbox.claim(conn, ME, self.now, 10)
        return claimed[0] if claimed else None

    async def send(self) -> None:
        if (row := await self._claim()) is not None:
            await self._arrives(row)

    async def _arrives(self, row: Delivery) -> None:
        self.arrived.update(self.stories[row.slot, row.part])
        self.begun.add(row.slot)
        async with self.database.write() as conn:
            await marks.mark_sent(conn, ME, [(row.id, 1)], self.now)

    async def retry(self) -> None:
        if (row := await self._claim()) is not None:
            async with self.database.write() as conn:
                await marks.mark_retry(conn, ME, [(row.id, self.now, "no connection")], self.now)

    async def lose(self) -> None:
        if (row := await self._claim()) is not None:
            async with self.database.write() as conn:
                await marks.mark_uncertain(conn, ME, [(row.id, self.now, "no answer")], self.now)

    async def fail(self) -> None:
        if (row := await self._claim()) is not None:
            async with self.database.write() as conn:
                await marks.mark_failed(conn, ME, [(row.id, "refused")], self.now)

    async def die(self) -> None:
        await self._claim()
        async with self.database.write() as conn:
            await outbox.recover(conn, "the next process", self.now)

    async def cancel(self) -> None:
        async with self.database.write() as conn:
            await outbox.cancel_for(conn, self.id, "unsubscribed", self.now)

    async def cancel_in_flight_that_arrives(self) -> None:
        row = await self._claim()
        await self.cancel()
        if row is not None:
            await self._arrives(row)

    async def cancel_in_flight_that_does_not(self) -> None:
        row = await self._claim()
        await self.cancel()
        if row is not None:
            async with self.database.write() as conn:
                await marks.mark_retry(conn, ME, [(row.id, self.now, "no connection")], self.now)

    async def be_late(self) -> None:
        self.now += timedelta(hours=2)
        async with self.database.write() as conn:
            await outbox.expire(conn, self.now)

    async def read_all_that_is_left(self) -> None:
        for _ in range(2):
            while (row := await self._claim()) is not None:
                await self._arrives(row)
            await self.plan()
        while (row := await self._claim()) is not None:
            await self._arrives(row)

    def excused(self) -> set[int]:
        """Stories of messages that arrived in part: the rest is kept for requeueing, not offered anew."""
        parts = self.stories.items()
        return {story for (slot, _), chunk in parts if slot in self.begun for story in chunk}


ACTIONS = st.sampled_from(
    [
        # Most faults need messages that wait behind each other, so planning comes up often.
        Reader.publish_and_plan,
        Reader.publish_and_plan,
        Reader.publish_and_plan,
        Reader.plan,
        Reader.send,
        Reader.retry,
        Reader.lose,
        Reader.fail,
        Reader.die,
        Reader.cancel,
        Reader.cancel_in_flight_that_arrives,
        Reader.cancel_in_flight_that_does_not,
        Reader.be_late,
    ]
)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(ACTIONS, min_size=3, max_size=25))
async def test_no_story_is_lost_and_none_comes_twice(database: Database, actions: list[object]) -> None:
    reader = Reader(database)
    await reader.subscribes()
    for action in actions:
        await action(reader)  # type: ignore[operator]
    await reader.read_all_that_is_left()
    missing = set(range(1, reader.published + 1)) - set(reader.arrived)
    assert missing <= reader.excused()
    assert {story: copies for story, copies in reader.arrived.items() if copies > 1} == {}


async def two_readers_with_a_digest(database: Database) -> list[Reader]:
    pair = [Reader(database), Reader(database)]
    for reader in pair:
        await reader.subscribes()
        await reader.publish_and_plan()
    return pair


async def cursors(database: Database, pair: list[Reader]) -> list[int]:
    ids = [reader.id for reader in pair]
    async with database.read() as conn:
        found = await conn.execute(sa.select(subscribers.c.cursor).where(subscribers.c.id.in_(ids)))
        return list(found.scalars())


async def test_digests_that_expire_together_give_back_every_cursor(database: Database) -> None:
    pair = await two_readers_with_a_digest(database)
    assert await cursors(database, pair) == [3, 3]
    await pair[0].be_late()
    assert await cursors(database, pair) == [0, 0]


async def test_digests_in_flight_at_the_last_death_give_back_every_cursor(database: Database) -> None:
    pair = await two_readers_with_a_digest(database)
    for _ in range(marks.DEATHS_AT_MOST):
        assert await cursors(database, pair) == [3, 3]
        await pair[0].die()
    assert await cursors(database, pair) == [0, 0]
