"""An article to its ranking: clean, split, rank once."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

from summarizer.clean import clean
from summarizer.datelines import without_datelines
from summarizer.language import FALLBACK, detect, require_language
from summarizer.lengths import choose, require_lengths
from summarizer.methods import METHODS, bounds_of, order_by
from summarizer.models import Ranking, Summary
from summarizer.openings import leans_back, trim_opening
from summarizer.sentences import split_paragraphs
from summarizer.words import count_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from summarizer.methods import Bounds

_MOST_CHARACTERS = 120_000  # more than any article; it bounds the time of everything after it
MOST_KEPT = 60  # sentences: no reader asks for more, and the ranking is stored with the article
_LETTER = re.compile(r"[^\W\d_]")


def rank(
    text: str, *, title: str = "", language: str | None = None, method: str = "news", keep: int = MOST_KEPT
) -> Ranking:
    """Rank an article's sentences once; `pick` then gives a summary of any length.

    The best `keep` sentences stay in the ranking. A text without sentences gives an empty one; a wrong
    argument raises ValueError.
    """
    article = prepare(text, title=title, language=language, method=method)
    order = order_by(method, article.paragraphs, title, article.language)[:keep]
    place = {index: at for at, index in enumerate(sorted(order))}
    flat = article.sentences
    kept = tuple(flat[index] for index in place)
    return Ranking(
        language=article.language,
        method=method,
        sentences=kept,
        counts=tuple(map(count_words, kept)),
        order=tuple(place[index] for index in order),
        words=article.words,
        removed=article.removed,
        needs=_needs(flat, place, article.language) if method == "news" else (),
    )


def _needs(flat: Sequence[str], place: Mapping[int, int], language: str) -> tuple[int, ...]:
    """Give what `Ranking.needs` holds; the article's first sentence leans on none."""
    return tuple(
        place.get(index - 1, at) if index and leans_back(trim_opening(flat[index]), language) else -1
        for index, at in place.items()
    )


@dataclass(frozen=True, slots=True)
class Prepared:
    """An article ready to be ranked: its paragraphs of candidate sentences, and what was cut."""

    language: str
    paragraphs: list[list[str]]
    words: int
    removed: tuple[str, ...]

    @property
    def sentences(self) -> list[str]:
        """All candidates in order."""
        return list(chain.from_iterable(self.paragraphs))


def prepare(text: str, *, title: str, language: str | None, method: str) -> Prepared:
    """Clean an article and divide it; a wrong argument raises ValueError."""
    _require(text, title, language, method)
    language = language or detect(text) or FALLBACK
    cleaned = clean(text[:_MOST_CHARACTERS], title=title, language=language)
    paragraphs, datelines = without_datelines(split_paragraphs(cleaned.text, language))
    paragraphs = candidates(paragraphs, title, bounds_of(method))
    return Prepared(language, paragraphs, count_words(cleaned.text), cleaned.removed + datelines)


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

    `language` is a two-letter code, or None to detect it; `method` one of METHODS; lengths as in `pick`. A
    text that cannot be summarized gives fewer sentences or none; a wrong argument raises ValueError.
    """
    require_lengths(sentences, max_words)
    ranking = rank(text, title=title, language=language, method=method, keep=max(MOST_KEPT, sentences))
    choice = choose(ranking, sentences, max_words)
    chosen = tuple(ranking.sentences[index] for index in choice.indices)
    return Summary(chosen, ranking.language, method, ranking.removed, choice.is_lead)


def _require(text: str, title: str, language: str | None, method: str) -> None:
    if not isinstance(text, str) or not isinstance(title, str):
        raise ValueError("text and title must be strings")  # noqa: TRY004  (one kind of error for any wrong argument)
    require_language(language)
    if method not in METHODS:
        raise ValueError(f"method must be one of {', '.join(METHODS)}")


def candidates(paragraphs: list[list[str]], title: str, bounds: Bounds) -> list[list[str]]:
    """Give the paragraphs' sentences that say something for the first time, within the bounds.

    A sentence that repeats the title stays only where there is nothing else.
    """
    seen: set[str] = set()
    distinct = [[text for text in paragraph if _is_new(text, seen)] for paragraph in paragraphs]
    told = _folded(title)
    others = [[text for text in paragraph if _folded(text) != told] for paragraph in distinct]
    return list(_within(others if any(others) else distinct, bounds))


def _is_new(sentence: str, seen: set[str]) -> bool:
    folded = _folded(sentence)
    if folded in seen or not _LETTER.search(sentence):
        return False
    seen.add(folded)
    return True


def _folded(sentence: str) -> str:
    return " ".join(sentence.split()).casefold()


def _within(paragraphs: list[list[str]], bounds: Bounds) -> Iterator[list[str]]:
    sentences, words = bounds.sentences, bounds.words
    for paragraph in paragraphs:
        taken = []
        for text in paragraph:
            if sentences > 0 and words > 0:
                taken.append(text)
                sentences, words = sentences - 1, words - count_words(text)
        if taken:
            yield taken
