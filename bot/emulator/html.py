"""Telegram's HTML parse mode, read as strictly as the server reads it.

Rules and wording follow the observable behaviour of the official Bot API server: byte offsets in errors,
UTF-16 offsets in entities, four named character references, unknown ones left as they stand.
"""

import re
from dataclasses import dataclass, field

from bot.emulator.entities import Entity
from bot.emulator.errors import ApiError, bad_request
from bot.emulator.links import link_problem
from bot.emulator.utf16 import units

_STYLES = {
    "b": "bold", "strong": "bold", "i": "italic", "em": "italic", "u": "underline", "ins": "underline",
    "s": "strikethrough", "strike": "strikethrough", "del": "strikethrough", "tg-spoiler": "spoiler",
    "span": "spoiler", "code": "code", "pre": "pre", "a": "text_link", "blockquote": "blockquote",
    "tg-emoji": "custom_emoji", "tg-time": "date_time",
}  # fmt: skip
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_REFERENCE = re.compile(r"&(?:#(?:[xX]([0-9a-fA-F]{1,8})|([0-9]{1,9}))|([a-zA-Z]{1,8}));?")
_NAME_END = re.compile(r"[\s>]")
_ATTRIBUTE_END = re.compile(r"[\s=>/\"']")
_TOKEN = re.compile(r"[A-Za-z0-9.-]*")


@dataclass
class _Open:
    tag: str
    attributes: dict[str, str]
    offset: int
    position: int


@dataclass
class _Reader:
    source: str
    place: int = 0
    written: list[str] = field(default_factory=list)
    offset: int = 0
    opened: list[_Open] = field(default_factory=list)
    entities: list[Entity] = field(default_factory=list)

    def write(self, text: str) -> None:
        self.written.append(text)
        self.offset += units(text)

    def at(self) -> str:
        return self.source[self.place] if self.place < len(self.source) else ""

    def skip_space(self) -> None:
        while self.at().isspace():
            self.place += 1

    def until(self, pattern: re.Pattern[str]) -> str:
        found = pattern.search(self.source, self.place)
        start, self.place = self.place, found.start() if found else len(self.source)
        return self.source[start : self.place]

    def wrong(self, what: str, begin: int, tail: str = "") -> ApiError:
        byte = len(self.source[:begin].encode("utf-8", "surrogatepass"))
        return bad_request(f"can't parse entities: {what} at byte offset {byte}{tail}")


def parse_html(source: str) -> tuple[str, list[Entity]]:
    """Parses Telegram HTML into visible text and entities (UTF-16 offsets); ApiError 400 if it is wrong."""
    reader = _Reader(source)
    while reader.place < len(source):
        if source[reader.place] == "<":
            _read_tag(reader)
        elif source[reader.place] == "&":
            reader.write(_read_reference(reader))
        else:
            _read_plain(reader)
    if reader.opened:
        tag = reader.opened[-1].tag
        raise bad_request(f"can't parse entities: Can't find end tag corresponding to start tag \"{tag}\"")
    return "".join(reader.written), settle(reader.entities)


def _read_plain(reader: _Reader) -> None:
    reader.write(reader.until(_MARKUP))


_MARKUP = re.compile(r"[<&]")


def _read_reference(reader: _Reader) -> str:
    found = _REFERENCE.match(reader.source, reader.place)
    character = _character(found) if found else ""
    reader.place = found.end() if found and character else reader.place + 1
    return character or "&"


def _character(found: re.Match[str]) -> str:
    hexadecimal, decimal, name = found.groups()
    if name is not None:
        return _NAMED.get(name, "")
    number = int(hexadecimal, 16) if hexadecimal else int(decimal)
    is_character = 0 < number < 0x10FFFF and not 0xD800 <= number <= 0xDFFF
    return chr(number) if is_character else ""


def _read_tag(reader: _Reader) -> None:
    begin = reader.place
    reader.place += 1
    if reader.at() == "/":
        _read_end(reader, begin)
    else:
        _read_start(reader, begin)


def _read_start(reader: _Reader, begin: int) -> None:
    tag = reader.until(_NAME_END).lower()
    if not reader.at():
        raise reader.wrong("Unclosed start tag", begin)
    if tag not in _STYLES:
        raise reader.wrong(f'Unsupported start tag "{tag}"', begin)
    attributes: dict[str, str] = {}
    reader.skip_space()
    while reader.at() != ">":
        name, value = _read_attribute(reader, tag, begin)
        attributes[name] = value
        reader.skip_space()
        if not reader.at():
            raise reader.wrong("Unclosed start tag", begin)
    reader.place += 1
    if tag == "span" and attributes.get("class") != "tg-spoiler":
        raise reader.wrong('Tag "span" must have class "tg-spoiler"', begin)
    reader.opened.append(_Open(tag, attributes, reader.offset, len(reader.written)))


def _read_attribute(reader: _Reader, tag: str, begin: int) -> tuple[str, str]:
    name = reader.until(_ATTRIBUTE_END).lower()
    if not name:
        raise reader.wrong(f'Empty attribute name in the tag "{tag}"', begin)
    reader.skip_space()
    if reader.at() != "=":
        if name == "expandable":
            return name, ""
        raise reader.wrong(f'Expected equal sign in declaration of an attribute of the tag "{tag}"', begin)
    reader.place += 1
    reader.skip_space()
    if not reader.at():
        raise reader.wrong(f'Unclosed start tag "{tag}"', begin)
    return name, _read_value(reader)


def _read_value(reader: _Reader) -> str:
    quote = reader.at()
    if quote in {'"', "'"}:
        return _read_quoted(reader, quote)
    begin = reader.place
    found = _TOKEN.match(reader.source, begin)
    reader.place = found.end() if found else begin
    if reader.at() and reader.at() != ">" and not reader.at().isspace():
        raise reader.wrong("Unexpected end of name token", begin)
    return reader.source[begin : reader.place].lower()


def _read_quoted(reader: _Reader, quote: str) -> str:
    reader.place += 1
    value: list[str] = []
    while reader.at() and reader.at() != quote:
        if reader.at() == "&":
            value.append(_read_reference(reader))
        else:
            value.append(reader.at())
            reader.place += 1
    reader.place += 1
    return "".join(value)


def _read_end(reader: _Reader, begin: int) -> None:
    if not reader.opened:
        raise reader.wrong("Unexpected end tag", begin)
    reader.place += 1
    name = reader.until(_NAME_END).lower()
    reader.skip_space()
    if reader.at() != ">":
        raise reader.wrong("Unclosed end tag", begin)
    reader.place += 1
    opened = reader.opened.pop()
    if name and name != opened.tag:
        raise reader.wrong("Unmatched end tag", begin, f', expected "</{opened.tag}>", found "</{name}>"')
    if reader.offset > opened.offset:
        reader.entities.extend(_entities(reader, opened))


def _entities(reader: _Reader, opened: _Open) -> list[Entity]:
    entity: Entity = {
        "type": _STYLES[opened.tag], "offset": opened.offset, "length": reader.offset - opened.offset,
    }  # fmt: skip
    given = opened.attributes
    if opened.tag == "a":
        url = given.get("href") or "".join(reader.written[opened.position :])
        return [] if link_problem(url) else [entity | {"url": url}]
    if opened.tag == "code" and given.get("class", "").startswith("language-"):
        entity["language"] = given["class"].removeprefix("language-")
    if opened.tag == "blockquote" and "expandable" in given:
        entity["type"] = "expandable_blockquote"
    if opened.tag == "tg-emoji":
        entity["custom_emoji_id"] = _number(given, "emoji-id", "Invalid custom emoji identifier specified")
    if opened.tag == "tg-time":
        entity["unix_time"] = int(_number(given, "unix", "Invalid Unix timestamp specified"))
        entity["date_time_format"] = given.get("format", "")
    return [entity]


def _number(attributes: dict[str, str], name: str, complaint: str) -> str:
    value = attributes.get(name, "")
    if not re.fullmatch(r"[0-9]{1,19}", value):
        raise bad_request(f"can't parse entities: {complaint}")
    return value


def settle(entities: list[Entity]) -> list[Entity]:
    """Puts entities in Telegram's order, joins `pre` with its `code`, and drops what sits inside code."""
    ordered = sorted(entities, key=lambda e: (e["offset"], -e["length"], e["type"] != "pre"))
    kept: list[Entity] = []
    for entity in ordered:
        outer = _code_around(kept, entity)
        if outer is None:
            kept.append(_without_language(entity))
        elif _same_place(outer, entity) and outer["type"] == "pre" and "language" in entity:
            outer["language"] = entity["language"]
    return kept


def _code_around(kept: list[Entity], entity: Entity) -> Entity | None:
    end = entity["offset"] + entity["length"]
    for outer in reversed(kept):
        inside = outer["offset"] <= entity["offset"] and end <= outer["offset"] + outer["length"]
        if inside and outer["type"] in {"code", "pre"}:
            return outer
    return None


def _same_place(one: Entity, other: Entity) -> bool:
    return (one["offset"], one["length"]) == (other["offset"], other["length"])


def _without_language(entity: Entity) -> Entity:
    keeps_language = entity["type"] == "pre" or "language" not in entity
    return entity if keeps_language else {k: v for k, v in entity.items() if k != "language"}
