"""What became of rows in flight, marked in bulk by the process that owns them.

A row that another process has taken over meanwhile, or that no longer exists, is left alone.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage.endings import settle
from bot.storage.tables import deliveries

# A message whose reply is lost goes once more, without sound; when that reply is lost too, it is buried.
UNCERTAIN_AT_MOST = 2
# A row that was in flight at so many deaths of the process is buried: it may be what kills it.
DEATHS_AT_MOST = 10


async def mark_sent(
    conn: AsyncConnection, owner: str, marks: Sequence[tuple[int, int]], now: datetime
) -> None:
    """Record accepted messages as (row, message_id), also where the row was cancelled meanwhile."""
    if not marks:
        return
    values = {"state": "sent", "message_id": sa.bindparam("message"), "ended_at": now}
    await _mark(conn, owner, values, [{"row": row, "message": message} for row, message in marks])


async def mark_retry(
    conn: AsyncConnection, owner: str, marks: Sequence[tuple[int, datetime, str]], now: datetime
) -> None:
    """Put rows that surely were not sent back, as (row, not before, reason); no attempt is counted."""
    await _put_back(conn, owner, marks, {}, now)


async def mark_trouble(
    conn: AsyncConnection, owner: str, marks: Sequence[tuple[int, datetime, str]], now: datetime
) -> None:
    """As ``mark_retry``, but without sound: a server in trouble may have delivered before it failed."""
    await _put_back(conn, owner, marks, {"silent": True}, now)


async def mark_plain(conn: AsyncConnection, owner: str, rows: Sequence[int], now: datetime) -> None:
    """Put rows back whose markup was refused, to go once more as plain text."""
    values = {"plain": True, "attempts": deliveries.c.attempts + 1}
    await _put_back(conn, owner, [(row, now, "markup refused") for row in rows], values, now)


async def mark_uncertain(
    conn: AsyncConnection, owner: str, marks: Sequence[tuple[int, datetime, str]], now: datetime
) -> None:
    """Count lost replies as (row, not before, reason); such rows go again silently, once."""
    if not marks:
        return
    values = uncertain_values(now) | {
        "not_before": sa.bindparam("not_before", type_=deliveries.c.not_before.type),
        "last_error": sa.bindparam("reason"),
        "attempts": deliveries.c.attempts + 1,
    }
    await _mark(conn, owner, values, _put_back_parameters(marks))
    await settle(conn, [row for row, _, _ in marks], now)


async def mark_failed(
    conn: AsyncConnection, owner: str, marks: Sequence[tuple[int, str]], now: datetime
) -> None:
    """Bury rows that will never be accepted as (row, reason), with the later parts of their messages."""
    if not marks:
        return
    values = {
        "state": "failed",
        "last_error": sa.bindparam("reason"),
        "attempts": deliveries.c.attempts + 1,
        "ended_at": now,
    }
    await _mark(conn, owner, values, [{"row": row, "reason": reason} for row, reason in marks])
    await settle(conn, [row for row, _ in marks], now)


async def _put_back(
    conn: AsyncConnection,
    owner: str,
    marks: Sequence[tuple[int, datetime, str]],
    more: dict[str, Any],
    now: datetime,
) -> None:
    if not marks:
        return
    values = more | {
        # A row that was cancelled while in flight stays cancelled.
        "state": sa.case((deliveries.c.state == "sending", "pending"), else_=deliveries.c.state),
        "not_before": sa.bindparam("not_before", type_=deliveries.c.not_before.type),
        "last_error": sa.bindparam("reason"),
    }
    await _mark(conn, owner, values, _put_back_parameters(marks))
    await settle(conn, [row for row, _, _ in marks], now)


def _put_back_parameters(marks: Sequence[tuple[int, datetime, str]]) -> list[dict[str, Any]]:
    return [{"row": row, "not_before": moment, "reason": reason} for row, moment, reason in marks]


def uncertain_values(now: datetime) -> dict[str, Any]:
    """The columns of a row in flight whose reply was lost."""
    return _once_more(deliveries.c.uncertain + 1 >= UNCERTAIN_AT_MOST, now) | {
        "uncertain": deliveries.c.uncertain + 1
    }


def orphan_values(now: datetime) -> dict[str, Any]:
    """The columns of a row that a process had in flight when it died.

    It may have arrived, so it goes without sound; but whose reply was lost is not known, and a host that
    kills the process again and again must not bury what it never let go.
    """
    return _once_more(deliveries.c.uncertain + 1 >= DEATHS_AT_MOST, now) | {
        "uncertain": deliveries.c.uncertain + 1
    }


def _once_more(last: sa.ColumnElement[bool], now: datetime) -> dict[str, Any]:
    in_flight = deliveries.c.state == "sending"
    buried = in_flight & last
    return {
        "state": sa.case((buried, "failed"), (in_flight, "pending"), else_=deliveries.c.state),
        "ended_at": sa.case(
            (buried, sa.bindparam("ended", now, type_=deliveries.c.ended_at.type)),
            else_=deliveries.c.ended_at,
        ),
    }


async def _mark(
    conn: AsyncConnection, owner: str, values: dict[str, Any], parameters: list[dict[str, Any]]
) -> None:
    statement = (
        sa.update(deliveries)
        .where(deliveries.c.id == sa.bindparam("row"), deliveries.c.owner == sa.bindparam("mine"))
        .values(owner="", **values)
    )
    await conn.execute(statement, [one | {"mine": owner} for one in parameters])
