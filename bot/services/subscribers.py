"""Readers: their topics, schedule and preferences; every change computes the next digest anew."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.errors import Reason, RejectedError
from bot.models import Preferences, Schedule, Subscriber, Topic
from bot.services.editions import in_readers_order
from bot.services.schedule import rescheduled
from bot.services.topics import find_topic
from bot.storage import chats, deliveries, subscribers, topics
from bot.storage.engine import Database
from bot.storage.holding import hold

UNSUBSCRIBED = "unsubscribed"
THREAD_CLOSED = "the thread is closed"
# In our own reason and in Telegram's, "TOPIC_CLOSED".
CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Defaults:
    """What a new reader starts with."""

    zone: str
    at: time


@dataclass(frozen=True, slots=True)
class Chosen:
    """A reader with its topics after a change; ``changed`` are the topics that the change was about."""

    reader: Subscriber
    topics: tuple[Topic, ...]
    changed: tuple[Topic, ...] = ()


Change = Callable[[Subscriber], Subscriber]


class Subscribers:
    """Loads readers and changes them, each change in one transaction on the stored row."""

    def __init__(self, database: Database, now: Callable[[], datetime], defaults: Defaults) -> None:
        self._database = database
        self._now = now
        self._defaults = defaults

    async def load(self, chat_id: int, thread_id: int, *, kind: str, language: str) -> Subscriber:
        """The stored reader of a chat or thread, else one with the defaults and id 0, not stored yet."""
        async with self._database.read() as conn:
            stored = await subscribers.find(conn, chat_id, thread_id)
        return stored or self.fresh(chat_id, thread_id, kind, language)

    async def topics_of(self, reader: Subscriber) -> tuple[Topic, ...]:
        """The topics of a reader in the reader's order, else the desk's."""
        async with self._database.read() as conn:
            return await _topics_of(conn, reader)

    async def kept_topics(self, reader: Subscriber) -> tuple[Topic, ...]:
        """The topics that a reader had before unsubscribing from everything."""
        async with self._database.read() as conn:
            return await _topics_of(conn, replace(reader, active=True))

    async def subscribe(self, reader: Subscriber, words: Sequence[str]) -> Chosen:
        """Subscribe to the topics that words name; all of them or, when one is unknown, none.

        Raises:
            RejectedError: NO_SUCH_TOPIC or NO_TOPICS_YET.
        """
        async with self._database.write() as conn:
            return await self.subscribe_within(conn, reader, await _find_all(conn, words))

    async def subscribe_within(
        self, conn: AsyncConnection, reader: Subscriber, wanted: Sequence[Topic]
    ) -> Chosen:
        """Subscribe to topics in a transaction of somebody else's."""
        stored = await self._awake(conn, reader)
        await subscribers.add_subscriptions(conn, stored.id, [topic.id for topic in wanted])
        return await self._settled(conn, stored, changed=tuple(wanted))

    async def unsubscribe(self, reader: Subscriber, words: Sequence[str]) -> Chosen:
        """Unsubscribe from the topics that words name.

        Raises:
            RejectedError: NO_SUCH_TOPIC.
        """
        async with self._database.write() as conn:
            gone = await _find_all(conn, words)
            stored = await self._awake(conn, reader)
            before = await _topics_of(conn, stored)
            await subscribers.remove_subscriptions(conn, stored.id, [topic.id for topic in gone])
            changed = tuple(topic for topic in before if topic in gone)
            return await self._settled(conn, stored, changed=changed)

    async def unsubscribe_all(self, reader: Subscriber) -> Chosen:
        """End everything; the choice of topics is kept aside, so that ``come_back`` undoes it."""
        async with self._database.write() as conn:
            stored = await subscribers.insert_if_absent(conn, reader, self._now())
            before = await _topics_of(conn, stored)
            await deliveries.cancel_for(conn, stored.id, UNSUBSCRIBED, self._now())
            gone = replace(stored, active=False, reason=UNSUBSCRIBED, next_digest_at=None)
            await subscribers.update(conn, gone)
            return Chosen(gone, (), before)

    async def toggle(self, reader: Subscriber, slug: str, *, wanted: bool | None = None) -> Chosen:
        """Subscribe to a topic or unsubscribe from it, as ``wanted``; None: the contrary of what is.

        Raises:
            RejectedError: NO_SUCH_TOPIC.
        """
        async with self._database.write() as conn:
            (topic,) = await _find_all(conn, [slug])
            stored = await self._awake(conn, reader)
            left = 0 if wanted else await subscribers.remove_subscriptions(conn, stored.id, [topic.id])
            if wanted or (wanted is None and not left):
                await subscribers.add_subscriptions(conn, stored.id, [topic.id])
            return await self._settled(conn, stored, changed=(topic,))

    async def set_schedule(self, reader: Subscriber, change: Callable[[Schedule], Schedule]) -> Subscriber:
        """Change when digests come."""
        return await self._change(
            reader, lambda stored: replace(stored, schedule=change(stored.schedule)), timing=True
        )

    async def set_zone(self, reader: Subscriber, zone: str) -> Subscriber:
        """Change the zone alone: the next digest never goes back to a local time already planned."""

        def moved(stored: Subscriber) -> Subscriber:
            return replace(stored, schedule=replace(stored.schedule, zone=zone), zone_chosen=True)

        return await self._change(reader, moved, timing=True, zone_changed=True)

    async def set_preferences(
        self, reader: Subscriber, change: Callable[[Preferences], Preferences]
    ) -> Subscriber:
        """Change how digests look."""
        return await self._change(
            reader, lambda stored: replace(stored, preferences=change(stored.preferences))
        )

    async def pause(self, reader: Subscriber, until: datetime | None) -> Subscriber:
        """Stop scheduled digests until an instant, or until they are resumed."""
        return await self.set_schedule(
            reader, lambda schedule: replace(schedule, paused=True, paused_until=until)
        )

    async def resume(self, reader: Subscriber) -> Subscriber:
        """End a pause, and switch scheduled digests on if they were off."""
        back = await self.come_back(reader)
        return await self.set_schedule(
            back, lambda schedule: replace(schedule, enabled=True, paused=False, paused_until=None)
        )

    async def set_language(self, reader: Subscriber, language: str) -> Subscriber:
        """Change the language of everything the bot says."""
        return await self._change(reader, lambda stored: replace(stored, language=language))

    async def welcome(self, reader: Subscriber) -> Subscriber:
        """Remember that the reader went through the first dialogue."""
        return await self._change(reader, lambda stored: replace(stored, welcomed=True))

    async def reached(self, reader: Subscriber) -> None:
        """The chat can be written to again: go on, unless its reader had unsubscribed."""
        if reader.reason != UNSUBSCRIBED:
            await self.come_back(reader)

    async def returned(self, chat_id: int) -> None:
        """A chat can be written to again: all its readers go on, but for closed threads."""
        async with self._database.read() as conn:
            known = await subscribers.of_chat(conn, chat_id)
        for reader in known:
            if CLOSED not in reader.reason.casefold():
                await self.reached(reader)

    async def close_thread(self, reader: Subscriber) -> None:
        """A forum thread was closed: nothing more until it is opened again, or somebody sends /start."""
        async with self._database.write() as conn:
            await chats.deactivate(conn, reader.id, THREAD_CLOSED, self._now())

    async def come_back(self, reader: Subscriber) -> Subscriber:
        """Make a reader active again, with everything as it was left; nothing happens to an active one."""
        if reader.id == 0 or reader.active:
            return reader
        return await self._change(reader, lambda stored: replace(stored, active=True, reason=""), timing=True)

    async def leave(self, chat_id: int, reason: str) -> None:
        """A chat cannot be written to any more: keep its settings, cancel what waits for it."""
        async with self._database.write() as conn:
            await hold(conn, chats=[chat_id])
            for stored in await subscribers.of_chat(conn, chat_id):
                await chats.deactivate(conn, stored.id, reason, self._now())

    async def move(self, old_chat_id: int, new_chat_id: int) -> None:
        """A group became a supergroup: its readers keep everything under the new id."""
        async with self._database.write() as conn:
            await chats.move_chat(conn, old_chat_id, new_chat_id)

    async def _awake(self, conn: AsyncConnection, reader: Subscriber) -> Subscriber:
        """The stored reader, active: one who had unsubscribed from everything begins anew."""
        stored = await subscribers.insert_if_absent(conn, reader, self._now())
        if stored.active:
            return stored
        if stored.reason == UNSUBSCRIBED:
            kept = await _topics_of(conn, replace(stored, active=True))
            await subscribers.remove_subscriptions(conn, stored.id, [topic.id for topic in kept])
        return replace(stored, active=True, reason="", next_digest_at=None)

    async def _change(
        self, reader: Subscriber, change: Change, *, timing: bool = False, zone_changed: bool = False
    ) -> Subscriber:
        async with self._database.write() as conn:
            stored = await subscribers.insert_if_absent(conn, reader, self._now())
            if not stored.active and stored.reason != UNSUBSCRIBED:
                # Who changes something can be written to.
                stored, timing = replace(stored, active=True, reason=""), True
            settled = await self._settled(conn, change(stored), timing=timing, zone_changed=zone_changed)
            return settled.reader

    async def _settled(
        self,
        conn: AsyncConnection,
        reader: Subscriber,
        *,
        changed: tuple[Topic, ...] = (),
        timing: bool = False,
        zone_changed: bool = False,
    ) -> Chosen:
        """Store a changed reader with its next digest: none without a topic.

        A digest that is due stays due, also when its time is changed: the tick may be a second away.
        """
        chosen = await _topics_of(conn, reader)
        settled = reader
        if not chosen:
            settled = replace(reader, next_digest_at=None)
        elif timing or reader.next_digest_at is None:
            settled = _due_kept(
                reader, rescheduled(reader, self._now(), zone_changed=zone_changed), self._now()
            )
        await subscribers.update(conn, settled)
        return Chosen(settled, chosen, changed)

    def fresh(self, chat_id: int, thread_id: int, kind: str, language: str) -> Subscriber:
        """A reader with the defaults and id 0, not stored yet."""
        schedule = Schedule(times=(self._defaults.at,), zone=self._defaults.zone)
        return Subscriber(0, chat_id, thread_id, kind, language, schedule, Preferences())


def _due_kept(before: Subscriber, after: Subscriber, now: datetime) -> Subscriber:
    """A reader after a change of its schedule, with the digest that was due before; none if none go on."""
    due = before.next_digest_at
    if due is None or due > now or after.next_digest_at is None or after.schedule.paused:
        return after
    return replace(after, next_digest_at=due)


def has_left(reader: Subscriber) -> bool:
    """Whether a reader has unsubscribed from everything; the topics of before lie aside."""
    return not reader.active and reader.reason == UNSUBSCRIBED


async def _topics_of(conn: AsyncConnection, reader: Subscriber) -> tuple[Topic, ...]:
    if has_left(reader):
        return ()
    found = await subscribers.subscriptions_of(conn, [reader.id])
    chosen = {subscription.topic_id for subscription in found[reader.id]}
    mine = [topic for topic in await topics.all_topics(conn) if topic.id in chosen]
    return tuple(in_readers_order(mine, found[reader.id]))


async def _find_all(conn: AsyncConnection, words: Sequence[str]) -> list[Topic]:
    known = await topics.all_topics(conn)
    if not known:
        raise RejectedError(Reason.NO_TOPICS_YET)
    return [find_topic(word, known) for word in words]
