"""Articles from outside: a page by its address, a file by its bytes, each as one clean document."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.errors import Reason, RejectedError
from bot.sources.bodies import too_large
from bot.sources.kinds import Kind, kind_of, shown_name
from bot.sources.sandbox import Sandbox
from bot.sources.web import WebFetcher

LARGEST_FILE = 5 * 2**20
_HEAD = 1024


@dataclass(frozen=True, slots=True)
class IncomingDocument:
    """An article as it came in: clean text, "" or None for what is not known.

    ``language`` is a two-letter code, ``url`` the address after redirects, ``published`` aware UTC.
    """

    title: str
    text: str
    language: str | None = None
    site: str = ""
    url: str = ""
    canonical_url: str = ""
    published: datetime | None = None


class Sources:
    """Reads pages and files for the services; both parts are closed by whoever made them."""

    def __init__(self, fetcher: WebFetcher, sandbox: Sandbox) -> None:
        self._fetcher = fetcher
        self._sandbox = sandbox

    async def read_page(self, url: str) -> IncomingDocument:
        """Fetch and parse a page.

        Raises RejectedError: as ``WebFetcher.fetch_page`` and ``Sandbox.parse``, and NO_TEXT.
        """
        page = await self._fetcher.fetch_page(url)
        parser = Kind.TEXT if page.content_type == "text/plain" else Kind.HTML
        answer = await self._sandbox.parse(parser, page.body, charset=page.charset, url=page.url)
        if answer.get("binary"):
            raise RejectedError(Reason.NOT_A_PAGE, content_type="application/octet-stream")
        return _document(answer, page.url)

    async def read_file(self, name: str, mime: str, data: bytes) -> IncomingDocument:
        """Parse a file; its name and the MIME type are what the sender claims.

        Raises RejectedError: WRONG_FILE_KIND, UNREADABLE_FILE, TOO_LARGE, NO_TEXT, and as ``Sandbox.parse``.
        """
        kind = kind_of(name, mime, data[:_HEAD])
        if len(data) > LARGEST_FILE:
            raise too_large(LARGEST_FILE)
        answer = await self._sandbox.parse(kind, data)
        if answer.get("binary"):
            raise RejectedError(Reason.UNREADABLE_FILE, name=shown_name(name))
        return _document(answer, "")


def _document(answer: Mapping[str, Any], url: str) -> IncomingDocument:
    if not answer["text"]:
        raise RejectedError(Reason.NO_TEXT)
    return IncomingDocument(
        title=answer["title"],
        text=answer["text"],
        language=answer["language"] or None,
        site=answer["site"],
        url=url,
        canonical_url=answer["canonical_url"],
        published=datetime.fromisoformat(answer["published"]) if answer["published"] else None,
    )
