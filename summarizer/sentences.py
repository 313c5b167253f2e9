"""Text to sentences, by end marks, capitals and abbreviations; no models and no downloads."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from summarizer.abbreviations import habits_of
from summarizer.lines import passages, split_lines
from summarizer.words import find_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from summarizer.abbreviations import Habits

_END = re.compile(r"([.!?…؟۔।]+|[。！？｡]+)([\"'”’»)\]』」›“]*)")
_UNSPACED_MARKS = "。！？｡"
_QUOTATION_GOES_ON = "とっ、，"  # Japanese "said" follows its quotation at once
_OPENERS = "\"'“‘«„‚(\\[–—-¿¡‹「『"
_STRAIGHT_OR_CURLY = re.compile(r'"[^"]*"|“[^“”]*”|«[^«»]*»|„[^„“”]*[“”]|「[^「」]*」')
_LONGEST_QUOTATION = 320  # characters: longer ones are speeches, and a speech is not one sentence
_LONGEST_SENTENCE = 1200  # characters: beyond it a run without end marks is no sentence but a list or noise
_ACRONYM = re.compile(r"(?:[^\W\d_]\.)+[^\W\d_]")
_GLUED = re.compile(r"[^\W\d_A-ZÀ-ÞА-ЯЁІЇЄҐ]{3}[.!?…]+[A-ZÀ-ÞА-ЯЁІЇЄҐ][^\W\d_A-ZÀ-ÞА-ЯЁІЇЄҐ]")
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


def split_sentences(text: str, language: str = "en") -> list[str]:
    """Give the sentences of a text, white space squashed, each contiguous in the squashed text."""
    return [sentence for paragraph in split_paragraphs(text, language) for sentence in paragraph]


def split_paragraphs(text: str, language: str = "en") -> list[list[str]]:
    """Give the sentences of each passage: a line, or a hard-wrapped block, ends its last sentence."""
    lines, habits = split_lines(text), habits_of(language)
    joined = (" ".join(" ".join(lines[index] for index in passage).split()) for passage in passages(lines))
    return [_sentences(paragraph, habits) for paragraph in joined]


def _sentences(paragraph: str, habits: Habits) -> list[str]:
    starts = [0, *_boundaries(paragraph, habits), len(paragraph)]
    pieces = (paragraph[a:b].strip() for a, b in pairwise(starts))
    return [part for piece in pieces if piece for part in _bounded(piece)]


def _boundaries(paragraph: str, habits: Habits) -> Iterator[int]:
    held = _Held(paragraph)
    start = 0
    for match in _END.finditer(paragraph):
        end = match.end()
        if not held.contains(end) and _ends_here(paragraph, start, match, habits):
            yield end
            start = end


class _Held:
    """The quotations that stay whole, asked for growing places only."""

    def __init__(self, paragraph: str) -> None:
        spans = (match.span() for match in _STRAIGHT_OR_CURLY.finditer(paragraph))
        self._spans = [(a, b) for a, b in spans if b - a <= _LONGEST_QUOTATION]
        self._next = 0

    def contains(self, place: int) -> bool:
        while self._next < len(self._spans) and self._spans[self._next][1] <= place:
            self._next += 1
        return self._next < len(self._spans) and self._spans[self._next][0] < place


def _ends_here(paragraph: str, start: int, match: re.Match[str], habits: Habits) -> bool:
    end, mark = match.end(), match[1]
    if end == len(paragraph):
        return True
    if mark[0] in _UNSPACED_MARKS:
        return not (match[2] and paragraph[end] in _QUOTATION_GOES_ON)
    if paragraph[end] != " " and not _is_glued(paragraph, match):
        return False
    first = _first_letter(paragraph, end)
    if first.islower():
        return False
    following = _next_words(paragraph, end)
    if match[2] and _goes_on(following, habits):
        return False
    return (
        mark != "."
        or bool(match[2])
        or not _is_abbreviated(paragraph, start, match.start(), following, habits)
    )


def _is_glued(paragraph: str, match: re.Match[str]) -> bool:
    """Tell whether only a space is missing between two sentences, as where a page lost its line breaks."""
    return (
        not match[2] and _GLUED.fullmatch(paragraph[max(0, match.start() - 3) : match.end() + 2]) is not None
    )


def _first_letter(paragraph: str, place: int) -> str:
    while place < len(paragraph) - 1 and (paragraph[place] in _OPENERS or paragraph[place] == " "):
        place += 1
    return paragraph[place]


def _next_words(paragraph: str, place: int) -> list[str]:
    return [word.strip("\"'“‘«„(,.:;!?”’»)").lower() for word in paragraph[place : place + 60].split()[:4]]


def _goes_on(following: list[str], habits: Habits) -> bool:
    """Tell whether a name and a verb of speech follow a quotation, as in "We won!" Smith said."""
    return (
        bool(following)
        and following[0] not in habits.starters
        and not habits.speech.isdisjoint(following[:3])
    )


def _is_abbreviated(paragraph: str, start: int, stop: int, following: list[str], habits: Habits) -> bool:
    word = paragraph[max(start, stop - 24) : stop].rpartition(" ")[2].lstrip("\"'“‘«„([").lower()
    follower = following[0] if following else ""
    starts_anew = follower in habits.starters
    if word.isdigit():
        at_the_front = stop - start <= len(word) + 1
        return len(word) <= 2 and (at_the_front or (habits.ordinals and not starts_anew))
    if word in habits.numbered and follower[:1].isdigit():
        return True
    if word in habits.titles and word not in habits.endings:
        return True
    if word in habits.endings or _ACRONYM.fullmatch(word) or (len(word) == 1 and word.isalpha()):
        return not starts_anew
    return False


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
