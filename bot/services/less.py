"""Fewer stories of a source, or none: how a reader's limits change, and what they leave; pure."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import replace

from bot.errors import Reason, RejectedError
from bot.models import Article, Preferences, SourceLimit

NO_LIMIT = 9
LEVELS = (0, 1, NO_LIMIT)  # stories of a source in one digest
MOST_LIMITS = 50
MARK_LENGTH = 12


def limited(preferences: Preferences, source: str, most: int) -> Preferences:
    """Preferences with another limit of a source; ``NO_LIMIT`` lifts it.

    Raises:
        RejectedError: TOO_MANY_LIMITS.
    """
    others = tuple(one for one in preferences.sources if source_key(one.source) != source_key(source))
    if most == NO_LIMIT:
        return replace(preferences, sources=others)
    if len(others) >= MOST_LIMITS:
        raise RejectedError(Reason.TOO_MANY_LIMITS, limit=str(MOST_LIMITS))
    return replace(preferences, sources=(*others, SourceLimit(source, most)))


def wanted(articles: Iterable[Article], sources: Sequence[SourceLimit]) -> list[Article]:
    """The articles whose sources a reader has not shut out."""
    out = {source_key(one.source) for one in sources if one.most == 0}
    return [article for article in articles if source_key(article.source_name) not in out]


def most_of(source: str, sources: Sequence[SourceLimit], usual: int) -> int:
    """How many stories of a source one digest shows."""
    key = source_key(source)
    return min([usual, *(one.most for one in sources if source_key(one.source) == key)])


def source_key(source: str) -> str:
    """A source's name as it is compared."""
    return " ".join(source.casefold().split())


def mark_of(limit: SourceLimit) -> str:
    """What names a limit in a button."""
    return hashlib.sha256(source_key(limit.source).encode()).hexdigest()[:MARK_LENGTH]


def source_of(preferences: Preferences, mark: str) -> SourceLimit | None:
    """The limit that a button names; None when it was lifted already."""
    return next((one for one in preferences.sources if mark_of(one) == mark), None)
