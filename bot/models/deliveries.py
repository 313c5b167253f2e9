"""The outbox: messages to subscribers, and the life of each."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.models.messages import OutgoingMessage


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
