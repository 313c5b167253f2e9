"""Chats that move, merge, lose a thread or are gone, on both databases."""

import dataclasses
from datetime import UTC, datetime
from typing import Any

import pytest
import sqlalchemy as sa

from bot.models import (
    DeliveryKind,
    NewDelivery,
    OutgoingMessage,
    Preferences,
    Schedule,
    Subscriber,
)
from bot.storage import chats, deliveries
from bot.storage import subscribers as readers
from bot.storage.engine import Database
from bot.storage.tables import deliveries as outbox
from bot.storage.tables import subscribers, subscriptions, topics

NOW = datetime(2026, 3, 4, 8, 0, tzinfo=UTC)
GROUP = Subscriber(
    id=0,
    chat_id=-5,
    thread_id=0,
    kind="group",
    language="uk",
    schedule=Schedule(times=(), zone="Europe/Kyiv"),
    preferences=Preferences(),
    next_digest_at=NOW,
)


class Chats:
    """Readers in chats, told what happens to the chats."""

    def __init__(self, database: Database) -> None:
        self.database = database

    async def reader(self, chat_id: int, *topic_ids: int, **changes: Any) -> int:
        reader = dataclasses.replace(GROUP, chat_id=chat_id, **changes)
        async with self.database.write() as conn:
            stored = await readers.insert_if_absent(conn, reader, NOW)
            for topic in topic_ids:
                known = await conn.execute(sa.select(topics.c.id).where(topics.c.id == topic))
                if known.first() is None:
                    values = {"id": topic, "slug": f"t{topic}", "names": {}, "created_at": NOW}
                    await conn.execute(sa.insert(topics).values(**values))
            await readers.add_subscriptions(conn, stored.id, topic_ids)
        return stored.id

    async def plans(self, reader: int, *slots: int) -> None:
        rows = [
            NewDelivery(reader, DeliveryKind.DIGEST, slot, 1, OutgoingMessage(f"{reader}/{slot}"))
            for slot in slots
        ]
        async with self.database.write() as conn:
            await deliveries.plan(conn, rows, NOW)

    async def moves(self, old: int, new: int) -> None:
        async with self.database.write() as conn:
            await chats.move_chat(conn, old, new)

    async def loses_thread(self, reader: int) -> None:
        async with self.database.write() as conn:
            await chats.unbind_thread(conn, reader)

    async def readers(self) -> list[Any]:
        async with self.database.read() as conn:
            return list(await conn.execute(sa.select(subscribers).order_by(subscribers.c.id)))

    async def topics_of(self, reader: int) -> list[int]:
        async with self.database.read() as conn:
            found = await conn.execute(
                sa.select(subscriptions.c.topic_id)
                .where(subscriptions.c.subscriber_id == reader)
                .order_by(subscriptions.c.topic_id)
            )
            return list(found.scalars())

    async def slots_of(self, reader: int) -> list[int]:
        async with self.database.read() as conn:
            found = await conn.execute(
                sa.select(outbox.c.slot).where(outbox.c.subscriber_id == reader).order_by(outbox.c.slot)
            )
            return list(found.scalars())


@pytest.fixture
def desk(database: Database) -> Chats:
    return Chats(database)


async def test_a_group_that_moves_takes_everything_along(desk: Chats) -> None:
    group = await desk.reader(-5, 1, 2)
    await desk.plans(group, 10)
    await desk.moves(-5, -1005)
    (row,) = await desk.readers()
    assert (row.id, row.chat_id, row.kind, row.language) == (group, -1005, "supergroup", "uk")
    assert await desk.topics_of(group) == [1, 2]
    assert await desk.slots_of(group) == [10]


async def test_a_move_told_twice_changes_nothing_more(desk: Chats) -> None:
    await desk.reader(-5, 1)
    await desk.moves(-5, -1005)
    before = await desk.readers()
    await desk.moves(-5, -1005)
    await desk.moves(-1005, -1005)
    assert await desk.readers() == before


@pytest.mark.parametrize(("old", "new"), [(-5, -1005), (-1005, -5)])
async def test_two_readers_of_one_chat_become_one(desk: Chats, old: int, new: int) -> None:
    older = await desk.reader(-5, 1, 2, cursor=10)
    younger = await desk.reader(-1005, 2, 3, cursor=12, language="en")
    await desk.plans(older, 100, 101)
    await desk.plans(younger, 101, 102)
    await desk.moves(old, new)
    (row,) = await desk.readers()
    assert (row.id, row.chat_id, row.language, row.cursor) == (older, new, "uk", 12)
    assert await desk.topics_of(older) == [1, 2, 3]
    assert await desk.slots_of(older) == [100, 101, 102]


async def test_a_reader_who_was_gone_wakes_up_with_the_one_who_is_there(desk: Chats) -> None:
    gone = await desk.reader(-5, active=False, reason="kicked", next_digest_at=None)
    await desk.reader(-1005)
    await desk.moves(-5, -1005)
    (row,) = await desk.readers()
    assert (row.id, row.active, row.reason, row.next_digest_at) == (gone, True, "", NOW)


async def test_each_thread_moves_with_its_chat(desk: Chats) -> None:
    one, two = await desk.reader(-5, thread_id=1), await desk.reader(-5, thread_id=2)
    await desk.moves(-5, -1005)
    assert [(row.id, row.chat_id, row.thread_id) for row in await desk.readers()] == [
        (one, -1005, 1),
        (two, -1005, 2),
    ]


async def test_the_reader_of_a_deleted_thread_goes_on_in_the_general_one(desk: Chats) -> None:
    reader = await desk.reader(-1005, thread_id=7)
    await desk.loses_thread(reader)
    assert [(row.id, row.thread_id) for row in await desk.readers()] == [(reader, 0)]
    await desk.loses_thread(reader)
    await desk.loses_thread(999)
    assert len(await desk.readers()) == 1


async def test_a_deleted_thread_joins_the_reader_that_the_general_one_has(desk: Chats) -> None:
    general = await desk.reader(-1005, 1)
    thread = await desk.reader(-1005, 2, thread_id=7)
    await desk.plans(thread, 10)
    await desk.loses_thread(thread)
    assert [(row.id, row.thread_id) for row in await desk.readers()] == [(general, 0)]
    assert await desk.topics_of(general) == [1, 2]
    assert await desk.slots_of(general) == [10]


async def test_a_reader_who_is_gone_keeps_settings_and_topics(desk: Chats) -> None:
    reader = await desk.reader(-5, 1)
    await desk.plans(reader, 10)
    async with desk.database.write() as conn:
        await chats.deactivate(conn, reader, "blocked", NOW)
        assert await deliveries.claim(conn, "me", NOW, 10) == []
    (row,) = await desk.readers()
    assert (row.active, row.reason, row.next_digest_at) == (False, "blocked", None)
    assert await desk.topics_of(reader) == [1]
