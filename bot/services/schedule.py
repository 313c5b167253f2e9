"""When a reader's digest is due: pure arithmetic on local dates, times and IANA zones.

``due`` resolves a local time as a person would: in the hour that a clock change skips, the instant is moved
on by the gap; in the hour that it repeats, the first of the two counts. Instants are compared in UTC only,
because Python ignores ``fold`` between datetimes of one zone.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from itertools import islice
from zoneinfo import ZoneInfo, available_timezones

from bot.models import QuietHours, Schedule, Slot, Subscriber

HORIZON_DAYS = 15  # beyond a week of weekdays, whatever dates a zone leaves out
MOST_TIMES = 3
AFTER_ZONE_CHANGE = timedelta(hours=6)
NOT_ZONES = frozenset({"localtime", "posixrules", "Factory"})


@lru_cache(maxsize=1)
def zone_names() -> frozenset[str]:
    """Every IANA zone that a reader can have."""
    return frozenset(
        name
        for name in available_timezones()
        if name not in NOT_ZONES and not name.startswith(("right/", "posix/"))
    )


@lru_cache(maxsize=1024)
def zone_of(name: str) -> ZoneInfo:
    """The zone of a name from ``zone_names``."""
    return ZoneInfo(name)


def due(day: date, at: time, zone: str) -> datetime | None:
    """The UTC instant of a local date and time; None for a date that the zone never had."""
    local = datetime.combine(day, at, tzinfo=zone_of(zone))
    instant = local.astimezone(UTC)
    back = instant.astimezone(local.tzinfo)
    skipped = back.replace(tzinfo=None) != local.replace(tzinfo=None)
    if skipped and abs(back.replace(tzinfo=None) - local.replace(tzinfo=None)) >= timedelta(hours=12):
        return None
    return instant


def in_quiet(at: time, quiet: QuietHours | None) -> bool:
    """Whether a local time lies in the quiet hours (start included, end not); equal ends mean none."""
    if quiet is None or quiet.start == quiet.end:
        return False
    if quiet.start < quiet.end:
        return quiet.start <= at < quiet.end
    return at >= quiet.start or at < quiet.end


def slot(day: date, at: time, schedule: Schedule) -> Slot | None:
    """The slot of a local date and time; one that would arrive in quiet hours moves to their end."""
    instant = due(day, at, schedule.zone)
    if instant is None:
        return None
    quiet = schedule.quiet
    # Where a clock change skips the wanted time, what counts is the time that the reader sees.
    arrival = instant.astimezone(zone_of(schedule.zone))
    if quiet is None or not in_quiet(arrival.time(), quiet):
        return Slot(day, at, instant)
    over_midnight = arrival.time() >= quiet.start > quiet.end
    end = due(arrival.date() + timedelta(days=over_midnight), quiet.end, schedule.zone)
    return Slot(day, at, end, moved=True) if end else None


def slots(schedule: Schedule, first_day: date) -> Iterator[Slot]:
    """Every slot from a local day on, in the order of days, then of instants; at most HORIZON_DAYS days.

    A clock that skips more than an hour can move a time of a day behind the next one.
    """
    for offset in range(HORIZON_DAYS):
        day = first_day + timedelta(days=offset)
        if day.weekday() in schedule.weekdays:
            found = (slot(day, at, schedule) for at in schedule.times)
            yield from sorted((one for one in found if one), key=lambda one: one.instant)


def next_slot(schedule: Schedule, now: datetime, *, after: tuple[date, time] | None = None) -> Slot | None:
    """The first slot later than ``now``, or later than the end of a pause.

    ``after`` is a slot already planned: with it, only later dates and times count. None when nothing is
    scheduled: switched off, paused without an end, or no time or weekday left.
    """
    if not schedule.enabled or (schedule.paused and schedule.paused_until is None):
        return None
    start = max(now, schedule.paused_until) if schedule.paused and schedule.paused_until else now
    first_day = start.astimezone(zone_of(schedule.zone)).date() - timedelta(days=1)
    later = (
        found
        for found in slots(schedule, first_day)
        if found.instant > start and (after is None or (found.day, found.at) > after)
    )
    # Quiet hours can push one time of a day behind the next one: the earliest of a few is the first.
    return min(islice(later, MOST_TIMES + 1), key=lambda found: found.instant, default=None)


def rescheduled(subscriber: Subscriber, now: datetime, *, zone_changed: bool = False) -> Subscriber:
    """The subscriber with its next digest computed anew after a change of settings.

    After a change of zone alone, the next digest is at least six hours after the last one and never goes
    back to a local date and time already planned.
    """
    if not subscriber.active:
        return replace(subscriber, next_digest_at=None)
    start, after = now, None
    if zone_changed and subscriber.last_digest_at is not None:
        start = max(now, subscriber.last_digest_at + AFTER_ZONE_CHANGE)
        after = subscriber.last_slot
    found = next_slot(subscriber.schedule, start, after=after)
    return replace(subscriber, next_digest_at=found.instant if found else None)


def slot_at(schedule: Schedule, instant: datetime) -> Slot | None:
    """The slot that is due at an instant, if the schedule still has one there."""
    first_day = instant.astimezone(zone_of(schedule.zone)).date() - timedelta(days=1)
    return next((found for found in slots(schedule, first_day) if found.instant == instant), None)
