"""Planning together gives every reader what planning alone would have given."""

import itertools
from dataclasses import replace
from datetime import time, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.models import (
    DeliveryState,
    Length,
    Preferences,
    QuietHours,
    Schedule,
    StoryOrder,
    Subscriber,
)
from bot.services import planning
from bot.services import slots as decisions
from bot.services.schedule import rescheduled
from bot.storage import planning as storage
from bot.storage import slots
from bot.storage import subscribers as readers
from bot.storage.engine import Database
from bot.storage.tables import bodies, deliveries, subscribers, subscriptions
from tests.bot.services.readership import CHATS, DAY, EIGHT, MORNING, NAMES, Desk, titles

LATENESS = (timedelta(0), timedelta(minutes=30), timedelta(hours=13), timedelta(days=3, hours=1))

schedules = st.builds(
    Schedule,
    times=st.sampled_from([(time(8),), (time(8), time(18)), (time(7, 30), time(12), time(18))]),
    zone=st.sampled_from(["UTC", "Africa/Abidjan", "Europe/Kyiv"]),
    weekdays=st.sampled_from([(0, 1, 2, 3, 4, 5, 6), (2,), (2, 3)]),
    quiet=st.sampled_from([None, QuietHours(time(6), time(9))]),
    paused=st.booleans(),
    paused_until=st.just(MORNING),
)
preferences = st.builds(
    Preferences,
    length=st.sampled_from(Length),
    silent=st.booleans(),
    plain=st.booleans(),
    stories=st.sampled_from([1, 10]),
    order=st.sampled_from(StoryOrder),
    skip_empty=st.booleans(),
)
people = st.tuples(
    schedules,
    preferences,
    st.sampled_from(["en", "de"]),
    st.sets(st.sampled_from([0, 1]), min_size=1),
    st.sampled_from([(), ("news1",)]),
    st.sampled_from([0, 2]),
    st.booleans(),
)


@pytest.fixture
def desk(database: Database) -> Desk:
    return Desk(database)


async def stands(desk: Desk) -> tuple[list[Any], list[Any]]:
    """Every row of readers and outbox, without what names them; texts in the place of their ids."""
    known = [column for column in subscribers.columns if column.name != "signature"]
    rows = [column for column in deliveries.columns if column.name not in {"id", "body_id"}]
    key = (deliveries.c.subscriber_id, deliveries.c.slot, deliveries.c.part)
    async with desk.database.read() as conn:
        who = await conn.execute(sa.select(*known).order_by(subscribers.c.id))
        what = await conn.execute(
            sa.select(*rows, bodies.c.text, bodies.c.keyboard)
            .select_from(deliveries.join(bodies, isouter=True))
            .order_by(*key)
        )
        return list(map(tuple, who)), list(map(tuple, what))


async def goes_back(desk: Desk, before: list[Any], keep: int) -> None:
    """Undo a planning: readers as they were, and only the rows that were there."""
    known = [column for column in subscribers.columns if column.name != "signature"]
    async with desk.database.write() as conn:
        await conn.execute(sa.delete(deliveries).where(deliveries.c.id > keep))
        await conn.execute(
            sa.update(subscribers)
            .where(subscribers.c.id == sa.bindparam("reader"))
            .values({column: sa.bindparam(f"new_{column.name}", type_=column.type) for column in known[1:]}),
            [
                {"reader": row[0]}
                | {f"new_{column.name}": value for column, value in zip(known[1:], row[1:], strict=True)}
                for row in before
            ],
        )


async def with_people(desk: Desk, crowd: list[Any]) -> None:
    place = next(NAMES)
    chosen = await desk.has_topics(f"left-{place}", f"right-{place}")
    for topic in (*chosen, *chosen):
        await desk.publishes(topic, f"News{next(NAMES)}")
    async with desk.database.write() as conn:
        for schedule, wishes, language, topics, words, cursor, expired in crowd:
            fresh = Subscriber(0, next(CHATS), 0, "private", language, schedule, wishes, cursor)
            stored = await readers.insert_if_absent(conn, rescheduled(fresh, MORNING), desk.now)
            await conn.execute(
                sa.insert(subscriptions),
                [
                    {"subscriber_id": stored.id, "topic_id": chosen[topic].id, "muted": False}
                    | {"include": " ".join(words)}
                    for topic in sorted(topics)
                ],
            )
            if expired:
                yesterday = int((EIGHT - DAY).timestamp())
                await slots.record_end(conn, stored.id, yesterday, DeliveryState.EXPIRED, desk.now)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(people, min_size=1, max_size=8), st.sampled_from(LATENESS), st.integers(1, 4))
async def test_planning_together_gives_what_planning_alone_gives(
    database: Database, crowd: list[Any], late: timedelta, chunk: int
) -> None:
    desk = Desk(database)
    await with_people(desk, crowd)
    before, kept = await stands(desk)
    async with database.read() as conn:
        keep = (await conn.execute(sa.select(sa.func.coalesce(sa.func.max(deliveries.c.id), 0)))).scalar_one()
    desk.now = EIGHT + late
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(planning, "CHUNK", chunk)
        moved = await desk.digests.plan_due()
    together = await stands(desk)
    await goes_back(desk, before, keep)
    assert await stands(desk) == (before, kept)
    assert sum([await desk.digests._planner._one_by_one() for _ in range(4)]) == moved
    assert await stands(desk) == together
    # The next example begins with an empty desk.
    async with database.write() as conn:
        await conn.execute(sa.delete(subscribers))


async def test_readers_who_are_alike_are_composed_for_once(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(planning, "CHUNK", 7)
    made: list[object] = []
    decide = decisions.planned

    def counted(*given: Any) -> decisions.Plan:
        made.append(given)
        return decide(*given)

    monkeypatch.setattr(planning, "planned", counted)
    world, tech = await desk.has_topics("world", "tech")
    for number in range(40):
        silent = Preferences(silent=bool(number % 2))
        await desk.has_reader(*([world] if number % 4 else [world, tech]), preferences=silent)
    await desk.publishes(world)
    assert await desk.tick(EIGHT) == 40
    assert len(made) == 2


async def test_a_stale_signature_gives_nobody_anothers_digest(desk: Desk) -> None:
    world, tech = await desk.has_topics("world", "tech")
    mine, theirs = await desk.has_reader(world), await desk.has_reader(tech)
    await desk.publishes(world, "News1")
    await desk.publishes(tech, "News2")
    async with desk.database.write() as conn:
        await conn.execute(sa.update(subscribers).values(signature="the same for everybody"))
    await desk.tick(EIGHT)
    assert titles(await desk.outbox(mine)) == ["News1"]
    assert titles(await desk.outbox(theirs)) == ["News2"]


async def test_an_article_taken_back_between_two_chunks_is_in_the_first_only(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(planning, "CHUNK", 1)
    (world,) = await desk.has_topics("world")
    first, second = await desk.has_reader(world), await desk.has_reader(world)
    await desk.publishes(world, "News1")
    number = await desk.publishes(world, "News2")
    step, calls = desk.digests._planner._step, itertools.count()

    async def interrupted(run: planning.Run) -> planning.Step:
        done = await step(run)
        if done.moved and next(calls) == 0:
            await desk.withdraws(number)
        return done

    monkeypatch.setattr(desk.digests._planner, "_step", interrupted)
    assert await desk.tick(EIGHT) == 2
    assert titles(await desk.outbox(first)) == ["News2", "News1"]
    assert titles(await desk.outbox(second)) == ["News1"]


async def test_who_unsubscribes_while_a_group_is_decided_gets_nothing(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    (world,) = await desk.has_topics("world")
    leaves, stays = await desk.has_reader(world), await desk.has_reader(world)
    await desk.publishes(world)
    decide = desk.digests._planner._decide

    async def interrupted(run: planning.Run, groups: planning.Groups) -> None:
        async with desk.database.write() as conn:
            gone = replace(await desk.stored(leaves), active=False, reason="left", next_digest_at=None)
            await readers.update(conn, gone)
        await decide(run, groups)

    monkeypatch.setattr(desk.digests._planner, "_decide", interrupted)
    await desk.tick(EIGHT)
    assert {row.subscriber_id for row in await desk.outbox()} == {stays.id}


async def test_a_chunk_that_cannot_be_stored_is_planned_one_by_one(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    (world,) = await desk.has_topics("world")
    both = [await desk.has_reader(world), await desk.has_reader(world)]
    await desk.publishes(world)

    async def broken(*given: object) -> None:
        raise RuntimeError("no room")

    monkeypatch.setattr(storage, "apply", broken)
    assert await desk.tick(EIGHT) == 2
    assert "planning one by one" in caplog.text
    assert {row.subscriber_id for row in await desk.outbox()} == {reader.id for reader in both}
