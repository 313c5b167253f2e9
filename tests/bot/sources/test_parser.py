import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.sources.parser import answer

SENTENCE = "The mayor opened the new bridge over the river on Monday after four years of building. "
PAGE = f"""<!DOCTYPE html><html lang="en"><head><title>Bridge opens</title>
<link rel="canonical" href="/bridge"><meta property="og:site_name" content="The Town Post">
<meta property="article:published_time" content="2026-03-04T08:30:00+02:00"></head>
<body><nav><a href="/">Home</a></nav><article><h1>Bridge opens</h1><p>{SENTENCE * 3}</p>
<p>{SENTENCE * 2}It was\u202e e\u0301xpected.\0</p></article></body></html>"""


def test_a_page_becomes_plain_values() -> None:
    found = answer({"parser": "html", "url": "https://www.town.example/b?utm_source=x"}, PAGE.encode())
    assert found["title"] == "Bridge opens"
    assert found["text"].splitlines()[-2:] == [(SENTENCE * 3).strip(), SENTENCE * 2 + "It was éxpected."]
    assert (found["language"], found["site"]) == ("en", "The Town Post")
    assert found["canonical_url"] == "https://www.town.example/bridge"
    assert found["published"].startswith("2026-03-04")
    assert json.loads(json.dumps(found)) == found


def test_a_page_is_read_in_the_encoding_its_server_names() -> None:
    page = (
        "<html><body><article><p>" + "Міський голова відкрив новий міст через річку. " * 5 + "</p></article>"
    )
    found = answer({"parser": "html", "charset": "windows-1251"}, page.encode("cp1251"))
    assert found["text"].startswith("Міський голова відкрив новий міст")


def test_plain_text_stays_as_it_is() -> None:
    found = answer({"parser": "text"}, "Title\r\n\r\n<b>Text</b> & more.\n".encode("utf-16"))
    assert found["title"] == ""
    assert found["text"] == "Title\n\n<b>Text</b> & more.\n"
    assert found["canonical_url"] == ""


def test_a_plain_page_has_an_address() -> None:
    url = "https://town.example/a.txt?utm_medium=x"
    assert answer({"parser": "text", "url": url}, b"Text.")["canonical_url"] == "https://town.example/a.txt"


def test_markdown_gives_title_and_text() -> None:
    found = answer({"parser": "markdown"}, b"# Bridge *opens*\r\n\r\nThe **mayor** came.")
    assert (found["title"], found["text"]) == ("Bridge opens", "The mayor came.")


@pytest.mark.parametrize("parser", ["html", "text", "markdown"])
def test_binary_data_is_told(parser: str) -> None:
    assert answer({"parser": parser}, b"\x89PNG\r\n\x1a\n" + bytes(100)) == {"binary": True}


@pytest.mark.parametrize("parser", ["html", "text", "markdown"])
@pytest.mark.parametrize("data", [b"", b" \n", "\u200b\u3164".encode(), b"<html><body></body></html>"[:0]])
def test_nothing_visible_is_no_text(parser: str, data: bytes) -> None:
    assert answer({"parser": parser}, data)["text"] == ""


@given(st.binary(max_size=300) | st.text(max_size=200).map(str.encode), st.sampled_from(["text", "markdown"]))
def test_any_bytes_give_values_that_can_be_sent(data: bytes, parser: str) -> None:
    found = answer({"parser": parser}, data)
    assert json.loads(json.dumps(found)) == found
    assert found.keys() in ({"binary"}, answer({"parser": parser}, b"x").keys())
