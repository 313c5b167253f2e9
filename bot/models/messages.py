"""Messages ready to be sent."""

from dataclasses import dataclass


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
