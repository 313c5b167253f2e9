"""Text from outside made safe to store, compare and show: pure, the same for pages, files and pasted text."""

import re
import unicodedata

_MARKS_PER_BASE = 4
_LINE_BREAKS = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")

# Controls but tab and newline, the byte order mark, bidirectional controls, annotation and language marks,
# lone surrogates and non-characters: none is ever seen, and each breaks a store, a sender or a reader's eye.
_DROPPED = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufeff\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufff9-\ufffb"
    "\U000e0001\ud800-\udfff\ufdd0-\ufdef"
    + "".join(f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0, 0x110000, 0x10000))
    + "]"
)
_INVISIBLE_LETTERS = frozenset("\u115f\u1160\u17b4\u17b5\u3164\uffa0\u2800\u034f")
_INVISIBLE_CATEGORIES = frozenset({"Cc", "Cf", "Cn", "Co", "Cs", "Mn", "Me", "Zs", "Zl", "Zp"})


def clean_text(text: str) -> str:
    r"""Give the text in NFC without characters that nobody can see; "" where nothing visible is left.

    Line breaks become ``\n``; tabs stay; at most 4 combining marks follow a base character.
    """
    text = _DROPPED.sub("", _LINE_BREAKS.sub("\n", text))
    text = _marks_limited(unicodedata.normalize("NFC", text))
    return text if any(map(_is_visible, text)) else ""


def clean_line(text: str) -> str:
    """Give the text cleaned and on one line, white space squashed: for titles and names."""
    return " ".join(clean_text(text).split())


def _marks_limited(text: str) -> str:
    if text.isascii():
        return text
    kept: list[str] = []
    marks = 0
    for character in text:
        marks = marks + 1 if unicodedata.category(character) in {"Mn", "Me"} else 0
        if marks <= _MARKS_PER_BASE:
            kept.append(character)
    return "".join(kept)


def _is_visible(character: str) -> bool:
    return (
        unicodedata.category(character) not in _INVISIBLE_CATEGORIES and character not in _INVISIBLE_LETTERS
    )
