"""The inbox on both databases: kept once, applied with the effect, emptied when done."""

from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from bot.models import InboxRow, InboxState
from bot.storage import inbox
from bot.storage.engine import Database, current_update
from bot.storage.tables import inbox as table
from bot.storage.tables import meta

NOW = datetime(2026, 3, 4, 8, 0, tzinfo=UTC)


async def accept(database: Database, *update_ids: int, now: datetime = NOW) -> list[int]:
    async with database.write(effect=False) as conn:
        new = await inbox.accept(conn, [(one, f'{{"update_id": {one}}}') for one in update_ids], now)
    return [row.update_id for row in new]


async def open_rows(database: Database) -> list[InboxRow]:
    async with database.read() as conn:
        return await inbox.open_rows(conn)


async def states(database: Database) -> dict[int, tuple[str, str]]:
    async with database.read() as conn:
        found = await conn.execute(sa.select(table.c.update_id, table.c.state, table.c.raw))
        return {row.update_id: (row.state, row.raw) for row in found}


async def test_only_new_updates_are_accepted_in_their_order(database: Database) -> None:
    assert await accept(database, 12, 10, 11) == [12, 10, 11]
    assert await accept(database, 11, 13, 12, 14) == [13, 14]
    assert await accept(database) == []
    assert [row.update_id for row in await open_rows(database)] == [10, 11, 12, 13, 14]


async def test_an_update_twice_in_a_batch_is_accepted_once(database: Database) -> None:
    assert await accept(database, 10, 10) == [10]


async def test_more_updates_than_one_statement_takes(database: Database) -> None:
    assert len(await accept(database, *range(3000))) == 3000


async def test_what_is_done_keeps_only_its_id(database: Database) -> None:
    await accept(database, 10, 11)
    async with database.write(effect=False) as conn:
        await inbox.mark_done(conn, [10])
        await inbox.mark_done(conn, [])
    assert await states(database) == {10: ("done", ""), 11: ("new", '{"update_id": 11}')}
    assert await accept(database, 10) == []
    async with database.read() as conn:
        assert await inbox.waiting(conn) == 1


async def write_effect(database: Database, update_id: int, *, fail: bool = False) -> None:
    token = current_update.set(update_id)
    try:
        async with database.write() as conn:
            await conn.execute(sa.insert(meta).values(key=f"effect {update_id}", value="1"))
            if fail:
                raise RuntimeError("the handler stumbled")
    finally:
        current_update.reset(token)


async def test_an_effect_and_its_mark_commit_together(database: Database) -> None:
    await accept(database, 10)
    await write_effect(database, 10)
    assert [row.state for row in await open_rows(database)] == [InboxState.APPLIED]


async def test_an_effect_that_failed_leaves_no_mark(database: Database) -> None:
    await accept(database, 10)
    with pytest.raises(RuntimeError):
        await write_effect(database, 10, fail=True)
    assert [row.state for row in await open_rows(database)] == [InboxState.NEW]
    async with database.read() as conn:
        assert (await conn.execute(sa.select(meta.c.key).where(meta.c.key == "effect 10"))).all() == []


async def test_deaths_are_counted_and_taken_back(database: Database) -> None:
    await accept(database, 10, 11)
    async with database.write(effect=False) as conn:
        for _ in range(3):
            await inbox.count_death(conn, 10)
        await inbox.take_back_death(conn, [10])
    assert [row.deaths for row in await open_rows(database)] == [2, 0]


async def test_what_is_set_aside_is_kept_and_never_open_again(database: Database) -> None:
    await accept(database, 10)
    async with database.write(effect=False) as conn:
        await inbox.set_aside(conn, [10])
    assert await open_rows(database) == []
    assert await states(database) == {10: ("aside", '{"update_id": 10}')}


async def test_ids_are_forgotten_after_eight_days_but_never_open_work(database: Database) -> None:
    await accept(database, 10, 11)
    await accept(database, 12, now=NOW + timedelta(days=1))
    async with database.write(effect=False) as conn:
        await inbox.mark_done(conn, [10, 12])
        assert await inbox.prune(conn, NOW + timedelta(days=8)) == 0
        assert await inbox.prune(conn, NOW + timedelta(days=8, seconds=1)) == 1
    assert set(await states(database)) == {11, 12}
