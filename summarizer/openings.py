"""How sentences begin: agencies' datelines, which tell nothing, and lines that are no sentences at all."""

from __future__ import annotations

import re

from summarizer.words import count_words

_CAPITAL = "A-ZÀ-ÞА-ЯЁІЇЄҐ"
_DATELINE = re.compile(
    rf"\s*(?:\([{_CAPITAL}][^()]{{1,30}}\)\s*[—–-]*\s*"  # (Agency) -
    rf"|[{_CAPITAL}][^.!?()—–]{{1,60}}\([^()]{{2,30}}\)\s*[—–-]+\s*"  # City, Country (Agency) -
    rf"|[{_CAPITAL}][{_CAPITAL} .,'-]{{2,40}}\s*[—–]\s+)"  # CITY -
)
_FEWEST_WORDS = 5  # shorter ones are fragments
_BYLINE = re.compile(r"(?:By|BY|Von|Par|Por) [^\W\d_a-zà-ÿ]|(?:Reporting|Editing) by |Written by |\(?Photo")


def trim_opening(sentence: str) -> str:
    """Leave out, for ranking only, a dateline such as "(Agency)" or "CITY (Agency) -"."""
    return sentence[match.end() :] if (match := _DATELINE.match(sentence)) else sentence


def is_admissible(sentence: str) -> bool:
    """Tell whether a sentence may stand in a summary: long enough, and no byline, menu or list of links."""
    words = count_words(sentence)
    return (
        words >= _FEWEST_WORDS and sentence.count("|") < 2 and not (words <= 12 and _BYLINE.match(sentence))
    )
