import logging
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer import Document, extract

PARAGRAPHS = [
    "The council of Averton approved a new bridge over the Lime on Friday, ending nine years of dispute.",
    "The bridge will replace the ferry, which carries 4,000 people a day and stops whenever the river rises.",
    "Work on the bridge starts in March and is to end within two years, the mayor told the council.",
]
PAGE = f"""<!doctype html><html lang="en-GB"><head><meta charset="utf-8">
<title>Averton gets its bridge – The Lime Post</title>
<meta property="og:site_name" content="The Lime Post">
<meta property="og:title" content="Averton gets its bridge">
<meta property="article:published_time" content="2027-03-05T18:30:00+02:00"></head>
<body><nav><a href="/">Home</a> <a href="/news">News</a></nav>
<article><h1>Averton gets its bridge</h1><p class="byline">By Ann Lee</p>
<p>{PARAGRAPHS[0]}</p><p>{PARAGRAPHS[1]}</p><aside>Subscribe to our newsletter</aside>
<p>{PARAGRAPHS[2]}</p></article>
<footer>Copyright The Lime Post. All rights reserved.</footer></body></html>"""


@pytest.mark.parametrize("page", [PAGE, PAGE.encode()])
def test_a_page_gives_its_article_and_what_it_says_about_itself(page: str | bytes) -> None:
    assert extract(page, url="https://lime.example/bridge") == Document(
        title="Averton gets its bridge",
        text="\n".join(PARAGRAPHS),
        language="en",
        site="The Lime Post",
        published=datetime(2027, 3, 5, 16, 30, tzinfo=UTC),
    )


def test_bytes_are_read_in_the_encoding_they_declare() -> None:
    text = "Міська рада схвалила будівництво нового мосту через річку, завершивши суперечку. " * 5
    head = '<head><meta charset="windows-1251"></head>'
    page = f"<html>{head}<body><article><p>{text}</p></article></body></html>"
    document = extract(page.encode("windows-1251"))
    assert document.text == text.strip()
    assert document.language == "uk"


def test_a_day_without_an_hour_is_midnight_utc() -> None:
    page = PAGE.replace("2027-03-05T18:30:00+02:00", "2027-03-05")
    assert extract(page).published == datetime(2027, 3, 5, tzinfo=UTC)


def test_a_page_without_a_date_has_none() -> None:
    page = f"<html><body><article><p>{'</p><p>'.join(PARAGRAPHS)}</p></article></body></html>"
    assert extract(page).published is None


@pytest.mark.parametrize(
    "page",
    [
        "",
        b"",
        " ",
        "plain words",
        b"\xff\xfe\x00\x00",
        b"%PDF-1.7\x00\x01",
        "<html></html>",
        "\0",
        '{"a": 1}',
        "<" * 5000,
    ],
)
def test_what_is_no_article_is_an_empty_document(page: str | bytes) -> None:
    assert extract(page).text == ""


@given(st.binary(max_size=300) | st.text(max_size=300))
def test_no_garbage_raises(page: str | bytes) -> None:
    assert isinstance(extract(page, url="not a url"), Document)


def test_nothing_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        extract(b"\xff\xfe<")
        extract("<p>x")
    assert [record for record in caplog.records if record.levelno >= logging.WARNING] == []


@pytest.mark.parametrize("arguments", [{"html": None}, {"url": None}])
def test_wrong_types_are_refused(arguments: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="must be"):
        extract(**{"html": PAGE, **arguments})  # type: ignore[arg-type]
