"""Nobody waits in a circle: readers are locked before their deliveries, whoever comes."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, time, timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.models import (
    DeliveryKind,
    Gone,
    NewDelivery,
    OutgoingMessage,
    Preferences,
    Refused,
    Schedule,
    Subscriber,
    Uncertain,
)
from bot.storage import chats, deliveries, endings, results, subscribers
from bot.storage.engine import Database
from bot.storage.results import Result
from bot.storage.tables import deliveries as table

# SQLite has one writer: two transactions never meet there.
pytestmark = pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)

NOW = datetime(2026, 3, 4, 8, tzinfo=UTC)
OWNER = "this process"
Work = Callable[[AsyncConnection], Awaitable[object]]


async def has_reader(database: Database, chat_id: int) -> Subscriber:
    fresh = Subscriber(0, chat_id, 0, "private", "en", Schedule((time(8),), "UTC"), Preferences(), cursor=3)
    async with database.write() as conn:
        stored = await subscribers.insert_if_absent(conn, fresh, NOW)
        rows = [
            NewDelivery(
                stored.id, DeliveryKind.DIGEST, slot, 0, OutgoingMessage(f"{slot}"), cursor_before=slot,
                cursor_after=slot + 1, expires_at=NOW + timedelta(hours=slot),
            )
            for slot in (1, 2)
        ]  # fmt: skip
        await deliveries.plan(conn, rows, NOW)
    return stored


async def meets(database: Database, held: int, first: Work, second: Work) -> None:
    """Let one transaction hold a reader while another begins, and then go on to the reader's deliveries."""

    async def beside() -> None:
        async with database.write() as conn:
            await second(conn)

    async with database.write() as conn:
        await subscribers.find(conn, held, lock=True)
        other = asyncio.create_task(beside())
        await until_somebody_waits(database)
        await first(conn)
    await other


async def until_somebody_waits(database: Database) -> None:
    async with asyncio.timeout(20):
        while True:
            async with database.read() as conn:
                waiting = sa.text("SELECT count(*) FROM pg_locks WHERE NOT granted")
                if (await conn.execute(waiting)).scalar_one():
                    return
            await asyncio.sleep(0.01)


async def states(database: Database) -> list[str]:
    async with database.read() as conn:
        return list((await conn.execute(sa.select(table.c.state).order_by(table.c.id))).scalars())


@pytest.mark.parametrize(
    "outcome", [Refused("no such text"), Gone("blocked"), Uncertain("lost")], ids=["failed", "gone", "lost"]
)
async def test_leaving_meets_an_outcome(database: Database, outcome: Refused | Gone | Uncertain) -> None:
    reader = await has_reader(database, 10)
    async with database.write() as conn:
        (claimed,) = await deliveries.claim(conn, OWNER, NOW, 5)
        if isinstance(outcome, Uncertain):
            # The third lost reply is a failure, which gives the cursor back.
            await conn.execute(sa.update(table).where(table.c.id == claimed.id).values(uncertain=2))
    await meets(
        database,
        10,
        lambda conn: deliveries.cancel_for(conn, reader.id, "left", NOW),
        lambda conn: results.record(conn, OWNER, [Result(claimed, outcome)], NOW),
    )
    assert set(await states(database)) <= {"cancelled", "failed"}


async def test_leaving_meets_expiry(database: Database) -> None:
    reader = await has_reader(database, 10)
    await meets(
        database,
        10,
        lambda conn: deliveries.cancel_for(conn, reader.id, "left", NOW),
        lambda conn: endings.expire(conn, NOW + timedelta(hours=3)),
    )
    assert await states(database) == ["cancelled", "cancelled"]


async def test_leaving_meets_a_start_that_takes_up_what_was_in_flight(database: Database) -> None:
    reader = await has_reader(database, 10)
    async with database.write() as conn:
        await deliveries.claim(conn, "a process before", NOW, 5)
        await conn.execute(sa.update(table).where(table.c.state == "sending").values(uncertain=2))
    await meets(
        database,
        10,
        lambda conn: deliveries.cancel_for(conn, reader.id, "left", NOW),
        lambda conn: deliveries.recover(conn, OWNER, NOW),
    )
    assert "sending" not in await states(database)


async def test_a_group_that_moves_meets_one_that_leaves(database: Database) -> None:
    reader = await has_reader(database, -10)
    await has_reader(database, -20)
    await meets(
        database,
        -10,
        lambda conn: chats.deactivate(conn, reader.id, "left", NOW),
        lambda conn: chats.move_chat(conn, -10, -20),
    )
    assert "pending" not in (await states(database))[:2]
