"""Entities that a call brings along instead of markup."""

from typing import Any

from bot.emulator.entities import Entity
from bot.emulator.errors import bad_request
from bot.emulator.links import link_problem
from bot.emulator.utf16 import units

_NEEDS = {"text_link": "url", "text_mention": "user", "custom_emoji": "custom_emoji_id"}
_KINDS = {
    "mention", "hashtag", "cashtag", "bot_command", "url", "email", "phone_number", "bold", "italic",
    "underline", "strikethrough", "spoiler", "blockquote", "expandable_blockquote", "code", "pre",
    "date_time", *_NEEDS,
}  # fmt: skip


def given_entities(given: list[Any], text: str) -> list[Entity]:
    """Checks entities against the text they mark; ApiError 400 in Telegram's words. Those of no length go."""
    total = units(text)
    checked = [_shaped(entity) for entity in given]
    for entity in checked:
        _check_place(entity["offset"], entity["length"], total)
    return [entity for entity in checked if entity["length"] > 0]


def _shaped(given: Any) -> Entity:
    if not isinstance(given, dict):
        raise bad_request("can't parse MessageEntity: expected an Object")
    for name, shape in (("type", str), ("offset", int), ("length", int)):
        if not isinstance(given.get(name), shape):
            raise bad_request(f"can't parse MessageEntity: Can't find field \"{name}\"")
    if given["type"] not in _KINDS:
        raise bad_request("can't parse MessageEntity: Unsupported type specified")
    _check_extra(given)
    return dict(given)


def _check_extra(given: Entity) -> None:
    needed = _NEEDS.get(given["type"])
    if needed is not None and needed not in given:
        raise bad_request(f"can't parse MessageEntity: Can't find field \"{needed}\"")
    if given["type"] == "text_link":
        problem = link_problem(str(given["url"]))
        if problem:
            raise bad_request(f"entity URL '{given['url']}' is invalid: {problem}")


def _check_place(offset: int, length: int, total: int) -> None:
    if offset < 0:
        raise bad_request(f"receive an entity with incorrect offset {offset}")
    if length < 0:
        raise bad_request(f"receive an entity with incorrect length {length}")
    if offset > total:
        raise bad_request(f"entity begins after the end of the text at UTF-16 offset {offset}")
    if offset + length > total:
        raise bad_request(
            f"entity beginning at UTF-16 offset {offset} ends after the end of the text "
            f"at UTF-16 offset {offset + length}"
        )
