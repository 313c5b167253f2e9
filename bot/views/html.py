"""Telegram's HTML: escaping, lengths in UTF-16 units, and its reduction to plain text."""

import html
import re

from bot.locales import Html, escape

__all__ = ["LIMIT", "Html", "bold", "cut", "escape", "italic", "link", "to_plain", "units", "visible_units"]

LIMIT = 4096  # UTF-16 units of visible text in one message
TAG = re.compile(r"</?[a-z][a-z0-9-]*(?: [^<>]*)?>")
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
    if not url.startswith(("http://", "https://")):
        return escape(text)
    return f'<a href="{escape(url)}">{escape(text)}</a>'


def cut(text: str, limit: int) -> str:
    """Plain text of at most ``limit`` UTF-16 units, ending in an ellipsis where something was left out."""
    if units(text) <= limit:
        return text
    kept = text
    while units(kept) > limit - 1:
        kept = kept[: limit - 1] if len(kept) > limit - 1 else kept[:-1]
    shortened, space, _ = kept.rpartition(" ")
    return (shortened if space and len(shortened) > limit // 2 else kept).rstrip(" ,;:–—-") + "…"
