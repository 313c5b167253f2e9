"""What a parser's process does with foreign bytes: bytes in, plain JSON values out.

Nobody but ``bot.sources.sandbox`` runs this, in a process with limits of memory and time.
"""

from collections.abc import Callable, Mapping
from typing import Any

from bot.sources.charsets import NotTextError, decoded
from bot.sources.links import canonical, canonical_of_page
from bot.sources.markdown import reduced
from bot.sources.text import clean_line, clean_text
from summarizer import extract
from summarizer.models import Document


def answer(fields: Mapping[str, Any], data: bytes) -> dict[str, Any]:
    """Parse with ``fields["parser"]``; optional fields are ``charset`` and ``url``.

    The answer holds title, text, language, site, canonical_url and published (ISO 8601 or ""), or is
    ``{"binary": True}`` for bytes that are no text.
    """
    try:
        text = decoded(data, str(fields.get("charset", "")))
    except NotTextError:
        return {"binary": True}
    url = str(fields.get("url", ""))
    document = _PARSERS[fields["parser"]](text, url)
    return {
        "title": clean_line(document.title),
        "text": clean_text(document.text),
        "language": document.language or "",
        "site": clean_line(document.site),
        "published": document.published.isoformat() if document.published else "",
        "canonical_url": _canonical(fields["parser"], text, url),
    }


def _canonical(parser: str, text: str, url: str) -> str:
    if not url:
        return ""
    return canonical_of_page(text, url) if parser == "html" else canonical(url)


def _page(text: str, url: str) -> Document:
    return extract(text, url=url)


def _plain(text: str, _url: str) -> Document:
    return Document(text=text)


def _markdown(text: str, _url: str) -> Document:
    title, body = reduced(clean_text(text))
    return Document(title=title, text=body)


_PARSERS: dict[str, Callable[[str, str], Document]] = {
    "html": _page,
    "text": _plain,
    "markdown": _markdown,
}
