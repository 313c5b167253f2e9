"""One bot for one database: a lock that the system takes back when its process dies, however it dies."""

import fcntl
import os
from contextlib import suppress
from pathlib import Path
from typing import Self

import sqlalchemy as sa

from bot.errors import DatabaseRefusedError
from bot.storage.dialects import POSTGRES_LOCK, sync_url
from bot.storage.schema import sqlite_path


class InstanceLock:
    """The right to be the one bot of a database; a context manager.

    Beside a SQLite file it is an flock on ``<file>.lock``, which stays there, empty of meaning, when nobody
    holds it. On PostgreSQL it is an advisory lock of a connection of its own, which a pooler that hands one
    connection to several clients would break.
    """

    def __init__(self, database_url: str) -> None:
        self._url = database_url
        self._path = sqlite_path(database_url)
        self._file: int | None = None
        self._conn: sa.Connection | None = None

    def __enter__(self) -> Self:
        """Take the lock; raises DatabaseRefusedError when another process has it."""
        if self._path is not None:
            self._file = _locked_file(self._path)
        else:
            self._conn = _locked_connection(self._url)
        return self

    def __exit__(self, *_: object) -> None:
        if self._file is not None:
            os.close(self._file)
            self._file = None
        if self._conn is not None:
            # Closing a connection that the server has dropped fails, and has nothing left to do.
            with suppress(sa.exc.SQLAlchemyError):
                self._conn.close()
            self._conn.engine.dispose()
            self._conn = None

    def is_held(self) -> bool:
        """Tell whether the lock is still ours: PostgreSQL gives it away when the connection breaks.

        Asks the server, and so blocks: call it on a thread.
        """
        if self._conn is None:
            return self._file is not None
        try:
            self._conn.execute(sa.text("SELECT 1"))
        except sa.exc.SQLAlchemyError:
            return False
        return True


def _locked_file(path: Path) -> int:
    # Two names of one file must meet at one lock.
    lock = path.resolve().with_name(path.resolve().name + ".lock")
    try:
        file = os.open(lock, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as error:
        raise DatabaseRefusedError(f"{lock.name} cannot be written: {error.strerror}") from error
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        holder = os.pread(file, 20, 0).decode(errors="replace").strip()
        os.close(file)
        raise _in_use(path.name, f" (process {holder})" if holder.isdigit() else "") from None
    os.ftruncate(file, 0)
    os.pwrite(file, f"{os.getpid()}\n".encode(), 0)
    return file


def _locked_connection(database_url: str) -> sa.Connection:
    engine = sa.create_engine(
        sync_url(database_url),
        poolclass=sa.NullPool,
        isolation_level="AUTOCOMMIT",
        connect_args={"connect_timeout": 5, "keepalives_idle": 10},
    )
    try:
        conn = engine.connect()
    except sa.exc.OperationalError as error:
        reason = str(error.orig).strip().partition("\n")[0]
        raise DatabaseRefusedError(f"the database cannot be used: {reason}") from error
    if not conn.execute(sa.select(sa.func.pg_try_advisory_lock(POSTGRES_LOCK))).scalar():
        conn.close()
        raise _in_use(str(engine.url.database), "")
    return conn


def _in_use(name: str, holder: str) -> DatabaseRefusedError:
    return DatabaseRefusedError(f"another digestbot{holder} is using the database {name}; stop it first")
