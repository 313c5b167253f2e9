"""Which URLs and which addresses may be fetched: pure decisions, no look-ups.

Not a firewall: it judges what it is given, so whoever connects has to use the very address judged here.
"""

import re
from collections.abc import Iterable
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

from yarl import URL

from bot.errors import Reason, RejectedError

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

LONGEST_URL = 2048
_WEB_PORTS = frozenset({80, 443})
_WELL_KNOWN_NAT64 = IPv6Network("64:ff9b::/96")
_ASSIGNED_IPV6 = IPv6Network("2000::/3")  # all that IANA has given out as global unicast

# What ``is_global`` of some Python releases calls global, and must never be asked for a page.
_DENIED: tuple[Network, ...] = tuple(
    ip_network(network)
    for network in (
        "100.64.0.0/10",  # carrier networks, and the metadata service of one cloud
        "168.63.129.16/32",  # the host agent of another cloud, in public space
        "192.0.0.0/24",  # protocol assignments
        "192.88.99.0/24",  # 6to4 relays
        "224.0.0.0/4",  # multicast
        "240.0.0.0/4",  # reserved, broadcast
        "2001::/23",  # protocol assignments, Teredo among them: it can carry any IPv4 address
        "2001:db8::/32",  # documentation
        "2002::/16",  # 6to4: carries any IPv4 address; retired by RFC 7526
        "3fff::/20",  # documentation
    )
)

_LABEL = r"(?!-)[a-z0-9_-]{1,63}(?<!-)"
_HOST_NAME = re.compile(rf"{_LABEL}(?:\.{_LABEL})*\.?")
_ENDS_IN_NUMBER = re.compile(r"(?:^|\.)(?:[0-9]+|0x[0-9a-f]*)\.?$")
_UNSAFE = re.compile(r"[\x00-\x20\x7f\\\ud800-\udfff]")


def unwrapped(address: Address) -> Address:
    """Give the IPv4 address that an IPv4-mapped or NAT64 address stands for, else the address itself."""
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped is not None:
            return address.ipv4_mapped
        if address in _WELL_KNOWN_NAT64:
            return IPv4Address(int(address) & 0xFFFF_FFFF)
    return address


def is_public(address: Address) -> bool:
    """Tell whether anybody on the internet may be at the address: globally routed, unicast, no disguise."""
    address = unwrapped(address)
    if isinstance(address, IPv6Address) and (address not in _ASSIGNED_IPV6 or address.scope_id is not None):
        return False
    return address.is_global and not any(address in network for network in _DENIED)


def may_connect(address: Address, port: int, allowed: Iterable[Network]) -> bool:
    """Tell whether a page may be fetched there: a public address on a web port, or an allowed network."""
    address = unwrapped(address)
    if any(address in network for network in allowed):
        return True
    return port in _WEB_PORTS and is_public(address)


def web_address(text: str, *, allowed: Iterable[Network] = ()) -> URL:
    """Read a URL as it will be requested: http or https, an ASCII host name or a plain address, no fragment.

    The addresses of a name are not known here; an address in the URL is judged at once.

    Raises:
        RejectedError: BAD_URL for what is no web address, ADDRESS_NOT_ALLOWED for an address out of bounds.
    """
    url = parsed_url(text)
    address = _literal(url.raw_host or "")
    if address is not None and not may_connect(address, url.port or 0, allowed):
        raise RejectedError(Reason.ADDRESS_NOT_ALLOWED)
    return url.with_fragment(None)


def parsed_url(text: str) -> URL:
    """Read an http or https URL without user name; its host is a name in ASCII or a plainly written address.

    Raises RejectedError(BAD_URL).
    """
    text = text.strip()
    if len(text) > LONGEST_URL or _UNSAFE.search(text):
        raise RejectedError(Reason.BAD_URL)
    try:
        url = URL(text)
    except ValueError:  # IDNA's errors are among them
        raise RejectedError(Reason.BAD_URL) from None
    if url.scheme not in {"http", "https"} or url.raw_user is not None or url.raw_password is not None:
        raise RejectedError(Reason.BAD_URL)
    host = url.raw_host or ""
    if _literal(host) is None and not _is_host_name(host):
        raise RejectedError(Reason.BAD_URL)
    return url


def _literal(host: str) -> Address | None:
    try:
        return ip_address(host)
    except ValueError:
        return None


def _is_host_name(host: str) -> bool:
    """Tell a name from the spellings of an address that only resolvers understand (``127.1``, ``0x7f.1``)."""
    return len(host) <= 253 and bool(_HOST_NAME.fullmatch(host)) and not _ENDS_IN_NUMBER.search(host)
