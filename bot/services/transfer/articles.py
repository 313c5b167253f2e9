"""Articles and topics as lines of an import or export hold them; pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from bot.errors import Reason, RejectedError
from bot.models import ArticleState
from bot.services.adding import titled
from bot.services.drafting import FEWEST_WORDS, LONGEST_BODY, checked_body, checked_title
from bot.services.transfer.fields import LANGUAGE, BadRecordError, instant, instant_text, language, slug, text
from bot.sources.text import clean_line

ARTICLE_FIELDS = ("title", "text", "url", "topics", "source", "language", "published_at", "state")
LONGEST_URL = 2048


@dataclass(frozen=True, slots=True)
class TopicRecord:
    """A topic."""

    slug: str
    names: dict[str, str]


@dataclass(frozen=True, slots=True)
class ArticleRecord:
    """An article; ``language`` "" is detected, ``published_at`` only of a published one is needed."""

    title: str
    text: str
    url: str = ""
    topics: tuple[str, ...] = ()
    source: str = ""
    language: str = ""
    published_at: datetime | None = None
    state: ArticleState = ArticleState.DRAFT


def read_topic(fields: Mapping[str, Any]) -> TopicRecord:
    """Read a topic."""
    return TopicRecord(slug(fields.get("slug")), _names(fields.get("names") or {}))


def topic_fields(record: TopicRecord) -> dict[str, Any]:
    """Give the fields of a topic, in the order in which they are written."""
    return {"slug": record.slug, "names": record.names}


def read_article(fields: Mapping[str, Any]) -> ArticleRecord:
    """Read an article; without a state it is a draft."""
    state = _article_state(fields.get("state") or ArticleState.DRAFT)
    title, body = _title_and_text(text(fields, "title"), text(fields, "text"))
    return ArticleRecord(
        title=title,
        text=body,
        url=_url(text(fields, "url")),
        topics=_slugs(fields.get("topics") or []),
        source=clean_line(text(fields, "source")),
        language=language(fields),
        published_at=instant(fields, "published_at"),
        state=state,
    )


def _article_state(state: object) -> ArticleState:
    if state == ArticleState.DELETED or state not in list(ArticleState):
        raise BadRecordError("state: write draft, queued, scheduled or published")
    return ArticleState(str(state))


def _title_and_text(title: str, body: str) -> tuple[str, str]:
    """Check both; a text without a title gets one as in ``/add``."""
    try:
        body = checked_body(body)
        if clean_line(title):
            return checked_title(title), body
        found, body, _ = titled(body)
        return checked_title(found), checked_body(body)
    except RejectedError as error:
        raise BadRecordError(_REFUSALS[error.reason]) from error


_REFUSALS = {
    Reason.BODY_TOO_SHORT: f"text: write an article of at least {FEWEST_WORDS} words",
    Reason.BODY_TOO_LONG: f"text: write at most {LONGEST_BODY} characters",
    Reason.TITLE_EMPTY: "title: write one with visible characters",
}


def _url(value: str) -> str:
    url = clean_line(value)
    try:
        parts = urlsplit(url)
        good = not url or (parts.scheme in {"http", "https"} and bool(parts.hostname))
    except ValueError:
        good = False
    if not good or len(url) > LONGEST_URL or " " in url:
        raise BadRecordError("url: write an address that begins with https://, or nothing")
    return url


def _slugs(value: object) -> tuple[str, ...]:
    words = value.split() if isinstance(value, str) else value
    if not isinstance(words, list):
        raise BadRecordError("topics: write a list of slugs")
    return tuple(dict.fromkeys(slug(word) for word in words))


def _names(value: object) -> dict[str, str]:
    if not isinstance(value, Mapping):
        raise BadRecordError('names: write an object such as {"en": "World"}')
    names = {code: clean_line(name) for code, name in value.items() if isinstance(name, str)}
    if len(names) < len(value) or not all(LANGUAGE.fullmatch(code) and names[code] for code in names):
        raise BadRecordError('names: write a language of two letters and a name, such as {"en": "World"}')
    return names


def article_fields(record: ArticleRecord) -> dict[str, Any]:
    """Give the fields of an article, in the order in which they are written."""
    return {
        "title": record.title,
        "text": record.text,
        "url": record.url,
        "topics": list(record.topics),
        "source": record.source,
        "language": record.language,
        "published_at": instant_text(record.published_at),
        "state": record.state.value,
    }
