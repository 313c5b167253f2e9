"""The whole at a glance."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class DeadLetters:
    """What failed for good: the commonest reasons with their counts, and how much could be sent again."""

    reasons: tuple[tuple[str, int], ...] = ()
    again: int = 0


@dataclass(frozen=True, slots=True)
class Desk:
    """What ``/status`` shows of the whole."""

    articles: int
    published: int
    drafts: int
    topics: int
    readers: int
    active_readers: int
    outbox: dict[str, int]
    oldest_pending_seconds: float
    inbox_waiting: int
    next_digest_at: datetime | None
    failed: DeadLetters = DeadLetters()
