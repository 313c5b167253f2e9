"""A reader's topics one by one: their words, maximum and mute, and the order in which digests show them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.errors import Reason, RejectedError
from bot.models import Subscriber, Subscription, Topic
from bot.services.editions import in_readers_order
from bot.services.subscribers import Subscribers, has_left
from bot.services.topics import find_topic
from bot.storage import subscribers, topics
from bot.storage.engine import Database

Change = Callable[[Subscription], Subscription]


@dataclass(frozen=True, slots=True)
class Choice:
    """A topic of a reader with its filters; it is the ``place``-th of ``of`` in the digest, from 1 on."""

    reader: Subscriber
    topic: Topic
    subscription: Subscription
    place: int
    of: int


class Choices:
    """Changes one topic of a reader; who changes a topic that was not chosen chooses it."""

    def __init__(self, database: Database, now: Callable[[], datetime], readers: Subscribers) -> None:
        self._database = database
        self._now = now
        self._readers = readers

    async def of(self, reader: Subscriber, slug: str) -> Choice | None:
        """One topic of a reader; None for a topic that is not chosen.

        Raises:
            RejectedError: NO_SUCH_TOPIC.
        """
        async with self._database.read() as conn:
            topic = find_topic(slug, await topics.all_topics(conn))
            mine = [] if has_left(reader) else await _in_order(conn, reader.id)
        return _choice(reader, topic, mine)

    async def change(self, reader: Subscriber, name: str, change: Change, *, move: str = "") -> Choice:
        """Change the filters of a topic that a word names, and its place: one of ``MOVES`` or a number.

        Raises:
            RejectedError: NO_SUCH_TOPIC, or what ``change`` raises.
        """
        async with self._database.write() as conn:
            topic = find_topic(name, await topics.all_topics(conn))
            # Tried first: a refusal leaves nobody subscribed.
            change(Subscription(reader.id, topic.id))
            chosen = await self._readers.subscribe_within(conn, reader, [topic])
            mine = await _in_order(conn, chosen.reader.id)
            if move:
                mine = await _stored_order(conn, _moved(mine, topic, move))
            kept = next(one for one in mine if one[0].id == topic.id)[1]
            await subscribers.set_subscription(conn, change(kept))
            found = _choice(chosen.reader, topic, await _in_order(conn, chosen.reader.id))
        if found is None:
            raise AssertionError("a topic that was just chosen is there")
        return found

    async def order(self, reader: Subscriber, names: Sequence[str]) -> list[Topic]:
        """Put the topics that words name first, in their order; the others follow as they stood.

        Raises:
            RejectedError: NO_SUCH_TOPIC, or NOT_SUBSCRIBED for a reader without topics.
        """
        async with self._database.write() as conn:
            known = await topics.all_topics(conn)
            wanted = list(dict.fromkeys(find_topic(name, known).id for name in names))
            stored = await subscribers.insert_if_absent(conn, reader, self._now())
            mine = await _in_order(conn, stored.id)
            if not mine or has_left(stored):
                raise RejectedError(Reason.NOT_SUBSCRIBED)
            places = {topic_id: place for place, topic_id in enumerate(wanted)}
            mine.sort(key=lambda one: places.get(one[0].id, len(places)))
            return [topic for topic, _ in await _stored_order(conn, mine)]


async def _in_order(conn: AsyncConnection, reader_id: int) -> list[tuple[Topic, Subscription]]:
    found = (await subscribers.subscriptions_of(conn, [reader_id]))[reader_id]
    by_topic = {choice.topic_id: choice for choice in found}
    mine = [topic for topic in await topics.all_topics(conn) if topic.id in by_topic]
    return [(topic, by_topic[topic.id]) for topic in in_readers_order(mine, found)]


async def _stored_order(
    conn: AsyncConnection, mine: Sequence[tuple[Topic, Subscription]]
) -> list[tuple[Topic, Subscription]]:
    placed = [(topic, replace(choice, position=place)) for place, (topic, choice) in enumerate(mine, 1)]
    for (_, after), (_, before) in zip(placed, mine, strict=True):
        if after != before:
            await subscribers.set_subscription(conn, after)
    return placed


def _moved(
    mine: list[tuple[Topic, Subscription]], topic: Topic, move: str
) -> list[tuple[Topic, Subscription]]:
    place = next(place for place, (one, _) in enumerate(mine) if one.id == topic.id)
    steps = {"up": place - 1, "down": place + 1, "first": 0, "last": len(mine)}
    target = int(move) - 1 if move.isdecimal() else steps[move]
    item = mine.pop(place)
    mine.insert(min(max(target, 0), len(mine)), item)
    return mine


def _choice(reader: Subscriber, topic: Topic, mine: Sequence[tuple[Topic, Subscription]]) -> Choice | None:
    for place, (one, subscription) in enumerate(mine, 1):
        if one.id == topic.id:
            return Choice(reader, topic, subscription, place, len(mine))
    return None
