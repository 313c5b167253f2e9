"""One spelling for what is stored and what is asked."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.terms import LONGEST, pieces, terms


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("It’s C++, not C#", ["its", "it", "c++", "c", "not", "c#", "c"]),
        ("l'Europe", ["leurope", "europe"]),
        ("П’ять сіл Харків’я", ["пять", "ять", "сіл", "харківя", "харків"]),
        ("Café naïve Łódź Straße ØRE", ["cafe", "naive", "lodz", "strasse", "ore"]),
        ("йод їжак ёлка за́мок", ["йод", "їжак", "елка", "замок"]),
        ("北京市", ["北京", "京市", "市"]),
        ("湖", ["湖"]),
        ("ﾊﾝ", ["ハン", "ン"]),
        ("ภาษา", ["ภา", "าษ", "ษา", "า"]),
        ("한국은", ["한국", "국은", "은"]),
        ("العَرَبِيَّة أحمد ١٢", ["العربيه", "احمد", "12"]),
        ("हिन्दी में", ["हिन्दी", "में"]),
        ("3.5 a-b snake_case", ["3", "5", "a", "b", "snake", "case"]),
        ("", []),
        ("… — ++ # ' 😀", []),
    ],
)
def test_terms(text: str, found: list[str]) -> None:
    assert terms(text) == found


@given(st.text())
def test_pieces_stand_in_order_where_they_say(text: str) -> None:
    last = 0
    for piece in pieces(text):
        assert last <= piece.start < piece.end <= len(text)
        last = piece.start
        assert piece.terms
        for term in piece.terms:
            assert 0 < len(term) <= LONGEST + 2
            assert not any(character.isspace() or character in "|:'\"\\*" for character in term)


@given(st.text())
def test_case_and_composition_make_no_difference(text: str) -> None:
    assert terms(unicodedata.normalize("NFC", text)) == terms(
        unicodedata.normalize("NFC", unicodedata.normalize("NFD", text))
    )


@given(st.text(alphabet=st.characters(codec="ascii")))
def test_ascii_letters_are_compared_without_case(text: str) -> None:
    assert terms(text) == terms(text.upper())
