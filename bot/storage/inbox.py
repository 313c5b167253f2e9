"""Updates from Telegram: kept before they are confirmed, emptied when their work is done.

A row's effect and its state ``applied`` commit together (``Database.write``), so that an update has its
effect once, however often the process dies.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.models import InboxRow, InboxState
from bot.storage.dialects import insert_new
from bot.storage.tables import inbox

# Telegram repeats an unconfirmed update for a day; a week more is for clocks and long stops.
KEPT = timedelta(days=8)
DEATHS_AT_MOST = 3

_KNOWN = sa.select(inbox.c.update_id).where(inbox.c.update_id.in_(sa.bindparam("ids", expanding=True)))


async def accept(conn: AsyncConnection, updates: Sequence[tuple[int, str]], now: datetime) -> list[InboxRow]:
    """Keep updates, as (update_id, raw JSON); return those that were not known, in their order."""
    if not updates:
        return []
    raws = dict(updates)
    values = [
        {"update_id": update_id, "raw": raw, "state": "new", "received_at": now}
        for update_id, raw in raws.items()
    ]
    insert = insert_new(conn, inbox, key=["update_id"])
    if conn.dialect.name == "sqlite":
        # Its one writer sees what is known before it adds the rest; rows that are returned cost far more.
        known = set((await conn.execute(_KNOWN, {"ids": list(raws)})).scalars())
        await conn.execute(insert, values)
        new = raws.keys() - known
    else:
        new = set((await conn.execute(insert.returning(inbox.c.update_id), values)).scalars())
    return [InboxRow(update_id, raw, InboxState.NEW) for update_id, raw in raws.items() if update_id in new]


async def open_rows(conn: AsyncConnection) -> list[InboxRow]:
    """The updates whose work is not done, in Telegram's order."""
    result = await conn.execute(sa.select(inbox).where(_is_open()).order_by(inbox.c.update_id))
    return [InboxRow(row.update_id, row.raw, InboxState(row.state), row.deaths) for row in result]


async def waiting(conn: AsyncConnection) -> int:
    """How many updates are not done."""
    result = await conn.execute(sa.select(sa.func.count()).select_from(inbox).where(_is_open()))
    return int(result.scalar_one())


async def count_death(conn: AsyncConnection, update_id: int) -> None:
    """Count a death in advance, before work that a process did not survive is taken up again.

    ``mark_done`` or ``take_back_death`` follows unless the process dies in between; so only a row that was
    really in work is blamed, and not its neighbours in the queue.
    """
    await conn.execute(
        sa.update(inbox).where(inbox.c.update_id == update_id).values(deaths=inbox.c.deaths + 1)
    )


async def take_back_death(conn: AsyncConnection, update_ids: Sequence[int]) -> None:
    """The process is about to end in good order: the rows it still has in work are not to blame."""
    await conn.execute(
        sa.update(inbox).where(inbox.c.update_id.in_(update_ids)).values(deaths=inbox.c.deaths - 1)
    )


async def mark_done(conn: AsyncConnection, update_ids: Sequence[int]) -> None:
    """Empty rows whose work is done; only the ids stay, against repeated updates."""
    await _end(conn, update_ids, {"state": "done", "raw": ""})


async def set_aside(conn: AsyncConnection, update_ids: Sequence[int]) -> None:
    """Keep rows as they are for somebody to look at, and never run them again."""
    await _end(conn, update_ids, {"state": "aside"})


async def prune(conn: AsyncConnection, now: datetime) -> int:
    """Forget what is done or set aside and older than Telegram's memory; how many rows."""
    result = await conn.execute(sa.delete(inbox).where(inbox.c.received_at < now - KEPT, ~_is_open()))
    return result.rowcount


async def _end(conn: AsyncConnection, update_ids: Sequence[int], values: dict[str, str]) -> None:
    if update_ids:
        await conn.execute(sa.update(inbox).where(inbox.c.update_id.in_(update_ids)).values(**values))


def _is_open() -> sa.ColumnElement[bool]:
    # Written out, so that both databases see that the partial index applies.
    states: Any = sa.bindparam("open", ["new", "applied"], expanding=True, literal_execute=True)
    condition: sa.ColumnElement[bool] = inbox.c.state.in_(states)
    return condition
