"""A reader who cannot be planned stops nobody else, and loses nothing."""

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
