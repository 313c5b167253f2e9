"""Lengths and cuts in UTF-16 code units, the unit in which Telegram counts."""

import re

MESSAGE_UNITS = 4096
_SURROGATE = re.compile("[\ud800-\udfff]")


def units(text: str) -> int:
    """Counts the UTF-16 code units of a text."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def is_unicode(text: str) -> bool:
    """Tells whether a text can be written as UTF-8: JSON may smuggle in halves of a surrogate pair."""
    return _SURROGATE.search(text) is None


def cut(text: str, offset: int, length: int) -> str:
    """Gives the piece of a text between two places counted in UTF-16 units."""
    encoded = text.encode("utf-16-le", "surrogatepass")
    return encoded[2 * offset : 2 * (offset + length)].decode("utf-16-le", "surrogatepass")


def prefix(text: str, limit: int) -> str:
    """Gives the longest beginning of at most `limit` units that ends between two characters."""
    if units(text) <= limit:
        return text
    end = min(limit, len(text))
    while units(text[:end]) > limit:
        end -= (units(text[:end]) - limit + 1) // 2
    return text[:end]


def split_long(text: str, limit: int = MESSAGE_UNITS) -> list[str]:
    """Splits a text as Telegram's clients do: at a line end, else at a space, else anywhere.

    Every part has 1 to `limit` units and no outer white space; blank text has no parts.
    """
    parts: list[str] = []
    rest = text.strip()
    while rest:
        part = _first_part(rest, limit)
        parts.append(part.rstrip())
        rest = rest[len(part) :].lstrip()
    return parts


def _first_part(text: str, limit: int) -> str:
    part = prefix(text, limit)
    if len(part) == len(text) or text[len(part)].isspace():
        return part
    place = max(part.rfind("\n"), 0) or max(part.rfind(" "), 0)
    return part[:place] or part
