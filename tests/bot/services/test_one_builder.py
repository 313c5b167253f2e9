"""What editors see is what readers get: one builder for the schedule, a request and a preview."""

from dataclasses import replace

import pytest

from bot.storage.engine import Database
from tests.bot.services.readership import EIGHT, Desk


@pytest.fixture
def desk(database: Database) -> Desk:
    return Desk(database)


async def test_the_schedule_a_request_and_a_preview_show_the_same_digest(desk: Desk) -> None:
    (world,) = await desk.has_topics("world")
    scheduled, asking = await desk.has_reader(world), await desk.has_reader(world)
    for number in range(14):
        await desk.publishes(world, f"News{number}")
    await desk.tick(EIGHT)
    looking = replace(await desk.stored(asking), cursor=0)
    preview = await desk.digests.preview(looking)
    rows = await desk.outbox(scheduled)
    assert [message.text for message in preview.messages] == [row.text for row in rows]
    assert len(rows) == 1
    late = await desk.has_reader(world)
    await desk.digests.on_request(late, 1)
    assert [row.text for row in await desk.outbox(late)] == [row.text for row in rows]
    assert {str(row.keyboard) for row in await desk.outbox()} == {str(rows[0].keyboard)}
