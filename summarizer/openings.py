"""How sentences begin: agencies' datelines, which tell nothing, and lines that are no sentences at all."""

from __future__ import annotations

import re

from summarizer.words import count_words

_DATELINE = re.compile(
    r"\s*(?:\([A-ZÀ-ÞА-ЯЁІЇЄҐ][^()]{1,30}\)\s*[—–-]*\s*"  # (Agency) -
    r"|[^\W\d_a-zà-ÿа-я][^.!?()—–]{1,40}?(?:,[^.!?()—–]{1,30})?\s*\([^()]{2,30}\)\s*[—–-]+\s*"  # CITY (Agency) -
    r"|[A-ZÀ-ÞА-ЯЁІЇЄҐ][A-ZÀ-ÞА-ЯЁІЇЄҐ .,'-]{2,40}\s*[—–]\s+)"  # CITY -
)
_FEWEST_WORDS = 5  # shorter ones are fragments
_BYLINE = re.compile(r"(?:By|BY|Von|Par|Por) [^\W\d_a-zà-ÿ]|(?:Reporting|Editing) by |Written by |\(?Photo")


def trim_opening(sentence: str) -> str:
    """Leave out a dateline such as "(Agency)" or "CITY (Agency) -" in front of a sentence; for ranking only."""
    return sentence[match.end() :] if (match := _DATELINE.match(sentence)) else sentence


def is_admissible(sentence: str) -> bool:
    """Tell whether a sentence may stand in a summary: long enough, and no byline, menu or list of links."""
    words = count_words(sentence)
    return (
        words >= _FEWEST_WORDS and sentence.count("|") < 2 and not (words <= 12 and _BYLINE.match(sentence))
    )
