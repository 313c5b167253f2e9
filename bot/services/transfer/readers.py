"""Readers as lines of an import or export hold them; pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from bot.models import EVERY_DAY, Length, Preferences, QuietHours, Schedule, StoryOrder, Subscriber
from bot.services.schedule import MOST_TIMES, zone_names
from bot.services.transfer.fields import (
    BadRecordError,
    flag,
    instant,
    instant_text,
    language,
    number,
    one_of,
    slug,
    text,
)
from bot.sources.text import clean_line

MOST_STORIES = 50
MOST_TOPICS = 10_000
HIGHEST_ID = 2**52  # Telegram's own promise for ids

_CHATS = ("private", "group", "supergroup", "channel")
_TIME = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]")


@dataclass(frozen=True, slots=True)
class Choice:
    """One topic of a reader with its filters."""

    slug: str
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    maximum: int = 0
    muted: bool = False
    position: int = 0


@dataclass(frozen=True, slots=True)
class SubscriberRecord:
    """A reader with its topics.

    ``seen_until`` is when the last article it was offered was published: numbers are of one desk only.
    """

    subscriber: Subscriber
    topics: tuple[Choice, ...]
    seen_until: datetime | None


def read_reader(fields: Mapping[str, Any]) -> SubscriberRecord:
    """Read a subscriber."""
    choices = fields.get("topics") or []
    if not isinstance(choices, list) or not all(isinstance(choice, Mapping) for choice in choices):
        raise BadRecordError('topics: write a list of objects such as {"slug": "world"}')
    reader = Subscriber(
        id=0,
        chat_id=number(fields, "chat_id", -HIGHEST_ID, HIGHEST_ID),
        thread_id=number(fields, "thread_id", 0, HIGHEST_ID, 0),
        kind=one_of(fields, "chat", _CHATS, "private"),
        language=language(fields) or "en",
        schedule=_schedule(fields),
        preferences=_preferences(fields),
        active=flag(fields, "active", default=True),
        reason=clean_line(text(fields, "reason")),
        zone_chosen=flag(fields, "zone_chosen"),
        welcomed=flag(fields, "welcomed"),
    )
    if reader.chat_id == 0:
        raise BadRecordError("chat_id: write the number of a chat")
    by_topic = {choice.slug: choice for choice in map(_choice, choices)}
    return SubscriberRecord(reader, tuple(by_topic.values()), instant(fields, "seen_until"))


def _schedule(fields: Mapping[str, Any]) -> Schedule:
    zone = text(fields, "zone") or "UTC"
    if zone not in zone_names():
        raise BadRecordError("zone: write an IANA time zone, such as Europe/Kyiv")
    weekdays = fields.get("weekdays", list(EVERY_DAY))
    if not isinstance(weekdays, list) or not set(map(repr, weekdays)) <= set(map(repr, EVERY_DAY)):
        raise BadRecordError("weekdays: write a list of numbers, Monday is 0")
    quiet = _times(fields.get("quiet") or [], "quiet", at_most=2)
    if len(quiet) == 1:
        raise BadRecordError('quiet: write the beginning and the end, such as ["22:00", "07:00"]')
    return Schedule(
        times=tuple(sorted(set(_times(fields.get("times", ["08:00"]), "times", at_most=MOST_TIMES)))),
        zone=zone,
        weekdays=tuple(sorted(set(weekdays))),
        quiet=QuietHours(*quiet) if quiet else None,
        enabled=flag(fields, "enabled", default=True),
        paused=flag(fields, "paused"),
        paused_until=instant(fields, "paused_until"),
    )


def _times(value: object, name: str, *, at_most: int) -> list[time]:
    words = [str(word) for word in value] if isinstance(value, list) else [""]
    if len(words) > at_most or not all(map(_TIME.fullmatch, words)):
        raise BadRecordError(f'{name}: write a list of at most {at_most} times, such as "08:00"')
    return [time.fromisoformat(word) for word in words]


def _preferences(fields: Mapping[str, Any]) -> Preferences:
    return Preferences(
        length=Length(one_of(fields, "length", tuple(Length), Length.THREE)),
        plain=flag(fields, "plain"),
        silent=flag(fields, "silent"),
        stories=number(fields, "stories", 1, MOST_STORIES, Preferences().stories),
        order=StoryOrder(one_of(fields, "order", tuple(StoryOrder), StoryOrder.TOPIC)),
        skip_empty=flag(fields, "skip_empty", default=True),
        minimum=number(fields, "minimum", 1, MOST_STORIES, 1),
    )


def _choice(fields: Mapping[str, Any]) -> Choice:
    return Choice(
        slug=slug(fields.get("slug")),
        include=_words(fields, "include"),
        exclude=_words(fields, "exclude"),
        maximum=number(fields, "maximum", 0, MOST_STORIES, 0),
        muted=flag(fields, "muted"),
        position=number(fields, "position", 0, MOST_TOPICS, 0),
    )


def _words(fields: Mapping[str, Any], name: str) -> tuple[str, ...]:
    value = fields.get(name) or []
    if not isinstance(value, list) or not all(isinstance(word, str) for word in value):
        raise BadRecordError(f"{name}: write a list of words")
    return tuple(dict.fromkeys(part for word in value for part in clean_line(word).split()))


def reader_fields(record: SubscriberRecord) -> dict[str, Any]:
    """Give the fields of a subscriber, in the order in which they are written."""
    reader, schedule, preferences = (
        record.subscriber,
        record.subscriber.schedule,
        record.subscriber.preferences,
    )
    quiet = schedule.quiet
    return {
        "chat_id": reader.chat_id,
        "thread_id": reader.thread_id,
        "chat": reader.kind,
        "language": reader.language,
        "times": [f"{at:%H:%M}" for at in schedule.times],
        "zone": schedule.zone,
        "zone_chosen": reader.zone_chosen,
        "weekdays": list(schedule.weekdays),
        "quiet": [f"{quiet.start:%H:%M}", f"{quiet.end:%H:%M}"] if quiet else None,
        "enabled": schedule.enabled,
        "paused": schedule.paused,
        "paused_until": instant_text(schedule.paused_until),
        "length": preferences.length.value,
        "plain": preferences.plain,
        "silent": preferences.silent,
        "stories": preferences.stories,
        "order": preferences.order.value,
        "skip_empty": preferences.skip_empty,
        "minimum": preferences.minimum,
        "active": reader.active,
        "reason": reader.reason,
        "welcomed": reader.welcomed,
        "seen_until": instant_text(record.seen_until),
        "topics": [_choice_fields(choice) for choice in record.topics],
    }


def _choice_fields(choice: Choice) -> dict[str, Any]:
    return {
        "slug": choice.slug,
        "include": list(choice.include),
        "exclude": list(choice.exclude),
        "maximum": choice.maximum,
        "muted": choice.muted,
        "position": choice.position,
    }
