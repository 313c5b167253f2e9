"""LEAD-N: the first N sentences of a text, divided by a plain rule that no other part of this package uses.

The baseline must not move when our own division of sentences becomes better, so its rule is fixed. It knows
no language, and a blank line always ends a sentence.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_PARAGRAPH_END = re.compile(r"\n\s*\n|\f")
# A run of marks is looked at once, from its first one.
_SENTENCE_END = re.compile(
    r"(?<![.!?…。！？])(?P<mark>[.!?…。！？]+)[\"'”’»)\]]*(?P<gap>\s+)(?=[\"'“‘«(\[–—-]*\s?[^\W_])"
)
_LAST_TOKEN = re.compile(r"\S+$")
_LETTER = re.compile(r"[^\W\d_]")
_LETTERS_WITH_STOPS = re.compile(r"(?:[^\W\d_]\.)+[^\W\d_]")
_BEGINS_ANEW = re.compile(r"[\"“‘«]?(?:The|This|That|They|A|An|And|But|However|I|It|In|He|Her|His|She|We)\b")
_ABBREVIATIONS = (
    "mr mrs ms messrs m mm mme dr prof rev hon pres sen rep gov gen col lt sgt capt cmdr adm maj det supt "
    "insp const dept jr sr st mt ft inc ltd co corp bros vs etc no fig vol approx "
    "jan feb mar apr jun jul aug sep sept oct nov dec bzw usw z.b tp ts ths"
)
_ABBREVIATED = frozenset(_ABBREVIATIONS.split())


def lead(text: str, sentences: int) -> list[str]:
    """Give the first sentences of a text, white space squashed."""
    found: list[str] = []
    for paragraph in _PARAGRAPH_END.split(text):
        found.extend(_divide(" ".join(paragraph.split())))
        if len(found) >= sentences:
            break
    return found[:sentences]


def _divide(paragraph: str) -> Iterator[str]:
    start = 0
    for match in _SENTENCE_END.finditer(paragraph):
        if _ends(paragraph, start, match):
            yield paragraph[start : match.start("gap")].strip()
            start = match.end()
    if rest := paragraph[start:].strip():
        yield rest


def _ends(paragraph: str, start: int, match: re.Match[str]) -> bool:
    if paragraph[match.end() : match.end() + 1].islower():
        return False
    if match["mark"] != ".":
        return True
    token = _LAST_TOKEN.search(paragraph[start : match.start()])
    word = token[0].lstrip("(\"'“‘[«").lower() if token else ""
    if _LETTER.fullmatch(word) or word in _ABBREVIATED:
        return False
    return not _LETTERS_WITH_STOPS.fullmatch(word) or bool(_BEGINS_ANEW.match(paragraph, match.end()))
