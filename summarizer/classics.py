"""sumy's slow algorithms computed with whole matrices: the same choice, many times faster.

Each keeps sumy's definitions and replaces its loops over pairs of sentences. None divides by zero.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from sumy.summarizers.lex_rank import LexRankSummarizer
from sumy.summarizers.lsa import LsaSummarizer
from sumy.summarizers.luhn import LuhnSummarizer
from sumy.summarizers.reduction import ReductionSummarizer
from sumy.summarizers.text_rank import TextRankSummarizer

from summarizer.vectors import count_matrix, unit_rows

if TYPE_CHECKING:
    from summarizer.vectors import Matrix

_MOST_STEPS = 200  # the power method settles within a few dozen; a cycle must not hang


class LexRank(LexRankSummarizer):  # type: ignore[misc]
    """sumy's LexRank: idf-modified cosine, links above a threshold, power method."""

    def _create_matrix(self, sentences: Any, threshold: float, *_: object) -> Matrix:
        counts = count_matrix(sentences)
        most = counts.max(axis=1, initial=0.0)
        idf = np.log(len(counts) / (1.0 + np.count_nonzero(counts, axis=0)))
        rows = unit_rows(counts / np.where(most > 0, most, 1.0)[:, np.newaxis] * idf)
        links = (rows @ rows.T > threshold).astype(float)
        degrees = links.sum(axis=1)
        found: Matrix = links / np.where(degrees > 0, degrees, 1.0)[:, np.newaxis]
        return found

    def _compute_tf(self, sentences: Any) -> None:
        """Leave it to the matrix."""

    def _compute_idf(self, sentences: Any) -> None:
        """Leave it to the matrix."""

    @staticmethod
    def power_method(matrix: Matrix, epsilon: float) -> Matrix:
        """Iterate as sumy does, but stop where no sentence is linked to any."""
        current = np.full(len(matrix), 1.0 / len(matrix))
        for _ in range(_MOST_STEPS):
            following = matrix.T @ current
            length = np.linalg.norm(following)
            if length == 0:
                break
            following /= length
            change, current = np.linalg.norm(following - current), following
            if change <= epsilon:
                break
        return current


class TextRank(TextRankSummarizer):  # type: ignore[misc]
    """sumy's TextRank: shared words over log lengths, PageRank with damping."""

    def _create_matrix(self, document: Any) -> Matrix:
        weights = _shared_words([self._to_words_set(sentence) for sentence in document.sentences], single=1.0)
        weights /= weights.sum(axis=1)[:, np.newaxis] + self._ZERO_DIVISION_PREVENTION
        return (1.0 - self.damping) / len(weights) + self.damping * weights  # type: ignore[no-any-return]


class Reduction(ReductionSummarizer):  # type: ignore[misc]
    """sumy's Reduction: a sentence counts the sum of its links."""

    def rate_sentences(self, document: Any) -> dict[Any, float]:
        """Give sumy's rating of every sentence."""
        words = [self._to_words_set(sentence) for sentence in document.sentences]
        weights = _shared_words(words, single=0.0)
        np.fill_diagonal(weights, 0.0)
        return dict(zip(document.sentences, weights.sum(axis=1).tolist(), strict=True))


def _shared_words(rows: list[list[str]], *, single: float) -> Matrix:
    """Weigh pairs by equal words over the sum of log lengths; `single` is for two one-word sentences."""
    counts = count_matrix(rows)
    equal = counts @ counts.T
    logs = np.log(np.maximum(1.0, counts.sum(axis=1)))
    norms = logs[:, np.newaxis] + logs
    return np.where(norms > 0, equal / np.where(norms > 0, norms, 1.0), equal * single)


class Luhn(LuhnSummarizer):  # type: ignore[misc]
    """sumy's Luhn with its significant words in a set: sumy walks a tuple of them for every word."""

    def _get_significant_words(self, words: Any) -> frozenset[str]:
        return frozenset(super()._get_significant_words(words))


class Lsa(LsaSummarizer):  # type: ignore[misc]
    """sumy's LSA without its decomposition: it keeps every dimension, so a rank is the length of a column.

    sqrt(sum over k of (sigma_k v_k)^2) is the norm of the column of U S V', whichever U.
    """

    def __call__(self, document: Any, sentences_count: Any) -> tuple[Any, ...]:
        """Give the best sentences of sumy's document in its order."""
        dictionary = self._create_dictionary(document)
        if not dictionary:
            return ()
        stems = [[self.stem_word(word) for word in sentence.words] for sentence in document.sentences]
        counts = count_matrix([[stem for stem in row if stem in dictionary] for row in stems])
        most = counts.max(axis=1, initial=0.0)[:, np.newaxis]
        # sumy smooths the cells of absent words too. (Those of words that the title alone has would add the
        # same to every sentence, so they may be left out.)
        weights = np.where(most > 0, 0.4 + 0.6 * counts / np.where(most > 0, most, 1.0), 0.0)
        ranks = dict(zip(document.sentences, np.linalg.norm(weights, axis=1).tolist(), strict=True))
        return self._get_best_sentences(document.sentences, sentences_count, ranks)  # type: ignore[no-any-return]
