"""How long a summary may be, and the picking of one from a ranking: pure, cheap, without any library."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from summarizer.models import Ranking

_LARGEST_SHARE_PERCENT = 60  # of the article's words: a summary as long as the article is none
_WORDS_AT_THREE = 65  # a phone's screen; other numbers of sentences in proportion
_CAPPED_BY_DEFAULT = frozenset({"news"})


def require_lengths(sentences: int, max_words: int | None) -> None:
    """Refuse anything but whole numbers from one on with ValueError; max_words may be None."""
    if not _is_positive(sentences):
        raise ValueError("sentences must be a whole number from 1 on")
    if max_words is not None and not _is_positive(max_words):
        raise ValueError("max_words must be a whole number from 1 on, or None")


def _is_positive(number: object) -> bool:
    return isinstance(number, int) and not isinstance(number, bool) and number >= 1


def default_words(sentences: int) -> int:
    """Give the number of words that so many sentences may have for a reader with a phone."""
    return round(_WORDS_AT_THREE * sentences / 3)


def pick(ranking: Ranking, sentences: int = 3, max_words: int | None = None) -> tuple[str, ...]:
    """Choose the best sentences of a ranking, in the article's order.

    The first choice is given whole; further ones only while the total keeps to `max_words` (for `news`
    65 words at 3 sentences unless given) and to 60 % of the article's words. A wrong number
    raises ValueError.
    """
    require_lengths(sentences, max_words)
    if max_words is None and ranking.method in _CAPPED_BY_DEFAULT:
        max_words = default_words(sentences)
    room = min(ranking.words * _LARGEST_SHARE_PERCENT // 100, math.inf if max_words is None else max_words)
    chosen: list[int] = []
    for index in ranking.order:
        if len(chosen) == sentences:
            break
        if not chosen or sum(ranking.counts[i] for i in chosen) + ranking.counts[index] <= room:
            chosen.append(index)
    return tuple(ranking.sentences[index] for index in sorted(chosen))
