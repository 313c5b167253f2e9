"""Planning one reader for itself: where a group's way failed, and where a slot may have come before."""

import logging
from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.models import DeliveryKind, DeliveryState, NewDelivery, Subscriber, Subscription
from bot.services.composing import Composed, Issue
from bot.services.slots import LATE_WINDOW, Plan, planned
from bot.storage import deliveries, subscribers
from bot.storage import slots as slot_ends
from bot.storage.engine import DATABASE_TROUBLE

log = logging.getLogger(__name__)

POSTPONED = timedelta(hours=1)


async def plan_or_postpone(
    conn: AsyncConnection, issue: Issue, reader: Subscriber, choices: Sequence[Subscription]
) -> None:
    """Plan one reader, or try again in an hour; the cursor stays, so nothing is lost.

    A full disk or a lost server is no fault of the reader: that error goes on, and the reader stays due.
    """
    try:
        async with conn.begin_nested():
            await plan_reader(conn, issue, reader, choices)
    except DATABASE_TROUBLE:
        raise
    except Exception:
        log.exception("a reader cannot be planned", extra={"subscriber": reader.id})
        await subscribers.postpone(conn, reader.id, issue.now + POSTPONED)


async def plan_reader(
    conn: AsyncConnection, issue: Issue, reader: Subscriber, choices: Sequence[Subscription]
) -> None:
    """Plan, skip or expire one reader's slot, and move the reader past it."""
    plan = planned(issue, reader, choices)
    if plan.outdated and not await _expired_before(conn, reader):
        await _end(conn, issue, plan, DeliveryState.EXPIRED)
    elif await _came_before(conn, reader, plan):
        await subscribers.advance(conn, reader, plan.after)
    elif plan.state is DeliveryState.SKIPPED:
        await _end(conn, issue, plan, DeliveryState.SKIPPED)
    elif await subscribers.advance(conn, reader, plan.read):
        rows = outbox_rows(issue, reader, plan.composed, DeliveryKind.DIGEST, plan.instant)
        await deliveries.plan(conn, rows, issue.now)


def outbox_rows(
    issue: Issue, reader: Subscriber, composed: Composed, kind: DeliveryKind, slot: int
) -> list[NewDelivery]:
    """The rows of a composition for one reader, a part each."""
    expires = issue.now + LATE_WINDOW if kind is DeliveryKind.DIGEST else None
    return [
        NewDelivery(
            subscriber_id=reader.id,
            kind=kind,
            slot=slot,
            part=part,
            message=message,
            silent=reader.preferences.silent,
            cursor_before=reader.cursor,
            cursor_after=composed.edition.up_to,
            expires_at=expires,
        )
        for part, message in enumerate(composed.messages)
    ]


async def _end(conn: AsyncConnection, issue: Issue, plan: Plan, state: DeliveryState) -> None:
    """End a slot without a message; first the reader moves on, for what it ends with is decided by that."""
    if await subscribers.advance(conn, plan.before, plan.after):
        await slot_ends.record_end(conn, plan.before.id, plan.instant, state, issue.now)


async def _came_before(conn: AsyncConnection, reader: Subscriber, plan: Plan) -> bool:
    """Whether a clock set back brought a slot again: its rows stand, and its new stories go with the next."""
    if reader.last_digest_at is None or plan.slot.instant > reader.last_digest_at:
        return False
    return await slot_ends.is_planned(conn, reader.id, DeliveryKind.DIGEST, plan.instant)


async def _expired_before(conn: AsyncConnection, reader: Subscriber) -> bool:
    return await slot_ends.last_state(conn, reader.id) is DeliveryState.EXPIRED
