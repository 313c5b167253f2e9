"""A change of the schedule in the seconds between a slot and its tick takes nothing away."""

from dataclasses import replace
from datetime import datetime, time, timedelta

import pytest

from bot.models import QuietHours, Schedule, Subscriber
from bot.services.subscribers import Defaults, Subscribers
from bot.storage.engine import Database
from tests.bot.services.readership import DAY, EIGHT, Desk, titles

SOON = timedelta(seconds=1)


@pytest.fixture
def desk(database: Database) -> Desk:
    return Desk(database)


def service(desk: Desk) -> Subscribers:
    return Subscribers(desk.database, lambda: desk.now, Defaults("UTC", time(8)))


async def reads_at_eight(desk: Desk) -> Subscriber:
    (world,) = await desk.has_topics("world")
    reader = await desk.has_reader(world)
    await desk.publishes(world, "News1")
    desk.now = EIGHT + SOON
    return reader


@pytest.mark.parametrize(
    ("change", "following"),
    [
        ({"times": (time(18),)}, EIGHT + timedelta(hours=10)),
        ({"times": (time(7),)}, EIGHT + timedelta(hours=23)),
        ({"weekdays": (3,)}, EIGHT + DAY),
        ({"quiet": QuietHours(time(7), time(10))}, EIGHT + timedelta(hours=2)),
    ],
)
async def test_the_digest_of_a_slot_that_has_just_passed_still_comes(
    desk: Desk, change: dict[str, object], following: datetime
) -> None:
    reader = await reads_at_eight(desk)
    told = await service(desk).set_schedule(reader, lambda old: replace(old, **change))  # type: ignore[arg-type]
    assert told.next_digest_at == EIGHT
    assert await desk.tick(desk.now + SOON) == 1
    (row,) = await desk.outbox()
    assert (row.slot, titles([row])) == (int(EIGHT.timestamp()), ["News1"])
    after = await desk.stored(reader)
    assert (after.next_digest_at, after.last_slot) == (following, (EIGHT.date(), time(8)))


async def test_a_change_of_zone_keeps_it_too_and_does_not_go_back_behind_it(desk: Desk) -> None:
    reader = await reads_at_eight(desk)
    await service(desk).set_zone(reader, "Europe/Lisbon")
    await desk.tick(desk.now + SOON)
    assert titles(await desk.outbox()) == ["News1"]
    assert (await desk.stored(reader)).next_digest_at == EIGHT + DAY


@pytest.mark.parametrize("change", [{"paused": True, "paused_until": None}, {"enabled": False}])
async def test_who_pauses_or_switches_off_at_that_moment_gets_nothing(
    desk: Desk, change: dict[str, object]
) -> None:
    reader = await reads_at_eight(desk)
    await service(desk).set_schedule(reader, lambda old: replace(old, **change))  # type: ignore[arg-type]
    assert await desk.tick(desk.now + SOON) == 0
    assert await desk.outbox() == []


async def test_what_is_told_after_a_change_before_the_slot_is_what_comes(desk: Desk) -> None:
    (world,) = await desk.has_topics("world")
    reader = await desk.has_reader(world)
    await desk.publishes(world, "News1")
    desk.now = EIGHT - SOON
    told = await service(desk).set_schedule(reader, lambda old: Schedule((time(9),), old.zone))
    assert await desk.tick(EIGHT) == 0
    assert told.next_digest_at == EIGHT + timedelta(hours=1)
    assert await desk.tick(told.next_digest_at) == 1
