"""An article to its ranking: clean, split, rank once."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from summarizer.clean import clean
from summarizer.language import FALLBACK, detect, require_language
from summarizer.lengths import pick, require_lengths
from summarizer.methods import most_sentences, order_by
from summarizer.models import Ranking, Summary
from summarizer.sentences import split_paragraphs
from summarizer.words import count_words

if TYPE_CHECKING:
    from collections.abc import Iterable

METHODS = ("news", "lead", "lexrank", "textrank", "lsa", "luhn", "edmundson", "kl", "sumbasic", "reduction")
_MOST_CHARACTERS = 300_000  # more than any article; it bounds the time of everything after it
_KEPT = 60  # sentences: no reader asks for more, and the ranking is stored with the article
_LETTER = re.compile(r"[^\W\d_]")


def rank(
    text: str, *, title: str = "", language: str | None = None, method: str = "news", keep: int = _KEPT
) -> Ranking:
    """Rank an article's sentences once; `pick` then gives a summary of any length.

    The best `keep` sentences stay in the ranking. Whatever the text, there is no exception but ValueError for a
    wrong argument; a text without sentences gives an empty ranking.
    """
    _require(text, title, language, method)
    language = language or detect(text) or FALLBACK
    cleaned = clean(text[:_MOST_CHARACTERS], title=title, language=language)
    paragraphs = candidates(split_paragraphs(cleaned.text, language), title, most_sentences(method))
    order = order_by(method, paragraphs, title, language)[:keep]
    return _ranking(paragraphs, order, language, method, count_words(cleaned.text), cleaned.removed)


def summarize(
    text: str,
    *,
    title: str = "",
    language: str | None = None,
    sentences: int = 3,
    max_words: int | None = None,
    method: str = "news",
) -> Summary:
    """Choose the sentences that tell an article best, verbatim and in its order.

    `language` is a two-letter code, or None to detect it; `method` one of METHODS; lengths as in `pick`. A text
    that cannot be summarized gives fewer sentences or none; a wrong argument raises ValueError.
    """
    require_lengths(sentences, max_words)
    ranking = rank(text, title=title, language=language, method=method, keep=max(_KEPT, sentences))
    return Summary(pick(ranking, sentences, max_words), ranking.language, method, ranking.removed)


def _require(text: str, title: str, language: str | None, method: str) -> None:
    if not isinstance(text, str) or not isinstance(title, str):
        raise ValueError("text and title must be strings")  # noqa: TRY004  (one kind of error for any wrong argument)
    require_language(language)
    if method not in METHODS:
        raise ValueError(f"method must be one of {', '.join(METHODS)}")


def candidates(paragraphs: Iterable[list[str]], title: str, most: int) -> list[list[str]]:
    """Give the paragraphs' sentences that say something for the first time, `most` at the utmost."""
    seen = {_folded(title)}
    found: list[list[str]] = []
    left = most
    for paragraph in paragraphs:
        fresh = []
        for sentence in paragraph:
            folded = _folded(sentence)
            if left > 0 and folded not in seen and _LETTER.search(sentence):
                seen.add(folded)
                fresh.append(sentence)
                left -= 1
        if fresh:
            found.append(fresh)
    return found


def _folded(sentence: str) -> str:
    return " ".join(sentence.split()).casefold()


def _ranking(
    paragraphs: list[list[str]],
    order: list[int],
    language: str,
    method: str,
    words: int,
    removed: tuple[str, ...],
) -> Ranking:
    sentences = [sentence for paragraph in paragraphs for sentence in paragraph]
    kept = sorted(order)
    place = {index: at for at, index in enumerate(kept)}
    return Ranking(
        language=language,
        method=method,
        sentences=tuple(sentences[index] for index in kept),
        counts=tuple(count_words(sentences[index]) for index in kept),
        order=tuple(place[index] for index in order),
        words=words,
        removed=removed,
    )
