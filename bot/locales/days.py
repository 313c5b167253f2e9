"""The names of weekdays in every language that the bot speaks, whole or shortened."""

from functools import lru_cache

from babel import Locale

from bot.locales import BABEL_NAMES, languages
from bot.locales.places import as_compared

SHORTEST = 3  # letters of a beginning that is understood where no name is written out


def weekday_of(word: str, language: str) -> int | None:
    """The weekday (Monday is 0) that a word names: in a language, else in any other; None for no weekday."""
    wanted = as_compared(word)
    for spoken in (language, *languages()):
        names = _names(spoken)
        if wanted in names:
            return names[wanted]
    if len(wanted) < SHORTEST:
        return None
    # A beginning that means one day wherever it is said.
    meant = {
        day
        for spoken in languages()
        for name, day in _names(spoken).items()
        if name.startswith(wanted) and len(name) > len(wanted)
    }
    return meant.pop() if len(meant) == 1 else None


@lru_cache(maxsize=32)
def _names(language: str) -> dict[str, int]:
    days = Locale.parse(BABEL_NAMES.get(language, language)).days
    return {
        as_compared(name): number
        for context in ("format", "stand-alone")
        for width in ("wide", "abbreviated", "short")
        for number, name in days[context].get(width, {}).items()
    }
