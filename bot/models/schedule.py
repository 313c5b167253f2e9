"""When digests come: a reader's schedule, and one due digest of it."""

from dataclasses import dataclass
from datetime import date, datetime, time


@dataclass(frozen=True, slots=True)
class QuietHours:
    """Local hours without scheduled digests, over midnight where ``start > end``; equal ends mean none."""

    start: time
    end: time


EVERY_DAY = (0, 1, 2, 3, 4, 5, 6)


@dataclass(frozen=True, slots=True)
class Schedule:
    """When a reader wants the digest: local times of some weekdays (Monday is 0) in an IANA zone."""

    times: tuple[time, ...]
    zone: str
    weekdays: tuple[int, ...] = EVERY_DAY
    quiet: QuietHours | None = None
    enabled: bool = True
    paused: bool = False
    paused_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Slot:
    """One due digest: the intended local date and time, and the instant at which it goes out.

    ``moved`` tells that quiet hours pushed the instant behind the local time.
    """

    day: date
    at: time
    instant: datetime
    moved: bool = False
