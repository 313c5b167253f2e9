"""A digest composed for readers who are alike: pure, and each only once for one moment of the desk."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.locales import Texts, texts
from bot.models import Article, Edition, OutgoingMessage, Preferences, Subscriber, Subscription
from bot.services.editions import FRESH, compose
from bot.storage import shelf as shelves
from bot.storage.shelf import Shelf
from bot.storage.signatures import anonymous
from bot.views.digest import Frame, digest, empty_digest
from bot.views.times import next_line

Choices = tuple[Subscription, ...]


@dataclass(frozen=True, slots=True)
class Composed:
    """An edition and its messages."""

    edition: Edition
    messages: tuple[OutgoingMessage, ...]


@dataclass(frozen=True, slots=True)
class Variant:
    """Everything that a digest's text depends on: readers who share it share one composition."""

    reader: Subscriber
    choices: Choices
    cursor: int
    footer: str
    due: datetime | None


@dataclass(slots=True)
class Issue:
    """One moment of the desk, and what was composed from it."""

    now: datetime
    shelf: Shelf
    composed: dict[Variant, Composed] = field(default_factory=dict)
    offered: dict[tuple[frozenset[str], int, int], list[Article]] = field(default_factory=dict)


class Library:
    """Opens issues; keeps the articles of one for the next."""

    def __init__(self) -> None:
        self._kept: dict[int, Article] = {}

    async def issue(self, conn: AsyncConnection, now: datetime) -> Issue:
        """The desk as a transaction sees it."""
        # A copy of what is kept: two tasks may read at once.
        kept = dict(self._kept)
        issue = Issue(now, await shelves.read(conn, now - FRESH, kept))
        self._kept = kept
        return issue


def composed(
    issue: Issue,
    reader: Subscriber,
    choices: Sequence[Subscription],
    *,
    due: datetime | None = None,
    up_to: int | None = None,
) -> Composed:
    """Compose for a reader as it is after the slot, so that the footer names the next digest.

    ``due`` is the slot's instant where the digest is late enough to say so; ``up_to`` the last number to
    offer, by default the newest.
    """
    words = texts(reader.language)
    variant = Variant(
        reader=anonymous(reader),
        choices=tuple(replace(choice, subscriber_id=0) for choice in choices),
        cursor=reader.cursor,
        footer=next_line(reader, words),
        due=due,
    )
    last = issue.shelf.last_number if up_to is None else up_to
    if up_to is not None or variant not in issue.composed:
        edition = _edition(issue, variant, last)
        frame = Frame(issue.now, reader.schedule.zone, variant.footer, due)
        made = Composed(edition, _messages(edition, reader.preferences, words, frame))
        if up_to is not None:
            return made
        issue.composed[variant] = made
    return issue.composed[variant]


def offered(shelf: Shelf, slugs: Iterable[str], *, after: int, up_to: int) -> list[Article]:
    """The articles of topics with ``after < number <= up_to``, newest first.

    One whose story these topics have told up to ``after`` is left out: no story comes again.
    """
    wanted = frozenset(slugs)

    def was_told(article: Article) -> bool:
        told = shelf.told.get(article.story_id or 0, ())
        return any(one.number <= after and not wanted.isdisjoint(one.topics) for one in told)

    return [
        article
        for article in shelf.articles
        if after < (article.number or 0) <= up_to
        and not wanted.isdisjoint(article.topics)
        and not was_told(article)
    ]


def _edition(issue: Issue, variant: Variant, up_to: int) -> Edition:
    chosen = {choice.topic_id for choice in variant.choices}
    mine = [topic for topic in issue.shelf.topics if topic.id in chosen]
    key = (frozenset(topic.slug for topic in mine), variant.cursor, up_to)
    if key not in issue.offered:
        issue.offered[key] = offered(issue.shelf, key[0], after=variant.cursor, up_to=up_to)
    preferences = variant.reader.preferences
    return compose(issue.offered[key], mine, variant.choices, preferences, after=variant.cursor, up_to=up_to)


def _messages(
    edition: Edition, preferences: Preferences, words: Texts, frame: Frame
) -> tuple[OutgoingMessage, ...]:
    if edition.count:
        return digest(edition, preferences, words, frame)
    return () if preferences.skip_empty else (empty_digest(words, frame),)
