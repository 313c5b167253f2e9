"""Subscribers and their subscriptions: rows to frozen models and back.

More than 300 lines, because each field of a reader is named on its way in and on its way out.
"""

import json
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.models import (
    Length,
    Preferences,
    QuietHours,
    Schedule,
    SourceLimit,
    StoryOrder,
    Subscriber,
    Subscription,
)
from bot.storage.dialects import insert_new
from bot.storage.tables import subscribers, subscriptions


async def find(
    conn: AsyncConnection, chat_id: int, thread_id: int = 0, *, lock: bool = False
) -> Subscriber | None:
    """The subscriber of a chat or of one of its threads.

    With ``lock``, nobody else changes the row until this transaction ends: for those who write back what
    they read. SQLite has one writer anyway.
    """
    query = sa.select(subscribers).where(
        subscribers.c.chat_id == chat_id, subscribers.c.thread_id == thread_id
    )
    # Rows that refer to the subscriber may still be added meanwhile.
    row = (await conn.execute(query.with_for_update(key_share=True) if lock else query)).first()
    return subscriber(row) if row else None


async def get(conn: AsyncConnection, subscriber_id: int) -> Subscriber | None:
    """The subscriber of an id."""
    row = (await conn.execute(sa.select(subscribers).where(subscribers.c.id == subscriber_id))).first()
    return subscriber(row) if row else None


async def get_many(conn: AsyncConnection, subscriber_ids: Sequence[int]) -> dict[int, Subscriber]:
    """The subscribers of ids, by id; those that are gone are left out."""
    result = await conn.execute(sa.select(subscribers).where(subscribers.c.id.in_(subscriber_ids)))
    return {row.id: subscriber(row) for row in result}


async def of_chat(conn: AsyncConnection, chat_id: int) -> list[Subscriber]:
    """Every subscriber of a chat: itself, and its threads."""
    result = await conn.execute(sa.select(subscribers).where(subscribers.c.chat_id == chat_id))
    return [subscriber(row) for row in result]


async def insert_if_absent(conn: AsyncConnection, subscriber: Subscriber, now: datetime) -> Subscriber:
    """Store a new subscriber unless its chat and thread have one; return what is stored, locked."""
    values = columns(subscriber) | {"created_at": now}
    await conn.execute(insert_new(conn, subscribers, key=["chat_id", "thread_id"]).values(**values))
    stored = await find(conn, subscriber.chat_id, subscriber.thread_id, lock=True)
    if stored is None:
        raise AssertionError("a row inserted in this transaction is always found in it")
    return stored


async def update(conn: AsyncConnection, subscriber: Subscriber) -> None:
    """Store every field of a subscriber but its cursor, which only planning moves."""
    values = columns(subscriber)
    del values["cursor"]
    await conn.execute(sa.update(subscribers).where(subscribers.c.id == subscriber.id).values(**values))


async def delete(conn: AsyncConnection, subscriber_id: int) -> int:
    """Remove a subscriber with its subscriptions and deliveries; how many there were."""
    result = await conn.execute(sa.delete(subscribers).where(subscribers.c.id == subscriber_id))
    return result.rowcount


async def due(conn: AsyncConnection, now: datetime, limit: int) -> list[Subscriber]:
    """Active subscribers whose digest is due, the longest waiting first, locked.

    Those that somebody else is changing at this moment are left for the next time: a planner that waited
    for one row while holding others could wait for ever.
    """
    result = await conn.execute(
        sa.select(subscribers)
        .where(subscribers.c.next_digest_at <= now, subscribers.c.active)
        .order_by(subscribers.c.next_digest_at, subscribers.c.id)
        .limit(limit)
        .with_for_update(key_share=True, skip_locked=True)
    )
    return [subscriber(row) for row in result]


async def postpone(conn: AsyncConnection, subscriber_id: int, until: datetime) -> None:
    """Let a subscriber who cannot be planned now be due later."""
    await conn.execute(
        sa.update(subscribers).where(subscribers.c.id == subscriber_id).values(next_digest_at=until)
    )


async def next_due(conn: AsyncConnection) -> datetime | None:
    """The earliest instant at which any digest is due."""
    result = await conn.execute(
        sa.select(subscribers.c.next_digest_at)
        .where(subscribers.c.next_digest_at.is_not(None), subscribers.c.active)
        .order_by(subscribers.c.next_digest_at)
        .limit(1)
    )
    value: datetime | None = result.scalar()
    return value


async def advance(conn: AsyncConnection, before: Subscriber, after: Subscriber) -> bool:
    """Move a subscriber past a slot, unless another planner, a change or a cursor's return was first."""
    # Only a pause that is over changes what the next digest depends on.
    resigned = {} if after.schedule == before.schedule else {"signature": ""}
    result = await conn.execute(
        sa.update(subscribers)
        .where(
            subscribers.c.id == before.id,
            subscribers.c.next_digest_at == before.next_digest_at,
            subscribers.c.cursor == before.cursor,
        )
        .values(
            next_digest_at=after.next_digest_at,
            last_digest_at=after.last_digest_at,
            last_slot=slot_text(after.last_slot),
            cursor=after.cursor,
            paused=after.schedule.paused,
            paused_until=after.schedule.paused_until,
            **resigned,
        )
    )
    return bool(result.rowcount == 1)


async def move_cursor(conn: AsyncConnection, subscriber_id: int, cursor: int) -> None:
    """Set what a subscriber has been offered, after a digest on request."""
    await conn.execute(sa.update(subscribers).where(subscribers.c.id == subscriber_id).values(cursor=cursor))


async def subscriptions_of(
    conn: AsyncConnection, subscriber_ids: Iterable[int]
) -> dict[int, list[Subscription]]:
    """The subscriptions of subscribers, in the order of the topics' ids, by subscriber id."""
    ids = list(subscriber_ids)
    found: dict[int, list[Subscription]] = {subscriber_id: [] for subscriber_id in ids}
    result = await conn.execute(
        sa.select(subscriptions)
        .where(subscriptions.c.subscriber_id.in_(ids))
        .order_by(subscriptions.c.subscriber_id, subscriptions.c.topic_id)
    )
    for row in result:
        found[row.subscriber_id].append(_subscription(row))
    return found


async def add_subscriptions(conn: AsyncConnection, subscriber_id: int, topic_ids: Sequence[int]) -> int:
    """Subscribe to topics; those that are there stay as they are. Returns how many are new."""
    added = 0
    for topic_id in topic_ids:
        result = await conn.execute(
            insert_new(conn, subscriptions, key=["subscriber_id", "topic_id"]).values(
                subscriber_id=subscriber_id, topic_id=topic_id, muted=False
            )
        )
        added += result.rowcount
    return added


async def set_subscription(conn: AsyncConnection, choice: Subscription) -> None:
    """Store the filters and the place of a topic that a subscriber has."""
    await conn.execute(
        sa.update(subscriptions)
        .where(
            subscriptions.c.subscriber_id == choice.subscriber_id,
            subscriptions.c.topic_id == choice.topic_id,
        )
        .values(
            include=" ".join(choice.include),
            exclude=" ".join(choice.exclude),
            maximum=choice.maximum,
            muted=choice.muted,
            position=choice.position,
        )
    )


async def remove_subscriptions(conn: AsyncConnection, subscriber_id: int, topic_ids: Sequence[int]) -> int:
    """Unsubscribe from topics; how many there were."""
    result = await conn.execute(
        sa.delete(subscriptions).where(
            subscriptions.c.subscriber_id == subscriber_id, subscriptions.c.topic_id.in_(topic_ids)
        )
    )
    return result.rowcount


def subscriber(row: sa.Row[Any]) -> Subscriber:
    """The subscriber that a row holds; ValueError for what no version of this program wrote."""
    return Subscriber(
        id=row.id,
        chat_id=row.chat_id,
        thread_id=row.thread_id,
        kind=row.kind,
        language=row.language,
        schedule=Schedule(
            times=tuple(time.fromisoformat(word) for word in row.times.split()),
            zone=row.zone,
            weekdays=tuple(int(digit) for digit in row.weekdays),
            quiet=_quiet(row.quiet),
            enabled=row.scheduled,
            paused=row.paused,
            paused_until=row.paused_until,
        ),
        preferences=Preferences(
            length=Length(row.length),
            plain=row.plain,
            silent=row.silent,
            stories=row.max_stories,
            order=StoryOrder(row.story_order),
            skip_empty=row.skip_empty,
            sources=tuple(SourceLimit(name, most) for name, most in json.loads(row.sources)),
            minimum=row.min_stories,
        ),
        cursor=row.cursor,
        active=row.active,
        reason=row.reason,
        zone_chosen=row.zone_chosen,
        welcomed=row.welcomed,
        next_digest_at=row.next_digest_at,
        last_digest_at=row.last_digest_at,
        last_slot=_slot(row.last_slot),
        created_at=row.created_at,
    )


def columns(subscriber: Subscriber) -> dict[str, Any]:
    """A subscriber as it is stored, without its id."""
    schedule, preferences = subscriber.schedule, subscriber.preferences
    return {
        "chat_id": subscriber.chat_id,
        "thread_id": subscriber.thread_id,
        "kind": subscriber.kind,
        "language": subscriber.language,
        "times": " ".join(f"{at:%H:%M}" for at in schedule.times),
        "zone": schedule.zone,
        "zone_chosen": subscriber.zone_chosen,
        "weekdays": "".join(str(day) for day in schedule.weekdays),
        "quiet": f"{schedule.quiet.start:%H:%M}-{schedule.quiet.end:%H:%M}" if schedule.quiet else "",
        "scheduled": schedule.enabled,
        "paused": schedule.paused,
        "paused_until": schedule.paused_until,
        "length": preferences.length.value,
        "plain": preferences.plain,
        "silent": preferences.silent,
        "max_stories": preferences.stories,
        "story_order": preferences.order.value,
        "skip_empty": preferences.skip_empty,
        "sources": json.dumps([[one.source, one.most] for one in preferences.sources], ensure_ascii=False),
        "min_stories": preferences.minimum,
        "cursor": subscriber.cursor,
        "active": subscriber.active,
        "reason": subscriber.reason,
        "welcomed": subscriber.welcomed,
        "next_digest_at": subscriber.next_digest_at,
        "last_digest_at": subscriber.last_digest_at,
        "last_slot": slot_text(subscriber.last_slot),
        # Any change may be one of what a digest depends on: the reader is signed again when next due.
        "signature": "",
    }


def _subscription(row: sa.Row[Any]) -> Subscription:
    return Subscription(
        subscriber_id=row.subscriber_id,
        topic_id=row.topic_id,
        include=tuple(row.include.split()),
        exclude=tuple(row.exclude.split()),
        maximum=row.maximum,
        muted=row.muted,
        position=row.position,
    )


def _quiet(text: str) -> QuietHours | None:
    start, _, end = text.partition("-")
    return QuietHours(time.fromisoformat(start), time.fromisoformat(end)) if text else None


def _slot(text: str) -> tuple[date, time] | None:
    day, _, at = text.partition(" ")
    return (date.fromisoformat(day), time.fromisoformat(at)) if text else None


def slot_text(slot: tuple[date, time] | None) -> str:
    """A local slot as it is stored."""
    return f"{slot[0]:%Y-%m-%d} {slot[1]:%H:%M}" if slot else ""
