"""The order of what was found: BM25 over title and body, and how new an article is; pure.

Okapi BM25 (Robertson and Zaragoza, 2009) without the weight of rare terms, since every candidate holds every
term. The two fields are summed with a weight, as in BM25F.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime

from bot.models import Candidate, Query
from bot.terms import is_single

TITLE_WEIGHT = 8.0
SATURATION = 1.2  # BM25's k1
LENGTH_SHARE = 0.4  # BM25's b
USUAL_TERMS = 250.0
HALF_LIFE_DAYS = 30.0
OLD = 0.4  # the share of its score that the oldest article keeps


def ranked(found: Iterable[Candidate], query: Query, now: datetime) -> list[Candidate]:
    """Candidates, the best first, each story once; of equal ones the newest first."""
    best = sorted(
        {candidate.number: candidate for candidate in found}.values(),
        key=lambda candidate: (-score(candidate, query, now), -candidate.number),
    )
    told: set[int] = set()
    kept = []
    for candidate in best:
        if candidate.story_id is None or candidate.story_id not in told:
            kept.append(candidate)
            told |= {candidate.story_id} if candidate.story_id is not None else set()
    return kept


def score(candidate: Candidate, query: Query, now: datetime) -> float:
    """How well an article fits, above 0; without words only its age counts."""
    title, _, rest = candidate.terms.partition(" | ")
    body, _, _marks = rest.partition(" | ")
    relevance = 1.0
    if query.terms:
        length = 1 - LENGTH_SHARE + LENGTH_SHARE * body.count(" ") / USUAL_TERMS
        relevance = sum(
            _saturated(TITLE_WEIGHT * in_title + in_body / length)
            for in_title, in_body in _frequencies(f" {title} ", f" {body} ", query)
        )
    days = max(0.0, (now - candidate.published_at).total_seconds() / 86400)
    freshness: float = 0.5 ** (days / HALF_LIFE_DAYS)
    return relevance * (OLD + (1 - OLD) * freshness)


def _frequencies(title: str, body: str, query: Query) -> Sequence[tuple[int, int]]:
    last = len(query.terms) - 1
    wanted = [
        f" {term}" if is_single(term) or (query.prefix and place == last) else f" {term} "
        for place, term in enumerate(query.terms)
    ]
    return [(title.count(term), body.count(term)) for term in wanted]


def _saturated(frequency: float) -> float:
    return frequency * (SATURATION + 1) / (frequency + SATURATION)
