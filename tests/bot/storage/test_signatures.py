"""What readers share who are alike: never wrong, whoever changes what."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.models import Length, Preferences, QuietHours, Schedule, Subscriber, Subscription
from bot.services.subscribers import Defaults, Subscribers
from bot.storage import signatures
from bot.storage import subscribers as readers
from bot.storage.engine import Database
from bot.storage.tables import subscribers, subscriptions
from tests.bot.services.readership import DAY, EIGHT, MORNING, NAMES, Desk


@pytest.fixture
def desk(database: Database) -> Desk:
    return Desk(database)


async def test_a_pause_that_is_over_leaves_the_reader_unsigned(desk: Desk) -> None:
    (world,) = await desk.has_topics("world")
    paused = Schedule((time(8),), "UTC", paused=True, paused_until=MORNING)
    reader = await desk.has_reader(world, schedule=paused)
    await desk.publishes(world)
    await desk.tick(EIGHT)
    after = await desk.stored(reader)
    assert not after.schedule.paused
    assert await signs(desk, reader) == ""
    await desk.publishes(world)
    await desk.tick(EIGHT + DAY)
    assert await signs(desk, reader) == signatures.signature(after, [Subscription(reader.id, world.id)])


async def signs(desk: Desk, reader: Subscriber) -> str:
    async with desk.database.read() as conn:
        query = sa.select(subscribers.c.signature).where(subscribers.c.id == reader.id)
        return str((await conn.execute(query)).scalar_one())


def test_a_signature_tells_apart_what_a_digest_depends_on_and_nothing_else() -> None:
    schedule = Schedule((time(8),), "UTC")
    reader = Subscriber(1, 10, 0, "private", "en", schedule, Preferences())
    mine = [Subscription(1, 5)]
    plain = signatures.signature(reader, mine)
    now = datetime(2026, 3, 4, tzinfo=UTC)
    alike = replace(
        reader, id=2, chat_id=20, kind="group", cursor=9, next_digest_at=now, last_digest_at=now,
        last_slot=(now.date(), time(8)), created_at=now, preferences=Preferences(silent=True), welcomed=True,
    )  # fmt: skip
    assert signatures.signature(alike, [Subscription(2, 5)]) == plain
    others = [
        replace(reader, language="de"),
        replace(reader, preferences=Preferences(stories=9)),
        replace(reader, schedule=replace(schedule, zone="Europe/Kyiv")),
        replace(reader, schedule=replace(schedule, quiet=QuietHours(time(22), time(7)))),
    ]
    found = {signatures.signature(other, mine) for other in others}
    found |= {
        signatures.signature(reader, [replace(mine[0], include=("sea",))]),
        signatures.signature(reader, []),
    }
    assert len(found) == len(others) + 2
    assert plain not in found


CHANGES = ("toggle", "times", "zone", "length", "language", "pause", "resume", "leave", "plan", "filter")


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(CHANGES), max_size=10))
async def test_no_change_of_a_reader_leaves_its_signature_standing(
    database: Database, changes: list[str]
) -> None:
    desk = Desk(database)
    first, second = await desk.has_topics(f"one{next(NAMES)}", f"two{next(NAMES)}")
    reader = await desk.has_reader(first)
    service = Subscribers(database, lambda: desk.now, Defaults("UTC", time(8)))
    for change in changes:
        await changed(desk, service, await desk.stored(reader), change, second.slug)
        after = await desk.stored(reader)
        async with database.read() as conn:
            mine = (await readers.subscriptions_of(conn, [reader.id]))[reader.id]
        assert await signs(desk, reader) in {"", signatures.signature(after, mine)}


async def changed(desk: Desk, service: Subscribers, reader: Subscriber, change: str, slug: str) -> None:
    match change:
        case "toggle":
            await service.toggle(reader, slug)
        case "times":
            await service.set_schedule(reader, lambda old: replace(old, times=(time(9), time(21))))
        case "zone":
            await service.set_zone(reader, "Europe/Kyiv")
        case "length":
            await service.set_preferences(reader, lambda old: replace(old, length=Length.ONE))
        case "language":
            await service.set_language(reader, "de")
        case "pause":
            await service.pause(reader, desk.now + timedelta(hours=30))
        case "resume":
            await service.resume(reader)
        case "leave":
            await service.unsubscribe_all(reader)
        case "filter":
            # Whoever writes it: the database itself remembers.
            async with desk.database.write() as conn:
                await conn.execute(sa.update(subscriptions).values(include="sea", maximum=3))
        case _:
            await desk.tick(desk.now + timedelta(hours=25))
