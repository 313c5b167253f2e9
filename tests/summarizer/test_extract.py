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


INSTANT = datetime(2027, 3, 5, 16, 30, tzinfo=UTC)
BARE = f"<article><p>{'</p><p>'.join(PARAGRAPHS)}</p></article>"
WRITTEN = "2027-03-05T18:30:00+02:00"


def page(head: str = "", body: str = BARE, attributes: str = "") -> str:
    return f"<!doctype html><html {attributes}><head>{head}</head><body>{body}</body></html>"


@pytest.mark.parametrize(
    "tag",
    [
        f'<meta property="article:published_time" content="{WRITTEN}">',
        f'<meta content="{WRITTEN}" property="article:published_time">',
        f'<meta itemprop="datePublished" content="{WRITTEN}">',
        f'<meta content="{WRITTEN}" itemprop="datePublished">',
        f'<script type="application/ld+json">{{"@type":"NewsArticle","datePublished":"{WRITTEN}"}}</script>',
        f'<script type="application/ld+json">{{"@graph":[{{"datePublished" : "{WRITTEN}"}}]}}</script>',
    ],
)
def test_the_minute_of_publication_is_found_where_sites_tell_it(tag: str) -> None:
    assert extract(page(tag)).published == INSTANT
    assert extract(page(tag).encode()).published == INSTANT


def test_a_time_in_the_body_serves_where_the_head_is_silent() -> None:
    assert extract(page(body=f'<time datetime="{WRITTEN}">5 March</time>{BARE}')).published == INSTANT
    told = page('<meta property="article:published_time" content="2027-03-05T16:30:00Z">')
    other = '<time datetime="2027-04-01T00:00:00Z">today</time>'
    assert extract(told.replace("<article>", other + "<article>")).published == INSTANT


@pytest.mark.parametrize("date", ["0001-01-01T00:00:00Z", "9999-12-31T23:59:59-05:00", "yesterday, noon"])
def test_an_impossible_date_is_none(date: str) -> None:
    assert extract(page(f'<meta property="article:published_time" content="{date}">')).published is None


def test_the_title_is_the_articles_and_not_the_sites() -> None:
    assert extract(page("<title>Averton gets its bridge - The Lime Post</title>")).title == (
        "Averton gets its bridge"
    )
    named = '<meta property="og:title" content="Averton &amp; its &quot;bridge&quot;"><title>Lime</title>'
    assert extract(page(named)).title == 'Averton & its "bridge"'


def test_the_site_is_named_by_itself_or_by_its_address() -> None:
    named = '<meta property="og:site_name" content="The Lime Post">'
    assert extract(page(named), url="https://lime.example/bridge").site == "The Lime Post"
    assert extract(page(), url="https://lime.example/bridge").site == "lime.example"


def test_the_language_is_that_of_the_text_whatever_the_template_says() -> None:
    text = "Міська рада схвалила будівництво нового мосту через річку, завершивши суперечку. " * 4
    assert extract(page(body=f"<article><p>{text}</p></article>", attributes='lang="en"')).language == "uk"
    assert extract(page(attributes='lang="en-GB"')).language == "en"


@pytest.mark.parametrize(
    "body",
    [
        f"<p>{'<p>'.join(PARAGRAPHS)}",
        f"<div><div class=menu><a href=/>Home</a></div><div>{'<br><br>'.join(PARAGRAPHS)}</div></div>",
        f"<main><section><p>{'</p></section><section><p>'.join(PARAGRAPHS)}</p></section></main>",
        f"{BARE}<script>if (1 < 2) document.write('<p>no</p>')</script><!-- <p>no</p> -->",
        BARE.replace("<p>", "<p><span></span>").replace("dispute", "<b>dis</b>pute"),
    ],
)
def test_odd_markup_gives_its_paragraphs(body: str) -> None:
    assert extract(page(body=body)).text == "\n".join(PARAGRAPHS)


def test_a_table_that_is_there_for_the_layout_gives_the_prose_of_its_cells() -> None:
    text = " ".join(PARAGRAPHS)
    assert extract(page(body=f"<table><tr><td>Menu</td><td>{text}</td></tr></table>")).text == text


def test_what_stands_around_the_body_is_trimmed() -> None:
    around = "<p>Order Reprints</p><p>By Ann Lee</p>"
    below = "<p>You may also like</p><p>Who will row the ferry in 2028?</p><p>Frost kills blossom</p>"
    body = BARE.replace("<article>", f"<article>{around}").replace("</article>", f"{below}</article>")
    assert extract(page(body=body)).text == "\n".join(PARAGRAPHS)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-8-sig"])
def test_encodings_without_a_declaration_are_told_apart(encoding: str) -> None:
    assert extract(page().encode(encoding)).text == "\n".join(PARAGRAPHS)


def test_a_tag_with_thousands_of_attributes_does_not_stall() -> None:
    attributes = " ".join(f'a{number}="x"' for number in range(30_000))
    assert extract(page(body=f"<p {attributes}>x</p>{BARE}")).text == "\n".join(PARAGRAPHS)
    assert extract(page(body=f"<p {attributes}>x</p>{BARE}").encode()).text == "\n".join(PARAGRAPHS)
