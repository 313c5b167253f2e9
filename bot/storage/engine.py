"""The database: one writer at a time, readers beside it, every transaction ended whatever happens."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, nullcontext
from contextvars import ContextVar
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from bot import metrics
from bot.moments import Moment, reached
from bot.storage.dialects import async_url
from bot.storage.driver import open_connection
from bot.storage.tables import inbox

# The update in whose name the running task works: its first effect and its inbox mark commit together.
current_update: ContextVar[int | None] = ContextVar("current_update", default=None)

READERS = 4
# What passes by itself: a full disk, a lock that another holds, a server that went away.
DATABASE_TROUBLE = (sa.exc.OperationalError, sa.exc.InterfaceError)


class Database:
    """An open database of either kind; services ask it for a connection to read or to write with."""

    def __init__(self, database_url: str) -> None:
        url = async_url(database_url)
        self.dialect = url.get_backend_name()
        if self.dialect == "sqlite":
            self._writer = _sqlite_engine(url, begin="BEGIN IMMEDIATE", size=1)
            self._reader = _sqlite_engine(url, begin="BEGIN", size=READERS)
            # SQLite has one writer: waiting here keeps the order and never meets "database is locked".
            self._turn: asyncio.Lock | None = asyncio.Lock()
        else:
            self._writer = self._reader = create_async_engine(
                url, pool_size=10, pool_pre_ping=True, connect_args={"connect_timeout": 5}
            )
            self._turn = None

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncConnection]:
        """A connection that sees one state of the database; nothing written through it is kept."""
        async with self._reader.connect() as conn:
            yield conn

    @asynccontextmanager
    async def write(self, *, effect: bool = True) -> AsyncIterator[AsyncConnection]:
        """A transaction that commits at the end of the block and rolls back on any error or cancellation.

        With ``effect``, the inbox row of the running update is marked applied in the same transaction, so
        that a command has its effect exactly once however often the process dies.
        """
        async with self._turn or nullcontext(), _counting_locks(), self._writer.begin() as conn:
            applies = effect and await _mark_applied(conn)
            yield conn
            if applies:
                reached(Moment.APPLYING)
        if applies:
            reached(Moment.APPLIED)

    async def close(self) -> None:
        """Give every connection back; open transactions have been rolled back before."""
        await self._writer.dispose()
        await self._reader.dispose()


@asynccontextmanager
async def _counting_locks() -> AsyncIterator[None]:
    """Count the times SQLite gave up waiting for another process's lock."""
    try:
        yield
    except sa.exc.OperationalError as error:
        metrics.DB_BUSY.inc("locked" in str(error.orig))
        raise


async def _mark_applied(conn: AsyncConnection) -> bool:
    """Mark the running update as applied; False where no update is running."""
    update_id = current_update.get()
    if update_id is None:
        return False
    await conn.execute(
        sa.update(inbox).where(inbox.c.update_id == update_id, inbox.c.state == "new").values(state="applied")
    )
    return True


def _sqlite_engine(url: sa.URL, *, begin: str, size: int) -> AsyncEngine:
    path = str(url.database)
    engine = create_async_engine(
        url, pool_size=size, max_overflow=0, pool_timeout=60, async_creator=lambda: open_connection(path)
    )
    event.listen(engine.sync_engine, "connect", _set_up_sqlite)

    def begin_transaction(conn: sa.Connection) -> None:
        conn.exec_driver_sql(begin)

    event.listen(engine.sync_engine, "begin", begin_transaction)
    return engine


def _set_up_sqlite(dbapi_connection: Any, _record: object) -> None:
    # The driver must not begin transactions by itself: a deferred one fails when it turns into a writer.
    dbapi_connection.isolation_level = None
    cursor = dbapi_connection.cursor()
    for pragma in (
        "busy_timeout=30000",
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()
