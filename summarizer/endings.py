"""Whether an end mark ends its sentence: what stands before it, what follows, and which quotation is open."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from summarizer.abbreviations import DAYS_AND_ZONES, UNITS

if TYPE_CHECKING:
    from summarizer.abbreviations import Habits

_UPPER = "A-ZÀ-ÞА-ЯЁІЇЄҐĄĆĘŁŃŚŹŻĞİŞŒŠŽČŘ"
# The mark, then what closes with it. German closes with “, so the sign counts only where no word follows at
# once; French parts » from the mark with a space.
END = re.compile(
    r"([.!?…؟۔।։።]+(?: \.(?=[ \"”’»)]|$))*|[。！？｡။།។]+)"
    r"((?: »(?![^\s,.;:!?)»])|“(?![^\s,.;:!?)”»])|[\"'”’»)\]』」›》〉】）］])*)"
)
_UNSPACED_MARKS = "。！？｡။།។"
_OPENERS = " \"'“‘«„‚(\\[–—-¿¡‹「『"
_WORD_EDGES = "\"'“‘«„(,.:;!?”’»)"
# Scripts without capitals, although Unicode calls Georgian letters lower case.
_CASELESS = re.compile("[\u10d0-\u10ff]")

_GLUED = re.compile(
    rf"(?:[^\W\d_{_UPPER}]{{2}}|\d{{2}})[.!?…]+[{_UPPER}][^\W\d_{_UPPER}]"  # end.Begin
    r"|[\u0600-\u06ff]{2}[.!؟…]+[\u0600-\u06ff]{2}"
    r"|[\u3041-\u30ff\u3400-\u9fff]{2}[.!?]+[\u3041-\u30ff\u3400-\u9fff]{2}"
)
_GLUED_QUOTATION = re.compile(rf"[^\W\d_][.!?…]+[\"“«„][{_UPPER}]")  # end."Begin
_AFTER_CLOSED = re.compile(rf"[\"”»][{_UPPER}][^\W\d_{_UPPER}]")  # end."Begin, the quotation ending here

_ACRONYM = re.compile(r"(?:[^\W\d_]{1,2}\.-?)+[^\W\d_]{1,3}")
_INITIAL = re.compile(r"[^\W\d_]\.")
_ROMAN = re.compile("[IVXLC]{2,6}")
_ROMAN_NUMBER = re.compile("[IVXLC]{1,6}")
_NUMBER = re.compile(r"(?:\d{1,4}|[IVXLC]{1,6})[-–\d]*")
_VOWELLESS = re.compile("[bcdfghjklmnpqrstvwxzбвгджзйклмнпрстфхцчшщ]{2,4}")
_REACH = 400  # characters in which an open quotation is looked for
_FEWEST_WORDS = 5  # what has fewer and ends in a year ("1998 г.") is no sentence but the beginning of one

# Japanese: what carries a sentence on after 」, from "said" to the particles that make the quotation a noun.
_QUOTATION_GOES_ON = "とっ、，はがをにのでもへやな"
_CHINESE_SPEECH = re.compile(
    "[^，。！？：；“”「」\\s]{1,8}?(?:说|說|道|问|問|喊|叫|答|表示|指出|称|稱|强调|写道)"
)


class Quotes:
    """The straight quotation marks of a paragraph, asked for growing places only."""

    def __init__(self, paragraph: str) -> None:
        self._paragraph, self._place, self._open = paragraph, 0, False

    def open_at(self, place: int) -> bool:
        """Tell whether a straight quotation is open just before a place."""
        self._open ^= self._paragraph.count('"', self._place, place) % 2 == 1
        self._place = max(self._place, place)
        return self._open


def boundary(paragraph: str, start: int, match: re.Match[str], habits: Habits, quotes: Quotes) -> int | None:
    """Give the place where the sentence from `start` on ends by this end mark; None where it goes on."""
    end, mark = match.end(), match[1]
    if end == len(paragraph):
        return end
    if mark[0] in _UNSPACED_MARKS:
        return end if _ends_unspaced(paragraph, start, match) else None
    if paragraph[end] != " " and (place := _glued(paragraph, match, quotes)) is not None:
        return None if _goes_on(paragraph, start, match, place, habits) else place
    if paragraph[end] != " " or _goes_on(paragraph, start, match, end, habits):
        return None
    return end


def _ends_unspaced(paragraph: str, start: int, match: re.Match[str]) -> bool:
    end, closers = match.end(), match[2]
    if not closers:
        return True
    if closers[-1] in "》〉" or paragraph[end] in _QUOTATION_GOES_ON:
        return False
    if closers[-1] in ")）】］":
        return paragraph[start] in "(（【［"
    return _CHINESE_SPEECH.match(paragraph, end, end + 14) is None


def _glued(paragraph: str, match: re.Match[str], quotes: Quotes) -> int | None:
    """Give the place of a boundary where only the space is missing, as where a page lost its line breaks."""
    stop, end = match.end(1), match.end()
    around = paragraph[max(0, match.start() - 2) : end + 3]
    if not match[2] and _GLUED.match(around):
        return end
    quotation = _GLUED_QUOTATION.match(paragraph, match.start() - 1) if match.start() else None
    if quotation and _opens(paragraph, stop, quotes):
        return stop
    return end if match[2] and _AFTER_CLOSED.match(paragraph, end - 1) else None


def _opens(paragraph: str, place: int, quotes: Quotes) -> bool:
    if paragraph[place] == '"':
        return not quotes.open_at(place)
    german = paragraph.rfind("„", max(0, place - _REACH), place)
    return paragraph[place] != "“" or german <= paragraph.rfind("“", max(0, place - _REACH), place)


def _goes_on(paragraph: str, start: int, match: re.Match[str], place: int, habits: Habits) -> bool:
    if _begins_small(paragraph, place):
        return True
    following = paragraph[place : place + 60].split()[:5]
    if match[2]:
        return match[1] != "." and _is_attributed(following, habits)
    return match[1] == "." and _is_abbreviated(paragraph, start, match.start(), following, habits)


def _begins_small(paragraph: str, place: int) -> bool:
    """Tell whether a small letter comes next, but not that of a name such as "iPhone"."""
    while place < len(paragraph) - 1 and paragraph[place] in _OPENERS:
        place += 1
    first = paragraph[place]
    return first.islower() and not _CASELESS.match(first) and not paragraph[place + 1 : place + 2].isupper()


def _is_attributed(following: list[str], habits: Habits) -> bool:
    """Tell whether a name and a verb of speech follow a quotation, as in "We won!" Smith said."""
    words = [word.strip(_WORD_EDGES).lower() for word in following]
    return bool(words) and words[0] not in habits.starters and not habits.speech.isdisjoint(words[:4])


def _is_abbreviated(paragraph: str, start: int, stop: int, following: list[str], habits: Habits) -> bool:
    before = paragraph[max(start, stop - 64) : stop].split(" ")
    raw = before[-1].rpartition(")")[2].lstrip(_WORD_EDGES + "[")
    word, follower = raw.lower(), following[0].lstrip(_WORD_EDGES) if following else ""
    word = word.replace("’", "'").rpartition("'")[2]  # "l'art. 12"
    starts_anew = follower.strip(_WORD_EDGES).replace("’", "'").partition("'")[0].lower() in habits.starters
    starts_anew &= _INITIAL.fullmatch(follower) is None  # "A. S. Volkov" although "s" is a word
    if word.isdigit() or (habits.ordinals and _ROMAN.fullmatch(raw)):
        at_the_front = stop - start <= len(word) + 1
        return len(word) <= 2 + 4 * word.isalpha() and (at_the_front or (habits.ordinals and not starts_anew))
    if _is_counted(follower) and (word in habits.numbered or word.endswith(habits.suffixes or ("\0",))):
        return True
    if _is_final(before, word, habits):
        return _is_mere_beginning(before, follower, starts_anew=starts_anew)
    return _is_listed(word, raw, habits, starts_anew=starts_anew)


def _is_counted(follower: str) -> bool:
    """Tell whether a number comes next, in figures or as "IV"."""
    return follower[:1].isdigit() or _ROMAN_NUMBER.fullmatch(follower.strip(_WORD_EDGES)) is not None


def _is_final(before: list[str], word: str, habits: Habits) -> bool:
    """Tell whether a unit, a year or an "etc." stands before the mark; two parts count as one ("т. д.")."""
    behind = before[-2] if len(before) > 1 else ""
    if behind.endswith(".") and behind.lower() + word in habits.finals:
        return True
    if word in UNITS:
        return True
    doubtful = word in habits.titles or word in habits.numbered or len(word) == 1
    return word in habits.finals and (not doubtful or _NUMBER.fullmatch(behind) is not None)


def _is_mere_beginning(before: list[str], follower: str, *, starts_anew: bool) -> bool:
    if follower.strip(_WORD_EDGES).lower() in DAYS_AND_ZONES:
        return True
    return len(before) < _FEWEST_WORDS and not starts_anew and _NUMBER.fullmatch(before[-2:][0]) is not None


def _is_listed(word: str, raw: str, habits: Habits, *, starts_anew: bool) -> bool:
    if word in habits.titles and word not in habits.endings:
        return True
    shortened = word in habits.endings or _ACRONYM.fullmatch(word) or (len(raw) == 1 and raw.isalpha())
    return bool(shortened or (not raw.isupper() and _VOWELLESS.fullmatch(word))) and not starts_anew
