"""One story told: its title, where it comes from, and its sentences; the same in every list of stories."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.locales import Texts
from bot.models import Article, Length, Preferences, Story
from bot.views.html import Html, cut, escape, is_address, isolated, link, units, visible_units
from summarizer import pick
from summarizer.lengths import choose

LONGER = 7  # sentences of the longer version, of which those not shown stand in the expandable rest
STORY_LIMIT = 3400  # with the header, the topic's name and the footer it stays one message
TITLE_LIMIT = 300
SENTENCES_LIMIT = 2600
REST_LIMIT = 1000
SOURCE_LIMIT = 60
ADDRESS_LIMIT = 300  # a longer one is a link only, not read out


@dataclass(frozen=True, slots=True)
class Told:
    """One story as markup; ``shortened`` tells that not all of its sentences fit."""

    markup: str
    shortened: bool = False


def story(
    item: Story,
    preferences: Preferences,
    texts: Texts,
    now: datetime,
    *,
    limit: int = STORY_LIMIT,
    rest: bool = True,
) -> str:
    """One story of at most ``limit`` UTF-16 units: linked title, source and age, sentences, and the rest."""
    return tell(item, preferences, texts, now, limit=limit, rest=rest).markup


def tell(
    item: Story,
    preferences: Preferences,
    texts: Texts,
    now: datetime,
    *,
    limit: int = STORY_LIMIT,
    rest: bool = True,
) -> Told:
    """One story, whole sentences only: title before source before text, as a screen reader says them.

    In plain mode nothing is styled, and addresses are written out; ``rest`` adds the longer version.
    """
    article, plain = item.article, preferences.plain
    title = heading(article, limit // 3, plain=plain)
    lines = [title, *_source_lines(item, texts, now, limit // 4, plain=plain)]
    chosen = summary(article, preferences.length)
    room = _room(lines, limit) - (units(article.url) + 1 if plain else 0)
    shown = whole_sentences(chosen, min(SENTENCES_LIMIT, room))
    if shown:
        lines.append(escape(shown))
    if plain and is_address(article.url) and units(article.url) <= ADDRESS_LIMIT:
        lines.append(escape(article.url))
    longer = _rest(article, chosen) if rest and not plain else ()
    more = whole_sentences(longer, min(REST_LIMIT, _room(lines, limit))) if longer else ""
    if len(more) > 1:
        lines.append(f"<blockquote expandable>{escape(more)}</blockquote>")
    return Told("\n".join(lines), shortened=shown != " ".join(chosen))


def whole_sentences(sentences: Sequence[str], limit: int) -> str:
    """The first sentences that fit into a limit; of the very first as much as fits, with an ellipsis."""
    kept: list[str] = []
    for sentence in sentences:
        if units(" ".join([*kept, sentence])) > limit:
            break
        kept.append(sentence)
    return " ".join(kept) if kept or not sentences else cut(sentences[0], max(limit, 1))


def _room(lines: list[str], limit: int) -> int:
    """What a story's lines leave of its limit, a line break before the next one counted."""
    return max(1, limit - sum(visible_units(line) + 1 for line in lines))


def summary(article: Article, length: Length) -> tuple[str, ...]:
    """The sentences of an article at a length, picked from its ranking."""
    return pick(article.ranking, sentences=length.sentences) if length.sentences else ()


def is_lead(article: Article, length: Length) -> bool:
    """Whether the article is so short that its summary is its opening sentences."""
    return bool(length.sentences) and choose(article.ranking, sentences=length.sentences).is_lead


def heading(article: Article, limit: int, *, plain: bool = False) -> str:
    """An article's title as a bold link, cut at a limit; in plain mode the words alone."""
    title = isolated(cut(article.title, min(TITLE_LIMIT, limit) - 2))
    return escape(title) if plain else f"<b>{link(title, article.url)}</b>"


def byline(item: Story, texts: Texts, now: datetime, limit: int) -> str:
    """Where a story comes from and how old it is, as plain text."""
    parts = _origin(item.article, texts, now)
    others = [other.source_name for other in _others(item)]
    if others:
        parts.append(texts.plain("also: {sources}", sources=texts.listed(others)))
    return cut(" · ".join(parts), min(TITLE_LIMIT, limit))


def _source_lines(item: Story, texts: Texts, now: datetime, limit: int, *, plain: bool) -> list[str]:
    """The line of source and age, with the story's other sources as links; none where nothing is known."""
    origin = cut(" · ".join(_origin(item.article, texts, now)), min(TITLE_LIMIT, limit))
    parts = [escape(origin)] if origin else []
    room = min(TITLE_LIMIT, limit) - units(origin)
    names: list[str] = []
    for other in _others(item):
        name = isolated(cut(other.source_name, SOURCE_LIMIT))
        room -= units(name) + 4
        if room < 0:
            names.append("…")
            break
        names.append(texts.apart(name) if plain else link(texts.apart(name), other.url))
    if names:
        listed = Html(texts.comma.join(escape(name) if plain else name for name in names))
        parts.append(texts.t("also: {sources}", sources=listed))
    line = " · ".join(parts)
    if not line:
        return []
    return [line if plain else f"<i>{line}</i>"]


def _origin(article: Article, texts: Texts, now: datetime) -> list[str]:
    age = texts.age(article.published_at, now) if article.published_at else ""
    return [part for part in (texts.apart(isolated(article.source_name)), age) if part]


def _others(item: Story) -> list[Article]:
    """The other articles of a story, one of each further source that has a name."""
    named = {other.source_name: other for other in reversed(item.also) if other.source_name.strip()}
    named.pop(item.article.source_name, None)
    return [other for other in item.also if named.get(other.source_name) is other]


def _rest(article: Article, shown: Sequence[str]) -> tuple[str, ...]:
    """The further sentences of the longer version, each said once."""
    if not shown:
        return ()
    longer = pick(article.ranking, sentences=LONGER)
    return tuple(sentence for sentence in longer if sentence not in shown)
