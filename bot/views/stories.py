"""Stories outside the digest: the newest and the saved in pages, and one on its own with its buttons."""

from collections.abc import Sequence
from datetime import datetime
from urllib.parse import quote

from bot.locales import Texts
from bot.models import Article, Button, Length, OutgoingMessage, Preferences, Story
from bot.views.buttons import story_buttons
from bot.views.digest import RULE, TOPIC_LIMIT, share
from bot.views.html import bold, cut, escape, italic
from bot.views.telling import LONGER, TITLE_LIMIT, byline, heading, story, whole_sentences
from summarizer import pick

SHARED_TITLE = 200
CARD_LIMIT = 3000
# The lengths of a card: the number of sentences that each asks for.
LENGTHS = (1, 3, 5, LONGER)
FULL = 5


def latest_page(
    stories: Sequence[Story],
    texts: Texts,
    now: datetime,
    *,
    page: int,
    size: int,
    title: str,
    slug: str,
    more: bool,
) -> OutgoingMessage:
    """One page of the newest stories, each with a button that opens it."""
    preferences = Preferences(length=Length.ONE)
    named = texts.plain("Latest: {topic}", topic=cut(title, TOPIC_LIMIT)) if title else ""
    limit = share(len(stories))
    first = page * size + 1
    blocks = [
        f"{place}. {story(item, preferences, texts, now, limit=limit, rest=False)}"
        for place, item in enumerate(stories, start=first)
    ]
    row = [Button(texts.plain("◀ Back"), f"latest:{slug}:{page - 1}:{size}")] if page else []
    if more:
        row.append(Button(texts.plain("Next ▶"), f"latest:{slug}:{page + 1}:{size}"))
    rows = story_buttons([item.article.id for item in stories], texts, first=first)
    text = RULE.join([bold(named or texts.plain("Latest stories")), *blocks])
    return OutgoingMessage(text, (*rows, tuple(row)) if row else rows)


def card(
    article: Article,
    topics: Sequence[str],
    texts: Texts,
    now: datetime,
    *,
    sentences: int,
    saved: bool,
    link: str,
) -> OutgoingMessage:
    """One story on its own: ``sentences`` of it, its topics, and ``link`` to share it."""
    source = byline(Story(article), texts, now, TITLE_LIMIT)
    about = " · ".join(part for part in (source, cut(", ".join(topics), TOPIC_LIMIT)) if part)
    shown = whole_sentences(pick(article.ranking, sentences=sentences), CARD_LIMIT)
    if not shown:
        shown = cut(" ".join(article.body.split()), CARD_LIMIT)
    text = f"{heading(article, TITLE_LIMIT)}\n{italic(about)}\n\n{escape(shown)}"
    return OutgoingMessage(
        text,
        (
            _length_row(article, texts, sentences),
            _deed_row(article, texts, sentences, saved=saved),
            _link_row(article, texts, link),
        ),
    )


def _length_row(article: Article, texts: Texts, chosen: int) -> tuple[Button, ...]:
    names = {length: str(length) for length in LENGTHS}
    names |= {1: texts.plain("1 sentence"), LONGER: texts.plain("Longest")}
    return tuple(
        Button(f"✓ {names[length]}" if length == chosen else names[length], f"read:{article.id}:{length}")
        for length in LENGTHS
    )


def _deed_row(article: Article, texts: Texts, sentences: int, *, saved: bool) -> tuple[Button, ...]:
    name = texts.plain("★ Saved: remove") if saved else texts.plain("★ Save")
    return (
        Button(name, f"save:{article.id}:{0 if saved else 1}:{sentences}"),
        Button(texts.plain("Less like this"), f"less:{article.id}"),
    )


def _link_row(article: Article, texts: Texts, link: str) -> tuple[Button, ...]:
    title = quote(cut(article.title, SHARED_TITLE))
    row = [
        Button(texts.plain("Share"), url=f"https://t.me/share/url?url={quote(link, safe='')}&text={title}")
    ]
    if article.url.startswith(("http://", "https://")):
        row.append(Button(texts.plain("Open the source"), url=article.url))
    return tuple(row)


def saved_page(
    stories: Sequence[Article], texts: Texts, now: datetime, *, page: int, size: int, more: bool
) -> OutgoingMessage:
    """One page of what a person starred, each with buttons that open and remove it."""
    if not stories:
        return OutgoingMessage(
            texts.t("Nothing is saved yet: the button “★ Save” under a story keeps it here.")
        )
    first = page * size + 1
    lines = [
        f"{place}. {heading(article, TITLE_LIMIT)}\n{italic(byline(Story(article), texts, now, TITLE_LIMIT))}"
        for place, article in enumerate(stories, start=first)
    ]
    rows = [
        (
            Button(texts.plain("Read {number}", number=place), f"read:{article.id}"),
            Button(texts.plain("Remove {number}", number=place), f"unsave:{article.id}:{page}"),
        )
        for place, article in enumerate(stories, start=first)
    ]
    turn = [Button(texts.plain("◀ Back"), f"saved:{page - 1}")] if page else []
    if more:
        turn.append(Button(texts.plain("Next ▶"), f"saved:{page + 1}"))
    text = RULE.join([bold(texts.plain("Saved stories")), *lines])
    return OutgoingMessage(text, (*rows, tuple(turn)) if turn else tuple(rows))
