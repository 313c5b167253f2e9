"""What can become of a message that was handed to Telegram."""

from dataclasses import dataclass


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
