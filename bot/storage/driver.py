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
    """What SQLAlchemy asks of a cursor: everything is known when the statement has run."""

    def __init__(self, connection: QuickConnection) -> None:
        self._connection = connection
        self._rows: Rows = []
        self.description: Any = None
        self.rowcount = -1
        self.lastrowid: int | None = None
        self.arraysize = 1

    async def __aenter__(self) -> Self:
        """Be ready at once."""
        return self

    async def execute(self, statement: str, parameters: Any = ()) -> None:
        """Run a statement and fetch all that it gives."""
        if statement in BEGINNINGS:
            self._connection.begin_soon(statement)
        else:
            await self._run(sqlite3.Connection.execute, statement, parameters)

    async def executemany(self, statement: str, parameters: Sequence[Any]) -> None:
        """Run a statement for each of many sets of parameters."""
        await self._run(sqlite3.Connection.executemany, statement, parameters)

    async def fetchall(self) -> Rows:
        """Give what was fetched."""
        return self._rows

    async def close(self) -> None:
        """Nothing to do: it was closed behind its statement."""

    async def _run(self, method: Callable[..., sqlite3.Cursor], statement: str, parameters: Any) -> None:
        done = await self._connection.run(lambda conn: _fetched(method(conn, statement, parameters)))
        self.description, self.rowcount, self.lastrowid, self._rows = done


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


def _fetched(cursor: sqlite3.Cursor) -> tuple[Any, int, int | None, Rows]:
    rows = cursor.fetchall() if cursor.description else []
    result = cursor.description, cursor.rowcount, cursor.lastrowid, rows
    cursor.close()
    return result
