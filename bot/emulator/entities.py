"""Entities that nobody marked up: commands, links, mentions, hashtags, found as Telegram finds them."""

import re
from collections.abc import Iterable, Iterator
from typing import Any

from bot.emulator.utf16 import units

Entity = dict[str, Any]

_ENDINGS = "com|org|net|io|dev|me|info|news|eu|uk|de|ua|fr|es|it|pl|app|example|test|invalid"
_DOMAIN = rf"(?:[\w-]{{1,63}}\.){{1,4}}(?:{_ENDINGS})"
# In the order of precedence: of two that overlap the first kind stays. Without its mark a text has none.
_KINDS = (
    ("url", "://", re.compile(r"(?<![\w@/])https?://[^\s<>\"]{1,2048}", re.IGNORECASE)),
    ("email", "@", re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{2,63}){1,4}")),
    ("url", ".", re.compile(rf"(?<![\w@./-]){_DOMAIN}(?![\w-])(?:/[^\s<>\"]{{0,2048}})?", re.IGNORECASE)),
    ("bot_command", "/", re.compile(r"(?<![\w/<>])/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?(?![\w/])")),
    ("mention", "@", re.compile(r"(?<![\w@/])@[A-Za-z0-9_]{3,32}(?!\w)")),
    ("hashtag", "#", re.compile(r"(?<![\w#])#(?=\d*[^\W\d])\w{1,256}")),
)  # fmt: skip
_CLOSED_TO_OTHERS = {"code", "pre", "text_link", "text_mention"}


def detect(text: str, known: Iterable[Entity] = ()) -> list[Entity]:
    """Finds the entities of a text by its words; none overlaps another one or a known link or code."""
    taken = [_span(entity) for entity in known if entity["type"] in _CLOSED_TO_OTHERS]
    found: list[Entity] = []
    for kind, start, end in _candidates(text):
        entity = {"type": kind, "offset": units(text[:start]), "length": units(text[start:end])}
        span = _span(entity)
        if all(span[1] <= begin or finish <= span[0] for begin, finish in taken):
            taken.append(span)
            found.append(entity)
    return sorted(found, key=lambda entity: entity["offset"])


def _candidates(text: str) -> Iterator[tuple[str, int, int]]:
    for kind, mark, pattern in _KINDS:
        if mark not in text:
            continue
        for match in pattern.finditer(text):
            start, end = match.span()
            yield kind, start, _end_of_link(text, start, end) if kind == "url" else end


def _end_of_link(text: str, start: int, end: int) -> int:
    link = text[start:end].rstrip(".,;:!?'\u2026\u00bb\u201d")
    while link.endswith(")") and link.count(")") > link.count("("):
        link = link[:-1].rstrip(".,;:!?")
    return start + len(link)


def _span(entity: Entity) -> tuple[int, int]:
    return entity["offset"], entity["offset"] + entity["length"]
