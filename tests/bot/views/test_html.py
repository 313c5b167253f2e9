import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.emulator import utf16
from bot.emulator.html import parse_html
from bot.views.html import bold, cut, escape, italic, link, to_plain, units, visible_units

TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=200)


@given(TEXTS)
def test_any_text_stands_in_markup_as_itself(text: str) -> None:
    for markup in (escape(text), bold(text), italic(text), link(text, 'https://example.org/?a="b"&c=<d>')):
        assert parse_html(markup)[0] == text
        assert visible_units(markup) == utf16.units(text)


@given(TEXTS)
def test_units_are_those_of_telegram(text: str) -> None:
    assert units(text) == utf16.units(text)


@given(TEXTS, st.integers(1, 120))
def test_a_cut_text_fits_and_says_that_something_is_missing(text: str, limit: int) -> None:
    short = cut(text, limit)
    assert units(short) <= limit
    if short != text:
        assert short.endswith("…")
        assert text.startswith(short[:-1])


def test_a_text_is_cut_between_words_where_that_leaves_enough() -> None:
    assert cut("The harbour opens, and a ship comes in", 22) == "The harbour opens…"
    assert cut("😀" * 10, 7) == "😀😀😀…"
    assert cut("short", 5) == "short"


@pytest.mark.parametrize("url", ["", "javascript:alert(1)", "ftp://example.org", "HTTP", "//example.org"])
def test_only_web_addresses_become_links(url: str) -> None:
    assert link("A & B", url) == "A &amp; B"


def test_plain_text_keeps_the_addresses_of_links() -> None:
    markup = f"{bold('A & B')}\n{link('Read', 'https://example.org/?a=1&b=2')} <i>now</i>"
    assert to_plain(markup) == "A & B\nRead (https://example.org/?a=1&b=2) now"


@given(TEXTS)
def test_escaped_text_is_plain_again(text: str) -> None:
    assert to_plain(escape(text)) == text
