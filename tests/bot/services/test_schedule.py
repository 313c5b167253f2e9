"""When digests are due, by a table of zones and clock changes and by properties over many more.

More than 300 lines: the table of cases is long, and its value is that it is complete in one place.
"""

import zoneinfo
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bot.models import EVERY_DAY, Preferences, QuietHours, Schedule, Subscriber
from bot.services.schedule import due, in_quiet, next_slot, rescheduled, slot, slot_at, slots, zone_names

HOUR = timedelta(hours=1)
NIGHT = QuietHours(time(22), time(7))

# How local times resolve around changes of the clock: zone, local date and time, instant in UTC.
ORACLE = [
    ("Europe/Kyiv", "2026-03-29 03:30", "2026-03-29 01:30"),  # skipped, moved on to 04:30
    ("Europe/Kyiv", "2026-10-25 03:30", "2026-10-25 00:30"),  # twice, the first
    ("America/New_York", "2026-03-08 02:30", "2026-03-08 07:30"),
    ("America/New_York", "2026-11-01 01:30", "2026-11-01 05:30"),
    ("Australia/Lord_Howe", "2026-10-04 02:15", "2026-10-03 15:45"),  # a gap of half an hour
    ("Australia/Lord_Howe", "2026-04-05 01:45", "2026-04-04 14:45"),
    ("Asia/Kathmandu", "2026-03-29 08:00", "2026-03-29 02:15"),
    ("Pacific/Apia", "2011-12-31 08:00", "2011-12-30 18:00"),
    ("Africa/Casablanca", "2026-02-15 02:30", "2026-02-15 01:30"),
    ("Africa/Casablanca", "2026-03-22 02:30", "2026-03-22 02:30"),
    ("Africa/Cairo", "2026-04-24 00:00", "2026-04-23 22:00"),  # midnight itself is skipped
    ("America/Nuuk", "2026-03-28 23:30", "2026-03-29 01:30"),  # moved on to the next local date
]

zones = st.sampled_from(sorted(zone_names()))
instants = st.integers(1_262_304_000, 2_114_380_800).map(lambda at: datetime.fromtimestamp(at, UTC))
days = st.dates(date(2010, 1, 1), date(2036, 12, 1))
clock_times = st.times().map(lambda at: at.replace(second=0, microsecond=0))


@st.composite
def changes_of_clock(draw: st.DrawFn) -> tuple[str, date]:
    """A zone and a date near one on which its offset changes, where there is one."""
    zone = draw(zones)
    year = draw(st.integers(2010, 2036))
    start = datetime(year, 1, 1, tzinfo=UTC)
    found = [
        start + timedelta(days=offset)
        for offset in range(0, 366, 5)
        if _offset(zone, start + timedelta(days=offset)) != _offset(zone, start + timedelta(days=offset + 5))
    ]
    assume(found)
    return zone, draw(st.sampled_from(found)).date() + timedelta(days=draw(st.integers(0, 6)))


def _offset(zone: str, instant: datetime) -> timedelta | None:
    return instant.astimezone(ZoneInfo(zone)).utcoffset()


@st.composite
def times_apart(draw: st.DrawFn) -> tuple[time, ...]:
    """One to three times of day that are at least an hour apart, also over midnight."""
    first = draw(st.integers(0, 24 * 60 - 1))
    second = draw(st.integers(60, 11 * 60))
    third = draw(st.integers(second + 60, 23 * 60))
    minutes = [first, first + second, first + third][: draw(st.integers(1, 3))]
    return tuple(sorted(time(minute // 60 % 24, minute % 60) for minute in minutes))


quiets = st.none() | st.builds(QuietHours, clock_times, clock_times)
weekdays = st.sets(st.integers(0, 6), min_size=1).map(lambda found: tuple(sorted(found)))
schedules = st.builds(Schedule, times_apart(), zones, weekdays, quiets)


def local(instant: datetime, zone: str) -> datetime:
    return instant.astimezone(ZoneInfo(zone))


def reader(schedule: Schedule, **changes: object) -> Subscriber:
    made = Subscriber(1, 1, 0, "private", "en", schedule, Preferences())
    return replace(made, **changes)  # type: ignore[arg-type]


def utc(words: str) -> datetime:
    return datetime.fromisoformat(words).replace(tzinfo=UTC)


@pytest.mark.parametrize(("zone", "wall", "instant"), ORACLE)
def test_local_times_resolve_as_a_person_would(zone: str, wall: str, instant: str) -> None:
    wanted = datetime.fromisoformat(wall)
    assert due(wanted.date(), wanted.time(), zone) == utc(instant)


def test_a_date_that_a_zone_never_had_has_no_slot() -> None:
    assert due(date(2011, 12, 30), time(8), "Pacific/Apia") is None
    schedule = Schedule((time(8),), "Pacific/Apia")
    found = next_slot(schedule, utc("2011-12-29 18:00"))
    assert found is not None
    assert (found.day, found.instant) == (date(2011, 12, 31), utc("2011-12-30 18:00"))


def test_zones_are_those_of_the_pinned_package_whatever_the_host_has() -> None:
    assert zoneinfo.TZPATH == ()
    assert "Europe/Kyiv" in zone_names()


def test_names_that_are_no_zones_of_people_are_left_out() -> None:
    names = zone_names()
    assert {"Europe/Kyiv", "Europe/Kiev", "UTC", "Asia/Kathmandu"} <= names
    assert not {"localtime", "posixrules", "Factory", "Europe", "posix/Europe/Kyiv", "right/UTC"} & names


@given(zones, days, clock_times)
def test_an_instant_shows_the_wanted_time_or_a_later_one_where_the_clock_skips(
    zone: str, day: date, at: time
) -> None:
    instant = due(day, at, zone)
    assume(instant is not None)
    assert instant is not None
    shown = local(instant, zone).replace(tzinfo=None)
    wanted = datetime.combine(day, at)
    assert timedelta(0) <= shown - wanted <= 2 * HOUR


@given(changes_of_clock(), times_apart(), quiets)
def test_slots_come_in_order_and_never_closer_than_clock_changes_make_them(
    change: tuple[str, date], times: tuple[time, ...], quiet: QuietHours | None
) -> None:
    zone, day = change
    schedule = Schedule(times, zone, EVERY_DAY, quiet)
    instants = [found.instant for found in slots(schedule, day - timedelta(days=5))]
    if quiet is None:
        # A gap moves a time on by its own length, at most behind another time of the same day.
        assert all(earlier <= later for earlier, later in pairwise(instants))
        assert len(instants) >= len(times) * 13
    walked = _walk(schedule, instants[0] - timedelta(minutes=1), instants[-1] - timedelta(days=4))
    assert set(walked) == {instant for instant in instants if instant <= instants[-1] - timedelta(days=4)}


def _walk(schedule: Schedule, start: datetime, end: datetime) -> list[datetime]:
    """Every slot that ``next_slot`` finds, each later than the one before."""
    found: list[datetime] = []
    now = start
    while True:
        following = next_slot(schedule, now)
        assert following is not None
        assert following.instant > now
        if following.instant > end:
            return found
        found.append(following.instant)
        now = following.instant


@given(zones, days, clock_times)
def test_one_time_a_day_is_a_day_apart_but_for_the_change_of_offset(zone: str, day: date, at: time) -> None:
    first = next_slot(Schedule((at,), zone), datetime.combine(day, time(0), tzinfo=UTC))
    assert first is not None
    second = next_slot(Schedule((at,), zone), first.instant)
    assert second is not None
    offsets = (local(first.instant, zone).utcoffset(), local(second.instant, zone).utcoffset())
    assert offsets[0] is not None
    assert offsets[1] is not None
    if abs(offsets[0] - offsets[1]) <= 2 * HOUR:
        assert abs(second.instant - first.instant - timedelta(days=1)) <= 2 * HOUR


@given(schedules, instants)
def test_the_next_slot_is_later_than_now_on_a_chosen_weekday(schedule: Schedule, now: datetime) -> None:
    found = next_slot(schedule, now)
    assert found is not None
    assert now < found.instant <= now + timedelta(days=9)
    assert found.day.weekday() in schedule.weekdays
    assert found.at in schedule.times


@given(schedules, instants)
def test_there_is_no_earlier_slot_than_the_next(schedule: Schedule, now: datetime) -> None:
    found = next_slot(schedule, now)
    assert found is not None
    first_day = now.astimezone(UTC).date() - timedelta(days=3)
    later = [other.instant for other in slots(schedule, first_day) if other.instant > now]
    assert found.instant == min(later)


@given(changes_of_clock(), clock_times, st.builds(QuietHours, clock_times, clock_times))
def test_a_slot_arrives_outside_quiet_hours_or_at_their_end(
    change: tuple[str, date], at: time, quiet: QuietHours
) -> None:
    zone, day = change
    found = slot(day, at, Schedule((at,), zone, quiet=quiet))
    assume(found is not None)
    assert found is not None
    arrival = local(found.instant, zone)
    if found.moved:
        assert found.instant == due(arrival.date(), quiet.end, zone)
    else:
        assert not in_quiet(arrival.time(), quiet)


@given(schedules, instants)
def test_a_slot_is_found_again_by_its_instant(schedule: Schedule, now: datetime) -> None:
    found = next_slot(schedule, now)
    assert found is not None
    again = slot_at(schedule, found.instant)
    assert again is not None
    assert again.instant == found.instant
    assert slot_at(schedule, found.instant + timedelta(seconds=1)) is None


@pytest.mark.parametrize(
    ("at", "quiet", "inside"),
    [
        (time(22), NIGHT, True),
        (time(23, 59), NIGHT, True),
        (time(0), NIGHT, True),
        (time(6, 59), NIGHT, True),
        (time(7), NIGHT, False),
        (time(21, 59), NIGHT, False),
        (time(13), QuietHours(time(12), time(14)), True),
        (time(14), QuietHours(time(12), time(14)), False),
        (time(12), QuietHours(time(12), time(12)), False),
        (time(12), None, False),
    ],
)
def test_quiet_hours_include_their_start_and_not_their_end(
    at: time, quiet: QuietHours | None, *, inside: bool
) -> None:
    assert in_quiet(at, quiet) is inside


@pytest.mark.parametrize(
    ("at", "quiet", "arrives"),
    [
        (time(23), NIGHT, "2026-03-05 07:00"),
        (time(5), NIGHT, "2026-03-04 07:00"),
        (time(12, 30), QuietHours(time(12), time(14)), "2026-03-04 14:00"),
    ],
)
def test_a_slot_in_quiet_hours_moves_to_their_end_and_says_so(
    at: time, quiet: QuietHours, arrives: str
) -> None:
    found = slot(date(2026, 3, 4), at, Schedule((at,), "UTC", quiet=quiet))
    assert found is not None
    assert (found.day, found.at, found.instant, found.moved) == (date(2026, 3, 4), at, utc(arrives), True)


def test_a_slot_that_a_gap_pushes_into_quiet_hours_moves_to_their_end_too() -> None:
    schedule = Schedule((time(2, 30),), "America/New_York", quiet=QuietHours(time(3), time(7)))
    found = slot(date(2026, 3, 8), time(2, 30), schedule)
    assert found is not None
    assert (found.instant, found.moved) == (utc("2026-03-08 11:00"), True)


def test_two_times_moved_to_the_same_end_are_one_digest() -> None:
    schedule = Schedule((time(1), time(23)), "UTC", quiet=NIGHT)
    walked = _walk(schedule, utc("2026-03-04 00:00"), utc("2026-03-06 23:00"))
    assert walked == [utc("2026-03-04 07:00"), utc("2026-03-05 07:00"), utc("2026-03-06 07:00")]


def test_nothing_is_next_when_switched_off_or_paused_without_an_end() -> None:
    schedule = Schedule((time(8),), "UTC")
    now = utc("2026-03-04 09:00")
    assert next_slot(replace(schedule, enabled=False), now) is None
    assert next_slot(replace(schedule, paused=True), now) is None
    assert next_slot(replace(schedule, times=()), now) is None
    assert next_slot(replace(schedule, weekdays=()), now) is None


@given(schedules, instants, st.timedeltas(timedelta(minutes=1), timedelta(days=300)))
def test_a_pause_ends_before_the_next_digest(schedule: Schedule, now: datetime, span: timedelta) -> None:
    paused = replace(schedule, paused=True, paused_until=now + span)
    found = next_slot(paused, now)
    assert found == next_slot(schedule, now + span)


def test_a_pause_that_is_over_holds_nothing_back() -> None:
    schedule = Schedule((time(8),), "UTC", paused=True, paused_until=utc("2026-03-01 00:00"))
    found = next_slot(schedule, utc("2026-03-04 09:00"))
    assert found is not None
    assert found.instant == utc("2026-03-05 08:00")


@given(schedules, zones, instants)
def test_a_change_of_zone_never_goes_back_and_leaves_six_hours(
    schedule: Schedule, zone: str, now: datetime
) -> None:
    sent = next_slot(schedule, now)
    assert sent is not None
    before = reader(schedule, last_digest_at=sent.instant, last_slot=(sent.day, sent.at))
    moved = replace(before, schedule=replace(schedule, zone=zone))
    after = rescheduled(moved, sent.instant + timedelta(minutes=1), zone_changed=True)
    assert after.next_digest_at is not None
    assert after.next_digest_at > sent.instant + timedelta(hours=6)
    found = slot_at(moved.schedule, after.next_digest_at)
    assert found is not None
    wanted = [
        other
        for other in slots(moved.schedule, sent.day - timedelta(days=2))
        if other.instant == after.next_digest_at and (other.day, other.at) > (sent.day, sent.at)
    ]
    assert wanted


def test_flying_west_after_the_digest_does_not_bring_the_day_again() -> None:
    before = reader(
        Schedule((time(8),), "America/New_York"),
        last_digest_at=utc("2026-03-04 06:00"),
        last_slot=(date(2026, 3, 4), time(8)),
    )
    after = rescheduled(before, utc("2026-03-04 07:00"), zone_changed=True)
    assert after.next_digest_at == utc("2026-03-05 13:00")


def test_a_change_of_times_takes_the_first_slot_after_now_whatever_went_out() -> None:
    before = reader(
        Schedule((time(9),), "UTC"),
        last_digest_at=utc("2026-03-04 08:00"),
        last_slot=(date(2026, 3, 4), time(8)),
    )
    assert rescheduled(before, utc("2026-03-04 08:30")).next_digest_at == utc("2026-03-04 09:00")


def test_who_is_inactive_has_no_next_digest() -> None:
    gone = reader(Schedule((time(8),), "UTC"), active=False, next_digest_at=utc("2026-03-04 08:00"))
    assert rescheduled(gone, utc("2026-03-04 07:00")).next_digest_at is None
