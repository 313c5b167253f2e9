"""Digests: planned for everybody who is due, given on request, previewed; one composition for all three."""

import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.locales import Texts, texts
from bot.models import (
    Article,
    DeliveryKind,
    DeliveryState,
    Edition,
    NewDelivery,
    OutgoingMessage,
    Preferences,
    Slot,
    Subscriber,
    Subscription,
    Topic,
)
from bot.moments import Moment, reached
from bot.services.editions import FRESH, compose, waits
from bot.services.missed import advanced, missed_slot
from bot.storage import articles, deliveries, subscribers, topics
from bot.storage import slots as slot_ends
from bot.storage.engine import Database
from bot.views.digest import Frame, digest, empty_digest
from bot.views.times import next_line

log = logging.getLogger(__name__)

LATE_WINDOW = timedelta(hours=12)
SAID_LATE = timedelta(minutes=10)
POSTPONED = timedelta(hours=1)
CHUNK = 25  # readers planned in one transaction: a tap waits that long for the writer, 0.1 s on 2 cores


@dataclass(frozen=True, slots=True)
class Variant:
    """Everything that a digest's text depends on: readers who share it share one composition."""

    choices: tuple[Subscription, ...]
    language: str
    preferences: Preferences
    cursor: int
    zone: str
    footer: str
    due: datetime | None


@dataclass(frozen=True, slots=True)
class Composed:
    """An edition and its messages."""

    edition: Edition
    messages: tuple[OutgoingMessage, ...]


@dataclass(slots=True)
class Issue:
    """What one planning transaction composes from: read once, shared by every reader in it."""

    conn: AsyncConnection
    now: datetime
    topics: list[Topic]
    last_number: int
    composed: dict[Variant, Composed] = field(default_factory=dict)
    offered: dict[tuple[tuple[int, ...], int], list[Article]] = field(default_factory=dict)
    rows: list[NewDelivery] = field(default_factory=list)


PlanReader = Callable[[Issue, Subscriber, tuple[Subscription, ...]], Awaitable[None]]


class Digests:
    """Plans digests into the outbox; ``on_planned`` wakes whoever sends them."""

    def __init__(
        self,
        database: Database,
        now: Callable[[], datetime],
        on_planned: Callable[[], None] = lambda: None,
    ) -> None:
        self._database = database
        self._now = now
        self._on_planned = on_planned

    async def plan_due(self) -> int:
        """Plan the digest of every reader whose time has come; how many readers were moved on.

        Planning is idempotent: a slot has one set of rows, and a reader is advanced by compare-and-set.
        """
        planned = 0
        while True:
            moved = await self._plan_chunk()
            planned += moved
            if moved:
                self._on_planned()
            if moved < CHUNK:
                return planned

    async def on_request(self, reader: Subscriber, update_id: int) -> int:
        """Plan the stories not seen yet for now; how many, 0 for nothing new or an update seen before."""
        async with self._database.write() as conn:
            stored = await subscribers.insert_if_absent(conn, reader, self._now())
            if await slot_ends.is_planned(conn, stored.id, DeliveryKind.REQUEST, update_id):
                return 0
            issue = await _issue(conn, self._now())
            composed = await _compose(issue, stored, await _choices(conn, stored), due=None)
            if not composed.edition.count:
                return 0
            rows = _rows(issue, stored, composed, DeliveryKind.REQUEST, update_id)
            await deliveries.plan(conn, rows, issue.now)
            await subscribers.move_cursor(conn, stored.id, composed.edition.up_to)
        self._on_planned()
        return composed.edition.count

    async def preview(self, reader: Subscriber, topic: Topic | None = None) -> Composed:
        """The next digest of a reader, or of a new reader of one topic; nothing is stored or marked seen."""
        async with self._database.read() as conn:
            issue = await _issue(conn, self._now())
            if topic is None:
                return await _compose(issue, reader, await _choices(conn, reader), due=None)
            fresh = replace(reader, cursor=0, preferences=Preferences())
            return await _compose(issue, fresh, (Subscription(reader.id, topic.id),), due=None)

    async def more(self, reader: Subscriber, after: int, up_to: int) -> Edition:
        """The edition that a digest covered, composed again, for the pages behind "+N more"."""
        async with self._database.read() as conn:
            issue = await _issue(conn, self._now())
            issue.last_number = up_to
            past = replace(reader, cursor=after)
            return (await _compose(issue, past, await _choices(conn, reader), due=None)).edition

    async def latest(self, topic_ids: Sequence[int]) -> list[Article]:
        """The published articles of topics of the last seven days, newest first."""
        async with self._database.read() as conn:
            number = await articles.last_number(conn)
            since = self._now() - FRESH
            return await articles.offered(conn, topic_ids, after=0, up_to=number, since=since)

    async def next_due(self) -> datetime | None:
        """When the next digest of anybody is due."""
        async with self._database.read() as conn:
            return await subscribers.next_due(conn)

    async def _plan_chunk(self) -> int:
        try:
            return await self._plan_together(_plan_reader)
        except Exception:
            # One reader who cannot be planned must not stop the others: now each has its own savepoint.
            log.exception("planning failed; planning one by one")
            return await self._plan_together(_plan_or_postpone)

    async def _plan_together(self, plan: PlanReader) -> int:
        async with self._database.write(effect=False) as conn:
            now = self._now()
            due = await subscribers.due(conn, now, CHUNK)
            if not due:
                return 0
            issue = await _issue(conn, now)
            choices = await subscribers.subscriptions_of(conn, [reader.id for reader in due])
            for reader in due:
                await plan(issue, reader, tuple(choices[reader.id]))
            # Together: one statement for many readers costs little more than one for each.
            await deliveries.plan(conn, issue.rows, now)
            reached(Moment.PLANNING)
        reached(Moment.PLANNED)
        return len(due)


async def _plan_or_postpone(issue: Issue, reader: Subscriber, choices: tuple[Subscription, ...]) -> None:
    """Plan one reader, or try again in an hour; the cursor stays, so nothing is lost."""
    try:
        async with issue.conn.begin_nested():
            await _plan_reader(issue, reader, choices)
    except Exception:
        log.exception("a reader cannot be planned", extra={"subscriber": reader.id})
        await subscribers.postpone(issue.conn, reader.id, issue.now + POSTPONED)


async def _plan_reader(issue: Issue, reader: Subscriber, choices: tuple[Subscription, ...]) -> None:
    """Plan, skip or expire one reader's slot, and move the reader past it."""
    slot = missed_slot(reader, issue.now)
    after = advanced(reader, slot, issue.now)
    instant = int(slot.instant.timestamp())
    if await _too_late(issue, reader, slot):
        await _end(issue, reader, after, instant, DeliveryState.EXPIRED)
        return
    if await _came_before(issue, reader, slot):
        await subscribers.advance(issue.conn, reader, after)
        return
    late = issue.now - slot.instant > SAID_LATE
    composed = await _compose(issue, after, choices, due=slot.instant if late else None)
    if not composed.messages or waits(composed.edition, reader.preferences, after.next_digest_at):
        await _end(issue, reader, after, instant, DeliveryState.SKIPPED)
    elif await subscribers.advance(issue.conn, reader, replace(after, cursor=composed.edition.up_to)):
        issue.rows += _rows(issue, reader, composed, DeliveryKind.DIGEST, instant)


async def _end(
    issue: Issue, reader: Subscriber, after: Subscriber, instant: int, state: DeliveryState
) -> None:
    """End a slot without a message; first the reader moves on, for what it ends with is decided by that."""
    if await subscribers.advance(issue.conn, reader, after):
        await slot_ends.record_end(issue.conn, reader.id, instant, state, issue.now)


async def _came_before(issue: Issue, reader: Subscriber, slot: Slot) -> bool:
    """Whether a clock set back brought a slot again: its rows stand, and its new stories go with the next."""
    if reader.last_digest_at is None or slot.instant > reader.last_digest_at:
        return False
    instant = int(slot.instant.timestamp())
    return await slot_ends.is_planned(issue.conn, reader.id, DeliveryKind.DIGEST, instant)


async def _too_late(issue: Issue, reader: Subscriber, slot: Slot) -> bool:
    """Whether a slot is past its window; never two in a row, and never when several were missed."""
    if issue.now - slot.instant <= LATE_WINDOW or slot.instant != reader.next_digest_at:
        return False
    return await slot_ends.last_state(issue.conn, reader.id) is not DeliveryState.EXPIRED


async def _issue(conn: AsyncConnection, now: datetime) -> Issue:
    return Issue(conn, now, await topics.all_topics(conn), await articles.last_number(conn))


async def _choices(conn: AsyncConnection, reader: Subscriber) -> tuple[Subscription, ...]:
    return tuple((await subscribers.subscriptions_of(conn, [reader.id]))[reader.id])


async def _compose(
    issue: Issue, reader: Subscriber, choices: tuple[Subscription, ...], *, due: datetime | None
) -> Composed:
    """Compose for a reader as it is after the slot, so that the footer names the next digest."""
    words = texts(reader.language)
    footer = next_line(reader, words)
    variant = Variant(
        choices=tuple(replace(choice, subscriber_id=0) for choice in choices),
        language=reader.language,
        preferences=replace(reader.preferences, silent=False),
        cursor=reader.cursor,
        zone=reader.schedule.zone,
        footer=footer,
        due=due,
    )
    known = issue.composed.get(variant)
    if known is None:
        found = await _offered(issue, choices, reader.cursor)
        chosen = {choice.topic_id for choice in choices}
        mine = [topic for topic in issue.topics if topic.id in chosen]
        edition = compose(
            found, mine, choices, reader.preferences, after=reader.cursor, up_to=issue.last_number
        )
        frame = Frame(issue.now, reader.schedule.zone, footer, due)
        messages = _messages(edition, reader.preferences, words, frame)
        known = issue.composed[variant] = Composed(edition, messages)
    return known


def _messages(
    edition: Edition, preferences: Preferences, words: Texts, frame: Frame
) -> tuple[OutgoingMessage, ...]:
    if edition.count:
        return digest(edition, preferences, words, frame)
    return () if preferences.skip_empty else (empty_digest(words, frame),)


async def _offered(issue: Issue, choices: Sequence[Subscription], cursor: int) -> list[Article]:
    key = (tuple(sorted(choice.topic_id for choice in choices)), cursor)
    if key not in issue.offered:
        since = issue.now - FRESH
        issue.offered[key] = await articles.offered(
            issue.conn, key[0], after=cursor, up_to=issue.last_number, since=since
        )
    return issue.offered[key]


def _rows(
    issue: Issue, reader: Subscriber, composed: Composed, kind: DeliveryKind, slot: int
) -> list[NewDelivery]:
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
