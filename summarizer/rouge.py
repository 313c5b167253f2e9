"""ROUGE-1, ROUGE-2 and summary-level ROUGE-L as F1, with Porter stems for English.

Source: C.-Y. Lin, "ROUGE: A Package for Automatic Evaluation of Summaries", 2004; ROUGE-L of several
sentences is the union-LCS figure of its section 3.2.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from itertools import chain, pairwise
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

_ENGLISH_WORD = re.compile(r"[a-z0-9]+")
_WORD = re.compile(r"\w+")
_SHORTEST_STEMMED = 4  # letters, as the original Perl script does


class Scores(NamedTuple):
    """F1 of unigrams, bigrams and longest common subsequences, each from 0 to 1."""

    r1: float
    r2: float
    rl: float


def score(sentences: Sequence[str], references: Sequence[str], language: str) -> Scores:
    """Compare a summary with references (one sentence a line), giving the mean over the references."""
    ours = [_tokens(sentence, language) for sentence in sentences]
    scores = [_against(ours, [_tokens(line, language) for line in text.split("\n")]) for text in references]
    return Scores(*(sum(column) / len(scores) for column in zip(*scores, strict=True)))


def _tokens(text: str, language: str) -> list[str]:
    if language != "en":
        return _WORD.findall(text.lower())
    return [_stem(word) for word in _ENGLISH_WORD.findall(text.lower())]


@cache
def _stem(word: str) -> str:
    return word if len(word) < _SHORTEST_STEMMED else _porter()(word)


@cache
def _porter() -> Callable[[str], str]:
    from nltk.stem.porter import PorterStemmer  # type: ignore[import-untyped]  # comes with sumy

    return PorterStemmer().stem  # type: ignore[no-any-return]


def _against(ours: list[list[str]], theirs: list[list[str]]) -> Scores:
    our_words, their_words = list(chain.from_iterable(ours)), list(chain.from_iterable(theirs))
    return Scores(
        _overlap(our_words, their_words),
        _overlap(list(pairwise(our_words)), list(pairwise(their_words))),
        _union_lcs(ours, theirs),
    )


def _overlap(ours: Sequence[object], theirs: Sequence[object]) -> float:
    hits = (Counter(ours) & Counter(theirs)).total()
    return _f1(hits, len(ours), len(theirs))


def _f1(hits: int, ours: int, theirs: int) -> float:
    return 2 * hits / (ours + theirs) if hits else 0.0


def _union_lcs(ours: list[list[str]], theirs: list[list[str]]) -> float:
    our_left, their_left = _count(ours), _count(theirs)
    hits = 0
    for reference in theirs:
        matched: set[int] = set().union(*(_lcs_places(reference, sentence) for sentence in ours))
        for token in (reference[place] for place in sorted(matched)):
            if our_left[token] > 0 and their_left[token] > 0:  # a word of ours serves one place only
                hits += 1
                our_left[token] -= 1
                their_left[token] -= 1
    return _f1(hits, sum(map(len, ours)), sum(map(len, theirs)))


def _count(sentences: Iterable[list[str]]) -> Counter[str]:
    return Counter(token for sentence in sentences for token in sentence)


def _lcs_places(reference: list[str], sentence: list[str]) -> set[int]:
    """Give the places in the reference of one longest common subsequence."""
    lengths = [[0] * (len(sentence) + 1)]
    for word in reference:
        lengths.append(_next_row(lengths[-1], word, sentence))
    places: set[int] = set()
    i, j = len(reference), len(sentence)
    while i and j:
        if reference[i - 1] == sentence[j - 1]:
            places.add(i - 1)
            i, j = i - 1, j - 1
        elif lengths[i][j - 1] > lengths[i - 1][j]:
            j -= 1
        else:
            i -= 1
    return places


def _next_row(above: list[int], word: str, sentence: list[str]) -> list[int]:
    row = [0]
    for j, other in enumerate(sentence):
        row.append(above[j] + 1 if word == other else max(above[j + 1], row[j]))
    return row
