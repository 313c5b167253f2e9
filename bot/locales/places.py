"""Places under the names that people give them: cities of time zones and countries, from CLDR by Babel."""

import unicodedata
from functools import lru_cache

from babel import Locale
from babel.core import get_global

APOSTROPHES = dict.fromkeys(map(ord, "'’‘ʼʻ`´"))
UTC_NAMES = frozenset({"utc", "etc/utc", "zulu", "universal", "uct", "etc/zulu", "etc/universal", "etc/uct"})


def canonical_zone(name: str) -> str:
    """The name under which an IANA zone is stored: "Europe/Kyiv" for the older "Europe/Kiev"."""
    if name.casefold() in UTC_NAMES:
        return "UTC"
    found: str = get_global("zone_aliases").get(name, name)
    return found


@lru_cache(maxsize=1)
def _older_names() -> dict[str, tuple[str, ...]]:
    older: dict[str, tuple[str, ...]] = {}
    for old, new in get_global("zone_aliases").items():
        older[new] = (*older.get(new, ()), old)
    return older


@lru_cache(maxsize=4096)
def city(zone: str, language: str) -> str:
    """The city that a zone is named after, in a language; in the zone's own spelling where none is known."""
    known = Locale.parse(language).time_zones
    for name in (zone, *_older_names().get(zone, ())):
        found = known.get(name)
        if found and found.get("city"):
            return str(found["city"])
    return zone.rpartition("/")[2].replace("_", " ")


def spellings(zone: str, language: str) -> set[str]:
    """How the city of a zone may be written in a language, its older names in English included."""
    names = (zone, *_older_names().get(zone, ()))
    return {
        city(zone, language),
        *(name.rpartition("/")[2].replace("_", " ") for name in names if "/" in name),
    }


@lru_cache(maxsize=32)
def countries(language: str) -> dict[str, tuple[str, ...]]:
    """The zones of each country by its name in a language."""
    names = Locale.parse(language).territories
    zones = get_global("territory_zones")
    return {
        str(names[code]): tuple(dict.fromkeys(map(canonical_zone, zones[code])))
        for code in sorted(zones)
        if code in names and code != "001"
    }


def as_compared(name: str) -> str:
    """A name as it is looked up: without case, accents and what stands between its words."""
    # An apostrophe is typed in many ways, or not at all.
    letters = unicodedata.normalize("NFKD", name.casefold()).translate(APOSTROPHES)
    kept = (sign if sign.isalnum() else " " for sign in letters if not unicodedata.combining(sign))
    return " ".join("".join(kept).split())
