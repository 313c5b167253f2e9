"""`reply_markup`: what Telegram accepts as a keyboard."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from bot.emulator.errors import bad_request
from bot.emulator.params import Params

MOST_BUTTONS = 100
MOST_DATA_BYTES = 64
_ACTIONS = (
    "callback_data", "url", "web_app", "login_url", "switch_inline_query", "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat", "copy_text", "callback_game", "pay",
)  # fmt: skip
_LINKS = {"http", "https", "tg", "mailto", "tel"}


@dataclass(frozen=True)
class Markup:
    """A checked keyboard: buttons under the message, or anything else that `reply_markup` may be."""

    inline: dict[str, Any] | None = None
    other: dict[str, Any] | None = None


def read_markup(params: Params) -> Markup:
    """Reads and checks `reply_markup`; ApiError 400 in Telegram's words if it is wrong."""
    markup = params.object("reply_markup")
    if "inline_keyboard" in markup:
        rows = _rows(markup, "inline_keyboard")
        checked = [[_inline_button(button) for button in row] for row in rows if row]
        _check_count(checked)
        return Markup(inline={"inline_keyboard": checked} if checked else None)
    if "keyboard" in markup:
        rows = [[_reply_button(button) for button in row] for row in _rows(markup, "keyboard") if row]
        _check_count(rows)
        return Markup(other=markup | {"keyboard": rows})
    if markup.get("remove_keyboard") or markup.get("force_reply"):
        return Markup(other=markup)
    return Markup()


def read_inline_markup(params: Params) -> dict[str, Any] | None:
    """Reads a keyboard where only buttons under the message may stand, as when editing."""
    markup = read_markup(params)
    if markup.other is not None:
        raise bad_request("inline keyboard expected")
    return markup.inline


def _rows(markup: dict[str, Any], name: str) -> list[list[Any]]:
    rows = markup[name]
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise bad_request(f'field "{name}" must be of type Array of Array')
    return rows


def _check_count(rows: list[list[Any]]) -> None:
    if sum(map(len, rows)) > MOST_BUTTONS:
        raise bad_request("reply markup is too long")


def _reply_button(button: Any) -> dict[str, Any]:
    shaped = {"text": button} if isinstance(button, str) else button
    if not isinstance(shaped, dict) or not isinstance(shaped.get("text"), str):
        raise bad_request("can't parse keyboard button: Can't find field \"text\"")
    if not shaped["text"].strip():
        raise bad_request("keyboard button text must be non-empty")
    return shaped


def _inline_button(button: Any) -> dict[str, Any]:
    if not isinstance(button, dict):
        raise bad_request("can't parse inline keyboard button: expected an Object")
    if not isinstance(button.get("text"), str):
        raise bad_request("can't parse inline keyboard button: Can't find field \"text\"")
    if not button["text"].strip():
        raise bad_request("inline keyboard button text must be non-empty")
    actions = [action for action in _ACTIONS if button.get(action) is not None]
    if not actions:
        raise bad_request(
            "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"
        )
    if len(actions) > 1:
        raise bad_request("can't parse inline keyboard button: exactly one action is expected")
    _check_action(button, actions[0])
    return button


def _check_action(button: dict[str, Any], action: str) -> None:
    value = button[action]
    if action == "callback_data":
        size = len(value.encode("utf-8", "surrogatepass")) if isinstance(value, str) else 0
        if not 1 <= size <= MOST_DATA_BYTES:
            raise bad_request("BUTTON_DATA_INVALID")
    if action == "url" and not _is_link(value):
        raise bad_request(f"inline keyboard button URL '{value}' is invalid: Wrong HTTP URL")


def _is_link(value: Any) -> bool:
    try:
        parts = urlsplit(value if isinstance(value, str) else "")
    except ValueError:
        return False
    return parts.scheme.lower() in _LINKS and bool(parts.netloc or parts.path)
