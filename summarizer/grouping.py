"""Which articles tell the same story: cosine over telling words, joined one by one in the order given."""

from __future__ import annotations

import heapq
import math
import re
from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from summarizer.copies import CopyIndex
from summarizer.language import FALLBACK, detect, stop_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

FEWEST_WORDS = 60  # shorter texts say too little to be compared: they go by equal titles
CAPITALISED = 2.0  # names tell stories apart best
PAIR = 1.0  # neighbouring words: two articles on one event share phrases, two on one subject only words
COMMON_PERCENT, COMMON_AT_LEAST = 10, 8  # terms in more articles than this tell nothing
JOINS = 0.12  # mean cosine to a group's members, from which on it is the same story ...
JOINS_IN_LARGE, LARGE = 0.15, 1000  # ... and among so many articles, where chance likeness is higher
HEAVIEST, SHARED = 30, 2  # a candidate shares two of an article's thirty heaviest terms
SMALL_WINDOW = 50  # articles: with fewer, a story's own words would seem common to idf
_MOST_CHARACTERS = 2_000  # the news stands first; what follows is background, which unlike stories share
_SAMPLE = 300  # characters that tell the language well enough for its stop words
_STEM = 7  # letters: as good as stems here in every language tried, and names need none

_TOKEN = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*|\d{2,}|[.!?…][\"'”’»)]*\s")
_Vector = dict[str, float]


def group_stories(texts: Sequence[str], *, titles: Sequence[str] = ()) -> list[list[int]]:
    """Give the indices of the articles that tell the same story; every index occurs once.

    Groups are in the order of their first article. A wrong argument raises ValueError.
    """
    for name, values in (("texts", texts), ("titles", titles)):
        if isinstance(values, str) or not all(isinstance(value, str) for value in values):
            raise ValueError(f"{name} must be a sequence of strings")
    index = StoryIndex()
    weighed = [index.weigh(text) for text in texts]
    index.learn(weighed, knows_all=True)
    for at, (text, terms) in enumerate(zip(texts, weighed, strict=True)):
        index.place(text, titles[at] if at < len(titles) else "", terms)
    return index.settle()


class StoryIndex:
    """Articles grouped as they come: `add` gives the number of the story that an article tells.

    How telling a term is follows from the articles added so far; with fifty of them, a day of a small desk,
    it is settled. `group_stories` knows all articles beforehand and so groups a little better.
    """

    def __init__(self) -> None:
        self.groups: list[list[int]] = []
        self._articles = 0
        self._known = 0
        self._knows_all = False
        self._spread: Counter[str] = Counter()
        self._sums: list[_Vector] = []
        self._compared: list[int] = []  # members of each group that are long enough
        self._by_term: dict[str, set[int]] = defaultdict(set)
        self._by_title: dict[str, int] = {}
        self._group_of: list[int] = []
        self._copies = CopyIndex()

    def add(self, text: str, title: str = "") -> int:
        """Add an article; gives the number of its group, which is new or that of an earlier article."""
        terms = self.weigh(text)
        self.learn([terms])
        return self.place(text, title, terms)

    @staticmethod
    def weigh(text: str) -> _Vector:
        """Give an article's terms with their weight; none where the text is too short to be compared."""
        is_long = len(text.split(maxsplit=FEWEST_WORDS)) >= FEWEST_WORDS
        return _weigh(text[:_MOST_CHARACTERS]) if is_long else {}

    def learn(self, weighed: Iterable[_Vector], *, knows_all: bool = False) -> None:
        """Count in how many articles each term occurs, before they are placed; no more may come after all."""
        for terms in weighed:
            self._spread.update(terms.keys())
            self._known += bool(terms)
        self._knows_all = knows_all

    def place(self, text: str, title: str, terms: _Vector) -> int:
        """Put an article whose terms were learned into its group."""
        number, self._articles = self._articles, self._articles + 1
        vector = self._vector(terms)
        heaviest = heapq.nlargest(HEAVIEST, vector, key=vector.__getitem__)
        copy = self._copies.add(number, text)
        if copy is not None:
            group: int | None = self._group_of[copy]
        else:
            group = self._nearest(vector, heaviest) if terms else self._titled(title)
        if group is None:
            group = self._open()
        self.groups[group].append(number)
        self._group_of.append(group)
        if terms:
            self._compare_later(group, vector, heaviest)
        elif folded := _folded(title):
            self._by_title.setdefault(folded, group)
        return group

    def settle(self) -> list[list[int]]:
        """Give the groups, those joined that have become alike; nothing can be added afterwards.

        The order of arrival parts a story whose first two articles share little with each other.
        """
        into = list(range(len(self.groups)))
        for _, one, other in sorted(self._alike(), reverse=True):
            first, second = sorted((_last(into, one), _last(into, other)))
            if first != second and self._likeness(first, second) >= self._joins:
                into[second] = first
                self._swallow(first, second)
        return sorted(sorted(group) for group in self.groups if group)

    def _alike(self) -> Iterator[tuple[float, int, int]]:
        for group, total in enumerate(self._sums):
            heaviest = heapq.nlargest(2 * HEAVIEST, total, key=total.__getitem__)
            shared = Counter(other for term in heaviest for other in self._by_term.get(term, ()))
            for other, count in shared.items():
                if other > group and count >= SHARED:
                    likeness = self._likeness(group, other)
                    if likeness >= self._joins:
                        yield likeness, group, other

    def _likeness(self, group: int, other: int) -> float:
        """Give the mean cosine between the members of two groups."""
        less, more = sorted((self._sums[group], self._sums[other]), key=len)
        found = sum(value * more[term] for term, value in less.items() if term in more)
        return found / (self._compared[group] * self._compared[other])

    def _swallow(self, group: int, other: int) -> None:
        for term, value in self._sums[other].items():
            self._sums[group][term] += value
        self._compared[group] += self._compared[other]
        self.groups[group] += self.groups[other]
        self.groups[other] = []

    @property
    def _joins(self) -> float:
        return JOINS if self._known < LARGE else JOINS_IN_LARGE

    def _open(self) -> int:
        self.groups.append([])
        self._sums.append(defaultdict(float))
        self._compared.append(0)
        return len(self.groups) - 1

    def _titled(self, title: str) -> int | None:
        return self._by_title.get(_folded(title))

    def _vector(self, terms: _Vector) -> _Vector:
        """Weigh terms by how telling they are, as a vector of length one."""
        most = max(COMMON_AT_LEAST, self._known * COMMON_PERCENT // 100)
        window, spread = max(SMALL_WINDOW, self._known) + 1, self._spread
        idf = [math.log(window / (count + 0.5)) for count in range(most + 1)]
        fewest = 2 if self._knows_all else 1
        vector: _Vector = {}
        square = 0.0
        for term, weight in terms.items():
            count = spread[term]
            if count <= most:
                value = weight * idf[count]
                square += value * value
                if count >= fewest:  # what no other article has can only lengthen the vector
                    vector[term] = value
        length = math.sqrt(square) or 1.0
        return {term: value / length for term, value in vector.items()}

    def _compare_later(self, group: int, vector: _Vector, heaviest: list[str]) -> None:
        total = self._sums[group]
        for term, value in vector.items():
            total[term] += value
        self._compared[group] += 1
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
        found = sum(value * total[term] for term, value in vector.items() if term in total)
        return found / self._compared[group]


def _last(into: list[int], group: int) -> int:
    """Follow a group to the one that holds its members now."""
    while into[group] != group:
        group = into[group]
    return group


def _folded(title: str) -> str:
    return " ".join(title.split()).casefold()


def _weigh(text: str) -> _Vector:
    """Give an article's terms with their weight before idf."""
    singles, pairs, names = _stems(text)
    weights = {stem: CAPITALISED * value if stem in names else value for stem, value in _dampened(singles)}
    weights.update((pair, PAIR * value) for pair, value in _dampened(pairs))
    return weights


def _dampened(terms: list[str]) -> Iterator[tuple[str, float]]:
    for term, count in Counter(terms).items():
        yield term, 1.0 if count == 1 else 1.0 + math.log(count)


def _stems(text: str) -> tuple[list[str], list[str], set[str]]:
    """Give the stems, the pairs of neighbours inside a sentence, and the stems that are names there."""
    language = detect(text[:_SAMPLE]) or FALLBACK
    ignored = stop_words(language)
    singles: list[str] = []
    pairs: list[str] = []
    names: set[str] = set()
    previous, inside = "", False
    for token in _TOKEN.findall(text):
        if token[0] in ".!?…":
            previous, inside = "", False
            continue
        lower = token.lower()
        if lower not in ignored:
            stem = lower[:_STEM]
            singles.append(stem)
            if inside and token != lower and token[0].isupper():
                names.add(stem)
            if previous:
                pairs.append(f"{previous} {stem}")
            previous = stem
        inside = True
    return singles, pairs, names
