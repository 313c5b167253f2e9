"""The schema's life: told from foreign files, copied before a change, migrated at start, refused when newer.

Runs before the event loop has work, on connections of its own, synchronously: Alembic is synchronous, and an
altered SQLite table needs foreign keys off, which no open transaction allows.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from bot.errors import DatabaseRefusedError
from bot.storage.dialects import APPLICATION_ID, sync_url

# A file up to this size is read whole before the bot starts (0.3 s); a larger one while it runs.
CHECKED_AT_ONCE = 64 * 2**20

MIGRATIONS = Path(__file__).parent / "migrations"


def prepare(database_url: str, *, copies: Path | None = None) -> str:
    """Bring a database to this program's schema and return the revision.

    A missing SQLite file is created. Before an existing one is changed, a copy is written into ``copies``
    (default: a folder ``backups`` beside the file).

    Raises:
        DatabaseRefusedError: the database is not ours, is newer than this program, or cannot be opened.
    """
    path = sqlite_path(database_url)
    if path is not None:
        _check_file(path)
    try:
        with _connection(database_url) as conn:
            current, head = _revisions(conn)
            if current == head:
                return head
            if path is not None and current is not None:
                copy_sqlite(path, _copy_name(path, copies, current))
            _migrate(conn)
            return head
    except (sa.exc.OperationalError, sqlite3.DatabaseError) as error:
        raise DatabaseRefusedError(f"the database cannot be used: {_first_line(error)}") from error


def status(database_url: str) -> tuple[str | None, str]:
    """The revision of a database (None: empty or missing) and the one this program needs; changes nothing.

    Raises:
        DatabaseRefusedError: as for ``prepare``.
    """
    path = sqlite_path(database_url)
    if path is not None:
        _check_file(path)
        if not path.exists():
            return None, _head()
    try:
        with _connection(database_url) as conn:
            return _revisions(conn)
    except (sa.exc.OperationalError, sqlite3.DatabaseError) as error:
        raise DatabaseRefusedError(f"the database cannot be used: {_first_line(error)}") from error


def sqlite_path(database_url: str) -> Path | None:
    """The file of a SQLite ``DATABASE_URL``; None for PostgreSQL."""
    url = sync_url(database_url)
    return Path(url.database or "") if url.get_backend_name() == "sqlite" else None


def copy_sqlite(source: Path, target: Path) -> None:
    """Copy a live SQLite file with its write-ahead log, whole or not at all."""
    target.parent.mkdir(parents=True, exist_ok=True)
    unfinished = target.with_name(target.name + ".part")
    unfinished.unlink(missing_ok=True)
    with closing(sqlite3.connect(source)) as live, closing(sqlite3.connect(unfinished)) as copy:
        live.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")
    unfinished.replace(target)


def _check_file(path: Path) -> None:
    if not path.parent.is_dir():
        raise DatabaseRefusedError(f"the folder of {path.name} does not exist; create it first")
    if not path.exists() or path.stat().st_size == 0:
        return
    if not path.is_file():
        raise DatabaseRefusedError(f"{path.name} is not a file")
    try:
        with closing(sqlite3.connect(f"file:{path}?mode=rw", uri=True)) as conn:
            found = conn.execute("PRAGMA application_id").fetchone()[0]
            tables = conn.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
            small = path.stat().st_size <= CHECKED_AT_ONCE
            sound = conn.execute("PRAGMA quick_check(1)").fetchone()[0] if small else "ok"
    except sqlite3.DatabaseError as error:
        raise DatabaseRefusedError(f"{path.name} is not a readable SQLite database ({error})") from error
    if found != APPLICATION_ID and tables:
        raise DatabaseRefusedError(f"{path.name} is a database of another program; name another file")
    if sound != "ok":
        raise DatabaseRefusedError(f"{path.name} is damaged ({sound}); restore a backup")


def damage(database_url: str) -> str:
    """What is wrong with a SQLite file that was too large to be read whole at the start; empty: nothing.

    Reads the whole file beside whoever uses it; takes seconds for a gigabyte.
    """
    path = sqlite_path(database_url)
    if path is None or path.stat().st_size <= CHECKED_AT_ONCE:
        return ""
    try:
        with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as conn:
            found = str(conn.execute("PRAGMA quick_check(1)").fetchone()[0])
    except sqlite3.DatabaseError as error:
        found = str(error)
    return "" if found == "ok" else f"{path.name} is damaged ({found}); restore a backup"


@contextmanager
def _connection(database_url: str) -> Iterator[sa.Connection]:
    engine = sa.create_engine(sync_url(database_url), poolclass=sa.NullPool)
    if engine.dialect.name == "sqlite":
        sa.event.listen(engine, "connect", _set_up)
        sa.event.listen(engine, "begin", _begin_immediate)
    try:
        with engine.connect() as conn:
            yield conn
    finally:
        engine.dispose()


def _set_up(dbapi_connection: sqlite3.Connection, _record: object) -> None:
    dbapi_connection.isolation_level = None
    dbapi_connection.execute("PRAGMA busy_timeout=30000")
    # A table altered by copying would empty its children through ON DELETE CASCADE.
    dbapi_connection.execute("PRAGMA foreign_keys=OFF")


def _begin_immediate(conn: sa.Connection) -> None:
    conn.exec_driver_sql("BEGIN IMMEDIATE")


def _revisions(conn: sa.Connection) -> tuple[str | None, str]:
    head = _head()
    current = MigrationContext.configure(conn).get_current_revision()
    known = {script.revision for script in _scripts().walk_revisions()}
    if current is None and conn.dialect.name == "postgresql" and sa.inspect(conn).get_table_names():
        raise DatabaseRefusedError("the PostgreSQL database holds tables of another program; name another")
    if current is not None and current not in known:
        raise DatabaseRefusedError(
            f"the database has schema {current}, newer than this program's {head}; install the newer version"
        )
    conn.rollback()
    return current, head


def _migrate(conn: sa.Connection) -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = conn
    with conn.begin():
        if conn.dialect.name == "sqlite":
            conn.exec_driver_sql(f"PRAGMA application_id={APPLICATION_ID}")
        command.upgrade(config, "head")
        if conn.dialect.name == "sqlite":
            orphans = conn.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
            if orphans:
                raise DatabaseRefusedError(f"the migration would orphan {len(orphans)} rows; nothing changed")


def _scripts() -> ScriptDirectory:
    return ScriptDirectory(str(MIGRATIONS))


def _head() -> str:
    head = _scripts().get_current_head()
    if head is None:
        raise DatabaseRefusedError("this installation carries no migrations; install it again")
    return head


def _copy_name(path: Path, copies: Path | None, revision: str) -> Path:
    folder = copies or path.parent / "backups"
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
    return folder / f"{path.stem}-before-{revision}-{stamp}.db"


def _first_line(error: Exception) -> str:
    cause = getattr(error, "orig", None) or error
    return str(cause).strip().split("\n")[0]
