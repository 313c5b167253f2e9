"""What an answer promises is what is planned: random changes of settings, on the days when clocks change."""

import shutil
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest_asyncio
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.locales import texts
from bot.models import DeliveryKind, Subscriber
from bot.services.schedule_words import parse_pause, parse_schedule
from bot.services.subscribers import Defaults, Subscribers
from bot.storage.engine import Database
from bot.views.times import next_line
from tests.bot.services.readership import NAMES, Desk

EN = texts("en")
# Two days before clocks change in each zone; the last one has no changes at all.
EVES = {
    "Europe/Kyiv": (datetime(2026, 3, 27, 21, tzinfo=UTC), datetime(2026, 10, 23, 21, tzinfo=UTC)),
    "America/New_York": (datetime(2026, 3, 6, 23, tzinfo=UTC), datetime(2026, 10, 30, 23, tzinfo=UTC)),
    "Australia/Lord_Howe": (datetime(2026, 4, 3, 9, tzinfo=UTC), datetime(2026, 10, 2, 9, tzinfo=UTC)),
    "Africa/Cairo": (datetime(2026, 4, 22, 9, tzinfo=UTC), datetime(2026, 10, 28, 9, tzinfo=UTC)),
    "America/Nuuk": (datetime(2026, 3, 27, 9, tzinfo=UTC), datetime(2026, 10, 24, 9, tzinfo=UTC)),
    "Asia/Kathmandu": (datetime(2026, 3, 27, 9, tzinfo=UTC), datetime(2026, 10, 24, 9, tzinfo=UTC)),
}
ZONES = tuple(EVES)
SCHEDULES = (
    *("8", "0:00", "0:30", "1:45", "2:15", "2:30", "3:30", "23:30", "7:30 13 18", "1:30 3:30", "22 2:30"),
    *("daily", "weekdays", "weekends", "sun", "mon-wed", "fri,sun 3"),
    *("quiet 22-7", "quiet 2-4", "quiet 1-1", "quiet 0-23:59", "quiet off", "off", "12:00 empty on"),
)
CHANGES = st.one_of(
    st.tuples(st.just("schedule"), st.sampled_from(SCHEDULES)),
    st.tuples(st.just("zone"), st.sampled_from(ZONES)),
    st.tuples(st.just("pause"), st.sampled_from(["", "1d", "3d", "2w", "until sunday", "until monday"])),
    st.tuples(st.just("resume"), st.just("")),
    st.tuples(st.just("wait"), st.sampled_from(["1", "7", "26", "50"])),
    st.tuples(st.just("digest"), st.just("")),
    st.tuples(st.just("settings"), st.just("")),
)


class Promised:
    """A reader whose every answer is remembered, and a desk that always has something new."""

    def __init__(self, database: Database, zone: str, start: datetime) -> None:
        self.desk = Desk(database)
        self.desk.now = start
        self.service = Subscribers(database, lambda: self.desk.now, Defaults(zone, time(8)))
        self.updates = 0

    async def begins(self) -> None:
        (self.topic,) = await self.desk.has_topics(f"topic-{next(NAMES)}")
        someone = await self.service.load(next(NAMES), 0, kind="private", language="en")
        self.reader = (await self.service.subscribe(someone, [self.topic.slug])).reader

    async def does(self, name: str, value: str) -> None:
        await getattr(self, name)(value)

    async def schedule(self, line: str) -> None:
        self.reader = await self.service.set_schedule(self.reader, parse_schedule(line).applied)

    async def zone(self, name: str) -> None:
        self.reader = await self.service.set_zone(self.reader, name)

    async def pause(self, line: str) -> None:
        until = parse_pause(line, self.desk.now, self.reader.schedule.zone)
        self.reader = await self.service.pause(self.reader, until)

    async def resume(self, _: str) -> None:
        self.reader = await self.service.resume(self.reader)

    async def settings(self, _: str) -> None:
        self.reader = await self.service.set_preferences(self.reader, lambda old: replace(old, stories=3))

    async def digest(self, _: str) -> None:
        self.updates += 1
        await self.desk.digests.on_request(self.reader, self.updates)

    async def wait(self, hours: str) -> None:
        """Let time pass as it does: every digest that falls due meanwhile is planned at its moment."""
        end = self.desk.now + timedelta(hours=int(hours))
        for _ in range(20):
            due = (await self.desk.stored(self.reader)).next_digest_at
            if due is None or due > end:
                break
            await self.desk.tick(max(due, self.desk.now))
        self.desk.now = end
        self.reader = await self.desk.stored(self.reader)

    async def slots(self) -> list[int]:
        rows = await self.desk.outbox(self.reader)
        return [row.slot for row in rows if row.kind == DeliveryKind.DIGEST and row.state == "pending"]


def said(reader: Subscriber, instant: datetime) -> str:
    """The promise in words, made by other means than the views'."""
    local = instant.astimezone(ZoneInfo(reader.schedule.zone))
    return f"Next digest: {local:%A} {local.day} {local:%B}, {local:%H:%M} ({reader.schedule.zone})"


@pytest_asyncio.fixture
async def one_database(sqlite_template: Path, tmp_path: Path) -> AsyncIterator[Database]:
    """Times are arithmetic: one kind of database is enough for many examples."""
    copy = tmp_path / "digestbot.db"
    shutil.copyfile(sqlite_template, copy)
    opened = Database(f"sqlite:///{copy}")
    yield opened
    await opened.close()


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    zone=st.sampled_from(ZONES),
    spring=st.booleans(),
    minutes=st.integers(0, 4 * 24 * 60),
    changes=st.lists(CHANGES, min_size=1, max_size=6),
)
async def test_the_time_promised_is_the_time_planned(
    one_database: Database, zone: str, *, spring: bool, minutes: int, changes: list[tuple[str, str]]
) -> None:
    start = EVES[zone][0 if spring else 1] + timedelta(minutes=minutes)
    promised = Promised(one_database, zone, start)
    await promised.begins()
    for name, value in changes:
        await promised.does(name, value)
    promise = promised.reader.next_digest_at
    assert promise == (await promised.desk.stored(promised.reader)).next_digest_at
    if promise is None:
        assert "Next digest" not in next_line(promised.reader, EN)
        return
    assert promise > promised.desk.now
    assert next_line(promised.reader, EN) == said(promised.reader, promise)
    promised.desk.now = max(promised.desk.now, promise - timedelta(minutes=1))
    await promised.desk.publishes(promised.topic)
    before = await promised.slots()
    await promised.desk.tick(promise - timedelta(seconds=1))
    assert await promised.slots() == before
    await promised.desk.tick(promise)
    assert await promised.slots() == [*before, int(promise.timestamp())]
    rows = await promised.desk.outbox(promised.reader)
    following = (await promised.desk.stored(promised.reader)).next_digest_at
    # The digest itself promises the one after it, or says why there is none.
    assert following is None or said(promised.reader, following) in rows[-1].text
