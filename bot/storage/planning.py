"""Planning for many readers at once: who is due beside whom, and one statement for all who are alike."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.models import DeliveryKind, DeliveryState, OutgoingMessage, Subscriber
from bot.storage.bodies import ids_of
from bot.storage.dialects import among, as_list, insert_new
from bot.storage.subscribers import slot_text
from bot.storage.tables import deliveries, subscribers


@dataclass(frozen=True, slots=True)
class Alike:
    """What readers share who get the same digest at the same moment."""

    signature: str
    next_digest_at: datetime
    cursor: int


@dataclass(frozen=True, slots=True)
class Due:
    """A reader whose digest is due; ``again`` tells that a clock set back may have brought the slot again."""

    id: int
    alike: Alike
    again: bool


@dataclass(frozen=True, slots=True)
class Move:
    """What one slot does to readers who are alike: the rows that it gets, and where they stand after it.

    ``messages`` are empty where the slot ends without one, as ``state`` tells.
    """

    readers: tuple[int, ...]
    alike: Alike
    before: Subscriber
    after: Subscriber
    slot: int
    state: DeliveryState
    messages: tuple[OutgoingMessage, ...]
    expires_at: datetime | None


def alike_of(reader: Subscriber, signature: str) -> Alike | None:
    """What a reader shares with others, with the signature that was computed for it; None if never due."""
    if reader.next_digest_at is None:
        return None
    return Alike(signature, reader.next_digest_at, reader.cursor)


_DUE = (
    sa.select(
        subscribers.c.id,
        subscribers.c.signature,
        subscribers.c.next_digest_at,
        subscribers.c.cursor,
        (subscribers.c.last_digest_at >= subscribers.c.next_digest_at).label("again"),
    )
    .where(subscribers.c.next_digest_at <= sa.bindparam("now", type_=subscribers.c.next_digest_at.type))
    .where(subscribers.c.active)
    .order_by(subscribers.c.next_digest_at, subscribers.c.signature, subscribers.c.cursor, subscribers.c.id)
    .limit(sa.bindparam("limit"))
    .with_for_update(key_share=True, skip_locked=True)
)


async def due(conn: AsyncConnection, now: datetime, limit: int) -> list[Due]:
    """Readers whose digest is due, the longest waiting first, those who are alike beside each other; locked.

    Those that somebody else is changing at this moment are left for the next time.
    """
    found = await conn.execute(_DUE, {"now": now, "limit": limit})
    return [
        Due(row.id, Alike(row.signature, row.next_digest_at, row.cursor), bool(row.again)) for row in found
    ]


async def expired_before(conn: AsyncConnection, readers: Sequence[int]) -> set[int]:
    """Those of the readers whose newest digest slot has expired."""
    newest = (
        sa.select(deliveries.c.state)
        .where(deliveries.c.subscriber_id == subscribers.c.id, deliveries.c.kind == DeliveryKind.DIGEST.value)
        .order_by(deliveries.c.slot.desc())
        .limit(1)
        .scalar_subquery()
    )
    found = await conn.execute(
        sa.select(subscribers.c.id).where(
            among(conn, subscribers.c.id, "readers"), newest == DeliveryState.EXPIRED.value
        ),
        {"readers": as_list(conn, readers)},
    )
    return set(found.scalars())


async def apply(conn: AsyncConnection, moves: Sequence[Move], now: datetime) -> None:
    """Store the rows of slots and move their readers past them.

    The readers stand where ``due`` found them, for it has locked them in this transaction. A slot that has
    its rows keeps them. Texts are stored once, and rows are made by the database.
    """
    if not moves:
        return
    bodies = await ids_of(conn, (message for move in moves for message in move.messages))
    rows = [
        _row(conn, move, part, bodies[message] if message else None, now)
        for move in moves
        for part, message in enumerate(move.messages or (None,))
    ]
    insert, advance = _statements(conn)
    await conn.execute(insert, rows)
    await conn.execute(advance, [_step(conn, move) for move in moves])


async def postpone(conn: AsyncConnection, readers: Sequence[int], until: datetime) -> None:
    """Let readers who cannot be planned now be due later."""
    await conn.execute(
        sa.update(subscribers).where(among(conn, subscribers.c.id, "readers")).values(next_digest_at=until),
        {"readers": as_list(conn, readers)},
    )


def _statements(conn: AsyncConnection) -> tuple[Any, sa.Update]:
    """The two statements of a move, built once for each kind of database."""
    kind = conn.dialect.name
    if kind not in _BUILT:
        _BUILT[kind] = (_insert(conn), _advance(conn))
    return _BUILT[kind]


_BUILT: dict[str, tuple[Any, sa.Update]] = {}


def _insert(conn: AsyncConnection) -> Any:
    columns = {
        "subscriber_id": subscribers.c.id,
        "kind": sa.literal_column(f"'{DeliveryKind.DIGEST.value}'"),
        **{name: _given(name, deliveries.c[name]) for name in ("slot", "part", "body_id")},
        # A slot without a message makes no sound anyway.
        "silent": sa.and_(subscribers.c.silent, sa.bindparam("sends", type_=sa.Boolean)),
        "plain": sa.false(),
        **{
            name: _given(name, deliveries.c[name])
            for name in ("cursor_before", "cursor_after", "state", "not_before", "expires_at", "ended_at")
        },
        "created_at": _given("not_before", deliveries.c.created_at),
    }
    chosen = sa.select(*columns.values()).where(among(conn, subscribers.c.id, "readers"))
    statement = insert_new(conn, deliveries, key=["subscriber_id", "kind", "slot", "part"])
    return statement.from_select(list(columns), chosen)


def _advance(conn: AsyncConnection) -> sa.Update:
    names = ("last_digest_at", "last_slot", "paused", "paused_until")
    return (
        sa.update(subscribers)
        .where(among(conn, subscribers.c.id, "readers"))
        .values(
            {
                "next_digest_at": _given("following", subscribers.c.next_digest_at),
                "cursor": _given("after", subscribers.c.cursor),
                "signature": _given("sign", subscribers.c.signature),
                **{name: _given(f"new_{name}", subscribers.c[name]) for name in names},
            }
        )
    )


def _given(name: str, column: sa.Column[Any]) -> sa.BindParameter[Any]:
    return sa.bindparam(name, type_=column.type)


def _row(conn: AsyncConnection, move: Move, part: int, body_id: int | None, now: datetime) -> dict[str, Any]:
    sends = body_id is not None
    return {
        "readers": as_list(conn, move.readers),
        "slot": move.slot,
        "part": part,
        "body_id": body_id,
        "sends": sends,
        "cursor_before": move.alike.cursor if sends else 0,
        "cursor_after": move.after.cursor if sends else 0,
        "state": move.state.value,
        "not_before": now,
        "expires_at": move.expires_at if sends else None,
        "ended_at": None if sends else now,
    }


def _step(conn: AsyncConnection, move: Move) -> dict[str, Any]:
    schedule = move.after.schedule
    return {
        "readers": as_list(conn, move.readers),
        "following": move.after.next_digest_at,
        "after": move.after.cursor,
        # A pause that is over changes what the next digest depends on.
        "sign": move.alike.signature if schedule == move.before.schedule else "",
        "new_last_digest_at": move.after.last_digest_at,
        "new_last_slot": slot_text(move.after.last_slot),
        "new_paused": schedule.paused,
        "new_paused_until": schedule.paused_until,
    }
