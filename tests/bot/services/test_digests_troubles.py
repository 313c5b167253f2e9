"""A reader who cannot be planned stops nobody else, and loses nothing."""

import contextlib
from datetime import timedelta

import pytest
import sqlalchemy as sa

from bot.models import Subscriber
from bot.storage.engine import Database
from bot.storage.tables import subscribers
from tests.bot.services.readership import EIGHT, Desk


@pytest.fixture
def desk(database: Database) -> Desk:
    return Desk(database)


async def moves_to(desk: Desk, reader: Subscriber, zone: str) -> None:
    async with desk.database.write() as conn:
        await conn.execute(sa.update(subscribers).where(subscribers.c.id == reader.id).values(zone=zone))


async def test_one_reader_who_cannot_be_planned_stops_no_other(
    desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    (world,) = await desk.has_topics("world")
    lost, other = await desk.has_reader(world), await desk.has_reader(world)
    await desk.publishes(world)
    await moves_to(desk, lost, "Mars/Base")
    await desk.tick(EIGHT)
    assert [row.subscriber_id for row in await desk.outbox()] == [other.id]
    after = await desk.stored(lost)
    assert (after.cursor, after.next_digest_at) == (0, EIGHT + timedelta(hours=1))
    assert "a reader cannot be planned" in caplog.text
    await moves_to(desk, lost, "UTC")
    await desk.tick(EIGHT + timedelta(hours=1))
    assert {row.subscriber_id for row in await desk.outbox()} == {lost.id, other.id}


async def test_a_full_disk_postpones_nobody(database: Database) -> None:
    if database.dialect != "sqlite":
        pytest.skip("the disk of a PostgreSQL server is not ours to fill")
    desk = Desk(database)
    (topic,) = await desk.has_topics("world")
    readers = [await desk.has_reader(topic) for _ in range(60)]
    await desk.publishes(topic)
    await _allow_pages(database, 1)  # SQLite takes the present size for the least
    with contextlib.suppress(sa.exc.OperationalError):
        await desk.tick(EIGHT)
    await _allow_pages(database, 2**30)
    await desk.tick(EIGHT + timedelta(seconds=2))
    assert len(await desk.outbox(*readers)) == 60


async def _allow_pages(database: Database, pages: int) -> None:
    async with database.write() as conn:
        await conn.exec_driver_sql(f"PRAGMA max_page_count={pages}")
