"""Telegram's HTML: escaping, lengths in UTF-16 units, and its reduction to plain text."""

import html
import re
import unicodedata

from bot.locales import ISOLATE, POP, Html, escape

__all__ = [
    "LIMIT",
    "Html",
    "bold",
    "cut",
    "escape",
    "is_address",
    "isolated",
    "italic",
    "link",
    "to_plain",
    "units",
    "visible_units",
]

LIMIT = 4096  # UTF-16 units of visible text in one message
TAG = re.compile(r"</?[a-z][a-z0-9-]*(?: [^<>]*)?>")
# Signs that set the direction of what follows them: embeddings, overrides and isolates without an end.
DIRECTING = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)])
LINK = re.compile(r'<a href="([^"<>]*)">([^<>]*)</a>')


def units(text: str) -> int:
    """The length of a text as Telegram counts it."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def visible_units(markup: str) -> int:
    """The length that Telegram sees of HTML: without its tags, entities as the signs they stand for."""
    return units(html.unescape(TAG.sub("", markup)))


def to_plain(markup: str) -> str:
    """HTML as plain text; links keep their address in brackets."""
    with_addresses = LINK.sub(r"\2 (\1)", markup)
    return html.unescape(TAG.sub("", with_addresses))


def bold(text: str) -> str:
    """Plain text as bold HTML."""
    return f"<b>{escape(text)}</b>"


def italic(text: str) -> str:
    """Plain text as italic HTML."""
    return f"<i>{escape(text)}</i>"


def link(text: str, url: str) -> str:
    """Plain text as a link where the address is one that Telegram shows, else as it is."""
    if not is_address(url):
        return escape(text)
    return f'<a href="{escape(url)}">{escape(text)}</a>'


def is_address(url: str) -> bool:
    """Whether a text is an address that Telegram shows as a link."""
    return url.startswith(("http://", "https://"))


def isolated(text: str) -> str:
    """A foreign text that keeps its direction to itself: what would turn the words around it is taken out."""
    calm = text.translate(DIRECTING)
    turns = any(unicodedata.bidirectional(sign) in {"R", "AL"} for sign in calm)
    return f"{ISOLATE}{calm}{POP}" if turns else calm


def cut(text: str, limit: int) -> str:
    """Plain text of at most ``limit`` UTF-16 units, ending in an ellipsis where something was left out."""
    if units(text) <= limit:
        return text
    kept = text
    while units(kept) > limit - 1:
        kept = kept[: limit - 1] if len(kept) > limit - 1 else kept[:-1]
    shortened, space, _ = kept.rpartition(" ")
    return (shortened if space and len(shortened) > limit // 2 else kept).rstrip(" ,;:–—-") + "…"
