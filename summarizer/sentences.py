"""Text to sentences, by end marks, capitals and abbreviations; no models and no downloads."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from summarizer.abbreviations import habits_of
from summarizer.endings import END, Quotes, boundary
from summarizer.lines import passages, split_lines
from summarizer.words import find_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from summarizer.abbreviations import Habits

_QUOTATION = re.compile(r'(?<![^\s(\[—–-])"(?=\S)[^"]*"|“[^“”]*”|«[^«»]*»|„[^„“”]*[“”]|「[^「」]*」')
_LONGEST_QUOTATION = 320  # characters: longer ones are speeches, and a speech is not one sentence
_LONGEST_SENTENCE = 1200  # characters: beyond it a run without end marks is no sentence but a list or noise
_SOFT_BREAKS = ("; ", ", ", " ")


@dataclass(frozen=True, slots=True)
class Tokenizer:
    """What sumy asks of a tokenizer, for any language, without NLTK's data."""

    language: str

    def to_sentences(self, text: str) -> tuple[str, ...]:
        """Give the sentences of a text."""
        return tuple(split_sentences(text, self.language))

    def to_words(self, sentence: str) -> tuple[str, ...]:
        """Give the words of a sentence."""
        return tuple(find_words(sentence))


def split_sentences(text: str, language: str = "en", *, whole_quotations: bool = False) -> list[str]:
    """Give the sentences of a text, white space squashed, each contiguous in the squashed text.

    With `whole_quotations` a quotation of several sentences stays in one piece with what frames it.
    """
    paragraphs = split_paragraphs(text, language, whole_quotations=whole_quotations)
    return [sentence for paragraph in paragraphs for sentence in paragraph]


def split_paragraphs(text: str, language: str = "en", *, whole_quotations: bool = True) -> list[list[str]]:
    """Give what a summary may show alone, passage by passage: sentences, and quotations in one piece.

    A line, or a hard-wrapped block, ends its last sentence.
    """
    lines, habits = split_lines(text), habits_of(language)
    joined = (" ".join(" ".join(lines[index] for index in passage).split()) for passage in passages(lines))
    return [_sentences(paragraph, habits, whole_quotations=whole_quotations) for paragraph in joined]


def _sentences(paragraph: str, habits: Habits, *, whole_quotations: bool) -> list[str]:
    if END.search(paragraph) is None:
        return list(_bounded(paragraph)) if paragraph else []
    starts = [0, *_boundaries(paragraph, habits, whole_quotations=whole_quotations), len(paragraph)]
    pieces = (paragraph[a:b].strip() for a, b in pairwise(starts))
    return [part for piece in pieces if piece for part in _bounded(piece)]


def _boundaries(paragraph: str, habits: Habits, *, whole_quotations: bool) -> Iterator[int]:
    held, quotes = _Held(paragraph if whole_quotations else ""), Quotes(paragraph)
    start = 0
    for match in END.finditer(paragraph):
        place = boundary(paragraph, start, match, habits, quotes)
        if place is not None and not held.contains(place):
            yield place
            start = place


class _Held:
    """The quotations that stay whole, asked for growing places only."""

    def __init__(self, paragraph: str) -> None:
        spans = (match.span() for match in _QUOTATION.finditer(paragraph))
        self._spans = [(a, b) for a, b in spans if b - a <= _LONGEST_QUOTATION]
        self._next = 0

    def contains(self, place: int) -> bool:
        while self._next < len(self._spans) and self._spans[self._next][1] <= place:
            self._next += 1
        return self._next < len(self._spans) and self._spans[self._next][0] < place


def _bounded(piece: str) -> Iterator[str]:
    start = 0
    while len(piece) - start > _LONGEST_SENTENCE:
        cut = _soft_break(piece, start, start + _LONGEST_SENTENCE)
        yield piece[start:cut].strip()
        start = cut
    yield piece[start:].strip()


def _soft_break(piece: str, start: int, stop: int) -> int:
    found = (piece.rfind(mark, start + 1, stop) + len(mark) for mark in _SOFT_BREAKS)
    return next((cut for cut in found if cut > start + len(" ")), stop)
