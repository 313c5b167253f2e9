import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.sources.text import clean_line, clean_text

ANY_TEXT = st.text(st.characters(exclude_categories=()))


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("Plain text.", "Plain text."),
        ("a\r\nb\rc\u2028d\x0ce\x85f", "a\nb\nc\nd\ne\nf"),
        ("tab\tstays", "tab\tstays"),
        ("nul\0bell\x07escape\x1bc1\x9f", "nulbellescapec1"),
        ("\ufeffmark", "mark"),
        ("lone \ud800 surrogate", "lone  surrogate"),
        ("non\ufffe\ufdd0\U0010ffffcharacters", "noncharacters"),
        ("\u202eevil\u202c \u2066and\u2069 \u200fmarks", "evil and marks"),
        ("e\u0301", "é"),
        ("Z" + "\u0335" * 40 + "algo", "Z" + "\u0335" * 4 + "algo"),
        ("👩\u200d👩\u200d👧 family", "👩\u200d👩\u200d👧 family"),
        ("हिन्दी ไทยที่ العَرَبِيَّة", "हिन्दी ไทยที่ العَرَبِيَّة"),
    ],
)
def test_text_keeps_what_people_see_and_loses_the_rest(raw: str, clean: str) -> None:
    assert clean_text(raw) == clean


@pytest.mark.parametrize(
    "raw", ["", " \n\t", "\u200b\u200d", "\u3164\u115f", "\u0301\u0302", "\u2800 \ue000", "\0"]
)
def test_text_without_a_visible_character_is_empty(raw: str) -> None:
    assert clean_text(raw) == ""


def test_a_line_has_no_breaks_and_single_spaces() -> None:
    assert clean_line(" Title\n of\u2029 \t the\u00a0page ") == "Title of the page"


@given(ANY_TEXT)
def test_clean_text_can_be_stored_compared_and_cleaned_again(raw: str) -> None:
    clean = clean_text(raw)
    assert clean.encode().decode() == clean
    assert unicodedata.is_normalized("NFC", clean)
    assert clean_text(clean) == clean


@given(ANY_TEXT)
def test_clean_text_is_empty_or_shows_something(raw: str) -> None:
    assert clean_text(raw) == "" or clean_line(raw) != ""


@pytest.mark.parametrize("unit", ["a", " ", "я", "\u0301", "\u202e", "\r"])
def test_long_runs_cost_no_more_than_their_length(unit: str) -> None:
    assert len(clean_text("x" + unit * 1_000_000)) <= 1_000_001
