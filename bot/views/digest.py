"""A digest as messages: one builder for the schedule, ``/digest`` and ``/preview``."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.locales import Texts, clock_time
from bot.models import Article, Button, Edition, Keyboard, Length, OutgoingMessage, Preferences, Story
from bot.views.html import LIMIT, TAG, bold, cut, escape, italic, link, visible_units
from summarizer import pick
from summarizer.lengths import choose

WORDS_PER_MINUTE = 200
LONGER = 7  # sentences of the longer version, of which those not shown stand in the expandable rest
STORY_LIMIT = 3400  # with the header, the topic's name and the footer it stays one message
TITLE_LIMIT = 300
TOPIC_LIMIT = 100
SENTENCES_LIMIT = 2600
REST_LIMIT = 1000
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
    blocks = _blocks(edition, preferences, texts, frame.now)
    footer = _footer(frame)
    parts = _split(blocks, room=LIMIT - HEADER_ROOM - visible_units(footer))
    messages = []
    for number, part in enumerate(parts, start=1):
        last = number == len(parts)
        heading = _header(edition, parts, number, texts, frame)
        text = RULE.join([heading, part, footer] if last else [heading, part])
        messages.append(OutgoingMessage(text, _keyboard(edition, texts) if last else ()))
    return tuple(messages)


def empty_digest(texts: Texts, frame: Frame) -> OutgoingMessage:
    """What readers get who asked for a message although there is nothing new."""
    nothing = texts.t("Nothing new since your last digest.")
    return OutgoingMessage(RULE.join([bold(_today(texts, frame)), nothing, _footer(frame)]))


def story(
    item: Story, preferences: Preferences, texts: Texts, now: datetime, *, limit: int = STORY_LIMIT
) -> str:
    """One story of at most ``limit`` UTF-16 units: linked title, source and age, sentences, and the rest."""
    article = item.article
    lines = [_title(article, limit // 3), italic(_byline(item, texts, now, limit // 4))]
    shown = summary(article, preferences.length)
    if shown:
        lines.append(escape(cut(" ".join(shown), min(SENTENCES_LIMIT, _room(lines, limit)))))
    rest = cut(_rest(article, shown, preferences), min(REST_LIMIT, _room(lines, limit)))
    if len(rest) > 1:
        lines.append(f"<blockquote expandable>{escape(rest)}</blockquote>")
    return "\n".join(line for line in lines if line != "<i></i>")


def _room(lines: list[str], limit: int) -> int:
    """What a story's lines leave of its limit, a line break before the next one counted."""
    return max(1, limit - sum(visible_units(line) + 1 for line in lines))


def summary(article: Article, length: Length) -> tuple[str, ...]:
    """The sentences of an article at a length, picked from its ranking."""
    return pick(article.ranking, sentences=length.sentences) if length.sentences else ()


def is_lead(article: Article, length: Length) -> bool:
    """Whether the article is so short that its summary is its opening sentences."""
    return bool(length.sentences) and choose(article.ranking, sentences=length.sentences).is_lead


def _title(article: Article, limit: int) -> str:
    title = cut(article.title, min(TITLE_LIMIT, limit))
    return f"<b>{link(title, article.url)}</b>"


def _byline(item: Story, texts: Texts, now: datetime, limit: int) -> str:
    article = item.article
    age = texts.age(article.published_at, now) if article.published_at else ""
    parts = [part for part in (texts.apart(article.source_name), age) if part]
    others = dict.fromkeys(other.source_name for other in item.also if other.source_name)
    others.pop(article.source_name, None)
    if others:
        parts.append(texts.plain("also: {sources}", sources=texts.listed(others)))
    return cut(" · ".join(parts), min(TITLE_LIMIT, limit))


def _rest(article: Article, shown: tuple[str, ...], preferences: Preferences) -> str:
    """The further sentences of the longer version, each said once."""
    if preferences.plain or not shown:
        return ""
    longer = pick(article.ranking, sentences=LONGER)
    return " ".join(sentence for sentence in longer if sentence not in shown)


def _blocks(edition: Edition, preferences: Preferences, texts: Texts, now: datetime) -> list[str]:
    """The stories in order, each topic's name standing above its first."""
    blocks = []
    for section in edition.sections:
        for place, item in enumerate(section.stories):
            block = story(item, preferences, texts, now)
            if place == 0 and section.topic:
                name = cut(section.topic.name(texts.language).upper(), TOPIC_LIMIT)
                block = f"{bold(name)}{RULE}{block}"
            blocks.append(block)
    return blocks


def _split(blocks: list[str], *, room: int) -> list[str]:
    """Join blocks into parts that each fit into one message, by length and by number of entities."""
    parts: list[list[str]] = [[]]
    for block in blocks:
        together = RULE.join([*parts[-1], block])
        if parts[-1] and (visible_units(together) > room or len(TAG.findall(together)) // 2 > MOST_ENTITIES):
            parts.append([])
        parts[-1].append(block)
    return [RULE.join(part) for part in parts]


def _header(edition: Edition, parts: list[str], number: int, texts: Texts, frame: Frame) -> str:
    words = sum(len(TAG.sub("", part).split()) for part in parts)
    stories = texts.plain_n("{count} story", "{count} stories", edition.count)
    minutes = texts.plain("{minutes} min", minutes=max(1, round(words / WORDS_PER_MINUTE)))
    line = f"{_today(texts, frame)} · {stories}, {minutes}"
    if len(parts) > 1:
        line += f" · {number}/{len(parts)}"
    heading = bold(line)
    if frame.due is not None and number == 1:
        at = clock_time(frame.due.astimezone(ZoneInfo(frame.zone)).time())
        heading += "\n" + texts.t("<i>Late: this digest was due at {time}.</i>", time=at)
    return heading


def _today(texts: Texts, frame: Frame) -> str:
    """The reader's date as the beginning of a line: many languages write weekdays in lower case."""
    day = texts.day(frame.now.astimezone(ZoneInfo(frame.zone)).date())
    return day[:1].upper() + day[1:]


def _footer(frame: Frame) -> str:
    return f"{frame.next_line}\n/settings · /pause"


def _keyboard(edition: Edition, texts: Texts) -> Keyboard:
    if not edition.more:
        return ()
    data = f"more:{edition.after}:{edition.up_to}:0"
    return ((Button(texts.plain("+{count} more", count=len(edition.more)), data),),)


def more_page(edition: Edition, page: int, size: int, texts: Texts, now: datetime) -> OutgoingMessage:
    """One page of the stories behind "+N more": titles, sources and one sentence each."""
    stories = edition.more[page * size : (page + 1) * size]
    preferences = Preferences(length=Length.ONE, plain=True)
    limit = _share(len(stories))
    blocks = [story(item, preferences, texts, now, limit=limit) for item in stories]
    heading = bold(texts.plain("More stories · {page}/{pages}", page=page + 1, pages=_pages(edition, size)))
    data = f"more:{edition.after}:{edition.up_to}:{{}}"
    row = [Button(texts.plain("◀ Back"), data.format(page - 1))] if page else []
    if (page + 1) * size < len(edition.more):
        row.append(Button(texts.plain("Next ▶"), data.format(page + 1)))
    return OutgoingMessage(RULE.join([heading, *blocks]), (tuple(row),) if row else ())


def _share(stories: int) -> int:
    """The limit of each of several stories that stand in one message."""
    return min(STORY_LIMIT, (LIMIT - HEADER_ROOM) // max(1, stories) - 10)


def _pages(edition: Edition, size: int) -> int:
    return max(1, -(-len(edition.more) // size))


def latest_page(
    stories: Sequence[Story],
    texts: Texts,
    now: datetime,
    *,
    page: int,
    size: int,
    title: str,
    slug: str,
) -> OutgoingMessage:
    """One page of the newest stories, each with a button that shows it at its longest."""
    shown = stories[page * size : (page + 1) * size]
    preferences = Preferences(length=Length.ONE, plain=True)
    heading = bold(
        texts.plain("Latest: {topic}", topic=cut(title, TOPIC_LIMIT))
        if title
        else texts.plain("Latest stories")
    )
    limit = _share(len(shown))
    blocks = [
        f"{place}. {story(item, preferences, texts, now, limit=limit)}"
        for place, item in enumerate(shown, start=1)
    ]
    numbers = tuple(
        Button(texts.plain("Read {number}", number=place), f"read:{item.article.id}")
        for place, item in enumerate(shown, start=1)
    )
    row = [Button(texts.plain("◀ Back"), f"latest:{slug}:{page - 1}:{size}")] if page else []
    if (page + 1) * size < len(stories):
        row.append(Button(texts.plain("Next ▶"), f"latest:{slug}:{page + 1}:{size}"))
    reading = (numbers[:5], numbers[5:]) if numbers[5:] else (numbers,)
    return OutgoingMessage(RULE.join([heading, *blocks]), (*reading, tuple(row)) if row else reading)


def read_article(article: Article, texts: Texts, now: datetime) -> OutgoingMessage:
    """One article on its own, at the longest length."""
    preferences = Preferences(length=Length.FIVE)
    return OutgoingMessage(story(Story(article), preferences, texts, now))
