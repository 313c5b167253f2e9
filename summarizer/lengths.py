"""How long a summary may be, and the picking of one from a ranking: pure, cheap, without any library."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from summarizer.models import Ranking

_LARGEST_SHARE_PERCENT = 60  # of the article's words: a summary as long as the article is none
_WORDS_AT_THREE = 65  # a phone's screen; other numbers of sentences in proportion
_OURS = frozenset({"news"})  # the methods that care for a reader's screen, short articles and openings
_NEAR = 2  # ranks: so little worse may a sentence be that takes the place of one whose "He" is nobody
_LEAD_STARTS = 3  # an opening may leave out two sentences ...
_LEAD_FILL_PERCENT = 80  # ... when with them it would use less than this of what it could


@dataclass(frozen=True, slots=True)
class Choice:
    """Indices into a ranking's sentences, ascending, and whether they are the opening of a short article."""

    indices: tuple[int, ...]
    is_lead: bool = False


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
    return tuple(ranking.sentences[index] for index in choose(ranking, sentences, max_words).indices)


def choose(ranking: Ranking, sentences: int = 3, max_words: int | None = None) -> Choice:
    """Decide what `pick` gives, and whether the article was so short that it is shown as its lead."""
    require_lengths(sentences, max_words)
    ours = ranking.method in _OURS
    if max_words is None and ours:
        max_words = default_words(sentences)
    share = ranking.words * _LARGEST_SHARE_PERCENT // 100
    room = share if max_words is None else min(share, max_words)
    if ours and share <= default_words(sentences) and _words(ranking, ranking.order[:sentences]) > share:
        return Choice(tuple(_lead(ranking, sentences, room)), is_lead=True)
    best = _fitting(ranking, ranking.order, sentences, room)
    return Choice(tuple(sorted(_with_antecedents(ranking, best, sentences, room))))


def _fitting(ranking: Ranking, order: Iterable[int], sentences: int, room: int) -> list[int]:
    """Take from the order what fits, the first one in any case."""
    chosen: list[int] = []
    for index in order:
        if len(chosen) == sentences:
            break
        if not chosen or _words(ranking, [*chosen, index]) <= room:
            chosen.append(index)
    return chosen


def _words(ranking: Ranking, indices: Iterable[int]) -> int:
    return sum(ranking.counts[index] for index in indices)


def _lead(ranking: Ranking, sentences: int, room: int) -> list[int]:
    """Take the first sentences that fit, from the first on if that makes good use of the room.

    In an article of a few sentences each tells news, so what counts is to show as much as may be shown.
    """
    kept = range(len(ranking.sentences))
    starts = [at for at in kept[:-1][:_LEAD_STARTS] if at == 0 or not _leans(ranking, at)]
    openings = [_fitting(ranking, kept[at:], sentences, room) for at in starts or [0]]
    used = [min(room, _words(ranking, opening)) for opening in openings]
    enough = max(used) * _LEAD_FILL_PERCENT
    return next(opening for opening, words in zip(openings, used, strict=True) if words * 100 >= enough)


def _leans(ranking: Ranking, index: int) -> bool:
    return bool(ranking.needs) and ranking.needs[index] >= 0


def _with_antecedents(ranking: Ranking, chosen: list[int], sentences: int, room: int) -> list[int]:
    """Exchange sentences whose antecedent is missing for the next ones that are nearly as good."""
    if not any(_leans(ranking, index) for index in chosen):
        return chosen
    for orphan in sorted(orphans(ranking, chosen)):
        rank = max(ranking.order.index(orphan) + 1, sentences)
        for other in ranking.order[: rank + _NEAR]:
            exchanged = [other if index == orphan else index for index in chosen]
            if other not in chosen and _is_better(ranking, exchanged, chosen, room):
                chosen = exchanged
                break
    return chosen


def _is_better(ranking: Ranking, exchanged: list[int], chosen: list[int], room: int) -> bool:
    fits = len(exchanged) == 1 or _words(ranking, exchanged) <= room
    return fits and len(orphans(ranking, exchanged)) < len(orphans(ranking, chosen))


def orphans(ranking: Ranking, chosen: Sequence[int]) -> list[int]:
    """Give those among the chosen indices whose sentence leans on one that is not chosen."""
    return [
        index
        for index in chosen
        if _leans(ranking, index) and (ranking.needs[index] == index or ranking.needs[index] not in chosen)
    ]
