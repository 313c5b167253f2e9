"""Copies of the whole database: a backup is a SQLite file with the same tables, from either database.

Everything here is synchronous and on connections of its own: it belongs to commands, not to the running bot.
Whatever is written is read again and counted before anybody is told that it is there.
"""

import os
import shutil
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path
from urllib.parse import quote

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.errors import DatabaseRefusedError
from bot.storage import schema
from bot.storage.conditions import is_open
from bot.storage.dialects import APPLICATION_ID, is_term_index, sync_url
from bot.storage.endings import give_back
from bot.storage.tables import deliveries, inbox, meta, metadata

CHUNK = 500  # rows read and written at once
RESTORED = "a backup was restored"

Rows = dict[str, int]


def backup(database_url: str, target: Path) -> Rows:
    """Copy a database, which may be in use, into a new file; return the rows of each table.

    Raises:
        DatabaseRefusedError: the file exists, there is no database, or it cannot be read.
    """
    if "?" in str(target):
        raise DatabaseRefusedError("a question mark cannot be in the name of a backup")
    source = schema.sqlite_path(database_url)
    current, head = schema.status(database_url)
    if current is None:
        raise DatabaseRefusedError("there is nothing to back up: the database is empty")
    if source is None and current != head:
        raise DatabaseRefusedError(f"the database has schema {current}; run digestbot migrate first")
    with _new_file(target) as unfinished, _told_in_one_line():
        copied = _copy_file(source, unfinished) if source else _copy_server(database_url, unfinished)
        _verify(unfinished, copied)
    return {name: copied[name] for name in sorted(copied) if name in metadata.tables}


def free_bytes(database_url: str) -> int | None:
    """Tell how much room the disk of a SQLite file has left; None for a server, whose disk is not ours."""
    path = schema.sqlite_path(database_url)
    return shutil.disk_usage(path.resolve().parent).free if path else None


def stage(backup_file: Path, folder: Path) -> str:
    """Copy a backup into a folder, bring it to this program's schema, and return its ``DATABASE_URL``.

    Raises:
        DatabaseRefusedError: the file is no backup of ours, is damaged, or is newer than this program.
    """
    if not backup_file.is_file():
        raise DatabaseRefusedError(f"there is no file {backup_file}")
    # A question mark would begin the parameters of the address below.
    staged = folder / backup_file.name.replace("?", "_")
    with _told_in_one_line(f"{backup_file.name} is not a readable SQLite database"):
        _copy_file(backup_file, staged)
    url = f"sqlite:///{staged}"
    if schema.status(url)[0] is None:
        raise DatabaseRefusedError(f"{backup_file.name} holds no digestbot tables")
    schema.prepare(url, copies=folder / "before")
    return url


async def expire_open(conn: AsyncConnection, now: datetime) -> int:
    """End every delivery that waits, as too late; what did not arrive is offered again. How many rows."""
    result = await conn.execute(
        sa.update(deliveries)
        .where(is_open(deliveries))
        .values(state="expired", owner="", last_error=RESTORED, ended_at=now)
        .returning(deliveries.c.id)
    )
    expired = result.scalars().all()
    await give_back(conn, expired, now)
    return len(expired)


def load(staged_url: str, database_url: str, *, replace: Path | None = None) -> Rows:
    """Put a staged backup in the place of a database, whole or not at all; return the rows of each table.

    Over data only with ``replace``, the new file into which the data is copied before.

    Raises:
        DatabaseRefusedError: there is data and no ``replace``, or the database cannot be used.
    """
    schema.prepare(database_url)
    if _holds_data(database_url):
        if replace is None:
            raise DatabaseRefusedError("the database holds data; --replace puts the backup in its place")
        backup(database_url, replace)
    staged, target = schema.sqlite_path(staged_url), schema.sqlite_path(database_url)
    assert staged is not None
    expected = _count_file(staged)
    with _told_in_one_line():
        if target is None:
            _fill_server(staged, database_url, expected)
        else:
            _fill_file(staged, target)
            _verify(target, expected)
    return {name: expected[name] for name in sorted(expected) if name in metadata.tables}


@contextmanager
def _new_file(target: Path) -> Iterator[Path]:
    """Give a path to write to that becomes ``target`` when the block ends well, and never overwrites."""
    unfinished = target.with_name(target.name + ".part")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        # Reserves the name; readers' settings are nobody else's business.
        os.close(os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        unfinished.unlink(missing_ok=True)
        os.close(os.open(unfinished, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    except FileExistsError as error:
        raise DatabaseRefusedError(f"{target.name} exists already; name another file") from error
    except OSError as error:
        raise DatabaseRefusedError(f"{target} cannot be written: {error.strerror}") from error
    try:
        yield unfinished
        unfinished.replace(target)
    except BaseException:
        unfinished.unlink(missing_ok=True)
        target.unlink(missing_ok=True)
        raise


@contextmanager
def _told_in_one_line(prefix: str = "the copy failed") -> Iterator[None]:
    try:
        yield
    except (sa.exc.SQLAlchemyError, sqlite3.Error) as error:
        cause = str(getattr(error, "orig", None) or error).strip().partition("\n")[0]
        raise DatabaseRefusedError(f"{prefix}: {cause}") from error


def _open_file(path: Path, *, mode: str) -> sqlite3.Connection:
    address = f"file:{quote(str(path))}?mode={mode}"
    return sqlite3.connect(address, uri=True, timeout=30, isolation_level=None)


def _copy_file(source: Path, target: Path) -> Rows:
    with closing(_open_file(source, mode="ro")) as live, closing(_open_file(target, mode="rwc")) as copy:
        # What is counted and what is copied are one state, whatever is written meanwhile.
        live.execute("BEGIN")
        counted = _count(live)
        live.backup(copy)
        live.execute("ROLLBACK")
        copy.execute("PRAGMA journal_mode=DELETE")
    return counted


def _fill_file(source: Path, target: Path) -> None:
    with closing(_open_file(source, mode="ro")) as staged, closing(_open_file(target, mode="rw")) as live:
        # One transaction of the target: a reader sees the old state or the new one.
        staged.backup(live)


def _count_file(path: Path) -> Rows:
    with closing(_open_file(path, mode="ro")) as conn:
        return _count(conn)


def _count(conn: sqlite3.Connection) -> Rows:
    names = conn.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'")
    return {
        name: int(conn.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0])  # noqa: S608 - the schema's own names
        for (name,) in names.fetchall()
        if not is_term_index(name)
    }


def _verify(path: Path, expected: Rows) -> None:
    with closing(_open_file(path, mode="ro")) as conn:
        sound = conn.execute("PRAGMA integrity_check(1)").fetchone()[0]
        ours = conn.execute("PRAGMA application_id").fetchone()[0] == APPLICATION_ID
        if sound != "ok" or not ours or _count(conn) != expected:
            raise DatabaseRefusedError(f"the copy {path.name} does not hold what was copied; try again")


@contextmanager
def _connected(url: sa.URL) -> Iterator[sa.Connection]:
    engine = sa.create_engine(url, poolclass=sa.NullPool)
    try:
        with engine.connect() as conn:
            yield conn
    finally:
        engine.dispose()


def _copy_server(database_url: str, target: Path) -> Rows:
    schema.prepare(f"sqlite:///{target}")
    with _connected(sync_url(database_url)) as live, _connected(sync_url(f"sqlite:///{target}")) as copy:
        # One state of the database for all tables.
        live.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
        counted = _copy_tables(live, copy)
        copy.commit()
    return counted | {"alembic_version": 1}


def _fill_server(source: Path, database_url: str, expected: Rows) -> None:
    with _connected(sync_url(f"sqlite:///{source}")) as staged, _connected(sync_url(database_url)) as live:
        names = ", ".join(metadata.tables)
        live.execute(sa.text(f"TRUNCATE {names} RESTART IDENTITY CASCADE"))
        copied = _copy_tables(staged, live)
        if copied.items() - expected.items():
            raise DatabaseRefusedError("the server does not hold what was copied; nothing was changed")
        _move_sequences(live, copied)
        live.commit()


def _copy_tables(source: sa.Connection, target: sa.Connection) -> Rows:
    """Copy every row in an order that foreign keys allow; return how many the target then holds."""
    for table in metadata.sorted_tables:
        found = source.execution_options(yield_per=CHUNK).execute(sa.select(table))
        for rows in found.mappings().partitions():
            target.execute(sa.insert(table), [dict(row) for row in rows])
    return {table.name: _size(target, table) for table in metadata.sorted_tables}


def _size(conn: sa.Connection, table: sa.Table) -> int:
    return int(conn.execute(sa.select(sa.func.count()).select_from(table)).scalar_one())


def _move_sequences(conn: sa.Connection, copied: Mapping[str, int]) -> None:
    """Let the server count on behind the copied ids; copying them does not move its counters."""
    for table in metadata.sorted_tables:
        key = table.autoincrement_column
        if key is not None and copied[table.name]:
            sequence = sa.func.pg_get_serial_sequence(table.name, key.name)
            conn.execute(sa.select(sa.func.setval(sequence, sa.select(sa.func.max(key)).scalar_subquery())))


def _holds_data(database_url: str) -> bool:
    """Tell whether anything but counters and spent updates is in a database."""
    kept = [table for table in metadata.sorted_tables if table not in (meta, inbox)]
    with _connected(sync_url(database_url)) as conn:
        return any(conn.execute(sa.select(sa.exists(sa.select(table)))).scalar() for table in kept)
