"""Sentences about time: every answer that touches a schedule ends with the next digest."""

from bot.locales import Texts, clock_time
from bot.models import EVERY_DAY, Schedule, Subscriber


def next_line(reader: Subscriber, texts: Texts) -> str:
    """When the next digest comes, or why none does, as HTML."""
    schedule = reader.schedule
    if schedule.paused and schedule.paused_until is None:
        return texts.t("Digests are paused. /resume brings them back.")
    if not schedule.enabled:
        return texts.t("Scheduled digests are off. /schedule {time} switches them on.", time=_first(schedule))
    if reader.next_digest_at is None:
        return texts.t("No digest is planned yet: choose a topic with /topics.")
    return next_digest(reader, texts)


def next_digest(reader: Subscriber, texts: Texts) -> str:
    """The line that names the next digest; the reader has one."""
    if reader.next_digest_at is None:
        raise AssertionError("asked for the next digest of a reader who has none")
    return texts.t(
        "Next digest: {moment} ({zone})",
        moment=texts.moment(reader.next_digest_at, reader.schedule.zone),
        zone=reader.schedule.zone,
    )


def schedule_line(schedule: Schedule, texts: Texts) -> str:
    """The times and days of a schedule, such as "Every day at 08:00 and 18:00", as plain text."""
    times = texts.listed(clock_time(at) for at in schedule.times)
    if schedule.weekdays == EVERY_DAY:
        return texts.plain("Every day at {times}", times=times)
    days = texts.listed(texts.weekday(day) for day in schedule.weekdays)
    return texts.plain("{days} at {times}", days=days, times=times)


def _first(schedule: Schedule) -> str:
    return clock_time(schedule.times[0])
