"""What the tables hold of one reader and of the person behind it: found, and removed for good.

A column named ``person_id`` makes a row its person's own, in any table: a new table needs nothing more.
``tests/bot/storage/test_privacy.py`` refuses a number of a chat or person that stands under another name.
"""

import re
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.models import InboxState, Role
from bot.storage import audit, inbox, subscribers, tables
from bot.storage.engine import current_update
from bot.storage.tables import articles, bodies, deliveries, metadata, people, subscriptions

OWNER = "person_id"

Row = dict[str, Any]
Held = dict[str, list[Row]]


async def held(conn: AsyncConnection, reader_id: int, person_id: int | None) -> Held:
    """Every row about a reader, and about a person where one is named, by the name of its table."""
    found = {name: await _rows(conn, query) for name, query in _of_reader(reader_id).items()}
    if person_id is not None:
        found |= {name: await _rows(conn, query) for name, query in _of_person(person_id).items()}
        found["inbox"] = [dict(row) for row in await _updates(conn, person_id)]
        found["audit"] = await _rows(conn, await audit.trail_of(conn, person_id))
    return {name: rows for name, rows in found.items() if rows}


async def forget(conn: AsyncConnection, reader_id: int, person_id: int | None) -> bool:
    """Remove every row about a reader, and about a person where one is named; whether the reader was stored.

    Articles stay, and name nobody any more; in the audit the person is a keyed hash from the first row.
    """
    gone = await subscribers.delete(conn, reader_id)
    if person_id is not None:
        for table in _owned():
            await conn.execute(sa.delete(table).where(table.c[OWNER] == person_id))
        await conn.execute(sa.delete(people).where(people.c.id == person_id))
        await conn.execute(sa.update(articles).where(articles.c.added_by == person_id).values(added_by=None))
        await _empty_updates(conn, person_id)
    return bool(gone)


async def other_owners(conn: AsyncConnection, person_id: int) -> int:
    """How many owners there are in the database beside a person."""
    count = sa.select(sa.func.count()).where(people.c.role == Role.OWNER.value, people.c.id != person_id)
    return int((await conn.execute(count)).scalar_one())


def _of_reader(reader_id: int) -> dict[str, sa.Select[Any]]:
    table = tables.subscribers
    return {
        "subscribers": sa.select(table).where(table.c.id == reader_id),
        "subscriptions": sa.select(subscriptions).where(subscriptions.c.subscriber_id == reader_id),
        "deliveries": sa.select(deliveries, bodies.c.text)
        .outerjoin(bodies, bodies.c.id == deliveries.c.body_id)
        .where(deliveries.c.subscriber_id == reader_id)
        .order_by(deliveries.c.id),
    }


def _of_person(person_id: int) -> dict[str, sa.Select[Any]]:
    own = {table.name: sa.select(table).where(table.c[OWNER] == person_id) for table in _owned()}
    added = sa.select(
        articles.c.id, articles.c.title, articles.c.state, articles.c.added_by, articles.c.created_at
    )
    return own | {
        "people": sa.select(people).where(people.c.id == person_id),
        "articles": added.where(articles.c.added_by == person_id),
    }


def _owned() -> list[sa.Table]:
    return [table for table in metadata.sorted_tables if OWNER in table.c]


async def _rows(conn: AsyncConnection, query: sa.Select[Any]) -> list[Row]:
    return [dict(row) for row in (await conn.execute(query)).mappings()]


async def _updates(conn: AsyncConnection, person_id: int) -> list[sa.RowMapping]:
    """The messages and taps of a person, or in the chat with the person, that are not done yet."""
    table = tables.inbox
    named = re.compile(rf'"(?:id|chat_id|user_id)": ?{person_id}(?!\d)')
    rows = (await conn.execute(sa.select(table).where(table.c.raw != ""))).mappings()
    return [row for row in rows if named.search(row["raw"])]


async def _empty_updates(conn: AsyncConnection, person_id: int) -> None:
    """Empty what was put aside, and the update in work: should the process die now, nobody is told so.

    What the person sent after it comes next, and is emptied when it is done.
    """
    over = [
        row["update_id"]
        for row in await _updates(conn, person_id)
        if row["state"] == InboxState.ASIDE.value or row["update_id"] == current_update.get()
    ]
    await inbox.mark_done(conn, over)
