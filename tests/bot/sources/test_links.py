import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import Reason, RejectedError
from bot.sources.links import canonical, canonical_of_page

PAGE = "https://www.example.org/news/bridge?id=7&utm_source=chat"


@pytest.mark.parametrize(
    ("url", "one"),
    [
        ("HTTPS://Example.ORG/News#part", "https://example.org/News"),
        ("https://example.org", "https://example.org/"),
        ("https://example.org:443/a", "https://example.org/a"),
        ("http://example.org:8080/a", "http://example.org:8080/a"),
        ("https://example.org/a?utm_source=x&id=7&fbclid=y", "https://example.org/a?id=7"),
        ("https://example.org/a?UTM_Medium=x", "https://example.org/a"),
        ("https://example.org/a?b=2&a=1", "https://example.org/a?b=2&a=1"),
        ("https://example.org/a?q=x%26y&r=z%2B1", "https://example.org/a?q=x%26y&r=z%2B1"),
        ("https://example.org/a?", "https://example.org/a"),
        ("https://example.org/utm_source=x", "https://example.org/utm_source=x"),
        ("https://bücher.example/ü", "https://xn--bcher-kva.example/%C3%BC"),
    ],
)
def test_the_spellings_of_an_address_are_one(url: str, one: str) -> None:
    assert canonical(url) == one
    assert canonical(one) == one


def test_what_is_no_address_has_no_canonical_form() -> None:
    with pytest.raises(RejectedError) as refusal:
        canonical("javascript:alert(1)")
    assert refusal.value.reason is Reason.BAD_URL


@given(st.text(st.characters(min_codepoint=33, max_codepoint=126), max_size=30))
def test_a_canonical_address_is_its_own(rest: str) -> None:
    once = canonical("http://example.org/" + rest.replace("\\", ""))
    assert canonical(once) == once


@pytest.mark.parametrize(
    ("link", "expected"),
    [
        ('<link rel="canonical" href="https://example.org/bridge">', "https://example.org/bridge"),
        ("<LINK HREF='/bridge?a=1&amp;b=2' REL=canonical>", "https://www.example.org/bridge?a=1&b=2"),
        ("<link rel=canonical href=//m.example.org/bridge>", "https://m.example.org/bridge"),
        (
            '<link rel="canonical" href="https://other.example/bridge">',
            "https://www.example.org/news/bridge?id=7",
        ),
        ('<link rel="canonical" href="https://example.org/">', "https://www.example.org/news/bridge?id=7"),
        ('<link rel="canonical" href="javascript:alert(1)">', "https://www.example.org/news/bridge?id=7"),
        ('<link rel="canonical" href="http://[::1/">', "https://www.example.org/news/bridge?id=7"),
        ('<link rel="canonical">', "https://www.example.org/news/bridge?id=7"),
        ('<link rel="stylesheet" href="/bridge">', "https://www.example.org/news/bridge?id=7"),
        ("", "https://www.example.org/news/bridge?id=7"),
    ],
)
def test_a_page_may_name_its_address_within_its_site(link: str, expected: str) -> None:
    assert canonical_of_page(f"<html><head>{link}</head><body>x</body></html>", PAGE) == expected


@pytest.mark.parametrize("unit", ["<link ", '<link rel="canonical" ', "<link rel=canonical href=", "<link>"])
def test_endless_links_cost_no_more_than_their_length(unit: str) -> None:
    assert canonical_of_page(unit * 20_000, PAGE) == "https://www.example.org/news/bridge?id=7"
