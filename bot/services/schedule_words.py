"""People's words about time, turned into settings: pure; errors name the word that was not understood."""

import re
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta

from bot.errors import Reason, RejectedError
from bot.locales.days import weekday_of
from bot.models import EVERY_DAY, QuietHours, Schedule
from bot.services.schedule import MOST_TIMES, zone_of
from bot.services.typed import simplified

TIME = re.compile(r"(\d{1,2})(?:[:.h](\d{2}))?(am|pm)?\Z")
QUIET = re.compile(r"([\d:.apm]+)\s*[-–—]\s*([\d:.apm]+)\Z")
# "7:30 pm" and "22 - 7" are one word each, with and without their spaces.
HALF_DAY = re.compile(r"(?<=\d)\s+(?=[ap]m\b)")
DASH = re.compile(r"\s*-\s*")
PAUSE = re.compile(r"(\d{1,3})([dwh])\Z")
DAY_GROUPS = {"daily": EVERY_DAY, "weekdays": (0, 1, 2, 3, 4), "weekends": (5, 6)}
# "7:30 pm" and "22 - 7" are one word each, with and without their spaces.
HALF_DAY = re.compile(r"(?<=\d)\s+(?=[ap]m\b)")
DASH = re.compile(r"\s*-\s*")
LONGEST_PAUSE = timedelta(days=366)
LONGEST_WORD = 40


@dataclass(frozen=True, slots=True)
class ScheduleChange:
    """What a ``/schedule`` line named; None stands for "stays as it is"."""

    times: tuple[time, ...] | None = None
    weekdays: tuple[int, ...] | None = None
    quiet: QuietHours | None = None
    quiet_off: bool = False
    skip_empty: bool | None = None
    off: bool = False

    def applied(self, schedule: Schedule) -> Schedule:
        """The schedule with what was named; naming a time switches scheduled digests on."""
        return replace(
            schedule,
            times=self.times or schedule.times,
            weekdays=self.weekdays or schedule.weekdays,
            quiet=None if self.quiet_off else self.quiet or schedule.quiet,
            enabled=False if self.off else bool(self.times) or schedule.enabled,
        )


def parse_schedule(line: str, language: str = "en") -> ScheduleChange:
    """Read a ``/schedule`` line: times, weekdays, ``quiet 22-7``, ``empty on|off``, ``off``, in any order.

    Weekdays are understood in every language of the bot, in ``language`` first.

    Raises:
        RejectedError: the first word that is not understood, or times that do not fit.
    """
    words = DASH.sub("-", HALF_DAY.sub("", simplified(line))).replace(", ", ",").replace("، ", ",").split()
    change, times = ScheduleChange(), []
    while words:
        word = words.pop(0)
        if word in {"quiet", "empty"}:
            change = _with_switch(change, word, words.pop(0) if words else "")
        elif word == "off":
            change = replace(change, off=True)
        elif word[0].isdigit():
            times += [parse_time(piece) for piece in word.split(",") if piece]
        else:
            days = {*(change.weekdays or ()), *parse_weekdays(word, language)}
            change = replace(change, weekdays=tuple(sorted(days)))
    return replace(change, times=checked_times(times) if times else None)


def parse_time(word: str) -> time:
    """A time of day such as ``8``, ``8:30``, ``08.30``, ``7:30pm``; 24:00 is none.

    Raises:
        RejectedError: BAD_TIME.
    """
    match = TIME.match(simplified(word))
    if not match:
        raise RejectedError(Reason.BAD_TIME, word=word[:LONGEST_WORD])
    hour, minute, half = int(match[1]), int(match[2] or 0), match[3]
    if half:
        hour = hour % 12 + (12 if half == "pm" else 0) if 1 <= hour <= 12 else 24
    if hour > 23 or minute > 59:
        raise RejectedError(Reason.BAD_TIME, word=word[:LONGEST_WORD])
    return time(hour, minute)


def checked_times(times: list[time]) -> tuple[time, ...]:
    """Times of one day in order: one to three, at least an hour apart, also over midnight.

    Raises:
        RejectedError: TOO_MANY_TIMES or TIMES_TOO_CLOSE.
    """
    distinct = sorted(set(times))
    if len(distinct) > MOST_TIMES:
        raise RejectedError(Reason.TOO_MANY_TIMES)
    minutes = [at.hour * 60 + at.minute for at in distinct]
    following = [*minutes[1:], minutes[0] + 24 * 60]
    if any(later - earlier < 60 for earlier, later in zip(minutes, following, strict=True)):
        raise RejectedError(Reason.TIMES_TOO_CLOSE)
    return tuple(distinct)


def parse_weekdays(word: str, language: str = "en") -> tuple[int, ...]:
    """Weekdays such as ``weekdays``, ``mon,thu`` or ``mon-fri``, as numbers from Monday 0.

    Raises:
        RejectedError: BAD_SCHEDULE_WORD.
    """
    if word in DAY_GROUPS:
        return DAY_GROUPS[word]
    pieces = [piece for piece in re.split(r"[,،;]", word) if piece]
    spans = [_weekdays_of(piece, language) for piece in pieces]
    if not spans or not all(spans):
        raise RejectedError(Reason.BAD_SCHEDULE_WORD, word=word[:LONGEST_WORD])
    return tuple(sorted({day for span in spans for day in span}))


def _weekdays_of(piece: str, language: str) -> list[int]:
    """The days of one name, or of two with a dash between, also over the end of the week; none: unknown."""
    first, dash, last = piece.partition("-")
    begin, end = weekday_of(first, language), weekday_of(last if dash else first, language)
    if begin is None or end is None:
        return []
    return [(begin + step) % 7 for step in range((end - begin) % 7 + 1)]


def parse_quiet(word: str) -> QuietHours:
    """Quiet hours such as ``22-7`` or ``22:30-06:15``.

    Raises:
        RejectedError: BAD_QUIET_HOURS.
    """
    match = QUIET.match(simplified(word))
    if not match:
        raise RejectedError(Reason.BAD_QUIET_HOURS, word=word[:LONGEST_WORD])
    try:
        return QuietHours(parse_time(match[1]), parse_time(match[2]))
    except RejectedError as error:
        raise RejectedError(Reason.BAD_QUIET_HOURS, word=word[:LONGEST_WORD]) from error


def parse_pause(line: str, now: datetime, zone: str, language: str = "en") -> datetime | None:
    """Until when a pause lasts: ``3d``, ``2w``, ``until friday``, ``until 2026-12-01``; empty: without end.

    Dates end at the start of that day in the reader's zone.

    Raises:
        RejectedError: BAD_PAUSE.
    """
    words = simplified(line).split()
    if not words:
        return None
    until = _pause_end(words[1:] if words[0] == "until" else words, now, zone, language)
    if until is None or not now < until <= now + LONGEST_PAUSE:
        raise RejectedError(Reason.BAD_PAUSE, word=line.strip()[:LONGEST_WORD])
    return until


def _pause_end(words: list[str], now: datetime, zone: str, language: str) -> datetime | None:
    if len(words) != 1:
        return None
    word = words[0]
    span = PAUSE.match(word)
    if span:
        unit = {"h": "hours", "d": "days", "w": "weeks"}[span[2]]
        return now + timedelta(**{unit: int(span[1])})
    today = now.astimezone(zone_of(zone)).date()
    weekday = weekday_of(word, language)
    if weekday is not None:
        ahead = (weekday - today.weekday() - 1) % 7 + 1
        return _midnight(today + timedelta(days=ahead), zone)
    try:
        return _midnight(date.fromisoformat(word), zone)
    except (ValueError, OverflowError):  # the first and last days of all have no UTC instant everywhere
        return None


def _midnight(day: date, zone: str) -> datetime:
    return datetime.combine(day, time(0), tzinfo=zone_of(zone)).astimezone(UTC)


def _with_switch(change: ScheduleChange, word: str, value: str) -> ScheduleChange:
    if word == "quiet":
        if value == "off":
            return replace(change, quiet_off=True)
        return replace(change, quiet=parse_quiet(value))
    if value not in {"on", "off"}:
        raise RejectedError(Reason.BAD_SCHEDULE_WORD, word=f"{word} {value}".strip()[:LONGEST_WORD])
    # "empty on" asks for a message although there is nothing new.
    return replace(change, skip_empty=value == "off")
