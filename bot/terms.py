"""Terms: what is compared when texts are searched. One rule for what is stored and for what is asked; pure.

A term is a word in one spelling: without case, without diacritics where a reader would leave them out, digits
of every script as 0-9. In scripts that are written without spaces, each pair of neighbours is a term. Terms
hold letters, digits and marks, and "+" or "#" at the end: nothing that means anything to a query language.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

LONGEST = 40  # characters of a term: longer runs are addresses or noise

# Thai to Khmer, kana, Han with its extensions, Hangul: no spaces, or particles that hang on a word.
_UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af"
    "\uf900-\ufaff\uff66-\uff9f\U00020000-\U0003ffff"
)
_APOSTROPHES = "'’ʼ‘＇"
_APOSTROPHE = re.compile(f"[{_APOSTROPHES}]")
_UNSPACED_RUN = re.compile(f"[{_UNSPACED}]+")
_KEPT = re.compile(r"[^\W_]|[\u0300-\U000e01ef]")
# Letters that Unicode does not take apart, though readers type them plainly; Arabic ones that are confused.
_PLAIN = str.maketrans(
    {
        "ø": "o",
        "ł": "l",
        "đ": "d",
        "ð": "d",
        "þ": "th",
        "æ": "ae",
        "œ": "oe",
        "ı": "i",
        "ħ": "h",
        "ŧ": "t",
        "ё": "е",
        "ى": "ي",
        "ی": "ي",
        "ک": "ك",
        "ة": "ه",
        "\u0640": "",
    }
)
# Letters after which a mark is left out: Latin, Greek, Hebrew and Arabic. Elsewhere it makes another letter.
_MARKLESS = ((0x41, 0x3FF), (0x590, 0x6FF), (0x750, 0x77F), (0x1E00, 0x1FFF))
_STRESS = "\u0300\u0301"  # over Cyrillic letters they only show where the voice goes


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a text and its terms: first the whole, then what it is also found by."""

    start: int
    end: int
    terms: tuple[str, ...]


def terms(text: str) -> list[str]:
    """Every term of a text in its order, repeated as often as it occurs."""
    return [term for piece in pieces(text) for term in piece.terms]


def pieces(text: str) -> Iterator[Piece]:
    """The words of a text with their places; neighbours in scripts without spaces overlap."""
    for found in _word().finditer(text):
        run = found.group()
        if _UNSPACED_RUN.match(run):
            yield from _pairs(run, found.start())
        elif spoken := _spellings(run):
            yield Piece(found.start(), found.end(), spoken)


def is_single(term: str) -> bool:
    """Whether a term is one character of a script without spaces, which is found as the first of a pair."""
    return len(term) == 1 and _UNSPACED_RUN.match(term) is not None


def is_pair(term: str) -> bool:
    """Whether a term is two neighbours of a script without spaces."""
    return len(term) == 2 and _UNSPACED_RUN.fullmatch(term) is not None


@lru_cache(maxsize=1 << 16)
def fold(word: str) -> str:
    """A word as it is compared; "" where nothing of it is a letter or a digit."""
    text = unicodedata.normalize("NFKC", word).casefold().translate(_PLAIN)
    if not text.isascii():
        text = unicodedata.normalize("NFC", "".join(_without_marks(unicodedata.normalize("NFD", text))))
    return "".join(_KEPT.findall(text))[:LONGEST]


def _without_marks(text: str) -> Iterator[str]:
    base = 0
    for character in text:
        if unicodedata.combining(character) or unicodedata.category(character) == "Mn":
            if not _is_dropped(base, character):
                yield character
            continue
        base = ord(character)
        digit = unicodedata.decimal(character, None)
        yield character if digit is None else str(digit)


def _is_dropped(base: int, mark: str) -> bool:
    if 0x400 <= base <= 0x52F:
        return mark in _STRESS
    return any(low <= base <= high for low, high in _MARKLESS)


def _pairs(run: str, start: int) -> Iterator[Piece]:
    """Each character with its right neighbour, the last one alone."""
    spelt = unicodedata.normalize("NFKC", run)
    if spelt != run:
        # Half-width letters: their places do not match any more, so the run is one piece.
        inner = [spelt[place : place + 2] for place in range(len(spelt))]
        yield Piece(start, start + len(run), tuple(inner))
        return
    for place in range(len(run)):
        pair = run[place : place + 2]
        yield Piece(start + place, start + place + len(pair), (pair,))


@lru_cache(maxsize=1 << 16)
def _spellings(run: str) -> tuple[str, ...]:
    body = run.rstrip("+#")
    whole = fold(_APOSTROPHE.sub("", body))
    if not whole:
        return ()
    named = [f"{whole}{run[len(body) :]}"] if len(body) < len(run) else []
    parts = [fold(part) for part in _APOSTROPHE.split(body)] if _APOSTROPHE.search(body) else []
    return tuple(dict.fromkeys([*named, whole, *(part for part in parts if len(part) > 1)]))


@lru_cache(maxsize=1)
def _word() -> re.Pattern[str]:
    """A run of a script without spaces, or a word with its apostrophes and a "++" or "#" at its end."""
    letter = f"(?:[^\\W_{_UNSPACED}]|[{_marks()}])"
    return re.compile(
        f"[{_UNSPACED}]+|{letter}+(?:[{_APOSTROPHES}]{letter}+)*(?:(?:\\+{{1,2}}|#)(?![\\w+#]))?"
    )


def _marks() -> str:
    """The marks that stand on letters, as ranges of a regular expression."""
    found = [
        code
        for code in range(0x300, 0x1F000)
        if unicodedata.category(chr(code)) in {"Mn", "Mc"} and not _UNSPACED_RUN.match(chr(code))
    ]
    ranges: list[list[int]] = []
    for code in found:
        if ranges and ranges[-1][1] == code - 1:
            ranges[-1][1] = code
        else:
            ranges.append([code, code])
    return "".join(f"{chr(low)}-{chr(high)}" for low, high in ranges)
