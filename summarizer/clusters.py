"""The summary of several articles on one event: ranked article by article, then merged."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from summarizer.clean import clean
from summarizer.datelines import without_datelines
from summarizer.language import FALLBACK, detect, require_language, stemmer, stop_words
from summarizer.lengths import default_words, pick, require_lengths
from summarizer.methods import Bounds
from summarizer.models import Ranking, Summary
from summarizer.openings import trim_opening
from summarizer.ranking import candidates
from summarizer.sentences import split_paragraphs
from summarizer.words import count_words, find_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from summarizer.vectors import Flags, Matrix, Places

LEAD, LEAD_REACH = 0.5, 3.0  # every article opens with the event; its third sentence is already detail
FORWARD = 0.5  # what the article itself takes up again
SUPPORT = 0.5  # what the other articles tell too: several witnesses
SHARED = 0.5  # the words that articles share
QUESTION = -0.3  # a question tells nothing
LENGTH, LENGTH_TO = 0.3, 50  # per 25 words: sentences rich in facts, when there is room
LONG, LONG_FROM, LONG_FROM_SHORT = -0.3, 45, 35  # per ten words beyond; a phone takes less
REDUNDANCY = 2.0  # articles on one event repeat each other: likeness must cost more than any feature gives
_MOST_ARTICLES, _MOST_SENTENCES, _MOST_WORDS = 40, 400, 30_000  # they bound the time of the similarities
_MOST_CHARACTERS = 100_000  # of one article


@dataclass(frozen=True, slots=True)
class _Pool:
    """The sentences of all articles, in order, each with the number of its article."""

    sentences: tuple[str, ...]
    article: tuple[int, ...]
    words: int
    removed: tuple[str, ...]


def summarize_story(
    texts: Sequence[str],
    *,
    titles: Sequence[str] = (),
    language: str | None = None,
    sentences: int = 3,
    max_words: int | None = None,
) -> Summary:
    """Choose the sentences that tell best what several articles on one event report.

    They come verbatim, in the order of the articles. Without `max_words` the summary is meant for a phone: 65
    words at 3 sentences, in proportion otherwise. A wrong argument raises ValueError.
    """
    _require(texts, titles, language)
    require_lengths(sentences, max_words)
    language = language or detect("\n".join(text[:1000] for text in texts[:4])) or FALLBACK
    pool = _pool(texts[:_MOST_ARTICLES], [*titles, *[""] * len(texts)], language)
    order = _order(pool, language, short=max_words is None) if pool.sentences else []
    counts = tuple(map(count_words, pool.sentences))
    ranking = Ranking(language, "story", pool.sentences, counts, tuple(order), pool.words, pool.removed)
    chosen = pick(ranking, sentences, max_words or default_words(sentences))
    return Summary(chosen, language, "story", pool.removed)


def _require(texts: Sequence[str], titles: Sequence[str], language: str | None) -> None:
    for name, values in (("texts", texts), ("titles", titles)):
        if isinstance(values, str) or not all(isinstance(value, str) for value in values):
            raise ValueError(f"{name} must be a sequence of strings")
    require_language(language)


def _pool(texts: Sequence[str], titles: Sequence[str], language: str) -> _Pool:
    share = Bounds(_MOST_SENTENCES // max(1, len(texts)), _MOST_WORDS // max(1, len(texts)))
    cleaned = [
        clean(text[:_MOST_CHARACTERS], title=title, language=language)
        for text, title in zip(texts, titles, strict=False)
    ]
    divided = [without_datelines(split_paragraphs(part.text, language))[0] for part in cleaned]
    articles = [candidates(paragraphs, "", share) for paragraphs in divided]
    flat = [[sentence for paragraph in article for sentence in paragraph] for article in articles]
    return _Pool(
        sentences=tuple(sentence for article in flat for sentence in article),
        article=tuple(number for number, article in enumerate(flat) for _ in article),
        words=sum(count_words(part.text) for part in cleaned),
        removed=tuple(line for part in cleaned for line in part.removed),
    )


def _order(pool: _Pool, language: str, *, short: bool) -> list[int]:
    import numpy as np

    from summarizer.news import admissible, pick_greedily, similarities
    from summarizer.vectors import cosine_to, count_matrix, scaled

    texts = [trim_opening(sentence) for sentence in pool.sentences]
    counts = count_matrix([_terms(text, language) for text in texts])
    likeness, article, allowed = similarities(counts), np.array(pool.article), admissible(texts)
    members = [np.flatnonzero(article == number) for number in sorted(set(pool.article))]
    score: Matrix = np.array([_wording(text, short=short) for text in texts], dtype=float)
    for own in members:
        score[own] += _standing(likeness[np.ix_(own, own)], allowed[own])
    score += SUPPORT * scaled(_support(likeness, members))
    in_articles = sum((counts[own].sum(axis=0) > 0).astype(int) for own in members)
    score += SHARED * scaled(cosine_to(counts, np.where(in_articles >= 2, counts.sum(axis=0), 0.0)))
    picks = pick_greedily(np.where(allowed, score, -np.inf), likeness, REDUNDANCY)
    order = [pick.at for pick in picks]
    first = {pool.sentences[index]: index for index in reversed(order)}
    return [index for index in order if first[pool.sentences[index]] == index]


def _terms(text: str, language: str) -> list[str]:
    from summarizer.news import without_possessive

    stem, ignored = stemmer(language), stop_words(language)
    lower = (word.lower() for word in find_words(text))
    return [stem(without_possessive(word)) for word in lower if word not in ignored]


def _standing(likeness: Matrix, allowed: Flags) -> Matrix:
    """Score the sentences of one article by their place and by what the rest of it takes up."""
    import numpy as np

    from summarizer.news import lead_prior
    from summarizer.vectors import scaled

    forward: Matrix = scaled(np.triu(likeness, 1).sum(axis=1))
    return LEAD * lead_prior(allowed, LEAD_REACH) + FORWARD * forward


def _support(likeness: Matrix, members: list[Places]) -> Matrix:
    """Give each sentence the mean over the other articles of its best likeness to a sentence there."""
    import numpy as np

    best = np.stack([likeness[:, own].max(axis=1) for own in members])
    for number, own in enumerate(members):
        best[number, own] = 0.0
    mean: Matrix = best.sum(axis=0) / max(1, len(members) - 1)
    return mean


def _wording(text: str, *, short: bool) -> float:
    from summarizer.news import is_question

    words = count_words(text)
    rich = 0.0 if short else LENGTH * min(words, LENGTH_TO) / 25
    too_long = max(0, words - (LONG_FROM_SHORT if short else LONG_FROM)) / 10
    return QUESTION * is_question(text) + rich + LONG * too_long
