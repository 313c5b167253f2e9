"""Articles, from the first message to the readers."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from summarizer.models import Ranking


class ArticleState(StrEnum):
    """Where an article stands between the first message and the readers."""

    DRAFT = "draft"
    QUEUED = "queued"
    SCHEDULED = "scheduled"
    PUBLISHED = "published"
    DELETED = "deleted"


class Origin(StrEnum):
    """How an article's text came in."""

    TEXT = "text"
    PAGE = "page"
    FILE = "file"
    FORWARD = "forward"
    FEED = "feed"
    IMPORT = "import"


@dataclass(frozen=True, slots=True)
class Article:
    """One news article; ``number`` grows with each publishing and is what readers' cursors compare to.

    ``ranking`` is computed once when the text comes in, so that a summary of any length is picked without
    new work; ``version`` counts changes, so that two editors never overwrite each other silently.
    """

    id: int
    title: str
    body: str
    state: ArticleState
    language: str
    ranking: Ranking
    topics: tuple[str, ...] = ()
    url: str = ""
    canonical_url: str = ""
    origin: Origin = Origin.TEXT
    source_name: str = ""
    fingerprint: str = ""
    story_id: int | None = None
    number: int | None = None
    added_by: int | None = None
    created_at: datetime | None = None
    published_at: datetime | None = None
    deleted_at: datetime | None = None
    state_before_deletion: ArticleState | None = None
    version: int = 1


@dataclass(frozen=True, slots=True)
class NewArticle:
    """What is known of an article before it is stored."""

    title: str
    body: str
    language: str
    ranking: Ranking
    topics: tuple[str, ...] = ()
    url: str = ""
    canonical_url: str = ""
    origin: Origin = Origin.TEXT
    source_name: str = ""
    fingerprint: str = ""
    published_at: datetime | None = None
