"""The default method: what a news article's place, links and wording say about a sentence.

Every weight was chosen on development articles and rounded; the reason stands beside it, the figures in
docs/summaries.md.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from sumy.summarizers._summarizer import AbstractSummarizer

from summarizer.language import FALLBACK
from summarizer.openings import is_admissible, leans_back, trim_opening
from summarizer.vectors import cosine_to, count_matrix, scaled, unit_rows
from summarizer.words import count_words

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from summarizer.vectors import Flags, Matrix

LEAD = 0.7  # the news stands first ...
LEAD_REACH = 6.0  # ... and thins out over about six sentences
FORWARD = 1.0  # what later sentences take up is what the article is about: the strongest sign
BACKWARD = -0.2  # what only repeats earlier sentences is detail
CENTROID = 0.4  # shares the words the whole article keeps using
TITLE = 0.3  # says what the title announces: times the share of the title's words
QUOTATION = -0.5  # a quotation comments on the news instead of telling it
QUESTION = -0.3  # a question tells nothing
LONG, LONG_FROM = -0.5, 35  # per ten words beyond 35: a phone shows four lines
LENGTH, LENGTH_TO = -0.2, 50  # per 25 words: of two equal sentences the shorter one
LEANING = -0.2  # "He said so" stands alone badly: taken back once the sentence before it is picked
REDUNDANCY = 0.2  # times the likeness to what is already picked: say things once

NEVER = -math.inf  # the rating of a sentence that may not stand in a summary

_QUOTATION_MARKS = tuple("\"“„«‘'”「『‹")
_QUESTION_END = re.compile("[?؟？][\"'”’»)\\]」』]*$")


@dataclass(frozen=True, slots=True)
class Rated:
    """What the sentences of an article score, part by part, before any is picked."""

    parts: dict[str, Matrix]  # by name, weighed: they add up to the score
    allowed: Flags  # which may stand in a summary
    leaning: Flags  # which open with a word that needs the sentence before
    likeness: Matrix  # between sentences

    @property
    def score(self) -> Matrix:
        """The sum of the parts; minus infinity where a sentence may not stand."""
        total: Matrix = np.sum(list(self.parts.values()), axis=0)
        return np.where(self.allowed, total, -np.inf)

    def pick(self) -> list[Pick]:
        """Order the sentences as a summary takes them."""
        return pick_greedily(self.score, self.likeness, REDUNDANCY, self.leaning)


class Pick(NamedTuple):
    """A sentence by its place, and what it was worth when it was taken."""

    at: int
    worth: float


def rate(
    texts: Sequence[str],
    terms: Sequence[Sequence[str]],
    language: str = FALLBACK,
    title: Collection[str] = (),
) -> Rated:
    """Score sentences and their likeness from their texts and stems, and from the stems of the title."""
    counts = count_matrix(terms)
    likeness = similarities(counts)
    allowed = admissible(texts)
    words = np.array([count_words(text) for text in texts], dtype=float)
    leaning = np.array([leans_back(text, language) for text in texts], dtype=bool)
    leaning[:1] = False  # nothing stands before the first sentence
    shared = np.where(np.count_nonzero(counts, axis=0) >= 2, counts.sum(axis=0), 0.0)
    parts = {
        "lead": LEAD * lead_prior(allowed, LEAD_REACH),
        "forward": FORWARD * scaled(np.triu(likeness, 1).sum(axis=1)),
        "backward": BACKWARD * scaled(np.tril(likeness, -1).sum(axis=1)),
        "centroid": CENTROID * cosine_to(counts, shared),
        "title": TITLE * _shares(terms, frozenset(title)),
        "quotation": QUOTATION * np.array([text.startswith(_QUOTATION_MARKS) for text in texts]),
        "question": QUESTION * np.array([is_question(text) for text in texts]),
        "length": LONG * np.maximum(0.0, words - LONG_FROM) / 10 + LENGTH * np.minimum(words, LENGTH_TO) / 25,
    }
    return Rated(parts, allowed, leaning, likeness)


def _shares(terms: Sequence[Sequence[str]], wanted: frozenset[str]) -> Matrix:
    """Give the share of the wanted terms that each sentence has."""
    return np.array([len(wanted.intersection(row)) for row in terms]) / max(1, len(wanted))


def admissible(texts: Sequence[str]) -> Flags:
    """Tell which sentences may stand in a summary; all of them when none would."""
    allowed = np.array([is_admissible(text) for text in texts], dtype=bool)
    return allowed if allowed.any() else ~allowed


def similarities(counts: Matrix) -> Matrix:
    """Give the tf-idf cosines between sentences, idf over these very sentences; the diagonal is zero."""
    if not counts.size:
        return np.zeros((len(counts), len(counts)))
    idf = np.log((len(counts) + 1) / (np.count_nonzero(counts, axis=0) + 0.5))
    tf = np.where(counts > 0, 1.0 + np.log(np.maximum(counts, 1.0)), 0.0)
    rows = unit_rows(tf * idf)
    likeness: Matrix = rows @ rows.T
    np.fill_diagonal(likeness, 0.0)
    return likeness


def lead_prior(allowed: Flags, reach: float) -> Matrix:
    """Give e^(-place/reach), places counted among the admissible sentences."""
    prior: Matrix = np.exp(-(np.cumsum(allowed) - allowed) / reach)
    return prior


def is_question(text: str) -> bool:
    """Tell whether a sentence ends with a question mark."""
    return _QUESTION_END.search(text[-6:]) is not None


def pick_greedily(
    score: Matrix, likeness: Matrix, redundancy: float, leaning: Flags | None = None
) -> list[Pick]:
    """Order sentences by score less `redundancy` times their largest likeness to those before them.

    A leaning sentence costs `LEANING` besides, until the sentence before it is taken. Sentences that score
    minus infinity are left out.
    """
    leans = np.zeros(len(score) + 1, dtype=bool) if leaning is None else np.append(leaning, False)
    left = score + LEANING * leans[:-1]
    nearest = np.zeros(len(score))
    order: list[Pick] = []
    for _ in range(np.count_nonzero(np.isfinite(score))):
        worth = left - redundancy * nearest
        best = int(np.argmax(worth))
        order.append(Pick(best, float(worth[best])))
        left[best] = -np.inf
        nearest = np.maximum(nearest, likeness[best])
        if leans[best + 1]:
            left[best + 1] -= LEANING
    return order


class NewsSummarizer(AbstractSummarizer):  # type: ignore[misc]
    """Lead, directed centrality and centroid, less quotations, questions and length, without repetition."""

    stop_words: frozenset[str] = frozenset()
    language: str = FALLBACK

    def __call__(self, document: Any, sentences_count: Any) -> tuple[Any, ...]:
        """Give the best sentences of sumy's document in its order."""
        sentences = document.sentences
        if not sentences:
            return ()
        order = [pick.at for pick in self.rate(document).pick()]
        ratings = dict.fromkeys(sentences, NEVER) | {
            sentences[index]: -place for place, index in enumerate(order)
        }
        return self._get_best_sentences(sentences, sentences_count, ratings)  # type: ignore[no-any-return]

    def rate(self, document: Any) -> Rated:
        """Score the sentences of sumy's document; its headings are the title."""
        texts = [trim_opening(str(sentence)) for sentence in document.sentences]
        terms = [self._terms(sentence) for sentence in document.sentences]
        title = [term for heading in document.headings for term in self._terms(heading)]
        return rate(texts, terms, self.language, title)

    def _terms(self, sentence: Any) -> list[str]:
        known = _terms_by_word(self._stemmer, frozenset(self.stop_words))
        return [term for word in sentence.words if (term := known[word])]


class _Terms(dict[str, str]):
    """The term of each word as it stands in a text, "" for a stop word: one look-up a word, not four."""

    _MOST = 50_000  # words; a worker lives for days, and its memory must not grow with them

    def __init__(self, stemmer: Callable[[str], str], stop_words: frozenset[str]) -> None:
        super().__init__()
        self._stemmer, self._stop_words = stemmer, stop_words

    def __missing__(self, word: str) -> str:
        if len(self) >= self._MOST:
            self.clear()
        lower = word.lower()
        term = self[word] = "" if lower in self._stop_words else self._stemmer(without_possessive(lower))
        return term


@lru_cache(maxsize=64)
def _terms_by_word(stemmer: Callable[[str], str], stop_words: frozenset[str]) -> _Terms:
    return _Terms(stemmer, stop_words)


def without_possessive(word: str) -> str:
    """Cut the English 's."""
    return word[:-2] if word.endswith(("'s", "’s")) else word
