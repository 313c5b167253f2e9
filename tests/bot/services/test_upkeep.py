from datetime import time, timedelta

import sqlalchemy as sa

from bot import metrics
from bot.models import (
    DeliveryKind,
    DeliveryState,
    NewDelivery,
    OutgoingMessage,
    Preferences,
    Schedule,
    Subscriber,
)
from bot.services.backups import Backups
from bot.services.upkeep import KEPT_DELIVERIES, Upkeep
from bot.storage import deliveries, slots, subscribers
from bot.storage.engine import Database
from bot.storage.tables import bodies
from bot.storage.tables import deliveries as rows
from tests.bot.services.newsroom import NOON, Newsroom

# The daily copy has tests of its own; a server is left alone.
SERVER = "postgresql://localhost/desk"


async def has_outbox(database: Database) -> None:
    reader = Subscriber(0, 1, 0, "private", "en", Schedule((time(8),), "UTC"), Preferences())
    async with database.write() as conn:
        stored = await subscribers.insert_if_absent(conn, reader, NOON)
        await slots.record_end(conn, stored.id, 1, DeliveryState.SKIPPED, NOON)
        waiting = NewDelivery(stored.id, DeliveryKind.NOTICE, 1, 0, OutgoingMessage("Hello"))
        await deliveries.plan(conn, [waiting], NOON)


async def test_what_ended_thirty_days_ago_is_forgotten_and_what_waits_stays(database: Database) -> None:
    room = Newsroom(database)
    upkeep = Upkeep(database, room.articles, Backups(SERVER, room.watch), room.watch)
    await has_outbox(database)
    room.watch.moves(KEPT_DELIVERIES)
    await upkeep.maintain()
    assert await _states(database) == ["pending", "skipped"]
    room.watch.moves(timedelta(seconds=1))
    await upkeep.maintain()
    assert await _states(database) == ["pending"]
    async with database.read() as conn:
        assert (await conn.execute(sa.select(bodies.c.text))).scalars().all() == ["Hello"]


async def _states(database: Database) -> list[str]:
    async with database.read() as conn:
        return sorted((await conn.execute(sa.select(rows.c.state))).scalars())


async def test_the_metrics_count_the_outbox(database: Database) -> None:
    room = Newsroom(database)
    upkeep = Upkeep(database, room.articles, Backups(SERVER, room.watch), room.watch)
    await has_outbox(database)
    room.watch.moves(timedelta(minutes=1))
    await upkeep.measure()
    told = metrics.REGISTRY.get_sample_value
    counted = {state: told("bot_outbox_rows", {"state": state}) for state in DeliveryState}
    assert counted == dict.fromkeys(DeliveryState, 0) | {"skipped": 1, "pending": 1}
    assert metrics.REGISTRY.get_sample_value("bot_outbox_oldest_seconds") == 60.0


async def test_the_probe_writes(database: Database) -> None:
    from bot.storage.tables import meta

    room = Newsroom(database)
    await Upkeep(database, room.articles, Backups(SERVER, room.watch), room.watch).probe()
    async with database.read() as conn:
        value = (await conn.execute(sa.select(meta.c.value).where(meta.c.key == "probe"))).scalar_one()
    assert value == NOON.isoformat()
