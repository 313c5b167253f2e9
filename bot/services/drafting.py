"""From what came in to an article that can be stored: limits, fingerprints, and the ranking."""

import hashlib
import re
from datetime import datetime, timedelta
from typing import Protocol

from bot.errors import Reason, RejectedError
from bot.models import NewArticle, Origin
from bot.services.adding import Submission, titled
from bot.sources.links import canonical
from bot.sources.text import clean_line, clean_text
from bot.views.cards import TITLE_LIMIT, TitleFrom
from bot.views.html import cut, units
from summarizer.models import Ranking
from summarizer.words import count_words

LONGEST_BODY = 200_000  # characters
FEWEST_WORDS = 2
LONG_PART = 3000  # UTF-16 units: a client cuts near 4096, so a part this long may have a next one
PART_WAIT = timedelta(seconds=60)

LETTERS = re.compile(r"[^\W_]+")
CODE = re.compile(r"[a-z]{2}\Z")


class Ranker(Protocol):
    """Ranks an article's sentences outside the event loop."""

    async def rank(self, text: str, *, title: str = "", language: str | None = None) -> Ranking:
        """Rank a text; a language of None is detected."""


class Incoming(Protocol):
    """A document from outside; "" or None stand for what is not known."""

    @property
    def title(self) -> str:
        """Its title."""

    @property
    def text(self) -> str:
        """Its body, one paragraph a line."""

    @property
    def language(self) -> str | None:
        """A two-letter code."""

    @property
    def site(self) -> str:
        """The name of the site."""

    @property
    def url(self) -> str:
        """The address after redirects."""

    @property
    def canonical_url(self) -> str:
        """The one address of the page among its spellings."""


class Sources(Protocol):
    """Reads pages and files; raises RejectedError with what a person can do about it."""

    async def read_page(self, url: str) -> Incoming:
        """Fetch and parse a page."""

    async def read_file(self, name: str, mime: str, data: bytes) -> Incoming:
        """Parse a file."""


async def from_text(
    submission: Submission, pool: Ranker, *, origin: Origin = Origin.TEXT, source_name: str = ""
) -> NewArticle:
    """An article of pasted text; its link is kept and not fetched.

    Raises:
        RejectedError: BODY_TOO_SHORT, BODY_TOO_LONG, or BAD_URL.
    """
    body = checked_body(submission.body)
    address = canonical(submission.url) if submission.url else ""
    title = checked_title(submission.title)
    ranking = await pool.rank(body, title=title)
    return NewArticle(
        title=title,
        body=body,
        language=ranking.language,
        ranking=ranking,
        url=submission.url,
        canonical_url=address,
        origin=origin,
        source_name=clean_line(source_name),
        fingerprint=fingerprint(body),
    )


async def from_document(
    document: Incoming, submission: Submission, pool: Ranker, *, origin: Origin
) -> tuple[NewArticle, TitleFrom]:
    """An article of a page or file, and how its title was found: given, named there, or in the text.

    Raises:
        RejectedError: BODY_TOO_SHORT or BODY_TOO_LONG.
    """
    title, body, found = _document_title(document, submission)
    body = checked_body(body)
    language = document.language if document.language and CODE.match(document.language) else None
    ranking = await pool.rank(body, title=title, language=language)
    article = NewArticle(
        title=title,
        body=body,
        language=ranking.language,
        ranking=ranking,
        url=document.url or submission.url,
        canonical_url=document.canonical_url,
        origin=origin,
        source_name=clean_line(document.site),
        fingerprint=fingerprint(body),
    )
    return article, found


def _document_title(document: Incoming, submission: Submission) -> tuple[str, str, TitleFrom]:
    if submission.title:
        return checked_title(submission.title), document.text, TitleFrom.GIVEN
    named = clean_line(document.title)
    if named:
        return checked_title(named), document.text, TitleFrom.DOCUMENT
    title, body, found = titled(clean_text(document.text))
    return checked_title(title), body, found


def checked_title(text: str) -> str:
    """A title as it is stored: one line, at most TITLE_LIMIT UTF-16 units.

    Raises:
        RejectedError: TITLE_EMPTY.
    """
    title = cut(clean_line(text), TITLE_LIMIT)
    if not title:
        raise RejectedError(Reason.TITLE_EMPTY)
    return title


def checked_body(text: str) -> str:
    """A body as it is stored: clean, with at least two words, of at most LONGEST_BODY characters.

    Raises:
        RejectedError: BODY_TOO_SHORT or BODY_TOO_LONG.
    """
    if len(text) > LONGEST_BODY:
        raise RejectedError(Reason.BODY_TOO_LONG, limit=f"{LONGEST_BODY:,}")
    body = clean_text(text).strip()
    if count_words(body) < FEWEST_WORDS or not LETTERS.search(body):
        raise RejectedError(Reason.BODY_TOO_SHORT)
    return body


def fingerprint(body: str) -> str:
    """A hash of the words of a text, equal for texts that differ in case, marks and white space only."""
    return hashlib.sha256(" ".join(LETTERS.findall(body.casefold())).encode()).hexdigest()


def open_until(part: str, at: datetime) -> datetime | None:
    """Until when the next part of a split text may follow a part; None where none is expected."""
    return at + PART_WAIT if units(part) >= LONG_PART else None
