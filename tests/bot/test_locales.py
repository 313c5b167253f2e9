"""Texts in each language: plural forms, dates and ages, the nearest language, escaping."""

import html
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import locales
from bot.locales import Html, languages, nearest_language, texts

NOON = datetime(2025, 3, 4, 12, 0, tzinfo=UTC)


# Plural forms, dates and times


@pytest.mark.parametrize(
    ("language", "count", "text"),
    [
        ("en", 1, "1 story"),
        ("en", 2, "2 stories"),
        ("de", 1, "1 Meldung"),
        ("de", 21, "21 Meldungen"),
        ("uk", 1, "1 новина"),
        ("uk", 3, "3 новини"),
        ("uk", 5, "5 новин"),
        ("uk", 11, "11 новин"),
        ("uk", 12, "12 новин"),
        ("uk", 21, "21 новина"),
        ("uk", 22, "22 новини"),
    ],
)
def test_a_number_takes_its_plural_form(language: str, count: int, text: str) -> None:
    words = texts(language)
    assert words.plain_n("{count} story", "{count} stories", count) == text
    assert words.n("{count} story", "{count} stories", count) == text


@pytest.mark.parametrize(
    ("language", "text"),
    [("en", "Tuesday 4 March"), ("de", "Dienstag, 4. März"), ("uk", "вівторок, 4 березня")],
)
def test_a_date_reads_as_people_write_it(language: str, text: str) -> None:
    assert texts(language).day(date(2025, 3, 4)) == text


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Wednesday 5 March, 00:30"),
        ("de", "Mittwoch, 5. März, 00:30"),
        ("uk", "середа, 5 березня, 00:30"),
    ],
)
def test_a_moment_is_told_in_its_zone(language: str, text: str) -> None:
    instant = datetime(2025, 3, 4, 22, 30, tzinfo=UTC)
    assert texts(language).moment(instant, "Europe/Kyiv") == text


@pytest.mark.parametrize(
    ("language", "days"),
    [("en", "Mon Tue Wed Thu Fri Sat Sun"), ("de", "Mo Di Mi Do Fr Sa So"), ("uk", "пн вт ср чт пт сб нд")],
)
def test_weekdays_have_short_names(language: str, days: str) -> None:
    assert " ".join(texts(language).weekday(number) for number in range(7)) == days


@pytest.mark.parametrize(
    ("language", "ago", "text"),
    [
        ("en", timedelta(seconds=59), "just now"),
        ("en", timedelta(minutes=1), "1 minute ago"),
        ("en", timedelta(hours=1), "1 hour ago"),
        ("en", timedelta(days=3), "3 days ago"),
        ("de", timedelta(0), "gerade eben"),
        ("de", timedelta(hours=3), "vor 3 Stunden"),
        ("de", timedelta(days=1), "vor 1 Tag"),
        ("uk", timedelta(seconds=-2), "щойно"),
        ("uk", timedelta(minutes=21), "21 хвилину тому"),
        ("uk", timedelta(hours=3), "3 години тому"),
        ("uk", timedelta(hours=5), "5 годин тому"),
        ("uk", timedelta(days=2), "2 дні тому"),
    ],
)
def test_an_age_is_told_in_the_largest_unit_that_fits(language: str, ago: timedelta, text: str) -> None:
    assert texts(language).age(NOON - ago, NOON) == text


# Languages


@pytest.mark.parametrize(
    ("code", "language"),
    [
        ("de", "de"),
        ("de-AT", "de"),
        ("DE_ch", "de"),
        ("uk-UA", "uk"),
        ("en-US", "en"),
        ("tlh", "en"),
        ("", "en"),
    ],
)
def test_the_nearest_language_is_spoken(code: str, language: str) -> None:
    assert nearest_language(code) == language


def test_english_is_spoken_to_whom_telegram_tells_no_language_of() -> None:
    assert nearest_language(None) == "en"


def test_an_unknown_language_gets_english() -> None:
    assert texts("tlh").plain("Done") == "Done"


@pytest.fixture
def new_catalogue(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setattr(locales, "FOLDER", tmp_path)
    languages.cache_clear()
    texts.cache_clear()
    yield tmp_path / "fr.po"
    languages.cache_clear()
    texts.cache_clear()


def test_a_new_language_is_one_file(new_catalogue: Path) -> None:
    new_catalogue.write_text('msgid "Done"\nmsgstr "Terminé"\n', encoding="utf-8")
    assert languages() == ("en", "fr")
    assert texts("fr-CA").plain("Done") == "Terminé"
    assert texts("fr").age(NOON - timedelta(hours=2), NOON) == "il y a 2 heures"


def test_what_is_not_translated_yet_is_said_in_english(new_catalogue: Path) -> None:
    new_catalogue.touch()
    assert texts("fr").plain("Done") == "Done"
    assert texts("fr").plain_n("{count} story", "{count} stories", 2) == "2 stories"


# Escaping


def test_a_sentence_escapes_its_values() -> None:
    assert texts("en").t("Also: {names}", names="<b>&\"'") == "Also: &lt;b&gt;&amp;&quot;'"
    many = texts("en").n("{count} reader of {topics}", "{count} readers of {topics}", 2, topics="R&D")
    assert many == "2 readers of R&amp;D"


def test_html_stands_in_a_sentence_as_it_is() -> None:
    assert texts("en").t("Also: {names}", names=Html("<b>all</b>")) == "Also: <b>all</b>"


def test_plain_texts_escape_nothing() -> None:
    assert texts("en").plain("Also: {names}", names="<b>&\"'") == "Also: <b>&\"'"


@pytest.mark.parametrize("language", languages())
@given(value=st.text())
def test_any_value_comes_back_from_html_as_it_was(language: str, value: str) -> None:
    words = texts(language)
    told = words.t("Also: {names}", names=value)
    assert not set('<>"') & set(told)
    assert html.unescape(told) == words.plain("Also: {names}", names=value)
    assert html.unescape(told).endswith(value)
