"""The default method: what a news article's place, links and wording say about a sentence.

Every weight was chosen on development articles and rounded; the reason stands beside it, the figures in
docs/summaries.md.
"""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING, Any

import numpy as np
from sumy.summarizers._summarizer import AbstractSummarizer

from summarizer.language import FALLBACK
from summarizer.openings import is_admissible, leans_back, trim_opening
from summarizer.vectors import cosine_to, count_matrix, scaled, unit_rows
from summarizer.words import count_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from summarizer.vectors import Flags, Matrix

LEAD = 0.7  # the news stands first ...
LEAD_REACH = 6.0  # ... and thins out over about six sentences
FORWARD = 1.0  # what later sentences take up is what the article is about: the strongest sign
BACKWARD = -0.2  # what only repeats earlier sentences is detail
CENTROID = 0.4  # shares the words the whole article keeps using
QUOTATION = -0.5  # a quotation comments on the news instead of telling it
QUESTION = -0.3  # a question tells nothing
LEANING = -0.15  # "He said so": of two nearly equal sentences the one that stands alone
LONG, LONG_FROM = -0.5, 35  # per ten words beyond 35: a phone shows four lines
LENGTH, LENGTH_TO = -0.2, 50  # per 25 words: of two equal sentences the shorter one
REDUNDANCY = 0.2  # times the likeness to what is already picked: say things once

NEVER = -math.inf  # the rating of a sentence that may not stand in a summary

_QUOTATION_MARKS = tuple("\"“„«‘'”「『‹")
_QUESTION_END = re.compile("[?؟？][\"'”’»)\\]」』]*$")


def rate(
    texts: Sequence[str], terms: Sequence[Sequence[str]], language: str = FALLBACK
) -> tuple[Matrix, Matrix]:
    """Give each sentence's score and all likenesses between sentences, from their texts and stems.

    Sentences that may not stand in a summary score minus infinity, unless none may.
    """
    counts = count_matrix(terms)
    likeness = similarities(counts)
    allowed = admissible(texts)
    score = LEAD * lead_prior(allowed, LEAD_REACH)
    score += FORWARD * scaled(np.triu(likeness, 1).sum(axis=1)) + BACKWARD * scaled(
        np.tril(likeness, -1).sum(axis=1)
    )
    shared = np.where(np.count_nonzero(counts, axis=0) >= 2, counts.sum(axis=0), 0.0)
    score += CENTROID * cosine_to(counts, shared)
    score += np.array([_wording(text, language) for text in texts])
    return np.where(allowed, score, -np.inf), likeness


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


def _wording(text: str, language: str) -> float:
    words = count_words(text)
    value = QUOTATION * text.startswith(_QUOTATION_MARKS) + QUESTION * is_question(text)
    value += LEANING * leans_back(text, language)
    return value + LONG * max(0, words - LONG_FROM) / 10 + LENGTH * min(words, LENGTH_TO) / 25


def pick_greedily(score: Matrix, likeness: Matrix, redundancy: float) -> list[int]:
    """Order sentences by score less `redundancy` times their largest likeness to those before them.

    Sentences that score minus infinity are left out.
    """
    left = score.copy()
    nearest = np.zeros(len(score))
    order: list[int] = []
    for _ in range(np.count_nonzero(np.isfinite(score))):
        best = int(np.argmax(left - redundancy * nearest))
        order.append(best)
        left[best] = -np.inf
        nearest = np.maximum(nearest, likeness[best])
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
        terms = [self._terms(sentence) for sentence in sentences]
        score, likeness = rate([trim_opening(str(sentence)) for sentence in sentences], terms, self.language)
        order = pick_greedily(score, likeness, REDUNDANCY)
        ratings = dict.fromkeys(sentences, NEVER) | {
            sentences[index]: -place for place, index in enumerate(order)
        }
        return self._get_best_sentences(sentences, sentences_count, ratings)  # type: ignore[no-any-return]

    def _terms(self, sentence: Any) -> list[str]:
        lower = (word.lower() for word in sentence.words)
        return [self._stemmer(without_possessive(word)) for word in lower if word not in self.stop_words]


def without_possessive(word: str) -> str:
    """Cut the English 's."""
    return word[:-2] if word.endswith(("'s", "’s")) else word
