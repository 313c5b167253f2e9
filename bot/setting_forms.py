"""What the text of each setting must look like. Pure; ValueError without words for everything else.

The words stand beside each field in ``bot.settings``, so that no message can ever hold a secret value.
"""

import re
from datetime import time
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network
from urllib.parse import SplitResult, urlsplit
from zoneinfo import available_timezones

from pydantic import SecretStr

Network = IPv4Network | IPv6Network

SQLITE = re.compile(r"sqlite:///(?!:memory:|file:)[^?\x00]*[^/?\x00]")
OWN_PATHS = frozenset({"/healthz", "/readyz", "/metrics"})

# As SQLAlchemy reads it, so that what is accepted here can be connected to.
_POSTGRES = re.compile(
    r"(?:postgres|postgresql|postgresql\+psycopg)://"
    r"(?:[^:/@\s]*(?::(?P<password>[^@\s]*))?@)?"
    r"(?:[^/:?#@\s\[\]]*|\[[0-9a-fA-F:.]+\])(?::(?P<port>[0-9]{1,5}))?"
    r"/[^/?#\s]+(?:\?[^\s]*)?"
)
_TOKEN = re.compile(r"[0-9]+:[A-Za-z0-9_-]+")
_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")
_TIME = re.compile(r"([01]?[0-9]|2[0-3]):([0-5][0-9])")
_HIGHEST_ID = 2**52  # Telegram's own promise for the ids of users
# Zone files that name no place: this machine's own choice, or a placeholder.
_NO_PLACES = frozenset({"localtime", "posixrules", "Factory"})


def token(secret: SecretStr) -> SecretStr:
    """Give a bot token that has the shape of one."""
    return _matched(_TOKEN, secret)


def webhook_secret(secret: SecretStr) -> SecretStr:
    """Give a secret that Telegram will send back in a header."""
    return _matched(_SECRET, secret)


def is_postgres(url: str) -> bool:
    """Tell whether a URL is a PostgreSQL address with the name of a database."""
    found = _POSTGRES.fullmatch(url)
    return found is not None and int(found["port"] or 1) in range(1, 65536)


def password(database_url: str) -> str:
    """Give the password in the address of a database as it is written there; "" where there is none."""
    found = _POSTGRES.fullmatch(database_url)
    return (found["password"] if found else "") or ""


def user_ids(text: object) -> object:
    """Give numeric ids separated by commas as a tuple of different ints; what is no text passes through."""
    if not isinstance(text, str):
        return text
    words = [word.strip() for word in text.split(",") if word.strip()]
    if not all(word.isascii() and word.isdigit() and 0 < int(word[:20]) < _HIGHEST_ID for word in words):
        raise ValueError
    return tuple(dict.fromkeys(int(word) for word in words))


def networks(text: object) -> object:
    """Give addresses and networks separated by commas as a tuple; what is no text passes through."""
    if not isinstance(text, str):
        return text
    return tuple(ip_network(word.strip()) for word in text.split(",") if word.strip())


def zone(name: str) -> str:
    """Give an IANA zone in its own spelling; capitals do not matter."""
    zones = {known.casefold(): known for known in available_timezones() if _is_place(known)}
    if name.casefold() not in zones:
        raise ValueError
    return zones[name.casefold()]


def time_of_day(text: object) -> object:
    """Give HH:MM as a time; what is no text passes through."""
    if not isinstance(text, str):
        return text
    found = _TIME.fullmatch(text.strip())
    if not found:
        raise ValueError
    return time(int(found[1]), int(found[2]))


def upper(text: object) -> object:
    """Give text in capitals."""
    return text.upper() if isinstance(text, str) else text


def lower(text: object) -> object:
    """Give text in small letters."""
    return text.lower() if isinstance(text, str) else text


def base_url(text: str) -> str:
    """Give the address of a Bot API server without a slash at its end."""
    url = _split(text)
    path = url.path.rstrip("/")
    if url.query or path.endswith("/bot") or re.search(r"/bot[0-9]*:", path):
        raise ValueError
    return text.rstrip("/")


def webhook_url(text: str) -> str:
    """Give the address as it stands: https with a path that is not one of our own pages."""
    url = _split(text)
    if url.scheme != "https" and not _is_near(url.hostname or ""):
        raise ValueError
    if url.path.rstrip("/") in OWN_PATHS:
        raise ValueError
    return text


def _matched(pattern: re.Pattern[str], secret: SecretStr) -> SecretStr:
    value = secret.get_secret_value().strip()
    if not pattern.fullmatch(value):
        raise ValueError
    return SecretStr(value)


def _is_place(name: str) -> bool:
    return name not in _NO_PLACES and not name.startswith(("right/", "posix/"))


def _split(text: str) -> SplitResult:
    if not text.isprintable() or " " in text or "#" in text:
        raise ValueError
    url = urlsplit(text)
    # Asking for the port checks it.
    if url.scheme not in {"http", "https"} or not url.hostname or url.port == 0 or "@" in url.netloc:
        raise ValueError
    return url


def _is_near(host: str) -> bool:
    try:
        address = ip_address(host)
    except ValueError:
        return host == "localhost"
    return address.is_loopback or address.is_private
