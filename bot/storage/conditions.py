"""Conditions on outbox rows that several statements share."""

from typing import Any

import sqlalchemy as sa

from bot.storage.tables import deliveries

# Written into the statement: a list of parameters cannot be used with many sets of parameters at once.
_OPEN: list[Any] = [sa.literal_column(f"'{state}'") for state in ("pending", "sending")]
_MOVES_CURSOR: list[Any] = [sa.literal_column(f"'{kind}'") for kind in ("digest", "request")]


def is_open(table: Any) -> sa.ColumnElement[bool]:
    """Pending or in flight, written out so that both databases see that their partial indexes apply."""
    condition: sa.ColumnElement[bool] = table.c.state.in_(_OPEN)
    return condition


def is_waiting(table: Any) -> sa.ColumnElement[bool]:
    """Pending, written out so that both databases see that the index of what expires applies."""
    condition: sa.ColumnElement[bool] = table.c.state == sa.literal_column("'pending'")
    return condition


def is_in_flight(table: Any) -> sa.ColumnElement[bool]:
    """Claimed and not marked, written out so that both databases see that the index of these few applies."""
    condition: sa.ColumnElement[bool] = table.c.state == sa.literal_column("'sending'")
    return condition


def moves_cursor(table: Any) -> sa.ColumnElement[bool]:
    """Only such rows move a reader's cursor, so only these can give it back."""
    condition: sa.ColumnElement[bool] = table.c.kind.in_(_MOVES_CURSOR)
    return condition


def same_slot(table: Any, other: Any) -> sa.ColumnElement[bool]:
    """Both rows are parts of one message."""
    return sa.and_(
        table.c.subscriber_id == other.c.subscriber_id,
        table.c.kind == other.c.kind,
        table.c.slot == other.c.slot,
    )


def may_have_arrived(table: Any) -> sa.ColumnElement[bool]:
    """Some part of the row's message was accepted, or is in flight at this moment."""
    part = deliveries.alias("part_of_it")
    return sa.exists().where(same_slot(part, table), (part.c.state == "sent") | (part.c.owner != ""))
