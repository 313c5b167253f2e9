from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import Reason, RejectedError
from bot.locales import languages
from bot.locales.places import canonical_zone, city
from bot.services.places import (
    ABBREVIATIONS,
    WELL_KNOWN,
    _inhabited,
    offset_of,
    offsets,
    parse_zone,
    zone_at,
    zones_with,
)
from bot.services.schedule import zone_names

NOW = datetime(2026, 3, 4, 10, tzinfo=UTC)
KYIV = "Europe/Kyiv"


@contextmanager
def refused(reason: Reason) -> Iterator[list[str]]:
    """Checks the refusal, and gives the names that it offers once it came."""
    offered: list[str] = []
    with pytest.raises(RejectedError) as caught:
        yield offered
    assert caught.value.reason is reason
    offered += caught.value.details["nearest"].split()


@pytest.mark.parametrize(
    ("words", "language", "zone"),
    [
        ("Europe/Kyiv", "en", KYIV),
        ("europe/kyiv", "en", KYIV),
        ("  EUROPE/KYIV ", "en", KYIV),
        ("Europe/Kiev", "en", KYIV),
        ("Київ", "uk", KYIV),
        ("київ", "de", KYIV),
        ("Kiew", "de", KYIV),
        ("Kiev", "en", KYIV),
        ("Kijów", "pl", KYIV),
        ("كييف", "ar", KYIV),
        ("Kyiv, Ukraine", "en", KYIV),
        ("Варшава", "uk", "Europe/Warsaw"),
        ("Warschau", "de", "Europe/Warsaw"),
        ("New York", "en", "America/New_York"),
        ("Nueva York", "es", "America/New_York"),
        ("нью йорк", "uk", "America/New_York"),
        ("america/new york", "en", "America/New_York"),
        ("US/Eastern", "en", "America/New_York"),
        ("sao paulo", "en", "America/Sao_Paulo"),
        ("São Paulo", "es", "America/Sao_Paulo"),
        ("القاهرة", "ar", "Africa/Cairo"),
        ("Deutschland", "de", "Europe/Berlin"),
        ("Polska", "pl", "Europe/Warsaw"),
        ("Singapore", "en", "Asia/Singapore"),
        ("utc", "en", "UTC"),
        ("Etc/UTC", "en", "UTC"),
        ("Etc/GMT+3", "en", "Etc/GMT+3"),
        ("+05:30", "en", "Asia/Kolkata"),
        ("15:45", "en", "Asia/Kathmandu"),
        ("3:44 pm", "en", "Asia/Kathmandu"),
        ("１５:４５", "en", "Asia/Kathmandu"),
        ("JST", "en", "Asia/Tokyo"),
        ("uk", "en", "Europe/London"),
    ],
)
def test_a_place_is_found_under_the_names_that_people_give_it(words: str, language: str, zone: str) -> None:
    assert parse_zone(words, language, NOW) == zone


@pytest.mark.parametrize(
    ("words", "among"),
    [
        ("GMT+3", "Europe/Istanbul"),
        ("utc +2", KYIV),
        ("UTC−5", "America/New_York"),
        ("+3", "Africa/Nairobi"),
        ("EST", "America/New_York"),
        ("edt", "America/Toronto"),
        ("CET", "Europe/Berlin"),
        ("cest", "Europe/Paris"),
        ("MSK", "Europe/Moscow"),
        ("12:00", KYIV),
        ("USA", "America/Chicago"),
        ("United States", "America/Los_Angeles"),
        ("Australien", "Australia/Sydney"),
    ],
)
def test_what_fits_several_places_is_answered_by_them(words: str, among: str) -> None:
    with refused(Reason.SEVERAL_ZONES) as offered:
        parse_zone(words, "de", NOW)
    assert among in offered
    assert 2 <= len(offered) <= 8
    assert set(offered) <= zone_names()


@pytest.mark.parametrize(
    ("words", "language", "nearest"),
    [
        ("Europe/Kyjiv", "en", KYIV),
        ("Kyjiw", "de", KYIV),
        ("Kiyv", "en", KYIV),
        ("Варшва", "uk", "Europe/Warsaw"),
        ("Kathmando", "en", "Asia/Kathmandu"),
        ("Nwe York", "en", "America/New_York"),
        ("Lodnon", "fr", "Europe/London"),
    ],
)
def test_a_misspelled_place_is_offered_rightly(words: str, language: str, nearest: str) -> None:
    with refused(Reason.BAD_ZONE) as offered:
        parse_zone(words, language, NOW)
    assert offered[0] == nearest


@pytest.mark.parametrize(
    "words",
    [
        *("", "Europe", "Asia", "localtime", "posixrules", "Factory", "posix/Europe/Kyiv"),
        *("right/UTC", "../../etc/passwd", "../../etc", "/etc/localtime", "Europe/Kyiv\x00", "\x00"),
        *("UTC+3:17", "GMT+99", "25:00", "x" * 5000, "🌍", "zone.tab", "tzdata.zi", "Europe/", "/", "."),
    ],
)
def test_what_is_no_place_is_refused_with_at_most_40_characters_of_it(words: str) -> None:
    with pytest.raises(RejectedError) as caught:
        parse_zone(words, "en", NOW)
    assert caught.value.reason is Reason.BAD_ZONE
    assert caught.value.details["word"] == words.strip()[:40]


@given(st.sampled_from(sorted(zone_names() - {name.upper() for name in zone_names()})))
def test_every_zone_is_understood_by_its_name_and_stored_under_its_newest(zone: str) -> None:
    assert parse_zone(zone.upper(), "en", NOW) == canonical_zone(zone)
    assert canonical_zone(canonical_zone(zone)) == canonical_zone(zone)
    assert canonical_zone(zone) in zone_names()


@given(st.sampled_from(_inhabited()), st.sampled_from(languages()))
def test_every_city_is_found_under_its_own_name(zone: str, language: str) -> None:
    try:
        found = [parse_zone(city(zone, language), language, NOW)]
    except RejectedError as error:  # two places of one name
        found = error.details["nearest"].split()
    assert zone in found


@given(st.text(max_size=60), st.sampled_from(languages()))
def test_any_text_is_a_zone_or_one_clear_refusal(line: str, language: str) -> None:
    try:
        assert parse_zone(line, language, NOW) in zone_names()
    except RejectedError as error:
        refusal = error
        assert set(refusal.details) == {"word", "nearest"}


@pytest.mark.parametrize("month", range(1, 13))
def test_the_well_known_places_keep_every_time_that_is_kept_anywhere(month: int) -> None:
    now = datetime(2026, month, 15, 12, tzinfo=UTC)
    assert {offset_of(name, now) for name in _inhabited()} == set(offsets(now))
    assert all(zones_with(offset, now) for offset in offsets(now))


def test_the_tables_name_zones_that_exist() -> None:
    named = {name for names in ABBREVIATIONS.values() for name in names} | set(WELL_KNOWN)
    assert {name for name in named if canonical_zone(name) != name or name not in zone_names()} == set()


def test_the_zones_of_an_offset_begin_with_those_that_are_likely() -> None:
    assert zones_with(timedelta(hours=2), NOW, ("Europe/Vilnius",))[0] == "Europe/Vilnius"


@pytest.mark.parametrize(
    ("latitude", "longitude", "zone"),
    [
        (50.45, 30.52, KYIV),
        (52.52, 13.4, "Europe/Berlin"),
        (40.7, -74.0, "America/New_York"),
        (27.7, 85.3, "Asia/Kathmandu"),
        (-33.87, 151.2, "Australia/Sydney"),
        (10.0, -150.0, "Etc/GMT+10"),
        (999.0, 999.0, None),
    ],
)
def test_a_point_on_earth_has_its_zone(latitude: float, longitude: float, zone: str | None) -> None:
    assert zone_at(latitude, longitude) == zone
