"""From a place, a clock or a shared location to a time zone, by the data that two libraries hold."""

import difflib
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from functools import lru_cache

from bot.errors import Reason, RejectedError
from bot.locales import languages
from bot.locales.places import as_compared, canonical_zone, countries, spellings
from bot.services.schedule import zone_names, zone_of
from bot.services.schedule_words import parse_time
from bot.services.typed import simplified

LONGEST_WORD = 40
SOLSTICES = (datetime(2026, 6, 21, tzinfo=UTC), datetime(2026, 12, 21, tzinfo=UTC))
MOST_OFFERED = 8
NEAREST = 3
CLOCKS_DIFFER = timedelta(minutes=7)  # offsets are quarters of an hour, and wrist watches differ
OFFSET = re.compile(r"(?:utc|gmt)?\s*([+-])\s*(\d{1,2})(?::?(\d{2}))?\Z")
CLOCK = re.compile(r"\d{1,2}[:.h]\d{2}\s*(?:am|pm)?\Z")
# What abbreviations mean where people use them.
ABBREVIATIONS: dict[str, tuple[str, ...]] = {
    "cet": ("Europe/Berlin", "Europe/Paris", "Europe/Warsaw", "Europe/Madrid", "Europe/Rome"),
    "eet": ("Europe/Kyiv", "Europe/Bucharest", "Europe/Athens", "Europe/Helsinki", "Africa/Cairo"),
    "wet": ("Europe/Lisbon", "Atlantic/Canary", "Atlantic/Faroe"),
    "met": ("Europe/Berlin", "Europe/Paris", "Europe/Warsaw"),
    "bst": ("Europe/London", "Asia/Dhaka"),
    "ist": ("Asia/Kolkata", "Europe/Dublin", "Asia/Jerusalem"),
    "msk": ("Europe/Moscow", "Europe/Minsk", "Europe/Istanbul"),
    "est": ("America/New_York", "America/Toronto", "America/Panama", "America/Jamaica"),
    "cst": ("America/Chicago", "America/Mexico_City", "Asia/Shanghai", "America/Costa_Rica"),
    "mst": ("America/Denver", "America/Phoenix", "America/Edmonton"),
    "pst": ("America/Los_Angeles", "America/Vancouver", "America/Tijuana"),
    "hst": ("Pacific/Honolulu",),
    "akst": ("America/Anchorage",),
    "ast": ("America/Halifax", "America/Puerto_Rico", "Asia/Riyadh"),
    "jst": ("Asia/Tokyo",),
    "kst": ("Asia/Seoul",),
    "pkt": ("Asia/Karachi",),
    "aest": ("Australia/Sydney", "Australia/Melbourne", "Australia/Brisbane"),
    "acst": ("Australia/Adelaide", "Australia/Darwin"),
    "awst": ("Australia/Perth",),
    "nzst": ("Pacific/Auckland",),
    "sast": ("Africa/Johannesburg",),
    "wat": ("Africa/Lagos",),
    "cat": ("Africa/Maputo", "Africa/Khartoum"),
    "eat": ("Africa/Nairobi",),
    "brt": ("America/Sao_Paulo",),
    "usa": ("America/New_York", "America/Chicago", "America/Denver", "America/Los_Angeles"),
    "uk": ("Europe/London",),
    "art": ("America/Argentina/Buenos_Aires",),
}
SEASONS = {
    "cest": "cet",
    "eest": "eet",
    "west": "wet",
    "edt": "est",
    "cdt": "cst",
    "mdt": "mst",
    "pdt": "pst",
}
SEASONS |= {"akdt": "akst", "adt": "ast", "aedt": "aest", "acdt": "acst", "nzdt": "nzst"}
SEASONS |= {"est5edt": "est", "cst6cdt": "cst", "mst7mdt": "mst", "pst8pdt": "pst"}
# Well-known places for every time that is kept anywhere, the larger ones first; a test holds them complete.
WELL_KNOWN = (
    *("Europe/London", "Europe/Berlin", "Europe/Paris", "Europe/Madrid", "Europe/Rome", "Europe/Warsaw"),
    *("Europe/Kyiv", "Europe/Bucharest", "Europe/Athens", "Europe/Helsinki", "Europe/Istanbul"),
    *("Europe/Lisbon", "Europe/Dublin", "Africa/Lagos", "Africa/Cairo", "Africa/Johannesburg"),
    *("Africa/Nairobi", "Africa/Casablanca", "Africa/Algiers", "Africa/Abidjan", "Africa/Khartoum"),
    *("Asia/Jerusalem", "Asia/Beirut", "Asia/Riyadh", "Asia/Baghdad", "Asia/Tehran", "Asia/Dubai"),
    *("Asia/Baku", "Asia/Tbilisi", "Asia/Kabul", "Asia/Karachi", "Asia/Tashkent", "Asia/Almaty"),
    *("Asia/Kolkata", "Asia/Kathmandu", "Asia/Dhaka", "Asia/Yangon", "Asia/Bangkok", "Asia/Jakarta"),
    *("Asia/Ho_Chi_Minh", "Asia/Shanghai", "Asia/Singapore", "Asia/Manila", "Australia/Perth"),
    *("Australia/Eucla", "Asia/Tokyo", "Asia/Seoul", "Australia/Darwin", "Australia/Adelaide"),
    *("Australia/Sydney", "Australia/Brisbane", "Pacific/Port_Moresby", "Australia/Lord_Howe"),
    *("Pacific/Noumea", "Pacific/Norfolk", "Pacific/Auckland", "Pacific/Fiji", "Pacific/Chatham"),
    *("Pacific/Tongatapu", "Pacific/Apia", "Pacific/Kiritimati", "Pacific/Pago_Pago", "Pacific/Honolulu"),
    *("Pacific/Marquesas", "America/Adak", "Pacific/Gambier", "America/Anchorage", "America/Los_Angeles"),
    *("America/Vancouver", "America/Denver", "America/Phoenix", "America/Chicago", "America/Mexico_City"),
    *("America/New_York", "America/Toronto", "America/Bogota", "America/Lima", "America/Caracas"),
    *("America/Halifax", "America/Santiago", "America/Puerto_Rico", "America/St_Johns"),
    *("America/Sao_Paulo", "America/Argentina/Buenos_Aires", "America/Montevideo", "America/Nuuk"),
    *("America/Noronha", "Atlantic/Cape_Verde", "Atlantic/Azores", "Pacific/Easter"),
)


def parse_zone(line: str, language: str = "en", now: datetime | None = None) -> str:
    """The zone that a line means: its IANA name in any case, a city or a country in any of our languages.

    Raises:
        RejectedError: SEVERAL_ZONES for what is kept in several places (an offset, an abbreviation, a time
            of day, a large country), or BAD_ZONE; both with the names of zones to choose from.
    """
    words = simplified(line)
    exact = _by_name().get("_".join(words.split()))
    if exact and words not in ABBREVIATIONS and words not in SEASONS:
        return canonical_zone(exact)
    several = _several(words, now or datetime.now(UTC)) or _places(words, language)
    if len(several) == 1:
        return several[0]
    word = line.strip()[:LONGEST_WORD]
    if several:
        raise RejectedError(Reason.SEVERAL_ZONES, word=word, nearest=" ".join(several[:MOST_OFFERED]))
    raise RejectedError(Reason.BAD_ZONE, word=word, nearest=" ".join(_nearest(words, language)))


def zones_with(offset: timedelta, now: datetime, first: Iterable[str] = ()) -> list[str]:
    """Well-known zones whose clocks are ``offset`` ahead of UTC now; ``first`` names those to begin with."""
    wanted = dict.fromkeys((*first, *WELL_KNOWN))
    return [name for name in wanted if offset_of(name, now) == offset]


def offset_of(zone: str, now: datetime) -> timedelta:
    """How far a zone's clocks are ahead of UTC at an instant."""
    return now.astimezone(zone_of(zone)).utcoffset() or timedelta(0)


def offsets(now: datetime) -> list[timedelta]:
    """Every offset at which somebody lives now, from west to east."""
    return sorted({offset_of(name, now) for name in WELL_KNOWN})


def warm() -> None:
    """Read the names of places now, so that nobody waits for them later: a quarter of a second."""
    _index_of_all()


def zone_at(latitude: float, longitude: float) -> str | None:
    """The zone of a point on earth, looked up offline; None where the point is none."""
    # It takes 35 MB, and few share their location: loaded for the first who does.
    from tzfpy import get_tz

    name = canonical_zone(get_tz(longitude, latitude))
    return name if name in zone_names() else None


def _several(words: str, now: datetime) -> list[str]:
    """Zones for what names a time rather than a place."""
    season = SEASONS.get(words, words)
    if season in ABBREVIATIONS:
        return list(ABBREVIATIONS[season])
    offset = OFFSET.match(words)
    if offset:
        hours, minutes = int(offset[2]), int(offset[3] or 0)
        span = timedelta(hours=hours, minutes=minutes)
        return zones_with(span if offset[1] == "+" else -span, now)
    return _at_local_time(words, now) if CLOCK.match(words) else []


def _at_local_time(words: str, now: datetime) -> list[str]:
    try:
        at = parse_time("".join(words.split()))
    except RejectedError:
        return []
    said = timedelta(hours=at.hour, minutes=at.minute)
    return [name for name in WELL_KNOWN if _apart(_wall(name, now), said) <= CLOCKS_DIFFER]


def _wall(zone: str, now: datetime) -> timedelta:
    local = now.astimezone(zone_of(zone))
    return timedelta(hours=local.hour, minutes=local.minute)


def _apart(one: timedelta, other: timedelta) -> timedelta:
    day = timedelta(days=1)
    return min((one - other) % day, (other - one) % day)


def _places(words: str, language: str) -> list[str]:
    """The zones of a city or country: in the reader's language first, then in any that we speak."""
    for name in (words, words.partition(",")[0]):
        wanted = as_compared(name)
        for index in _indexes(language):
            if wanted and wanted in index:
                return list(index[wanted])
    return []


def _nearest(words: str, language: str) -> list[str]:
    wanted = as_compared(words.rpartition("/")[2])[:LONGEST_WORD]
    found: dict[str, None] = {}
    for index in _indexes(language):
        for spelling in difflib.get_close_matches(wanted, index, n=NEAREST, cutoff=0.65):
            found |= dict.fromkeys(index[spelling][:1])
    return list(found)[:NEAREST]


def _indexes(language: str) -> Iterator[dict[str, tuple[str, ...]]]:
    yield _index(language)
    yield _index_of_all()


@lru_cache(maxsize=32)
def _index(language: str) -> dict[str, tuple[str, ...]]:
    """Cities and countries of one language, by their spelling ``as_compared``, to their zones."""
    index: dict[str, tuple[str, ...]] = {}
    for name, zones in countries(language).items():
        index[as_compared(name)] = _distinct(zones)
    cities: dict[str, dict[str, None]] = {}
    for zone in _inhabited():
        for spelling in spellings(zone, language):
            cities.setdefault(as_compared(spelling), {})[zone] = None
    # Singapore is a city as well as a country: where both have a name, the city says more.
    return index | {spelling: tuple(zones) for spelling, zones in cities.items()}


def _distinct(zones: Sequence[str]) -> tuple[str, ...]:
    """One zone for each way of keeping time in a country, the well-known ones first."""
    known = sorted(zones, key=lambda name: (name not in WELL_KNOWN, name))
    return tuple(
        {tuple(offset_of(name, day) for day in SOLSTICES): name for name in reversed(known)}.values()
    )[::-1]


@lru_cache(maxsize=1)
def _index_of_all() -> dict[str, tuple[str, ...]]:
    index: dict[str, tuple[str, ...]] = {}
    for language in reversed(languages()):
        index |= _index(language)
    return index


@lru_cache(maxsize=1)
def _inhabited() -> tuple[str, ...]:
    """Zones that are named after a place, each once: "Etc/GMT+3" is three hours west, and no place at all."""
    named = (name for name in sorted(zone_names()) if "/" in name and not name.startswith("Etc/"))
    return tuple(dict.fromkeys(canonical_zone(name) for name in named))


@lru_cache(maxsize=1)
def _by_name() -> dict[str, str]:
    return {name.casefold(): name for name in zone_names()}
