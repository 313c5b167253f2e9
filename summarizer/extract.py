"""A web page to its article: title, body, and what the page says about itself. No network, ever."""

from __future__ import annotations

import logging
import re
from datetime import UTC, datetime
from typing import Any

from summarizer.clean import trim
from summarizer.language import detect
from summarizer.lines import ends_sentence
from summarizer.models import Document

_SPACE = re.compile(r"\s+")
_CODE = re.compile(r"[A-Za-z]{2}(?![A-Za-z])")
# Where sites tell the minute of publication, the surest place first; the parser keeps only its day.
_PUBLISHED = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"""["']article:published_time["'][^<>]{0,80}?\scontent=["']([^"'<>]{10,40})["']""",
        r"""\scontent=["']([^"'<>]{10,40})["'][^<>]{0,80}?["']article:published_time["']""",
        r""""datePublished"\s{0,9}:\s{0,9}"([^"<>]{10,40})\"""",
        r"""itemprop=["']datePublished["'][^<>]{0,80}?\s(?:content|datetime)=["']([^"'<>]{10,40})["']""",
        r"""\s(?:content|datetime)=["']([^"'<>]{10,40})["'][^<>]{0,80}?itemprop=["']datePublished["']""",
        r"""<time[^<>]{0,80}?\sdatetime=["']([^"'<>]{10,40})["']""",
    )
)
_EARLIEST = 1990  # the first year of the web: earlier ones are templates nobody filled in
_FEWEST_CHARACTERS = 250  # of a body; with less the quick pass has missed it
_PROSE = 20  # words: no cell of a table of figures has as many
_LONG_TAG = re.compile(r"(<[A-Za-z][A-Za-z0-9]{0,20})\s[^<>]{20000,}>")
_LONG_TAG_BYTES = re.compile(rb"(<[A-Za-z][A-Za-z0-9]{0,20})\s[^<>]{20000,}>")
_QUIET = ("trafilatura", "htmldate", "courlan", "readability")


def extract(html: str | bytes, *, url: str = "") -> Document:
    """Take the article out of a page.

    `html` may be text or bytes in any encoding the page declares; `url` only serves the metadata. A page
    without an article, or no page at all, gives an empty document; a wrong type raises ValueError.
    """
    if not isinstance(html, (str, bytes)) or not isinstance(url, str):
        raise ValueError("html must be a string or bytes, and url a string")  # noqa: TRY004  (one kind of error)
    found = _bare(_without_long_tags(html), url) if html.strip() else None
    if found is None:
        return Document()
    title = _squash(found.title)
    text = trim(_paragraphs(found.text or ""), title)
    return Document(
        title=title,
        text=text,
        language=_code(found.language) or detect(text),
        site=_squash(found.sitename or found.hostname),
        published=_exact(html) or _instant(found.date),
    )


def _bare(html: str | bytes, url: str) -> Any:
    """Run the parser, quick rules first: its fallbacks now and then take a page's menus for the body."""
    for name in _QUIET:
        logging.getLogger(name).setLevel(logging.CRITICAL)  # it logs every page it cannot read
    quick = _attempt(html, url, fast=True)
    if quick is not None and len(quick.text or "") >= _FEWEST_CHARACTERS:
        return quick
    return _attempt(html, url, fast=False) or quick


def _attempt(html: str | bytes, url: str, *, fast: bool) -> Any:
    import trafilatura

    try:
        return trafilatura.bare_extraction(
            html, url=url or None, fast=fast, with_metadata=True, include_comments=False
        )
    except Exception:  # noqa: BLE001  (foreign bytes break parsers in ways no list foresees: no article found)
        return None


def _without_long_tags(html: str | bytes) -> str | bytes:
    """Take the attributes from giant tags: the parser's time grows with the square of their number."""
    if isinstance(html, str):
        return _LONG_TAG.sub(r"\1>", html)
    return _LONG_TAG_BYTES.sub(rb"\1>", html)


def _paragraphs(text: str) -> str:
    lines = (part for line in text.split("\n") for part in _cells(_squash(line)))
    return "\n".join(line for line in lines if line)


def _cells(line: str) -> list[str]:
    """Give the prose of a table that is there for the layout, cell by cell; any other line as it is."""
    if not (line.startswith("|") and line.endswith("|")):
        return [line]
    prose = [
        cell for cell in map(_squash, line.split("|")) if len(cell.split()) >= _PROSE and ends_sentence(cell)
    ]
    return prose or [line]


def _squash(text: str | None) -> str:
    return _SPACE.sub(" ", text or "").strip()


def _code(language: str | None) -> str | None:
    match = _CODE.match(language or "")
    return match[0].lower() if match else None


def _exact(html: str | bytes) -> datetime | None:
    text = html if isinstance(html, str) else html.decode("latin-1")
    instants = (_instant(match[1]) for pattern in _PUBLISHED if (match := pattern.search(text)))
    return next((instant for instant in instants if instant), None)


def _instant(date: str | None) -> datetime | None:
    """Read an ISO instant; a day alone, or a time without a zone, is taken as UTC."""
    try:
        found = datetime.fromisoformat((date or "").strip())
        found = found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return found if found.year >= _EARLIEST else None
