"""Matches in bold: the markup is strict, and what is seen is what stands in the text."""

import html

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.emulator.html import parse_html
from bot.models import Query
from bot.terms import terms
from bot.views.excerpts import ELLIPSIS, LONGEST, excerpt, highlighted

words = st.lists(
    st.sampled_from(["harbour", "<b>", "&amp;", "Київ", "北京市", "it’s", "c++", "القاهرة", "x" * 90])
)

texts = st.one_of(st.text(), words.map(" ".join))


@pytest.mark.parametrize(
    ("text", "asked", "prefix", "shown"),
    [
        ("The old Harbour.", ("harbour",), False, "The old <b>Harbour</b>."),
        ("Harbours & <b>", ("harbour",), True, "<b>Harbours</b> &amp; &lt;b&gt;"),
        ("Harbours", ("harbour",), False, "Harbours"),
        ("It’s C++ & C", ("its", "c++"), False, "<b>It’s</b> <b>C++</b> &amp; C"),
        ("在北京市长", ("北京", "京市"), False, "在<b>北京市</b>长"),
        ("у Харкові", ("харк",), True, "у <b>Харкові</b>"),
        ("nothing", (), False, "nothing"),
    ],
)
def test_matches_are_bold(text: str, asked: tuple[str, ...], shown: str, *, prefix: bool) -> None:
    assert highlighted(text, Query("", asked, prefix)) == shown


@given(text=texts, asked=texts, prefix=st.booleans())
def test_the_visible_text_is_the_excerpt(text: str, asked: str, *, prefix: bool) -> None:
    query = Query(asked, tuple(terms(asked)[:16]), prefix and bool(terms(asked)))
    found = excerpt(text, query)
    marked = highlighted(found, query)
    assert html.unescape(marked.replace("<b>", "").replace("</b>", "")) == found
    squashed = " ".join(text.split())
    assert found.removeprefix(ELLIPSIS).removesuffix(ELLIPSIS) in squashed
    assert len(found) <= LONGEST + 2
    if found.strip() and "\0" not in found:
        parse_html(marked)


def test_an_excerpt_holds_as_many_of_the_words_as_it_can() -> None:
    text = f"harbour first. {'filler words ' * 60}the ferry left the harbour at noon. {'more ' * 80}"
    found = excerpt(text, Query("", ("harbour", "ferry")))
    assert "ferry left the harbour" in found
    assert found.startswith(ELLIPSIS)
    assert found.endswith(ELLIPSIS)


def test_without_a_match_there_is_no_excerpt() -> None:
    assert excerpt("The harbour.", Query("", ("ferry",))) == ""
