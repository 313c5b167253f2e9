"""From `text` + `parse_mode` | `entities` to what a reader sees."""

from dataclasses import dataclass

from bot.emulator.entities import Entity, detect
from bot.emulator.errors import bad_request
from bot.emulator.given_entities import given_entities
from bot.emulator.html import parse_html, settle
from bot.emulator.params import Params
from bot.emulator.utf16 import MESSAGE_UNITS, units

CAPTION_UNITS = 1024
SHOWN_ENTITIES = 100
# Telegram turns control characters into spaces and drops line separators and direction overrides.
_CLEANED = (
    dict.fromkeys((*range(9), 9, 11, 12, *range(14, 32)), " ")
    | {13: None}
    | dict.fromkeys((0x2028, 0x2029, *range(0x202A, 0x202F)))
)


@dataclass(frozen=True)
class Formatted:
    """A text as it is shown, its entities, and how many entities Telegram leaves out as too many."""

    text: str
    entities: tuple[Entity, ...] = ()
    dropped: int = 0


def message_text(params: Params, name: str = "text") -> Formatted:
    """Reads the text of a message; ApiError 400 if it is empty, too long or badly marked up."""
    raw = params.text(name)
    if not raw:
        raise bad_request("message text is empty")
    text, entities = _shown(raw, params, "entities")
    if not text:
        raise bad_request("text must be non-empty")
    if units(text) > MESSAGE_UNITS:
        raise bad_request("message is too long")
    return _with_found(text, entities)


def caption(params: Params) -> Formatted:
    """Reads the caption of a file, which may be empty; ApiError 400 if it is too long or badly marked up."""
    text, entities = _shown(params.text("caption"), params, "caption_entities")
    if units(text) > CAPTION_UNITS:
        raise bad_request("message caption is too long")
    return _with_found(text, entities)


def _with_found(text: str, entities: list[Entity]) -> Formatted:
    ordered = settle([*entities, *detect(text, entities)])
    return Formatted(text, tuple(ordered[:SHOWN_ENTITIES]), max(0, len(ordered) - SHOWN_ENTITIES))


def _shown(raw: str, params: Params, entities_name: str) -> tuple[str, list[Entity]]:
    return trim(*_parsed(raw.translate(_CLEANED), params, entities_name))


def _parsed(raw: str, params: Params, entities_name: str) -> tuple[str, list[Entity]]:
    mode = params.text("parse_mode").lower()
    if mode == "html":
        return parse_html(raw)
    if mode in {"markdown", "markdownv2"}:
        raise bad_request("can't parse entities: this emulator reads parse_mode HTML and entities only")
    if mode and mode != "none":
        raise bad_request("unsupported parse_mode")
    return raw, given_entities(params.array(entities_name), raw)


def trim(text: str, entities: list[Entity]) -> tuple[str, list[Entity]]:
    """Takes outer white space off a text and moves its entities along; those in the white space go."""
    kept = text.strip()
    lead = units(text[: len(text) - len(text.lstrip())])
    total = units(kept)
    moved = []
    for entity in entities:
        start = max(entity["offset"] - lead, 0)
        end = min(entity["offset"] + entity["length"] - lead, total)
        if start < end:
            moved.append(entity | {"offset": start, "length": end - start})
    return kept, moved
