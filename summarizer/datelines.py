"""Datelines: the place, the day and the agency before an article's first sentence, in many languages."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_UPPER = "A-ZÀ-ÖØ-ÞА-ЯЁІЇЄҐĄĆĘŁŃŚŹŻĞİŞŒŠŽ"
_DASH = r"(?:[.:]?\s*[—–-]{1,2}\s*)"
_PLACE = rf"[{_UPPER}][\w .'’/,-]{{1,50}}"
_CAPITALS = rf"[{_UPPER}][{_UPPER} .'’/-]{{2,30}}"
_DAY = r"\d{1,2}\.?(?: (?:de )?\w{3,12}\.?)?(?:,? \d{4}(?: г\.| р\.| r\.)?)?|\w{3,12}\.? \d{1,2}(?:, \d{4})?"
_AGENCY = r"\((?=[^()]*[^\W\d_])[^().!?]{2,30}\)"
_FORMS = re.compile(
    rf"\([{_UPPER}]{{2,8}}\)\s*{_DASH}?(?=\S)"  # (CNN)
    rf"|{_AGENCY}\s*(?:{_DASH}|(?=[{_UPPER}]))"  # (The Agency) -
    rf"|{_PLACE}\s?{_AGENCY}\s*{_DASH}"  # City, Country, 3 March (Agency) -
    rf"|{_PLACE}\s\([{_UPPER}]{{2,8}}\)(?=[{_UPPER}])"  # City (AGENCY)The mayor
    rf"|{_PLACE}\s?/[\w .'-]{{2,20}}/\s?{_DASH}?[.:]?\s*"  # City, March 3 /Agency/.
    rf"|{_CAPITALS}(?:, [\w .]{{2,25}})?(?:[,.]? (?:{_DAY}))?{_DASH}"  # CITY, Country, March 3 -
    # CITY. 3 March. AGENCY.
    rf"|{_CAPITALS}[,.] (?:{_DAY})[.,]?(?: ?[—–-])? ?[{_UPPER}][\w -]{{2,20}}[.:]\s*"
    rf"|{_PLACE}, (?:{_DAY}){_DASH}"  # City, 3 March -
    r"|[\u0621-\u064a][\u0621-\u064a\d ،/-]{1,40}\([\u0621-\u064a .A-Za-z]{2,30}\)\s*[—–-]\s*"
    r"|[（(【]?[\u4e00-\u9fff]{2,12}\d{1,2}月\d{1,2}日[电電讯訊]\s*(?:[（(][^（）()]{2,30}[)）])?[）)】]?\s*"
    r"|【[^【】]{2,30}】\s*|[［\[][^［］\[\]]{2,30}[］\]]\s*-\s*"
)
_ARTICLES = re.compile(
    "(?:The|A|An|Der|Die|Das|Ein|Eine|Le|La|Les|L'|L’|El|Los|Las|Un|Una|Une|Il|Lo|I|Gli|O|Os|As|Um|Uma|It) "
)
_LETTER = re.compile(r"[^\W\d_]")
_SPREAD = 4  # sentences: "CITY. 3 March. AGENCY." looks like three
_FIRST = 3  # passages: a dateline opens an article


def split_dateline(sentence: str) -> tuple[str, str]:
    """Part a dateline from the sentence that follows it; without one the first part is empty.

    What follows has to begin like a sentence, so "Smith (Labour) - a baker" has none.
    """
    place = _length(sentence)
    again = _length(sentence[place:]) if place else 0  # "(ANSA) - ROMA, 5 MAR - Il sindaco ..."
    return sentence[: place + again].rstrip(), sentence[place + again :]


def _length(sentence: str) -> int:
    match = _FORMS.match(sentence)
    if match is None or _ARTICLES.match(sentence):
        return 0
    rest = sentence[match.end() :].lstrip("\"'“„«‘")
    return 0 if rest[:1].islower() and not rest[1:2].isupper() else match.end()


def without_datelines(paragraphs: list[list[str]]) -> tuple[list[list[str]], tuple[str, ...]]:
    """Take the datelines off the first passages; give the rest and what was taken.

    A sentence that is nothing but a dateline goes whole, unless it is all there is.
    """
    taken: list[str] = []
    found = list(_freed(paragraphs[:_FIRST], taken)) + paragraphs[_FIRST:]
    return (found, tuple(taken)) if any(found) else (paragraphs, ())


def _freed(paragraphs: list[list[str]], taken: list[str]) -> Iterator[list[str]]:
    for paragraph in paragraphs:
        dateline, _ = split_dateline(" ".join(paragraph[:_SPREAD]))
        if dateline:
            taken.append(dateline)
        yield list(_behind(paragraph, len(dateline))) if dateline else paragraph


def _behind(paragraph: list[str], place: int) -> Iterator[str]:
    """Give what of a passage's sentences stands behind a place, sentences parted by one character."""
    for sentence in paragraph:
        if _LETTER.search(sentence, max(0, place)):
            yield sentence[max(0, place) :].lstrip()
        place -= len(sentence) + 1
