"""The nouns of the project as frozen dataclasses without I/O; every instant is aware UTC."""

from dataclasses import dataclass, field
from datetime import date, datetime, time
from enum import StrEnum

from summarizer.models import Ranking


class Role(StrEnum):
    """What a person may do on the desk."""

    OWNER = "owner"
    ADMIN = "admin"
    EDITOR = "editor"
    READER = "reader"

    @property
    def edits(self) -> bool:
        """Whether the role has the rights of the desk."""
        return self is not Role.READER


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
class Topic:
    """A subject that readers choose; ``names`` maps a language code to the name shown."""

    id: int
    slug: str
    names: dict[str, str]
    position: int = 0

    def name(self, language: str) -> str:
        """The topic's name in a language, else its first name, else its slug."""
        return self.names.get(language) or self.names.get("en") or next(iter(self.names.values()), self.slug)


@dataclass(frozen=True, slots=True)
class CountedTopic:
    """A topic with its active readers and its articles of the last seven days."""

    topic: Topic
    readers: int
    articles: int


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
class QuietHours:
    """Local hours without scheduled digests, over midnight where ``start > end``; equal ends mean none."""

    start: time
    end: time


EVERY_DAY = (0, 1, 2, 3, 4, 5, 6)


@dataclass(frozen=True, slots=True)
class Schedule:
    """When a reader wants the digest: local times of some weekdays (Monday is 0) in an IANA zone."""

    times: tuple[time, ...]
    zone: str
    weekdays: tuple[int, ...] = EVERY_DAY
    quiet: QuietHours | None = None
    enabled: bool = True
    paused: bool = False
    paused_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Slot:
    """One due digest: the intended local date and time, and the instant at which it goes out.

    ``moved`` tells that quiet hours pushed the instant behind the local time.
    """

    day: date
    at: time
    instant: datetime
    moved: bool = False


@dataclass(frozen=True, slots=True)
class Preferences:
    """How a reader's digest looks."""

    length: Length = Length.THREE
    plain: bool = False
    silent: bool = False
    stories: int = 10
    order: StoryOrder = StoryOrder.TOPIC
    skip_empty: bool = True


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
    """One topic of one reader with its filters; ``maximum`` 0 means no limit of its own."""

    subscriber_id: int
    topic_id: int
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    maximum: int = 0
    muted: bool = False


@dataclass(frozen=True, slots=True)
class Story:
    """One event as a digest tells it: its newest article, and the other articles on it."""

    article: Article
    also: tuple[Article, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """The stories of one topic; ``topic`` is None where stories stand in the order of time."""

    topic: Topic | None
    stories: tuple[Story, ...]


@dataclass(frozen=True, slots=True)
class Edition:
    """What one reader is offered: the stories shown, and those behind "+N more".

    It covers the articles with ``after < number <= up_to``.
    """

    sections: tuple[Section, ...]
    more: tuple[Story, ...]
    after: int
    up_to: int

    @property
    def count(self) -> int:
        """How many stories are shown."""
        return sum(len(section.stories) for section in self.sections)


@dataclass(frozen=True, slots=True)
class Button:
    """An inline button: exactly one of ``data`` (at most 64 bytes) and ``url``."""

    text: str
    data: str = ""
    url: str = ""


Keyboard = tuple[tuple[Button, ...], ...]


@dataclass(frozen=True, slots=True)
class OutgoingMessage:
    """A message ready to be sent: Telegram HTML of at most 4096 UTF-16 units, and its buttons."""

    text: str
    keyboard: Keyboard = ()


class DeliveryState(StrEnum):
    """The life of one outbox row; see ``docs/delivery.md``."""

    PENDING = "pending"
    SENDING = "sending"
    SENT = "sent"
    CANCELLED = "cancelled"
    FAILED = "failed"
    EXPIRED = "expired"
    SKIPPED = "skipped"


class DeliveryKind(StrEnum):
    """Why a delivery exists; the slot of each kind is told beside it."""

    DIGEST = "digest"  # slot: the due instant in seconds since 1970
    REQUEST = "request"  # slot: the update_id of a /digest or of a sample
    BROADCAST = "broadcast"  # slot: the broadcast's id
    NOTICE = "notice"  # slot: what makes the notice unique


@dataclass(frozen=True, slots=True)
class NewDelivery:
    """One part of a message to one subscriber, before it has a row."""

    subscriber_id: int
    kind: DeliveryKind
    slot: int
    part: int
    message: OutgoingMessage
    silent: bool = False
    cursor_before: int = 0
    cursor_after: int = 0
    expires_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Delivery:
    """A claimed outbox row with all that its sending needs."""

    id: int
    subscriber_id: int
    chat_id: int
    thread_id: int
    kind: DeliveryKind
    slot: int
    part: int
    message: OutgoingMessage
    silent: bool
    attempts: int
    uncertain: int
    plain: bool = False


@dataclass(frozen=True, slots=True)
class Sent:
    """Telegram accepted the message."""

    message_id: int


@dataclass(frozen=True, slots=True)
class Uncertain:
    """The request left and no answer came back: it may have been delivered."""

    reason: str


@dataclass(frozen=True, slots=True)
class RetryAt:
    """Surely not sent; try again after ``delay`` seconds. ``flood`` marks Telegram's own retry_after."""

    delay: float
    reason: str
    flood: bool = False


@dataclass(frozen=True, slots=True)
class Gone:
    """The chat cannot be written to any more; no attempt until it comes back."""

    reason: str


@dataclass(frozen=True, slots=True)
class ThreadGone:
    """The forum thread no longer exists; the chat's general thread still does."""


@dataclass(frozen=True, slots=True)
class Moved:
    """The group became a supergroup with another id."""

    chat_id: int


@dataclass(frozen=True, slots=True)
class Refused:
    """Telegram will never accept this message; ``markup`` tells that its HTML is to blame."""

    reason: str
    markup: bool = False


@dataclass(frozen=True, slots=True)
class TokenDead:
    """The token is not valid (any more): nothing can be sent at all."""


Outcome = Sent | Uncertain | RetryAt | Gone | ThreadGone | Moved | Refused | TokenDead


class InboxState(StrEnum):
    """How far an update has come; a row whose work is done keeps only its id."""

    NEW = "new"
    APPLIED = "applied"
    DONE = "done"
    ASIDE = "aside"


@dataclass(frozen=True, slots=True)
class InboxRow:
    """One update as Telegram gave it; ``deaths`` counts the processes that died with it in work."""

    update_id: int
    raw: str
    state: InboxState
    deaths: int = 0


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody known by numeric id with a role on the desk."""

    id: int
    role: Role
    language: str = "en"


@dataclass(frozen=True, slots=True)
class Dialog:
    """What the bot is waiting for from one person in one chat, such as a title."""

    chat_id: int
    person_id: int
    kind: str
    payload: dict[str, object] = field(default_factory=dict)


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
