"""Buttons: rows of them, and labels that say in a sign and in words what is chosen."""

from collections.abc import Sequence

from bot.models import Button, Keyboard


def rows(buttons: Sequence[Button], width: int) -> Keyboard:
    """Buttons in rows of at most ``width``."""
    return tuple(tuple(buttons[start : start + width]) for start in range(0, len(buttons), width))


def label(text: str, *, on: bool) -> str:
    """A button's text, marked where it is what is chosen now."""
    return f"✓ {text}" if on else text
