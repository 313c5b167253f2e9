"""The one address of a page among its many spellings: pure."""

import re
from html import unescape
from urllib.parse import urljoin

from yarl import URL

from bot.errors import RejectedError
from bot.sources.addresses import parsed_url

_TRACKING = frozenset(
    [
        "fbclid",
        "gclid",
        "gclsrc",
        "dclid",
        "gbraid",
        "wbraid",
        "msclkid",
        "yclid",
        "ysclid",
        "twclid",
        "ttclid",
        "igshid",
        "igsh",
        "mc_cid",
        "mc_eid",
        "_hsenc",
        "_hsmi",
        "mkt_tok",
        "ncid",
        "ocid",
        "cmpid",
        "at_medium",
        "at_campaign",
    ]
)
_TRACKING_PREFIXES = ("utm_", "pk_", "mtm_", "hsa_")
_SITE_VARIANTS = re.compile(r"^(?:www|m|mobile|amp)\.(?=[^.]+\.)")
_LINK = re.compile(r"<link\b[^>]{0,2000}>", re.IGNORECASE)
_IS_CANONICAL = re.compile(r"""\brel\s{0,9}=\s{0,9}["']?canonical\b""", re.IGNORECASE)
_HREF = re.compile(r"""\bhref\s{0,9}=\s{0,9}(?:"([^"]+)"|'([^']+)'|([^\s"'>]+))""", re.IGNORECASE)
_HEAD_REACH = 200_000


def canonical(url: str) -> str:
    """Give the address without fragment and tracking parameters, its scheme and host in lower case.

    Raises RejectedError(BAD_URL) for what is no web address.
    """
    whole = parsed_url(url)
    kept = [pair for pair in whole.raw_query_string.split("&") if pair and not _is_tracking(pair)]
    return str(
        URL.build(
            scheme=whole.scheme,
            authority=whole.raw_authority,
            path=whole.raw_path,
            query_string="&".join(kept),
            encoded=True,
        )
    )


def canonical_of_page(html: str, url: str) -> str:
    """Give the address that the page names as its own if it is one of the same site, else that of ``url``.

    A page that names its site's front page is not believed: whole sites do so by mistake.
    """
    for link in _LINK.findall(html[:_HEAD_REACH]):
        href = _HREF.search(link) if _IS_CANONICAL.search(link) else None
        if href:
            return _believed(next(filter(None, href.groups())), canonical(url))
    return canonical(url)


def _is_tracking(pair: str) -> bool:
    name = pair.partition("=")[0].lower()
    return name in _TRACKING or name.startswith(_TRACKING_PREFIXES)


def _believed(href: str, own: str) -> str:
    try:
        named = canonical(urljoin(own, unescape(href).strip()))
    except (RejectedError, ValueError):
        return own
    return named if _site(named) == _site(own) and URL(named).path != "/" else own


def _site(url: str) -> str:
    return _SITE_VARIANTS.sub("", URL(url).raw_host or "")
