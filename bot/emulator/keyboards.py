"""`reply_markup`: what Telegram accepts as a keyboard."""

from dataclasses import dataclass
from typing import Any

from bot.emulator.buttons import inline_button, reply_button
from bot.emulator.errors import bad_request
from bot.emulator.params import Params

MOST_BUTTONS = 100
_FLAGS = (
    "remove_keyboard", "force_reply", "selective", "one_time_keyboard", "resize_keyboard", "is_persistent",
)  # fmt: skip


@dataclass(frozen=True)
class Markup:
    """A checked keyboard: buttons under the message, or anything else that `reply_markup` may be."""

    inline: dict[str, Any] | None = None
    other: dict[str, Any] | None = None


def read_markup(params: Params) -> Markup:
    """Reads and checks `reply_markup`; ApiError 400 in Telegram's words if it is wrong."""
    markup = params.object("reply_markup")
    if "inline_keyboard" in markup:
        rows = [[inline_button(button) for button in row] for row in _rows(markup, "inline_keyboard")]
        return Markup(inline={"inline_keyboard": rows} if rows else None)
    check_flags(markup, _FLAGS)
    if "keyboard" in markup:
        rows = [[reply_button(button) for button in row] for row in _rows(markup, "keyboard")]
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


def check_flags(given: dict[str, Any], names: tuple[str, ...]) -> None:
    """Checks that flags are Booleans where they are given; ApiError 400 otherwise."""
    for name in names:
        if name in given and not isinstance(given[name], bool):
            raise bad_request(f'field "{name}" must be of type Boolean')


def _rows(markup: dict[str, Any], name: str) -> list[list[Any]]:
    rows = markup[name]
    if not isinstance(rows, list):
        raise bad_request(f'field "{name}" must be of type Array')
    if not all(isinstance(row, list) for row in rows):
        raise bad_request(f'field "{name}" must be an Array of Arrays')
    if sum(map(len, rows)) > MOST_BUTTONS:
        raise bad_request("reply markup is too long")
    return [row for row in rows if row]
