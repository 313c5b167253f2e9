"""Our messages as the Bot API's parameters: the same for what is pushed and for what answers."""

from typing import Any

from bot.models import Button, Keyboard, OutgoingMessage


def content(message: OutgoingMessage) -> dict[str, Any]:
    """What a message says: the parameters that sending and editing have in common."""
    body = {"text": message.text, "parse_mode": "HTML", "link_preview_options": {"is_disabled": True}}
    return body | buttons(message.keyboard)


def buttons(keyboard: Keyboard) -> dict[str, Any]:
    """The buttons under a message, nothing where there are none."""
    if not keyboard:
        return {}
    rows = [[_button(button) for button in row] for row in keyboard]
    return {"reply_markup": {"inline_keyboard": rows}}


def _button(button: Button) -> dict[str, str]:
    target = {"url": button.url} if button.url else {"callback_data": button.data}
    return {"text": button.text} | target
