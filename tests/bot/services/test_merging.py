"""Two topics become one: nobody loses a reader, a word, an article or the memory of what was told."""

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
import pytest_asyncio

from bot.errors import Reason, RejectedError
from bot.models import Subscriber, Subscription, Topic
from bot.services.choices import Choices
from bot.services.subscribers import Defaults, Subscribers
from bot.services.topics import Topics
from bot.storage import subscribers
from bot.storage.engine import Database
from tests.bot.services.readership import EIGHT, Desk, titles


class Merging(Desk):
    """A desk with two topics that become one."""

    def __init__(self, database: Database) -> None:
        super().__init__(database)
        self.topics = Topics(database, lambda: self.now)

    async def begins(self) -> None:
        self.kept, self.gone = await self.has_topics("kept", "gone")

    async def merges(self) -> Topic:
        return await self.topics.merge("gone", "kept", by=1)

    async def chooses(self, reader: Subscriber, topic: Topic, **wishes: object) -> None:
        async with self.database.write() as conn:
            choice = replace(Subscription(reader.id, topic.id), **wishes)  # type: ignore[arg-type]
            await subscribers.set_subscription(conn, choice)

    async def choices(self, reader: Subscriber) -> list[Subscription]:
        async with self.database.read() as conn:
            return (await subscribers.subscriptions_of(conn, [reader.id]))[reader.id]


@pytest_asyncio.fixture
async def desk(database: Database) -> AsyncIterator[Merging]:
    made = Merging(database)
    await made.begins()
    yield made


async def test_a_reader_of_the_topic_that_goes_keeps_words_maximum_mute_and_place(desk: Merging) -> None:
    reader = await desk.has_reader(desk.gone)
    wishes = {"include": ("rain",), "exclude": ("snow",), "maximum": 3, "muted": True, "position": 2}
    await desk.chooses(reader, desk.gone, **wishes)
    assert (await desk.merges()).slug == "kept"
    (choice,) = await desk.choices(reader)
    assert choice == replace(Subscription(reader.id, desk.kept.id), **wishes)  # type: ignore[arg-type]
    assert [topic.slug for topic in await desk.topics.all()] == ["kept"]


@pytest.mark.parametrize(
    ("mine", "theirs", "both"),
    [
        ({"include": ("a",)}, {"include": ("b",)}, {"include": ("a", "b")}),
        ({"include": ("a",)}, {}, {}),
        ({"exclude": ("a", "b")}, {"exclude": ("b", "c")}, {"exclude": ("b",)}),
        ({"maximum": 2}, {"maximum": 3}, {"maximum": 5}),
        ({"maximum": 2}, {}, {}),
        ({"muted": True}, {"muted": True, "exclude": ("a",)}, {"muted": True}),
        ({"muted": True, "include": ("a",)}, {"exclude": ("b",)}, {"exclude": ("b",)}),
    ],
)
async def test_a_reader_of_both_keeps_what_lets_more_through(
    desk: Merging, mine: dict[str, object], theirs: dict[str, object], both: dict[str, object]
) -> None:
    reader = await desk.has_reader(desk.kept, desk.gone)
    await desk.chooses(reader, desk.kept, **mine)
    await desk.chooses(reader, desk.gone, **theirs)
    await desk.merges()
    assert await desk.choices(reader) == [replace(Subscription(reader.id, desk.kept.id), **both)]  # type: ignore[arg-type]


async def test_articles_move_along_and_a_told_story_is_not_told_again(desk: Merging) -> None:
    reader = await desk.has_reader(desk.gone)
    number = await desk.publishes(desk.gone, "News1")
    await desk.digests.on_request(reader, 1)
    await desk.merges()
    await desk.publishes(desk.kept, "News2", story=await desk.story_of(number))
    await desk.publishes(desk.kept, "News3")
    await desk.tick(EIGHT)
    assert titles(await desk.outbox(reader)) == ["News1", "News3"]
    (counted,) = await desk.topics.counted()
    assert (counted.readers, counted.articles) == (1, 3)


async def test_what_is_no_merge_is_refused(desk: Merging) -> None:
    for source, target, reason in (
        ("mars", "kept", Reason.NO_SUCH_TOPIC),
        ("kept", "mars", Reason.NO_SUCH_TOPIC),
        ("kept", "kept", Reason.TOPIC_EXISTS),
    ):
        with pytest.raises(RejectedError) as caught:
            await desk.topics.merge(source, target, by=1)
        assert caught.value.reason is reason
    assert len(await desk.topics.all()) == 2


async def test_a_place_in_the_order_is_kept_and_a_refusal_subscribes_nobody(desk: Merging) -> None:
    readers = Subscribers(desk.database, lambda: desk.now, Defaults("UTC", EIGHT.time()))
    service = Choices(desk.database, lambda: desk.now, readers)
    reader = await desk.has_reader(desk.kept, desk.gone)
    assert [topic.slug for topic in await service.order(reader, ["gone"])] == ["gone", "kept"]
    moved = await service.change(reader, "gone", lambda old: old, move="down")
    assert (moved.place, moved.of) == (2, 2)
    assert [topic.slug for topic in await readers.topics_of(reader)] == ["kept", "gone"]
    stranger = await readers.load(99, 0, kind="private", language="en")
    with pytest.raises(RejectedError):
        await service.change(stranger, "nothing", lambda old: old)
    assert await readers.load(99, 0, kind="private", language="en") == stranger
