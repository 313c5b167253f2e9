"""aiosqlite with one trip to the connection's thread for a statement, where its cursors take four.

A trip costs more than most of our statements: the thread is woken, and the event loop is woken again.
SQLAlchemy makes a cursor, executes, fetches and closes, each a trip; here a statement does all of it in one,
``BEGIN`` goes along with the first statement, and nobody waits for a rollback: the thread keeps the order.
"""

import sqlite3
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Self

import aiosqlite

BEGINNINGS = ("BEGIN", "BEGIN IMMEDIATE")
# Rows that come along with their statement; the rest of a long answer is fetched as it is asked for.
ALONG = 1000

Rows = list[Any]


class QuickConnection(aiosqlite.Connection):
    """A connection to a SQLite file as SQLAlchemy's driver for aiosqlite uses it."""

    def __init__(self, connector: Callable[[], sqlite3.Connection]) -> None:
        super().__init__(connector, iter_chunk_size=64)
        self._begin = ""

    def cursor(self) -> "QuickCursor":  # type: ignore[override]
        """Give a cursor; nothing is done for it yet."""
        return QuickCursor(self)

    async def run(self, work: Callable[[sqlite3.Connection], Any]) -> Any:
        """Do something in the connection's thread, the transaction that waits for it begun before."""
        begin, self._begin = self._begin, ""
        return await self._execute(_begun, self._conn, begin, work)  # type: ignore[no-untyped-call]

    def begin_soon(self, statement: str) -> None:
        """Begin a transaction with the next statement."""
        self._begin = statement

    def close_soon(self, cursor: sqlite3.Cursor) -> None:
        """Close a cursor in the connection's thread, without waiting for it."""
        self._tx.put_nowait((None, cursor.close))

    async def commit(self) -> None:
        """Commit; a transaction in which nothing was done never began."""
        if self._begin:
            self._begin = ""
        else:
            await super().commit()

    async def rollback(self) -> None:
        """Roll back, without waiting for it."""
        if self._begin:
            self._begin = ""
        else:
            self._tx.put_nowait((None, self._conn.rollback))


class QuickCursor:
    """What SQLAlchemy asks of a cursor: the answer of most statements is known when they have run."""

    def __init__(self, connection: QuickConnection) -> None:
        self._connection = connection
        self._rows: Rows = []
        self._rest: sqlite3.Cursor | None = None
        self.description: Any = None
        self.rowcount = -1
        self.lastrowid: int | None = None
        self.arraysize = 1

    async def __aenter__(self) -> Self:
        """Be ready at once."""
        return self

    async def execute(self, statement: str, parameters: Any = ()) -> None:
        """Run a statement and fetch the first rows that it gives."""
        if statement in BEGINNINGS:
            self._connection.begin_soon(statement)
        else:
            await self._run(sqlite3.Connection.execute, statement, parameters)

    async def executemany(self, statement: str, parameters: Sequence[Any]) -> None:
        """Run a statement for each of many sets of parameters."""
        await self._run(sqlite3.Connection.executemany, statement, parameters)

    async def fetchall(self) -> Rows:
        """Give all rows that were not given yet."""
        rows, self._rows = self._rows, []
        return rows + await self._more(sqlite3.Cursor.fetchall)

    async def fetchmany(self, size: int = ALONG) -> Rows:
        """Give the next rows, up to so many; none when all were given."""
        if not self._rows:
            self._rows = await self._more(lambda rest: rest.fetchmany(max(size, ALONG)))
        rows, self._rows = self._rows[:size], self._rows[size:]
        return rows

    async def fetchone(self) -> Any:
        """Give the next row, None when all were given."""
        rows = await self.fetchmany(1)
        return rows[0] if rows else None

    async def close(self) -> None:
        """Give back what a long answer still holds, without waiting for it."""
        if self._rest is not None:
            self._connection.close_soon(self._rest)
            self._rest = None

    async def _more(self, fetch: Callable[[sqlite3.Cursor], Rows]) -> Rows:
        rest = self._rest
        if rest is None:
            return []
        rows: Rows = await self._connection.run(lambda _conn: fetch(rest))
        return rows

    async def _run(self, method: Callable[..., sqlite3.Cursor], statement: str, parameters: Any) -> None:
        done = await self._connection.run(lambda conn: _fetched(method(conn, statement, parameters)))
        self.description, self.rowcount, self.lastrowid, self._rows, self._rest = done


def open_connection(path: str) -> QuickConnection:
    """Open a SQLite file; awaited by SQLAlchemy, in whose pool it lives."""
    connection = QuickConnection(lambda: sqlite3.connect(str(Path(path))))
    # A process that is told to end does not wait for the threads of its connections.
    connection._thread.daemon = True  # noqa: SLF001 - as SQLAlchemy's own driver does
    return connection


def _begun(conn: sqlite3.Connection, begin: str, work: Callable[[sqlite3.Connection], Any]) -> Any:
    if begin:
        conn.execute(begin)
    return work(conn)


def _fetched(cursor: sqlite3.Cursor) -> tuple[Any, int, int | None, Rows, sqlite3.Cursor | None]:
    rows = cursor.fetchmany(ALONG) if cursor.description else []
    result = cursor.description, cursor.rowcount, cursor.lastrowid, rows
    if len(rows) == ALONG:
        return *result, cursor
    cursor.close()
    return *result, None
