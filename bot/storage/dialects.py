"""Where SQLite and PostgreSQL differ: addresses, upserts, locks, full-text search."""

import json
from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage.tables import searchable

APPLICATION_ID = 0x44474254  # "DGBT" in the file's header: a foreign SQLite file is told from ours
# The full-text index beside ``searchable`` and what SQLite keeps of it: named alike, none of our tables.
TERM_INDEX = "searchable_terms"
POSTGRES_LOCK = 0x64676274  # the advisory lock of a running bot


def async_url(database_url: str) -> sa.URL:
    """The SQLAlchemy address of a ``DATABASE_URL`` for our async drivers."""
    return _with_driver(database_url, {"sqlite": "sqlite+aiosqlite", "postgresql": "postgresql+psycopg"})


def sync_url(database_url: str) -> sa.URL:
    """The SQLAlchemy address of a ``DATABASE_URL`` for migrations, which run without an event loop."""
    return _with_driver(database_url, {"sqlite": "sqlite", "postgresql": "postgresql+psycopg"})


def _with_driver(database_url: str, drivers: dict[str, str]) -> sa.URL:
    url = sa.make_url(database_url)
    backend = "postgresql" if url.drivername.startswith("postgres") else url.drivername.partition("+")[0]
    return url.set(drivername=drivers[backend])


def insert_new(conn: AsyncConnection, table: sa.Table, *, key: list[str]) -> Any:
    """An INSERT that leaves a row with the same key as it is."""
    dialect = postgresql if conn.dialect.name == "postgresql" else sqlite
    return dialect.insert(table).on_conflict_do_nothing(index_elements=key)


def upsert(conn: AsyncConnection, table: sa.Table, *, key: list[str], values: dict[str, Any]) -> Any:
    """An INSERT that overwrites the other columns of a row with the same key."""
    dialect = postgresql if conn.dialect.name == "postgresql" else sqlite
    changed = {name: value for name, value in values.items() if name not in key}
    return dialect.insert(table).values(**values).on_conflict_do_update(index_elements=key, set_=changed)


def among(conn: AsyncConnection, column: Any, name: str) -> sa.ColumnElement[bool]:
    """Whether a column is in a list of numbers that is bound as one parameter, whatever its length.

    The value of the parameter ``name`` comes from ``as_list``.
    """
    if conn.dialect.name == "postgresql":
        numbers = sa.bindparam(name, type_=postgresql.ARRAY(sa.BigInteger))
        condition: sa.ColumnElement[bool] = column == sa.any_(numbers)
        return condition
    listed = sa.func.json_each(sa.bindparam(name, type_=sa.Text)).table_valued("value")
    return sa.and_(column.in_(sa.select(listed.c.value)))


def as_list(conn: AsyncConnection, numbers: Sequence[int]) -> Any:
    """Numbers as the value of a parameter of ``among``."""
    return list(numbers) if conn.dialect.name == "postgresql" else json.dumps(list(numbers))


# A term, and whether it is only the beginning of one.
Wanted = tuple[str, bool]

_fts = sa.table(TERM_INDEX, sa.column("rowid", sa.Integer))
_vector: sa.ColumnElement[Any] = sa.func.array_to_tsvector(sa.func.string_to_array(searchable.c.terms, " "))


def is_term_index(table_name: str) -> bool:
    """Whether a table of a SQLite file belongs to the full-text index, which is no data of its own."""
    return table_name == TERM_INDEX or table_name.startswith(f"{TERM_INDEX}_")


async def prepare_search(conn: AsyncConnection) -> None:
    """Let PostgreSQL use its index: it does not know how dear it is to take the terms of each row apart."""
    if conn.dialect.name == "postgresql":
        await conn.execute(sa.text("SET LOCAL enable_seqscan = off"))


def numbers_with(conn: AsyncConnection, wanted: Sequence[Wanted], *, at_least: int) -> sa.Select[Any]:
    """The numbers from ``at_least`` on of the articles that hold every term, the highest first.

    Terms are quoted, so that no character of theirs means anything to the database.
    """
    if conn.dialect.name == "postgresql" or not wanted:
        key: sa.ColumnElement[Any] = searchable.c.number
        condition = _vector.op("@@")(sa.cast(_postgres_terms(wanted), postgresql.TSQUERY))
    else:
        key = _fts.c.rowid
        condition = sa.literal_column(TERM_INDEX).op("MATCH")(_sqlite_terms(wanted))
    found = sa.select(key).where(key >= at_least).order_by(key.desc())
    return found.where(condition) if wanted else found


def _sqlite_terms(wanted: Sequence[Wanted]) -> str:
    quoted = (('"' + term.replace('"', '""') + '"', begins) for term, begins in wanted)
    return " AND ".join(f"{term}*" if begins else term for term, begins in quoted)


def _postgres_terms(wanted: Sequence[Wanted]) -> str:
    quoted = (("'" + term.replace("\\", "\\\\").replace("'", "''") + "'", begins) for term, begins in wanted)
    return " & ".join(f"{term}:*" if begins else term for term, begins in quoted)
