"""Page furniture out of pasted text: bylines, teasers, notes, menus; every cut line is told.

No line is changed. Lines that read like prose ("core") are kept; the others stand or fall in runs, by the
company they keep.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from typing import TYPE_CHECKING

from summarizer.furniture import find_line_words, furniture, image_words
from summarizer.language import require_language
from summarizer.lines import ends_sentence, passages, split_lines
from summarizer.models import Cleaned
from summarizer.notes import is_note
from summarizer.words import count_unspaced, count_words

if TYPE_CHECKING:
    from collections.abc import Iterable

# The first letters of the months in a dozen languages.
_MONTHS = (
    "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|märz|mai|okt|dez|janv|févr|avr|juin|juil|août|déc|"
    "ene|abr|ago|dic|fev|set|out|gen|mag|giu|lug|ott|янв|фев|мар|апр|мая|июн|июл|авг|сен|окт|ноя|дек|"
    "січ|лют|бер|кві|тра|чер|лип|сер|вер|жов|лис|гру|oca|şub|nis|haz|tem|ağu|eyl|eki|kas|ara|"
    "sty|lut|kwi|maj|cze|lip|sie|wrz|paź|lis|gru|mrt|mei|"
    "يناير|فبراير|مارس|أبريل|مايو|يونيو|يوليو|أغسطس|سبتمبر|أكتوبر|نوفمبر|ديسمبر"
)
_DATE = re.compile(
    r"\b\d{1,4}[./-]\d{1,2}[./-]\d{1,4}\b"
    rf"|\b(?:{_MONTHS})\w{{0,12}}\.?,? \d{{1,4}}\b|\b\d{{1,2}}\.? (?:de )?(?:{_MONTHS})\w{{0,12}}"
    r"|\b\d{4}年\d{1,2}月|\b\d{1,2}月\d{1,2}日"
    r"|\b\d{1,2}[:.]\d{2} ?(?:[ap]\.?m|uhr|utc|gmt|est|edt|cet)\b"
    r"|\b\d{1,4} (?:minutes?|hours?|days?|weeks?) ago\b|\b(?:today|yesterday) at \d"
    r"|\b(?:vor|il y a|hace|há|منذ) \d{1,4} \w{1,20}|\b\d{1,4} \w{1,20} (?:fa|temu|назад|тому|önce|geleden)\b"
    r"|\b\d{1,4} ?(?:分钟|小时|分|時間|日|天)前",
    re.IGNORECASE,
)
_BYLINE = re.compile(
    r"(?:(?:written|reported|story|reporting|words|edited|article)? ?[Bb][Yy]:? |Von |Par |Por |Di |Door "
    r"|Autor(?:in|a|e|ka)?:? |Text[eo]?: |Автор(?:ка)?:? |Author:? |Yazan:? |Haber: |Oprac\. "
    r"|Przygotowała?:? |Подготовила?:? |Підготува(?:в|ла):? |A cura di |Redacción:? |\(?Reporting by "
    r"|\(?Editing by )"
    r"[^\W\d_]{0,12}[A-ZÀ-ÞА-ЯЁІЇЄҐİŞĞŁŚŻĆ@]"
    r"|(?:بقلم|كتبت?:|تحرير:|إعداد:)"
    r"|(?:(?:本报|本网|本台|本社)?(?:记者|記者|作者|撰文)[：: ]|文[/／｜|])"
)
_ADDRESS = re.compile(
    r"(?:https?://|www\.)\S{1,200}$|[\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,64}){1,4}$"
    r"|[@#]\w{1,40}(?: ?[@#]\w{1,40}){0,9}$"
)
# "... Photo: A. Name", "... (image: agency)", "... AGENCY/A. Name" at the end of a caption.
_CREDIT = re.compile(
    r"\b(?i:(?:image |photo |picture )?credits?|photos?|image|courtesy|foto|bild|crédit|фото)(?i: by| of)?: ?"
    r"[^.!?]{2,40}\)?\.?$"
    r"|\((?i:photo|image|picture|foto|bild|credit|courtesy)\b[^()]{0,60}\)\.?$"
    r"|\b[A-Z]{3,}/[A-Z][\w .]{2,30}\)?$"
)
_CUT_SHORT = re.compile(
    r"[\[(](?:…|\.\.\.)[\])]$"
)  # "The mayor has said that [...]": the teaser of another page
_FROM_THE_FILES = re.compile("FILE(?: PHOTO)? ?[-–—:]")  # how agencies begin the caption of an old picture
_LONGEST_HEADLINE = 16  # words
_LONGEST_BYLINE = 12  # words
_LETTER = re.compile(r"[^\W\d_]")
_PLENTY_OF_CHARACTERS, _PLENTY_OF_UNSPACED = 180, 30
_HEADLINE_AFTER_SEMICOLON = re.compile(r"; [\"'“‘«]?[^\W\d_a-zß-öø-ÿа-яё]")


@dataclass(frozen=True, slots=True)
class _Line:
    """One line, or one hard-wrapped passage, as the rules see it."""

    text: str
    words: int
    furniture: int
    images: bool
    ends: bool
    label: bool
    in_passing: bool
    note: bool

    @property
    def byline(self) -> bool:
        return self.words <= _LONGEST_BYLINE and _BYLINE.match(self.text) is not None

    @property
    def letterless(self) -> bool:
        return len(_LETTER.findall(self.text[:60])) < 2 or _ADDRESS.match(self.text[:200]) is not None

    @property
    def date(self) -> bool:
        return self.words <= 6 and not self.ends and _DATE.search(self.text[:200]) is not None

    @property
    def header(self) -> bool:
        return self.words <= 5 and self.short_furniture

    @property
    def short_furniture(self) -> bool:
        return self.words <= 8 and self.furniture > 0 and not (self.ends and self.in_passing)

    @property
    def dense(self) -> bool:
        return self.furniture >= 2 and self.furniture * 8 >= self.words

    @property
    def credited(self) -> bool:
        marked = _CREDIT.search(self.text[-80:]) or _FROM_THE_FILES.match(self.text)
        return self.words < 50 and marked is not None

    @property
    def labelled(self) -> bool:
        return self.label and self.words <= 14

    @property
    def cut_short(self) -> bool:
        return _CUT_SHORT.search(self.text[-8:]) is not None

    @property
    def suspicious(self) -> bool:
        return (
            self.short_furniture
            or self.date
            or self.byline
            or self.letterless
            or self.dense
            or self.credited
            or self.labelled
            or self.note
            or self.cut_short
        )

    @property
    def core(self) -> bool:
        return (
            self._reads_like_prose
            and not self.byline
            and not self.credited
            and not self.note
            and not self.cut_short
            and not (self.images and self.words < 12)
        )

    @property
    def _reads_like_prose(self) -> bool:
        if len(self.text) >= _PLENTY_OF_CHARACTERS or count_unspaced(self.text) >= _PLENTY_OF_UNSPACED:
            return True
        if self.words >= 12:
            return (self.ends or self.text.endswith(":")) and self.furniture * 8 < self.words
        return self.words >= 6 and self.ends and (not self.furniture or self.in_passing)


def clean(text: str, *, title: str = "", language: str | None = None) -> Cleaned:
    """Cut the lines of page furniture from a pasted text.

    The kept lines are unchanged and in order, blank lines between them too; `removed` holds the others.
    Without a language the furniture words of every language count. A wrong argument raises ValueError.
    """
    if not isinstance(text, str) or not isinstance(title, str):
        raise ValueError("text and title must be strings")  # noqa: TRY004  (one kind of error for any wrong argument)
    require_language(language)
    lines = split_lines(text)
    grouped = passages(lines)
    looked_at = [_look(" ".join(lines[index] for index in passage), language) for passage in grouped]
    told = " ".join(title.split()).casefold()
    kept = {index for place in _keep(looked_at, told) for index in grouped[place]}
    removed = tuple(line for index, line in enumerate(lines) if line.strip() and index not in kept)
    return Cleaned(_join(lines, kept), removed)


def trim(text: str, title: str) -> str:
    """Cut furniture from both ends of a body that a page's markup has already told apart from the rest.

    Here no line in the middle is judged. At each end goes what lies outside the innermost line of furniture
    before prose begins, and at the bottom a heading of furniture with the headlines below it.
    """
    told = " ".join(title.split()).casefold()
    lines = [_look(line, None) for line in text.split("\n") if line.strip()]
    lines = lines[_outside(lines, told) :]
    lines = _without_last_list(lines)
    lines = lines[: len(lines) - _outside(lines[::-1], told)]
    return "\n".join(line.text for line in lines)


def _outside(lines: list[_Line], title: str) -> int:
    """Count the lines up to the last furniture before the first prose; without prose, only furniture."""
    has_prose, count = any(line.core for line in lines), 0
    for place, line in enumerate(lines, 1):
        if _falls_alone(line, title):
            count = place
        elif line.core or not has_prose:
            break
    return count


def _without_last_list(lines: list[_Line]) -> list[_Line]:
    """Cut a heading like "You may also like" at the bottom with the headlines below it."""
    for place in range(len(lines) - 1, -1, -1):
        if lines[place].header:
            return lines[:place]
        if lines[place].words > _LONGEST_HEADLINE or lines[place].text.endswith((".", "。", "۔")):
            break
    return lines


@lru_cache(maxsize=2_000)  # pages repeat their lines, and hostile ones have nothing else
def _look(text: str, language: str | None) -> _Line:
    text = " ".join(text.split())
    spoken, phrases = find_line_words(text[:400]), furniture(language)  # beyond that length no rule asks
    matches = phrases.count(spoken)
    return _Line(
        text=text,
        words=count_words(text),
        furniture=matches,
        images=image_words().count(spoken) > 0,
        ends=ends_sentence(text),
        label=":" in text[:40] and _is_label(text, language),
        in_passing=matches == 1 and phrases.is_in_passing(spoken),
        note=is_note(text, spoken, language),
    )


def _is_label(text: str, language: str | None) -> bool:
    """Tell whether a line opens with a label such as "Related:"."""
    spoken = find_line_words(text[:40].partition(":")[0])
    return len(spoken) <= 3 and furniture(language).count(spoken) > 0


def _join(lines: list[str], kept: set[int]) -> str:
    """Put the kept lines together; the blank lines around a cut one become a single blank line."""
    found: list[str] = []
    for index, line in enumerate(lines):
        if index in kept:
            found.append(line)
        elif not line.strip() and found and found[-1]:
            found.append("")
    return "\n".join(found).rstrip("\n")


def _keep(lines: list[_Line], title: str) -> list[int]:
    """Give the places of the lines that stay."""
    core = [line.core for line in lines]
    if not any(core):
        core = [line.words >= 6 for line in lines]
    if not any(core):
        return list(range(len(lines)))
    runs = [(is_core, list(run)) for is_core, run in groupby(range(len(lines)), core.__getitem__)]
    kept: list[int] = []
    after_cut = False
    for number, (is_core, run) in enumerate(runs):
        if is_core:
            kept.extend(run[1:] if after_cut and _is_list_of_headlines(lines[run[0]]) else run)
            after_cut = False
        elif 0 < number < len(runs) - 1 and not _falls_whole([lines[at] for at in run], lines[run[0] - 1]):
            kept.extend(at for at in run if not _falls_alone(lines[at], title))
        else:
            after_cut = True
    return kept


def _falls_whole(run: list[_Line], before: _Line) -> bool:
    introduced = before.text.endswith(":")
    if not introduced and any(line.header for line in run):
        return True
    suspicious = sum(line.suspicious for line in run) + _repeats(line.text for line in run)
    return suspicious * 2 > len(run) or _is_table(run)


def _repeats(texts: Iterable[str]) -> int:
    found = list(texts)
    return len(found) - len(set(found))


def _is_table(run: list[_Line]) -> bool:
    if len(run) < 6 or not all(line.words <= 4 and len(line.text) <= 30 for line in run):
        return False
    return sum(line.letterless for line in run) * 4 >= len(run)


def _falls_alone(line: _Line, title: str) -> bool:
    in_title = len(line.text) > 12 and line.text.casefold() in title
    return line.suspicious or in_title or (line.images and line.words < 12)


def _is_list_of_headlines(line: _Line) -> bool:
    """Tell a teaser's contents ("One thing; Another thing; A third"), right below its headline."""
    return len(_HEADLINE_AFTER_SEMICOLON.findall(line.text)) >= 2
