"""The words for people: one gettext catalogue (a .po file) per language, English in the code itself.

A new language is one file: ``bot/locales/xx.po``. Catalogues are compiled in memory at the first use.
"""

import html
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from datetime import time as wall_time
from functools import cache, lru_cache
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from pathlib import Path
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_timedelta
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

FOLDER = Path(__file__).parent
# English dates follow British usage: "Tuesday 4 March".
BABEL_NAMES = {"en": "en_GB"}
A_MINUTE = timedelta(minutes=1)
# Unicode's isolate: what stands inside takes its own direction and leaves the words around it alone.
ISOLATE, POP = "\u2068", "\u2069"
ARABIC_COMMA = "، "
# What begins with a sign that has no direction would show it at the wrong end among right-to-left words.
WRITTEN_LEFT_TO_RIGHT = re.compile(
    r"<code>.*?</code>"
    r"|https?://"
    r"|(?<![\w</])/(?:[a-z]+|\{\w+\})(?: (?:[A-Za-z0-9+#-][A-Za-z0-9:+#_-]*|\{\w+\}))*"
    r"|#\{?\w+\}?"
    r"|(?<!\w)\.[a-z]+"
)


@dataclass(frozen=True, slots=True)
class Html:
    """Telegram HTML that is ready to stand in a text as it is."""

    text: str


def escape(text: str) -> str:
    """Make any text stand in Telegram HTML as itself."""
    return html.escape(text, quote=True).replace("&#x27;", "'")


@lru_cache(maxsize=1)
def languages() -> tuple[str, ...]:
    """The codes of every language that the bot speaks, English first."""
    return ("en", *sorted(path.stem for path in FOLDER.glob("*.po")))


def nearest_language(code: str | None) -> str:
    """The language spoken for a code such as ``de-AT``; English where there is none."""
    short = (code or "en").replace("_", "-").partition("-")[0].lower()
    return short if short in languages() else "en"


@lru_cache(maxsize=32)
def texts(language: str) -> "Texts":
    """The texts of a language; English for an unknown one."""
    known = nearest_language(language)
    return Texts(known, _catalogue(known), Locale.parse(BABEL_NAMES.get(known, known)))


def warm() -> None:
    """Load what every language's sentences and dates need: at the first use it takes a tenth of a second."""
    day = datetime(2026, 3, 4, tzinfo=UTC)
    for language in languages():
        texts(language).day(day.date())
        texts(language).age(day, day + timedelta(hours=3))


@cache
def _is_right_to_left(locale: Locale) -> bool:
    """Asked for every value of every sentence, and looked up in the locale's data each time otherwise."""
    return str(locale.text_direction) == "rtl"


@dataclass(frozen=True, slots=True)
class Texts:
    """Sentences, dates and numbers of one language.

    ``t`` and ``n`` give Telegram HTML: values are escaped unless they are ``Html``. ``plain`` gives plain
    text, for buttons and toasts. In a language written from right to left, values and commands are isolated,
    so that a Latin name does not turn the sentence around it.
    """

    language: str
    catalogue: NullTranslations
    locale: Locale

    @property
    def right_to_left(self) -> bool:
        """Whether the language is written from right to left."""
        return _is_right_to_left(self.locale)

    @property
    def comma(self) -> str:
        """What stands between the parts of a list, its space included."""
        return ARABIC_COMMA if self.right_to_left else ", "

    def t(self, message: str, **values: str | int | Html) -> str:
        """A sentence as HTML."""
        return self._said(self.catalogue.gettext(message), _escaped(values))

    def n(self, one: str, many: str, count: int, **values: str | int | Html) -> str:
        """A sentence as HTML in the plural form of ``count``, which it may name as ``{count}``."""
        return self._said(self.catalogue.ngettext(one, many, count), {"count": count, **_escaped(values)})

    def plain(self, message: str, **values: str | int) -> str:
        """A short text without markup."""
        return self._said(self.catalogue.gettext(message), values)

    def plain_n(self, one: str, many: str, count: int, **values: str | int) -> str:
        """A short text without markup in the plural form of ``count``."""
        return self._said(self.catalogue.ngettext(one, many, count), {"count": count, **values})

    def listed(self, names: Iterable[str]) -> str:
        """Names one after the other, with the comma of the language."""
        return self.comma.join(self.apart(name) for name in names)

    def apart(self, text: str) -> str:
        """A foreign name, an address or a command, kept from turning right-to-left words around it."""
        return f"{ISOLATE}{text}{POP}" if self.right_to_left and text else text

    def _said(self, sentence: str, values: Mapping[str, str | int]) -> str:
        if not self.right_to_left:
            return sentence.format(**values)
        told = {
            name: self.apart(value) if isinstance(value, str) else value for name, value in values.items()
        }
        return WRITTEN_LEFT_TO_RIGHT.sub(f"{ISOLATE}\\g<0>{POP}", sentence).format(**told)

    def day(self, day: date) -> str:
        """A date with its weekday, such as "Tuesday 4 March"."""
        # Translators: the pattern of a date: EEEE is the weekday, d the day, MMMM the month.
        pattern = self.plain("EEEE d MMMM")
        return format_date(day, pattern, locale=self.locale)

    def weekday(self, number: int) -> str:
        """The short name of a weekday (Monday is 0)."""
        return str(self.locale.days["stand-alone"]["abbreviated"][number])

    def age(self, since: datetime, now: datetime) -> str:
        """How long ago something was, such as "3 hours ago"; "just now" within the last minute."""
        # Clocks differ a little, so what looks like the near future is now as well.
        if now - since < A_MINUTE:
            return self.plain("just now")
        return format_timedelta(since - now, add_direction=True, locale=self.locale, threshold=1)

    def moment(self, instant: datetime, zone: str) -> str:
        """A day and time in a zone, such as "Tuesday 4 March, 08:00"."""
        local = instant.astimezone(ZoneInfo(zone))
        return f"{self.day(local.date())}{self.comma}{clock_time(local.time())}"


def clock_time(at: wall_time) -> str:
    """A time of day as HH:MM, in every language."""
    return f"{at:%H:%M}"


def _escaped(values: dict[str, str | int | Html]) -> dict[str, str | int]:
    return {name: _as_html(value) for name, value in values.items()}


def _as_html(value: str | int | Html) -> str | int:
    if isinstance(value, Html):
        return value.text
    return escape(value) if isinstance(value, str) else value


def _catalogue(language: str) -> NullTranslations:
    if language == "en":
        return NullTranslations()
    with (FOLDER / f"{language}.po").open("rb") as source:
        catalogue = read_po(source, locale=language)
    compiled = BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return GNUTranslations(compiled)
