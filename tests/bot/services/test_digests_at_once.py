import asyncio
from collections import Counter
from dataclasses import replace

import pytest
import sqlalchemy as sa

from bot.models import NewArticle
from bot.services.schedule import rescheduled
from bot.storage import articles, endings, subscribers
from bot.storage.engine import Database
from bot.storage.tables import deliveries
from summarizer.models import Ranking
from tests.bot.services.readership import DAY, EIGHT, MORNING, Desk, titles

# SQLite has one writer: two transactions never meet there.
ON_A_SERVER = pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)


@pytest.fixture
def desk(database: Database) -> Desk:
    return Desk(database)


async def test_two_planners_at_once_make_one_set_of_rows(desk: Desk) -> None:
    (world,) = await desk.has_topics("world")
    readers = [await desk.has_reader(world) for _ in range(20)]
    await desk.publishes(world)
    desk.now = EIGHT
    await asyncio.gather(*(desk.digests.plan_due() for _ in range(4)))
    rows = await desk.outbox()
    assert Counter(row.subscriber_id for row in rows) == {reader.id: 1 for reader in readers}
    assert [(await desk.stored(reader)).cursor for reader in readers] == [1] * 20


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
