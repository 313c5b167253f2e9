"""A web page to its article: title, body, and what the page says about itself. No network, ever."""

from __future__ import annotations

import logging
import re
from datetime import UTC, datetime
from typing import Any

from summarizer.clean import trim
from summarizer.language import detect
from summarizer.models import Document

_SPACE = re.compile(r"\s+")
_CODE = re.compile(r"[A-Za-z]{2}(?![A-Za-z])")
_PUBLISHED = re.compile(r"""["']article:published_time["'][^<>]{0,40}\scontent=["']([^"'<>]{10,40})["']""")
_FEWEST_CHARACTERS = 250  # of a body; with less the quick pass has missed it
_QUIET = ("trafilatura", "htmldate", "courlan", "readability")


def extract(html: str | bytes, *, url: str = "") -> Document:
    """Take the article out of a page.

    `html` may be text or bytes in any encoding the page declares; `url` only serves the metadata. A page
    without an article, or no page at all, gives an empty document; a wrong type raises ValueError.
    """
    if not isinstance(html, (str, bytes)) or not isinstance(url, str):
        raise ValueError("html must be a string or bytes, and url a string")  # noqa: TRY004  (one kind of error)
    found = _bare(html, url) if html.strip() else None
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


def _paragraphs(text: str) -> str:
    return "\n".join(line for line in map(_squash, text.split("\n")) if line)


def _squash(text: str | None) -> str:
    return _SPACE.sub(" ", text or "").strip()


def _code(language: str | None) -> str | None:
    match = _CODE.match(language or "")
    return match[0].lower() if match else None


def _exact(html: str | bytes) -> datetime | None:
    """Find the minute of publication in the one tag that sites agree on; the parser keeps only its day."""
    match = _PUBLISHED.search(html if isinstance(html, str) else html.decode("latin-1"))
    return _instant(match[1]) if match else None


def _instant(date: str | None) -> datetime | None:
    try:
        found = datetime.fromisoformat(date or "")
    except ValueError:
        return None
    return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
