"""Which kind of document a file is, by its name, its MIME type and its first bytes: pure."""

import re
from enum import StrEnum

from bot.errors import Reason, RejectedError
from bot.sources.text import clean_line

_LONGEST_NAME = 60
_LOOKS_LIKE_HTML = re.compile(
    rb"\s{0,99}<(?:!doctype html|html[\s>]|head[\s>]|\?xml[^>]{0,200}>\s{0,9}<html)", re.IGNORECASE
)
_FOREIGN_HEADS = (
    b"%PDF-",
    b"PK\x03\x04",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"\x7fELF",
    b"MZ\x90",
    b"\x1f\x8b",
)


class Kind(StrEnum):
    """The kinds of documents that are read."""

    TEXT = "text"
    MARKDOWN = "markdown"
    HTML = "html"


_BY_ENDING = {
    "txt": Kind.TEXT,
    "text": Kind.TEXT,
    "md": Kind.MARKDOWN,
    "markdown": Kind.MARKDOWN,
    "html": Kind.HTML,
    "htm": Kind.HTML,
    "xhtml": Kind.HTML,
}
_BY_TYPE = {
    "text/plain": Kind.TEXT,
    "text/markdown": Kind.MARKDOWN,
    "text/html": Kind.HTML,
    "application/xhtml+xml": Kind.HTML,
}


def kind_of(filename: str, mime: str, head: bytes) -> Kind:
    """Tell how to read a file; its ending counts, the type that the sender claims only where there is none.

    A page that was saved as ``.txt`` is read as a page.

    Raises:
        RejectedError: WRONG_FILE_KIND for anything that is not read, UNREADABLE_FILE for bytes of a kind that
            the name does not say.
    """
    name = shown_name(filename)
    _, dot, ending = name.rpartition(".")
    kind = _BY_ENDING.get(ending.lower()) if dot else _BY_TYPE.get(mime.partition(";")[0].strip().lower())
    if kind is None:
        raise RejectedError(Reason.WRONG_FILE_KIND, name=name)
    if head.startswith(_FOREIGN_HEADS):
        raise RejectedError(Reason.UNREADABLE_FILE, name=name)
    return Kind.HTML if kind is Kind.TEXT and _LOOKS_LIKE_HTML.match(head) else kind


def shown_name(filename: str) -> str:
    """Give a file's name as it may be shown: without folders and invisible characters, its end kept."""
    return clean_line(re.split(r"[/\\]", filename)[-1])[-_LONGEST_NAME:] or "?"
