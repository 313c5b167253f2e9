"""What a command is given to read: a file, a page or standard input."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.errors import DigestbotError

if TYPE_CHECKING:
    from bot.sources.document import IncomingDocument

STANDARD_INPUT = "-"
WEB = ("http://", "https://")


async def read_document(source: str) -> "IncomingDocument":
    """Read a FILE, a URL or standard input; pages are reduced to their article.

    Raises:
        DigestbotError: tells in one sentence why it cannot be read.
    """
    if source.lower().startswith(WEB):
        from bot.commands.console import settings_for

        return await _read_outside(source, b"", settings_for().fetch_allowed_networks)
    data = sys.stdin.buffer.read() if source == STANDARD_INPUT else file_bytes(Path(source))
    return await _parsed(source, data)


def file_bytes(path: Path) -> bytes:
    """Give what a file holds.

    Raises:
        DigestbotError: names the file and the reason.
    """
    try:
        return path.read_bytes()
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise DigestbotError(f"cannot read {path}: {reason}") from error


async def _parsed(source: str, data: bytes) -> "IncomingDocument":
    from bot.errors import RejectedError
    from bot.sources.charsets import NotTextError, decoded
    from bot.sources.document import IncomingDocument
    from bot.sources.kinds import Kind, kind_of

    # Standard input, and a file whose ending says nothing, are taken for text; a page shows itself.
    known = "." in Path(source).name
    try:
        kind = kind_of(source if known else "input.txt", "", data[:1024])
        if kind is not Kind.TEXT:
            return await _read_outside(source if known else "input.html", data, ())
        # The text as it stands: sentences are given verbatim.
        return IncomingDocument(title="", text=decoded(data))
    except (RejectedError, NotTextError) as error:
        raise DigestbotError(_refusal(error)) from error


async def _read_outside(source: str, data: bytes, allowed: Any) -> "IncomingDocument":
    from bot.errors import RejectedError
    from bot.sources.document import Sources
    from bot.sources.sandbox import Sandbox
    from bot.sources.web import WebFetcher

    fetcher, sandbox = WebFetcher(allowed_networks=allowed), Sandbox()
    sources = Sources(fetcher, sandbox)
    try:
        return await (sources.read_file(source, "", data) if data else sources.read_page(source))
    except RejectedError as error:
        raise DigestbotError(_refusal(error)) from error
    finally:
        await fetcher.aclose()
        await sandbox.aclose()


def _refusal(error: Exception) -> str:
    """Give the bot's own sentence for what it does not take."""
    from html import unescape

    from bot.errors import RejectedError
    from bot.locales import texts
    from bot.views.refusals import sentence

    if isinstance(error, RejectedError):
        return unescape(sentence(error, texts("en")))
    return "that is no text in any encoding"
