"""Which links Telegram takes behind a button or a word."""

import re
from urllib.parse import urlsplit

WRONG = "Wrong HTTP URL"
UNSUPPORTED = "Unsupported URL protocol"
_SCHEME = re.compile(r"([a-zA-Z][a-zA-Z0-9+.-]*)://")
_WEB = {"http", "https"}
_OWN = {"tg", "ton", "tonsite"}


def link_problem(url: str) -> str:
    """Tells what is wrong with a link in Telegram's words, or nothing if it is fine.

    Without a protocol http is meant; a host needs a dot, so that `http://localhost` is refused.
    """
    found = _SCHEME.match(url)
    scheme = found.group(1).lower() if found else "http"
    if scheme in _OWN or url.lower().startswith("tg:"):
        return ""
    if scheme not in _WEB:
        return UNSUPPORTED
    return _host_problem(url if found else f"http://{url}")


def _host_problem(url: str) -> str:
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return WRONG
    if not host:
        return "URL host is empty"
    is_named = "." in host or ":" in host
    return "" if is_named and port != 0 and not any(map(str.isspace, host)) else WRONG
