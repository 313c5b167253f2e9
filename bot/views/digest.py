"""A digest as messages: one builder for the schedule, ``/digest`` and ``/preview``."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.locales import Texts, clock_time
from bot.models import Button, Edition, Keyboard, Length, OutgoingMessage, Preferences
from bot.views.buttons import in_words, story_buttons
from bot.views.html import (
    LIMIT,
    TAG,
    bold,
    cut,
    escape,
    visible_units,
)
from bot.views.telling import STORY_LIMIT, story

WORDS_PER_MINUTE = 200
TOPIC_LIMIT = 100
MOST_ENTITIES = 90  # Telegram drops the styling beyond 100 entities of one message
HEADER_ROOM = 200
RULE = "\n\n"


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands around the stories: ``now`` in ``zone``, the footer's line on the next digest.

    ``due`` is the slot's instant where the digest is late enough to say so.
    """

    now: datetime
    zone: str
    next_line: str
    due: datetime | None = None


def digest(
    edition: Edition, preferences: Preferences, texts: Texts, frame: Frame
) -> tuple[OutgoingMessage, ...]:
    """The messages of an edition, split between stories only; buttons stand under the last one."""
    told = _told(edition, preferences, texts, frame.now)
    footer = _footer(frame, texts)
    parts = _split(told, room=LIMIT - HEADER_ROOM - visible_units(footer))
    messages = []
    for number, part in enumerate(parts, start=1):
        last = number == len(parts)
        header = _header(edition, parts, number, texts, frame, plain=preferences.plain)
        text = RULE.join([header, part, footer] if last else [header, part])
        keyboard = _keyboard(edition, texts) if last else ()
        messages.append(OutgoingMessage(text, in_words(keyboard, texts) if preferences.plain else keyboard))
    return tuple(messages)


def empty_digest(texts: Texts, frame: Frame) -> OutgoingMessage:
    """What readers get who asked for a message although there is nothing new."""
    nothing = texts.t("Nothing new since your last digest.")
    return OutgoingMessage(RULE.join([bold(_today(texts, frame)), nothing, _footer(frame, texts)]))


def _told(edition: Edition, preferences: Preferences, texts: Texts, now: datetime) -> list[str]:
    """The stories in order, numbered where there are several, each topic's name above its first."""
    told: list[str] = []
    for section in edition.sections:
        for place, item in enumerate(section.stories):
            block = story(item, preferences, texts, now)
            if edition.count > 1:
                block = f"{len(told) + 1}. {block}"
            if place == 0 and section.topic:
                name = cut(section.topic.name(texts.language), TOPIC_LIMIT)
                above = escape(name) if preferences.plain else bold(cut(name.upper(), TOPIC_LIMIT))
                block = f"{above}{RULE}{block}"
            told.append(block)
    return told


def _split(blocks: list[str], *, room: int) -> list[str]:
    """Join blocks into parts that each fit into one message, by length and by number of entities."""
    parts: list[list[str]] = [[]]
    for block in blocks:
        together = RULE.join([*parts[-1], block])
        if parts[-1] and (visible_units(together) > room or len(TAG.findall(together)) // 2 > MOST_ENTITIES):
            parts.append([])
        parts[-1].append(block)
    return [RULE.join(part) for part in parts]


def _header(
    edition: Edition, parts: list[str], number: int, texts: Texts, frame: Frame, *, plain: bool
) -> str:
    words = sum(len(TAG.sub("", part).split()) for part in parts)
    stories = texts.plain_n("{count} story", "{count} stories", edition.count)
    minutes = texts.plain("{minutes} min", minutes=max(1, round(words / WORDS_PER_MINUTE)))
    line = f"{_today(texts, frame)} · {stories}{texts.comma}{minutes}"
    if len(parts) > 1:
        line += f" · {number}/{len(parts)}"
    header = escape(line) if plain else bold(line)
    if frame.due is not None and number == 1:
        at = clock_time(frame.due.astimezone(ZoneInfo(frame.zone)).time())
        late = texts.t("<i>Late: this digest was due at {time}.</i>", time=at)
        header += "\n" + (TAG.sub("", late) if plain else late)
    return header


def _today(texts: Texts, frame: Frame) -> str:
    """The reader's date as the beginning of a line: many languages write weekdays in lower case."""
    day = texts.day(frame.now.astimezone(ZoneInfo(frame.zone)).date())
    return day[:1].upper() + day[1:]


def _footer(frame: Frame, texts: Texts) -> str:
    return f"{frame.next_line}\n{texts.apart('/settings')} · {texts.apart('/pause')}"


def _keyboard(edition: Edition, texts: Texts) -> Keyboard:
    """What can be done with the stories, and the way to those that are not shown."""
    shown = [item.article.id for section in edition.sections for item in section.stories]
    rows = story_buttons(shown, texts)
    if edition.more:
        data = f"more:{edition.after}:{edition.up_to}:0"
        rows += ((Button(texts.plain("+{count} more", count=len(edition.more)), data),),)
    return rows


def more_page(
    edition: Edition, page: int, size: int, texts: Texts, now: datetime, *, plain: bool = False
) -> OutgoingMessage:
    """One page of the stories behind "+N more": titles, sources and one sentence each."""
    stories = edition.more[page * size : (page + 1) * size]
    preferences = Preferences(length=Length.ONE, plain=plain)
    limit = share(len(stories))
    blocks = [
        f"{place}. {story(item, preferences, texts, now, limit=limit, rest=False)}"
        for place, item in enumerate(stories, start=page * size + 1)
    ]
    header = bold(texts.plain("More stories · {page}/{pages}", page=page + 1, pages=_pages(edition, size)))
    data = f"more:{edition.after}:{edition.up_to}:{{}}"
    row = [Button(texts.plain("◀ Back"), data.format(page - 1))] if page else []
    if (page + 1) * size < len(edition.more):
        row.append(Button(texts.plain("Next ▶"), data.format(page + 1)))
    rows = story_buttons([item.article.id for item in stories], texts, first=page * size + 1)
    return OutgoingMessage(RULE.join([header, *blocks]), (*rows, tuple(row)) if row else rows)


def share(stories: int) -> int:
    """The limit of each of several stories that stand in one message."""
    return min(STORY_LIMIT, (LIMIT - HEADER_ROOM) // max(1, stories) - 10)


def _pages(edition: Edition, size: int) -> int:
    return max(1, -(-len(edition.more) // size))
