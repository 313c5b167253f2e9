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
        ("es", 1, "1 noticia"),
        ("es", 0, "0 noticias"),
        ("fr", 0, "0 info"),
        ("fr", 2, "2 infos"),
        ("pl", 1, "1 informacja"),
        ("pl", 4, "4 informacje"),
        ("pl", 12, "12 informacji"),
        ("pl", 21, "21 informacji"),
        ("pl", 22, "22 informacje"),
        ("ar", 0, "لا أخبار"),
        ("ar", 1, "خبر واحد"),
        ("ar", 2, "خبران"),
        ("ar", 3, "3 أخبار"),
        ("ar", 10, "10 أخبار"),
        ("ar", 11, "11 خبرًا"),
        ("ar", 99, "99 خبرًا"),
        ("ar", 100, "100 خبر"),
        ("ar", 103, "103 أخبار"),
    ],
)
def test_a_number_takes_its_plural_form(language: str, count: int, text: str) -> None:
    words = texts(language)
    assert words.plain_n("{count} story", "{count} stories", count) == text
    assert words.n("{count} story", "{count} stories", count) == text


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Tuesday 4 March"),
        ("de", "Dienstag, 4. März"),
        ("uk", "вівторок, 4 березня"),
        ("es", "martes 4 de marzo"),
        ("fr", "mardi 4 mars"),
        ("pl", "wtorek, 4 marca"),
        ("ar", "الثلاثاء، 4 مارس"),
    ],
)
def test_a_date_reads_as_people_write_it(language: str, text: str) -> None:
    assert texts(language).day(date(2025, 3, 4)) == text


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Wednesday 5 March, 00:30"),
        ("de", "Mittwoch, 5. März, 00:30"),
        ("uk", "середа, 5 березня, 00:30"),
        ("es", "miércoles 5 de marzo, 00:30"),
        ("fr", "mercredi 5 mars, 00:30"),
        ("pl", "środa, 5 marca, 00:30"),
        ("ar", "الأربعاء، 5 مارس، 00:30"),
    ],
)
def test_a_moment_is_told_in_its_zone(language: str, text: str) -> None:
    instant = datetime(2025, 3, 4, 22, 30, tzinfo=UTC)
    assert texts(language).moment(instant, "Europe/Kyiv") == text


@pytest.mark.parametrize(
    ("language", "days"),
    [
        ("en", "Mon Tue Wed Thu Fri Sat Sun"),
        ("de", "Mo Di Mi Do Fr Sa So"),
        ("uk", "пн вт ср чт пт сб нд"),
        ("es", "lun mar mié jue vie sáb dom"),
        ("fr", "lun. mar. mer. jeu. ven. sam. dim."),
        ("pl", "pon. wt. śr. czw. pt. sob. niedz."),
        ("ar", "الاثنين الثلاثاء الأربعاء الخميس الجمعة السبت الأحد"),
    ],
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
        ("es", timedelta(hours=3), "hace 3 horas"),
        ("fr", timedelta(0), "à l’instant"),
        ("fr", timedelta(days=1), "il y a 1 jour"),
        ("pl", timedelta(hours=5), "5 godzin temu"),
        ("ar", timedelta(hours=3), "قبل 3 ساعات"),
        ("ar", timedelta(days=2), "قبل يومين"),
    ],
)
def test_an_age_is_told_in_the_largest_unit_that_fits(language: str, ago: timedelta, text: str) -> None:
    assert texts(language).age(NOON - ago, NOON) == text


# Right to left


def test_a_value_does_not_turn_the_arabic_around_it() -> None:
    told = texts("ar").t("Your time zone is now {zone}.", zone="Africa/Cairo")
    assert told == "منطقتك الزمنية الآن: \u2068Africa/Cairo\u2069."


def test_a_command_keeps_its_slash_at_its_beginning_in_arabic() -> None:
    words = texts("ar")
    assert words.t("There is nothing to cancel. /help shows what I can do.") == (
        "لا يوجد ما يُلغى. \u2068/help\u2069 يعرض ما أستطيع فعله."
    )
    assert "\u2068/schedule \u206807:30\u2069\u2069" in words.t(
        "Scheduled digests are off. /schedule {time} switches them on.", time="07:30"
    )
    assert "\u2068<code>/schedule 07:30 18:00 weekdays</code>\u2069" in words.t(
        "Tap up to three times, or send for example <code>/schedule 07:30 18:00 weekdays</code>"
    )


def test_names_are_listed_with_the_comma_of_the_language() -> None:
    assert texts("pl").listed(["World", "Sport"]) == "World, Sport"
    assert texts("ar").listed(["World", "الرياضة"]) == "\u2068World\u2069، \u2068الرياضة\u2069"


@pytest.mark.parametrize("language", [code for code in languages() if code != "ar"])
def test_left_to_right_languages_get_no_marks(language: str) -> None:
    words = texts(language)
    assert not words.right_to_left
    assert words.t("Your time zone is now {zone}.", zone="X").isprintable()


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
    assert html.unescape(told).endswith(words.apart(value))
