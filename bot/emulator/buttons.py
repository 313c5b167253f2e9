"""One button of a keyboard: what it must have and what it may do."""

from typing import Any

from bot.emulator.errors import bad_request
from bot.emulator.links import link_problem

MOST_DATA_BYTES = 64
_MOST_COPIED = 256
_INLINE = "can't parse inline keyboard button"
_ACTIONS = (
    "callback_data", "url", "web_app", "login_url", "switch_inline_query", "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat", "copy_text", "callback_game", "pay",
)  # fmt: skip
# Empty, these count as if they were not there; an empty inline query is a wish of its own.
_NEVER_EMPTY = {"callback_data", "url"}


def reply_button(button: Any) -> dict[str, Any]:
    """Checks a button of the keyboard below the text field; ApiError 400 if it is wrong."""
    shaped = {"text": button} if isinstance(button, str) else button
    if not isinstance(shaped, dict) or not isinstance(shaped.get("text"), str):
        raise bad_request("can't parse keyboard button: Can't find field \"text\"")
    if not shaped["text"].strip():
        raise bad_request("keyboard button text must be non-empty")
    asked = shaped.get("request_chat")
    if asked is not None and not (isinstance(asked, dict) and isinstance(asked.get("request_id"), int)):
        raise bad_request("can't parse keyboard button: Can't find field \"request_id\"")
    return shaped


def inline_button(button: Any) -> dict[str, Any]:
    """Checks a button under a message, which does exactly one thing; ApiError 400 if it is wrong."""
    if not isinstance(button, dict):
        raise bad_request(f"{_INLINE}: expected an Object")
    if not isinstance(button.get("text"), str):
        raise bad_request(f'{_INLINE}: Can\'t find field "text"')
    if not button["text"].strip():
        raise bad_request("inline keyboard button text must be non-empty")
    actions = [action for action in _ACTIONS if _is_there(button, action)]
    if not actions:
        raise bad_request(f"{_INLINE}: Text buttons are unallowed in the inline keyboard")
    if len(actions) > 1:
        raise bad_request(f"{_INLINE}: exactly one action is expected")
    _check_action(actions[0], button[actions[0]])
    return button


def _is_there(button: dict[str, Any], action: str) -> bool:
    value = button.get(action)
    return value is not None and not (action in _NEVER_EMPTY and value == "")


def _check_action(action: str, value: Any) -> None:
    if action == "callback_data" and not _is_data(value):
        raise bad_request("BUTTON_DATA_INVALID")
    if action == "url":
        _check_link(value)
    if action == "web_app" and not _web_app_url(value).startswith("https://"):
        url = _web_app_url(value)
        raise bad_request(
            f"inline keyboard button Web App URL '{url}' is invalid: Only HTTPS links are allowed"
        )
    if action == "copy_text" and not 1 <= len(_copied(value)) <= _MOST_COPIED:
        raise bad_request("BUTTON_COPY_TEXT_INVALID")
    if action in {"callback_game", "pay"}:
        raise bad_request("BUTTON_TYPE_INVALID")


def _is_data(value: Any) -> bool:
    return isinstance(value, str) and len(value.encode("utf-8", "surrogatepass")) <= MOST_DATA_BYTES


def _check_link(value: Any) -> None:
    problem = link_problem(str(value))
    if problem:
        raise bad_request(f"inline keyboard button URL '{value}' is invalid: {problem}")


def _web_app_url(value: Any) -> str:
    return str(value.get("url", "")) if isinstance(value, dict) else ""


def _copied(value: Any) -> str:
    return str(value.get("text", "")) if isinstance(value, dict) else ""
