"""Conditions on outbox rows that several statements share."""

from typing import Any

import sqlalchemy as sa

from bot.storage.tables import deliveries

# Only these move a reader's cursor, so only these can give it back.
MOVES_CURSOR = ("digest", "request")


def is_open(table: Any) -> sa.ColumnElement[bool]:
    """Pending or in flight, written out so that both databases see that their partial indexes apply."""
    states: Any = sa.bindparam("open", ["pending", "sending"], expanding=True, literal_execute=True)
    condition: sa.ColumnElement[bool] = table.c.state.in_(states)
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
