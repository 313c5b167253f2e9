"""The whole at a glance."""

from dataclasses import dataclass
from datetime import datetime


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
