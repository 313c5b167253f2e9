"""Pages fetched from addresses that strangers name: bounded in size, time, redirects and reach."""

import asyncio
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import urljoin

from aiohttp import (
    ClientError,
    ClientResponse,
    ClientSession,
    ClientTimeout,
    DummyCookieJar,
    TCPConnector,
    hdrs,
)
from aiohttp.abc import AbstractResolver

from bot import metrics
from bot.errors import Reason, RejectedError
from bot.sources.addresses import Network, web_address
from bot.sources.bodies import read_body, too_large
from bot.sources.resolver import CheckedResolver
from bot.sources.turns import Turns

PAGE_TYPES = frozenset({"text/html", "application/xhtml+xml", "text/plain"})
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_MOST_REDIRECTS = 5
_MOST_WAITING = 50
_HEADERS = {
    hdrs.USER_AGENT: "digestbot/0.1 (+news digest)",
    hdrs.ACCEPT_ENCODING: "gzip, deflate",
    hdrs.ACCEPT: "text/html, application/xhtml+xml, text/plain;q=0.9, */*;q=0.5",
}


@dataclass(frozen=True, slots=True)
class Page:
    """What a server answered: ``url`` after redirects, the decompressed ``body``, headers or ""."""

    url: str
    status: int
    body: bytes
    content_type: str
    charset: str
    etag: str
    last_modified: str


class WebFetcher:
    """Fetches from public addresses and from ``allowed_networks``; no proxy, no cookies.

    ``limit`` is in bytes and holds for the compressed and for the plain body; ``total_timeout`` in seconds
    covers look-up, redirects and body.
    """

    def __init__(
        self,
        *,
        allowed_networks: Iterable[Network] = (),
        resolver: AbstractResolver | None = None,
        limit: int = 5 * 2**20,
        total_timeout: float = 30.0,
        at_once: int = 4,
    ) -> None:
        self._allowed = tuple(allowed_networks)
        self._resolver = resolver
        self._limit = limit
        self._total_timeout = total_timeout
        self._turns = Turns(at_once=at_once, waiting=_MOST_WAITING)
        self._session: ClientSession | None = None
        self._closed = False

    async def fetch(self, url: str, *, headers: Mapping[str, str] | None = None) -> Page:
        """Fetch anything; with conditional ``headers`` a 304 is an answer, its body empty.

        Raises:
            RejectedError: BAD_URL, ADDRESS_NOT_ALLOWED, UNREACHABLE, TIMED_OUT, TOO_MANY_REDIRECTS,
                HTTP_STATUS, NOT_A_PAGE (an unknown compression), TOO_LARGE, BUSY.
        """
        return await self._counted(url, headers or {}, frozenset())

    async def fetch_page(self, url: str) -> Page:
        """Fetch HTML or plain text; raises as ``fetch``, NOT_A_PAGE for another content type too."""
        return await self._counted(url, {}, PAGE_TYPES)

    async def aclose(self) -> None:
        """Close every connection; a fetch under way ends within its time, a later one as UNREACHABLE."""
        self._closed = True
        if self._session is not None:
            await self._session.close()

    async def _counted(self, url: str, headers: Mapping[str, str], types: frozenset[str]) -> Page:
        try:
            page = await self._fetch(url, headers, types)
        except RejectedError as error:
            metrics.FETCHES.labels(error.reason.value).inc()
            raise
        metrics.FETCHES.labels("ok").inc()
        return page

    async def _fetch(self, url: str, headers: Mapping[str, str], types: frozenset[str]) -> Page:
        async with self._turns.turn():
            try:
                async with asyncio.timeout(self._total_timeout):
                    return await self._followed(url, headers, types)
            except TimeoutError:
                reason = Reason.TIMED_OUT
            except (ClientError, OSError):
                reason = Reason.UNREACHABLE
        raise RejectedError(reason)  # without the cause, whose text quotes the address and its secrets

    async def _followed(self, text: str, headers: Mapping[str, str], types: frozenset[str]) -> Page:
        for _ in range(_MOST_REDIRECTS + 1):
            url = web_address(text, allowed=self._allowed)
            async with self._open_session().get(url, headers=headers, allow_redirects=False) as response:
                location = response.headers.get(hdrs.LOCATION)
                if response.status not in _REDIRECTS or location is None:
                    return await self._read(response, types, conditional=bool(headers))
            text = _joined(str(url), location)
        raise RejectedError(Reason.TOO_MANY_REDIRECTS)

    async def _read(self, response: ClientResponse, types: frozenset[str], *, conditional: bool) -> Page:
        _check_status(response.status, conditional=conditional)
        content_type = response.content_type if hdrs.CONTENT_TYPE in response.headers else ""
        if types and content_type and content_type not in types:
            raise RejectedError(Reason.NOT_A_PAGE, content_type=content_type[:80])
        if (response.content_length or 0) > self._limit:
            raise too_large(self._limit)
        encoding = ",".join(response.headers.getall(hdrs.CONTENT_ENCODING, ()))
        return Page(
            url=str(response.url),
            status=response.status,
            body=await read_body(response.content.iter_any(), encoding=encoding, limit=self._limit),
            content_type=content_type,
            charset=response.charset or "",
            etag=response.headers.get(hdrs.ETAG, ""),
            last_modified=response.headers.get(hdrs.LAST_MODIFIED, ""),
        )

    def _open_session(self) -> ClientSession:
        """Open the session at the first fetch, since it belongs to the running event loop."""
        if self._closed:
            raise RejectedError(Reason.UNREACHABLE)
        if self._session is None:
            resolver = CheckedResolver(self._allowed, self._resolver)
            self._session = ClientSession(
                connector=TCPConnector(resolver=resolver, use_dns_cache=False, force_close=True),
                cookie_jar=DummyCookieJar(),
                auto_decompress=False,
                trust_env=False,
                timeout=ClientTimeout(total=None, sock_connect=None),
                headers=_HEADERS,
            )
        return self._session


def _check_status(status: int, *, conditional: bool) -> None:
    if not (200 <= status < 300 or (status == 304 and conditional)):
        raise RejectedError(Reason.HTTP_STATUS, status=str(status))


def _joined(base: str, location: str) -> str:
    """Give the next address as text, for the same check as the first; many servers leave spaces unquoted."""
    try:
        return urljoin(base, location.strip().replace(" ", "%20"))
    except ValueError:
        raise RejectedError(Reason.BAD_URL) from None
