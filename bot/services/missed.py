"""Which slot a reader who is due gets, and where the reader stands after it: pure."""

from dataclasses import replace
from datetime import datetime, timedelta
from itertools import takewhile

from bot.models import Slot, Subscriber
from bot.services.schedule import next_slot, slot_at, slots, zone_of


def missed_slot(reader: Subscriber, now: datetime) -> Slot:
    """The slot that a due reader gets now: after a downtime, the last one of those that passed."""
    if reader.next_digest_at is None:
        raise AssertionError("only readers with a next digest are due")
    first = reader.next_digest_at
    zone = zone_of(reader.schedule.zone)
    day = first.astimezone(zone).date() - timedelta(days=1)
    # Quiet hours can move a slot to its next day, never further: later days hold nothing that has passed.
    last = now.astimezone(zone).date() + timedelta(days=1)
    latest = None
    while True:
        passed = takewhile(lambda slot: slot.day <= last, slots(reader.schedule, day))
        found = [slot for slot in passed if first <= slot.instant <= now]
        if not found:
            break
        latest = max(found, key=lambda slot: slot.instant)
        if latest.day <= day:
            break
        day = latest.day
    return latest or _as_it_was(reader, first)


def advanced(reader: Subscriber, slot: Slot, now: datetime) -> Subscriber:
    """The reader after a slot: its pause over, its next digest later than now."""
    paused = reader.schedule.paused and (
        reader.schedule.paused_until is None or reader.schedule.paused_until > now
    )
    until = reader.schedule.paused_until if paused else None
    schedule = replace(reader.schedule, paused=paused, paused_until=until)
    following = next_slot(schedule, max(now, slot.instant))
    return replace(
        reader,
        schedule=schedule,
        next_digest_at=following.instant if following else None,
        last_digest_at=now,
        last_slot=(slot.day, slot.at),
    )


def _as_it_was(reader: Subscriber, instant: datetime) -> Slot:
    found = slot_at(reader.schedule, instant)
    local = instant.astimezone(zone_of(reader.schedule.zone))
    return found or Slot(local.date(), local.time().replace(second=0, microsecond=0), instant)
