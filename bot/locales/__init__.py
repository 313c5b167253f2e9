"""The words for people: one gettext catalogue (a .po file) per language, English in the code itself.

A new language is one file: ``bot/locales/xx.po``. Catalogues are compiled in memory at the first use.
"""

import html
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from datetime import time as wall_time
from functools import lru_cache
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


@dataclass(frozen=True, slots=True)
class Texts:
    """Sentences, dates and numbers of one language.

    ``t`` and ``n`` give Telegram HTML: values are escaped unless they are ``Html``. ``plain`` gives plain
    text, for buttons and toasts.
    """

    language: str
    catalogue: NullTranslations
    locale: Locale

    def t(self, message: str, **values: str | int | Html) -> str:
        """A sentence as HTML."""
        return self.catalogue.gettext(message).format(**_escaped(values))

    def n(self, one: str, many: str, count: int, **values: str | int | Html) -> str:
        """A sentence as HTML in the plural form of ``count``, which it may name as ``{count}``."""
        chosen = self.catalogue.ngettext(one, many, count)
        return chosen.format(count=count, **_escaped(values))

    def plain(self, message: str, **values: str | int) -> str:
        """A short text without markup."""
        return self.catalogue.gettext(message).format(**values)

    def plain_n(self, one: str, many: str, count: int, **values: str | int) -> str:
        """A short text without markup in the plural form of ``count``."""
        return self.catalogue.ngettext(one, many, count).format(count=count, **values)

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
        return f"{self.day(local.date())}, {clock_time(local.time())}"


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
