"""Transactions over the quick driver: begun with a first statement, ended in order, also when cancelled."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
import sqlalchemy as sa

from bot.storage.driver import ALONG, QuickConnection
from bot.storage.engine import Database


@pytest_asyncio.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    opened = Database(f"sqlite:///{tmp_path / 'some.db'}")
    async with opened.write(effect=False) as conn:
        await conn.execute(sa.text("CREATE TABLE words (word TEXT UNIQUE)"))
    yield opened
    await opened.close()


async def words(database: Database) -> list[str]:
    async with database.read() as conn:
        return list((await conn.execute(sa.text("SELECT word FROM words ORDER BY word"))).scalars())


async def add(database: Database, *new: str) -> int:
    async with database.write(effect=False) as conn:
        statement = sa.text("INSERT INTO words VALUES (:word)")
        result = await conn.execute(statement, [{"word": word} for word in new])
        return int(result.rowcount)


async def test_what_is_written_is_there_and_counted(database: Database) -> None:
    assert await add(database, "one", "two") == 2
    assert await words(database) == ["one", "two"]


async def test_an_error_takes_everything_of_its_transaction_back(database: Database) -> None:
    await add(database, "one")
    with pytest.raises(sa.exc.IntegrityError):
        await add(database, "three", "one")
    assert await words(database) == ["one"]
    await add(database, "four")
    assert await words(database) == ["four", "one"]


async def test_a_cancelled_transaction_leaves_nothing_behind(database: Database) -> None:
    begun = asyncio.Event()

    async def hesitant() -> None:
        async with database.write(effect=False) as conn:
            await conn.execute(sa.text("INSERT INTO words VALUES ('half')"))
            begun.set()
            await asyncio.Event().wait()

    task = asyncio.create_task(hesitant())
    await begun.wait()
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    await add(database, "whole")
    assert await words(database) == ["whole"]


async def test_a_transaction_without_a_statement_never_begins(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    trips = 0
    run = QuickConnection.run

    async def counted(self: QuickConnection, work: object) -> object:
        nonlocal trips
        trips += 1
        return await run(self, work)  # type: ignore[arg-type]

    await words(database)
    monkeypatch.setattr(QuickConnection, "run", counted)
    async with database.write(effect=False):
        pass
    assert trips == 0
    await words(database)
    assert trips == 1


async def test_a_reader_sees_one_state_until_it_ends(database: Database) -> None:
    await add(database, "one")
    async with database.read() as conn:
        count = sa.text("SELECT count(*) FROM words")
        assert (await conn.execute(count)).scalar() == 1
        await add(database, "two")
        assert (await conn.execute(count)).scalar() == 1
    assert await words(database) == ["one", "two"]


@pytest.mark.parametrize("count", [1, ALONG - 1, ALONG, ALONG + 1, 3 * ALONG])
async def test_a_long_answer_is_given_whole_at_once_and_in_parts(database: Database, count: int) -> None:
    await add(database, *(f"{number:05}" for number in range(count)))
    expected = [f"{number:05}" for number in range(count)]
    assert await words(database) == expected
    async with database.read() as conn:
        found = await conn.stream(sa.text("SELECT word FROM words ORDER BY word"))
        assert [word async for (word,) in found] == expected


async def test_an_answer_without_rows_is_empty(database: Database) -> None:
    assert await words(database) == []
    async with database.read() as conn:
        found = await conn.stream(sa.text("SELECT word FROM words"))
        assert await found.fetchone() is None


async def test_a_long_answer_that_is_left_holds_up_nobody(database: Database) -> None:
    await add(database, *(f"{number:05}" for number in range(2 * ALONG)))
    async with database.read() as conn:
        found = await conn.stream(sa.text("SELECT word FROM words ORDER BY word"))
        assert (await found.fetchone()) == ("00000",)
        await found.close()
    await add(database, "later")
    assert len(await words(database)) == 2 * ALONG + 1
