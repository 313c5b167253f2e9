import asyncio
import shutil
import sqlite3
import stat
from contextlib import closing
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.errors import DatabaseRefusedError
from bot.models import (
    DeliveryKind,
    NewArticle,
    NewDelivery,
    OutgoingMessage,
    Preferences,
    Schedule,
    Subscriber,
)
from bot.services.copies import restore
from bot.storage import articles, audit, copies, deliveries, schema, subscribers, topics
from bot.storage.engine import Database
from bot.storage.lock import InstanceLock
from bot.storage.tables import deliveries as outbox
from bot.storage.tables import metadata
from summarizer.models import Ranking

NOW = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)
SCHEDULE = Schedule(times=(time(8),), zone="Europe/Kyiv")


async def fill(database: Database) -> Subscriber:
    async with database.write() as conn:
        topic = await topics.insert(conn, "world", {"en": "World", "uk": "Світ"}, NOW)
        assert topic
        new = NewArticle(
            "A title", "Body ‘one’.", "en", Ranking("en", "lead"), ("world",), url="https://e.org/"
        )
        await articles.insert(conn, new, added_by=7, now=NOW)
        reader = await subscribers.insert_if_absent(
            conn, Subscriber(0, 5, 0, "private", "en", SCHEDULE, Preferences(), cursor=4), NOW
        )
        await subscribers.add_subscriptions(conn, reader.id, [topic.id])
        due = Subscriber(
            reader.id, 5, 0, "private", "en", SCHEDULE, Preferences(), next_digest_at=NOW - timedelta(hours=6)
        )
        await subscribers.update(conn, due)
        row = NewDelivery(
            reader.id, DeliveryKind.DIGEST, 17, 0, OutgoingMessage("Hello"), cursor_before=2, cursor_after=4
        )
        await deliveries.plan(conn, [row], NOW)
        await audit.append(conn, 7, "topic.create", "world", NOW)
    return reader


async def everything(url: str) -> dict[str, list[tuple[object, ...]]]:
    database = Database(url)
    async with database.read() as conn:
        tables = metadata.sorted_tables
        found = {table.name: (await conn.execute(sa.select(table))).all() for table in tables}
    await database.close()
    return {name: sorted((tuple(map(repr, row)) for row in rows), key=repr) for name, rows in found.items()}


def sqlite(path: Path) -> str:
    return f"sqlite:///{path}"


async def test_a_backup_of_either_database_holds_every_row(
    database: Database, database_url: str, tmp_path: Path
) -> None:
    await fill(database)
    target = tmp_path / "copies" / "backup.db"
    rows = await asyncio.to_thread(copies.backup, database_url, target)
    assert (rows["articles"], rows["deliveries"], rows["audit"]) == (1, 1, 1)
    assert await everything(sqlite(target)) == await everything(database_url)
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    assert [path.name for path in target.parent.iterdir() if not path.name.startswith("backup.db-")] == [
        "backup.db"
    ]


async def test_a_backup_never_overwrites(database_url: str, tmp_path: Path) -> None:
    target = tmp_path / "mine.txt"
    target.write_text("precious")
    with pytest.raises(DatabaseRefusedError, match=r"mine\.txt exists already"):
        copies.backup(database_url, target)
    assert target.read_text() == "precious"


def test_nothing_to_back_up_leaves_no_file(tmp_path: Path) -> None:
    with pytest.raises(DatabaseRefusedError, match="nothing to back up"):
        copies.backup(sqlite(tmp_path / "absent.db"), tmp_path / "backup.db")
    assert list(tmp_path.iterdir()) == []


async def test_a_backup_under_writes_is_one_state(sqlite_template: Path, tmp_path: Path) -> None:
    source = tmp_path / "live.db"
    shutil.copyfile(sqlite_template, source)
    database = Database(sqlite(source))

    async def write(numbers: range) -> None:
        for number in numbers:
            async with database.write() as conn:
                # Two rows in one transaction: a copy holds both or neither.
                await audit.append(conn, None, "first", str(number), NOW)
                await audit.append(conn, None, "second", str(number), NOW)

    await write(range(5))
    writing = asyncio.create_task(write(range(5, 200)))
    backed_up = [
        await asyncio.to_thread(copies.backup, sqlite(source), tmp_path / f"{n}.db") for n in range(5)
    ]
    await writing
    await database.close()
    assert all(rows["audit"] % 2 == 0 and rows["audit"] >= 10 for rows in backed_up)


async def test_a_restore_brings_everything_back_but_nothing_that_was_due(
    database: Database, database_url: str, tmp_path: Path
) -> None:
    reader = await fill(database)
    backup = tmp_path / "backup.db"
    copies.backup(database_url, backup)
    target = tmp_path / "target.db"
    rows = await asyncio.to_thread(restore, backup, sqlite(target), replace=False, now=NOW)
    assert rows["subscribers"] == 1
    restored = Database(sqlite(target))
    async with restored.read() as conn:
        found = await subscribers.get(conn, reader.id)
        states = (await conn.execute(sa.select(outbox.c.state, outbox.c.last_error))).all()
    await restored.close()
    assert found is not None
    assert found.next_digest_at == datetime(2026, 3, 5, 6, 0, tzinfo=UTC)
    assert found.cursor == 2
    assert [tuple(row) for row in states] == [("expired", copies.RESTORED)]
    before, after = await everything(database_url), await everything(sqlite(target))
    same = metadata.tables.keys() - {"deliveries", "subscribers"}
    assert {name: after[name] for name in same} == {name: before[name] for name in same}


async def test_a_restore_into_either_database_counts_on_behind_its_rows(
    database: Database, database_url: str, sqlite_template: Path, tmp_path: Path
) -> None:
    source = tmp_path / "source.db"
    shutil.copyfile(sqlite_template, source)
    other = Database(sqlite(source))
    await fill(other)
    await other.close()
    await asyncio.to_thread(restore, source, database_url, replace=False, now=NOW)
    async with database.write() as conn:
        topic = await topics.insert(conn, "tech", {}, NOW)
    assert topic is not None
    assert topic.id == 2


async def test_data_is_replaced_only_when_asked_and_copied_aside_before(
    database: Database,
    database_url: str,
    sqlite_template: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    empty = tmp_path / "empty.db"
    shutil.copyfile(sqlite_template, empty)
    await fill(database)
    before = await everything(database_url)
    with pytest.raises(DatabaseRefusedError, match="--replace"):
        await asyncio.to_thread(restore, empty, database_url, replace=False, now=NOW)
    assert await everything(database_url) == before
    await asyncio.to_thread(restore, empty, database_url, replace=True, now=NOW)
    after = await everything(database_url)
    assert (after["articles"], after["subscribers"], after["audit"]) == ([], [], [])
    [aside] = (tmp_path / "backups").glob("*-before-restore-20260304T120000Z.db")
    assert await everything(sqlite(aside)) == before


async def test_no_restore_while_a_bot_runs(database_url: str, sqlite_template: Path) -> None:
    with InstanceLock(database_url), pytest.raises(DatabaseRefusedError, match="stop it first"):
        restore(sqlite_template, database_url, replace=True, now=NOW)


@pytest.mark.parametrize(
    ("content", "message"),
    [(b"not a database at all, but long enough" * 9, "not a readable SQLite"), (b"", "no digestbot tables")],
)
def test_what_is_no_backup_is_refused(tmp_path: Path, content: bytes, message: str) -> None:
    file = tmp_path / "backup.db"
    file.write_bytes(content)
    with pytest.raises(DatabaseRefusedError, match=message):
        restore(file, sqlite(tmp_path / "target.db"), replace=False, now=NOW)
    assert not (tmp_path / "target.db").exists()


def test_a_missing_a_foreign_and_a_newer_file_are_refused(sqlite_template: Path, tmp_path: Path) -> None:
    target = sqlite(tmp_path / "target.db")
    with pytest.raises(DatabaseRefusedError, match="there is no file"):
        restore(tmp_path / "absent.db", target, replace=False, now=NOW)
    foreign = tmp_path / "foreign.db"
    with closing(sqlite3.connect(foreign)) as conn:
        conn.execute("CREATE TABLE notes (id INTEGER)")
    with pytest.raises(DatabaseRefusedError, match=r"foreign\.db is a database of another program"):
        restore(foreign, target, replace=False, now=NOW)
    newer = tmp_path / "newer.db"
    newer.write_bytes(sqlite_template.read_bytes())
    with closing(sqlite3.connect(newer)) as conn, conn:
        conn.execute("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(DatabaseRefusedError, match="newer than this program"):
        restore(newer, target, replace=False, now=NOW)


def test_the_backup_itself_is_left_as_it_is(sqlite_template: Path, tmp_path: Path) -> None:
    file = tmp_path / "backup.db"
    copies.backup(sqlite(sqlite_template), file)
    before = file.read_bytes()
    restore(file, sqlite(tmp_path / "target.db"), replace=False, now=NOW)
    assert file.read_bytes() == before
    assert schema.status(sqlite(tmp_path / "target.db"))[0] is not None
