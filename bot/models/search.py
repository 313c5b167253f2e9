"""What somebody looks for, and what was found."""

from dataclasses import dataclass
from datetime import datetime

from bot.models.articles import Article
from bot.models.topics import Topic


@dataclass(frozen=True, slots=True)
class Query:
    """A search as it was understood: every term has to occur, with ``prefix`` the last as a beginning.

    ``words`` is what was typed, cleaned and bounded; ``source`` holds the terms of a source's name.
    """

    words: str
    terms: tuple[str, ...] = ()
    prefix: bool = False
    topic: Topic | None = None
    source: tuple[str, ...] = ()
    since: datetime | None = None


@dataclass(frozen=True, slots=True)
class Candidate:
    """A published article that holds the terms, with what its rank depends on.

    ``terms`` are those of its title, of its body, and its marks, parted by ``|`` and by spaces.
    """

    number: int
    article_id: int
    story_id: int | None
    published_at: datetime
    terms: str


@dataclass(frozen=True, slots=True)
class Findings:
    """A slice of what was found, the best first; ``more`` tells that the ranked list goes on."""

    query: Query
    articles: tuple[Article, ...]
    total: int
    more: bool
