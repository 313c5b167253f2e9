"""Readers, what they chose, and how their digests look."""

from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum

from bot.models.schedule import Schedule


class Length(StrEnum):
    """How much of a story a digest shows."""

    ONE = "1"
    THREE = "3"
    FIVE = "5"
    HEADLINES = "headlines"

    @property
    def sentences(self) -> int:
        """How many sentences the length allows at most."""
        return 0 if self is Length.HEADLINES else int(self.value)


class StoryOrder(StrEnum):
    """How the stories of a digest are put in order."""

    TOPIC = "topic"
    TIME = "time"


@dataclass(frozen=True, slots=True)
class SourceLimit:
    """How many stories of a source one digest shows at most; 0 shuts the source out."""

    source: str
    most: int


@dataclass(frozen=True, slots=True)
class Preferences:
    """How a reader's digest looks; a scheduled one waits until it has ``minimum`` stories."""

    length: Length = Length.THREE
    plain: bool = False
    silent: bool = False
    stories: int = 10
    order: StoryOrder = StoryOrder.TOPIC
    skip_empty: bool = True
    minimum: int = 1
    sources: tuple[SourceLimit, ...] = ()


@dataclass(frozen=True, slots=True)
class Subscriber:
    """A chat (or one forum thread of it) that reads digests; ``cursor`` is the last number it was offered."""

    id: int
    chat_id: int
    thread_id: int
    kind: str
    language: str
    schedule: Schedule
    preferences: Preferences
    cursor: int = 0
    active: bool = True
    reason: str = ""
    zone_chosen: bool = False
    welcomed: bool = False
    next_digest_at: datetime | None = None
    last_digest_at: datetime | None = None
    last_slot: tuple[date, time] | None = None
    created_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Subscription:
    """One topic of one reader with its filters; ``maximum`` 0 means no limit of its own.

    ``position`` is the place in the reader's own order; topics at 0 follow in the desk's order.
    """

    subscriber_id: int
    topic_id: int
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    maximum: int = 0
    muted: bool = False
    position: int = 0
