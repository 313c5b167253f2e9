"""Why a summary is what it is: every sentence with its rank and what it scored for what."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from summarizer.lengths import choose, require_lengths
from summarizer.methods import parse, rated_by, summarizer_for
from summarizer.models import Summary
from summarizer.ranking import prepare, rank

if TYPE_CHECKING:
    from summarizer.ranking import Prepared


@dataclass(frozen=True, slots=True)
class Reason:
    """A sentence, its place in the article and its rank, both from 1 on, and whether it was chosen.

    `score` is what it was worth when its turn came; for `news` the `parts` add up to it (`leaning` and
    `redundancy` depend on what was taken before). Without a rank it may not stand in a summary.
    """

    sentence: str
    place: int
    rank: int | None
    score: float | None
    chosen: bool
    parts: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Explanation:
    """A summary and the reasons, best sentence first, those that may not stand in a summary last."""

    summary: Summary
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class _Scored:
    score: float
    parts: dict[str, float]


def explain(
    text: str,
    *,
    title: str = "",
    language: str | None = None,
    sentences: int = 3,
    max_words: int | None = None,
    method: str = "news",
) -> Explanation:
    """Summarize as `summarize` does, and tell why; the arguments and errors are the same."""
    require_lengths(sentences, max_words)
    article = prepare(text, title=title, language=language, method=method)
    ranking = rank(text, title=title, language=article.language, method=method, keep=len(article.sentences))
    choice = choose(ranking, sentences, max_words)
    chosen = tuple(ranking.sentences[index] for index in choice.indices)
    scored = _news(article, title) if method == "news" else _others(article, title, method)
    ranks = {at: number for number, at in enumerate(scored, 1)}
    reasons = [
        Reason(
            sentence=sentence,
            place=at + 1,
            rank=ranks.get(at),
            score=scored[at].score if at in scored else None,
            chosen=sentence in chosen,
            parts=scored[at].parts if at in scored else {},
        )
        for at, sentence in enumerate(article.sentences)
    ]
    return Explanation(
        Summary(chosen, article.language, method, article.removed, choice.is_lead),
        tuple(sorted(reasons, key=lambda reason: reason.rank or len(reasons) + reason.place)),
    )


def _others(article: Prepared, title: str, method: str) -> dict[int, _Scored]:
    ratings = rated_by(method, article.paragraphs, title, article.language)
    return {at: _Scored(rating, {}) for at, rating in ratings.items()}


def _news(article: Prepared, title: str) -> dict[int, _Scored]:
    if not article.paragraphs:
        return {}
    from summarizer.news import LEANING

    rated = summarizer_for("news", article.language).rate(parse(article.paragraphs, title, article.language))
    scores = rated.score
    scored: dict[int, _Scored] = {}
    for at, worth in rated.pick():
        parts = {name: float(values[at]) for name, values in rated.parts.items()}
        orphan = bool(rated.leaning[at]) and at - 1 not in scored
        parts["leaning"] = LEANING if orphan else 0.0
        parts["redundancy"] = worth - float(scores[at]) - parts["leaning"]
        scored[at] = _Scored(worth, {name: value for name, value in parts.items() if abs(value) >= 0.005})
    return scored
