"""Buttons in a private chat that act on a channel: their data begins with the channel, as ``@kf12oi:…``."""

from dataclasses import replace

from bot.models import Button, Keyboard

MARK = "@"
# Channels are numbered from -1000000000001 downwards; what is left fits in 8 signs of base 36.
FIRST = -1_000_000_000_000
DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


def marked(keyboard: Keyboard, channel_id: int) -> Keyboard:
    """The same buttons, acting on a channel."""
    return tuple(tuple(_marked(button, channel_id) for button in row) for row in keyboard)


def channel_of(prefix: str) -> int | None:
    """The channel that the first word of a button's data names; None where it names none."""
    if not prefix.startswith(MARK):
        return None
    number = int(prefix.removeprefix(MARK), 36)
    if number <= 0:
        raise ValueError("no channel has that number")
    return FIRST - number


def _marked(button: Button, channel_id: int) -> Button:
    return (
        replace(button, data=f"{MARK}{_base36(FIRST - channel_id)}:{button.data}") if button.data else button
    )


def _base36(number: int) -> str:
    digits = ""
    while number > 0:
        number, digit = divmod(number, len(DIGITS))
        digits = DIGITS[digit] + digits
    return digits
