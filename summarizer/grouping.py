"""Which articles tell the same story: cosine over telling words, joined one by one in the order given."""

from __future__ import annotations

import heapq
import math
import re
from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from summarizer.language import FALLBACK, detect, stemmer, stop_words

if TYPE_CHECKING:
    from collections.abc import Sequence

FEWEST_WORDS = 60  # shorter texts say too little to be compared: they go by equal titles
CAPITALISED = 2.0  # names tell stories apart best
PAIR = 0.5  # neighbouring words: a help where single words are common
COMMON_PERCENT, COMMON_AT_LEAST = 10, 8  # terms in more articles than this tell nothing
JOINS = 0.16  # mean cosine to a group's members, from which on it is the same story ...
JOINS_IN_LARGE, LARGE = 0.18, 1000  # ... and among so many articles, where chance likeness is higher
HEAVIEST, SHARED = 30, 2  # a candidate shares two of an article's thirty heaviest terms
SMALL_WINDOW = 50  # articles: with fewer, a story's own words would seem common to idf
_MOST_CHARACTERS = 20_000  # an article says what it is about long before

_TOKEN = re.compile(r"[.!?…][\"'”’»)]*\s|\d{2,}|[^\W\d_](?:[^\W\d_]|['’-](?=[^\W\d_]))*")
_Vector = dict[str, float]


def group_stories(texts: Sequence[str], *, titles: Sequence[str] = ()) -> list[list[int]]:
    """Give the indices of the articles that tell the same story; every index occurs once.

    Groups are in the order of their first article. A wrong argument raises ValueError.
    """
    for name, values in (("texts", texts), ("titles", titles)):
        if isinstance(values, str) or not all(isinstance(value, str) for value in values):
            raise ValueError(f"{name} must be a sequence of strings")
    long = [
        index for index, text in enumerate(texts) if len(text.split(maxsplit=FEWEST_WORDS)) >= FEWEST_WORDS
    ]
    groups = _Groups(JOINS if len(texts) < LARGE else JOINS_IN_LARGE)
    for index, vector in zip(long, _vectors([texts[index] for index in long]), strict=True):
        groups.place(index, vector)
    short = sorted(set(range(len(texts))).difference(long))
    return sorted(groups.members + _by_title(short, titles))


def _by_title(indices: list[int], titles: Sequence[str]) -> list[list[int]]:
    groups: dict[str, list[int]] = {}
    for index in indices:
        title = " ".join(titles[index].split()).casefold() if index < len(titles) else ""
        groups.setdefault(title or f"\n{index}", []).append(index)
    return list(groups.values())


def _vectors(texts: list[str]) -> list[_Vector]:
    weighed = [_weigh(text[:_MOST_CHARACTERS]) for text in texts]
    spread = Counter(term for terms in weighed for term in terms)
    most = max(COMMON_AT_LEAST, len(texts) * COMMON_PERCENT // 100)
    window = max(SMALL_WINDOW, len(texts))
    idf = {term: math.log((window + 1) / (count + 0.5)) for term, count in spread.items() if count <= most}
    return [
        _unit({term: value * idf[term] for term, value in terms.items() if term in idf}) for terms in weighed
    ]


def _unit(vector: _Vector) -> _Vector:
    length = math.sqrt(sum(value * value for value in vector.values())) or 1.0
    return {term: value / length for term, value in vector.items()}


def _weigh(text: str) -> _Vector:
    """Give an article's terms with their weight before idf."""
    counts: Counter[str] = Counter()
    names: set[str] = set()
    for previous, stem, is_name in _stems(text):
        counts[stem] += 1
        if is_name:
            names.add(stem)
        if previous:
            counts[f"{previous} {stem}"] += 1
    return {
        term: (PAIR if " " in term else CAPITALISED if term in names else 1.0) * (1 + math.log(count))
        for term, count in counts.items()
    }


def _stems(text: str) -> list[tuple[str, str, bool]]:
    """Give (stem before it in the sentence or "", stem, whether it is capitalised inside the sentence)."""
    language = detect(text) or FALLBACK
    stem_of, ignored = stemmer(language), stop_words(language)
    found = []
    previous, inside = "", False
    for token in _TOKEN.findall(text):
        if token[0] in ".!?…":
            previous, inside = "", False
        elif token.lower() not in ignored:
            stem = stem_of(token.lower())
            found.append((previous, stem, inside and token[0].isupper()))
            previous, inside = stem, True
        else:
            inside = True
    return found


class _Groups:
    """Groups under construction, found again through their members' heaviest terms."""

    def __init__(self, joins: float) -> None:
        self.members: list[list[int]] = []
        self._joins = joins
        self._sums: list[_Vector] = []
        self._by_term: dict[str, set[int]] = defaultdict(set)

    def place(self, index: int, vector: _Vector) -> None:
        heaviest = heapq.nlargest(HEAVIEST, vector, key=vector.__getitem__)
        group = self._nearest(vector, heaviest)
        if group is None:
            group = len(self.members)
            self.members.append([])
            self._sums.append(defaultdict(float))
        self.members[group].append(index)
        for term, value in vector.items():
            self._sums[group][term] += value
        for term in heaviest:
            self._by_term[term].add(group)

    def _nearest(self, vector: _Vector, heaviest: list[str]) -> int | None:
        shared = Counter(group for term in heaviest for group in self._by_term.get(term, ()))
        likeness = {
            group: self._mean_cosine(vector, group) for group, count in shared.items() if count >= SHARED
        }
        best = max(likeness, key=likeness.__getitem__, default=None)
        return best if best is not None and likeness[best] >= self._joins else None

    def _mean_cosine(self, vector: _Vector, group: int) -> float:
        total = self._sums[group]
        return sum(value * total[term] for term, value in vector.items() if term in total) / len(
            self.members[group]
        )
