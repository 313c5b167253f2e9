import asyncio
import gzip
from collections.abc import AsyncIterator, Callable
from ipaddress import ip_network
from typing import Any

import pytest
import pytest_asyncio

from bot.errors import Reason, RejectedError
from bot.sources.web import WebFetcher
from tests.bot.sources.conftest import Names, Site

HERE = (ip_network("127.0.0.1/32"),)
MakeFetcher = Callable[..., WebFetcher]


@pytest_asyncio.fixture
async def fetcher() -> AsyncIterator[MakeFetcher]:
    """Make fetchers that may ask 127.0.0.1, closed after the test."""
    made: list[WebFetcher] = []

    def make(**options: Any) -> WebFetcher:
        made.append(WebFetcher(**{"allowed_networks": HERE} | options))
        return made[-1]

    yield make
    for one in made:
        await one.aclose()


async def refused(fetcher: WebFetcher, url: str) -> RejectedError:
    with pytest.raises(RejectedError) as refusal:
        await fetcher.fetch_page(url)
    return refusal.value


async def test_a_page_comes_with_what_its_server_says_of_it(site: Site, fetcher: MakeFetcher) -> None:
    url = site.serves("/a", "<p>ї", Content_Type="text/html; charset=UTF-8", ETag='"1"', Last_Modified="then")
    page = await fetcher().fetch_page(url + "?q=1#part")
    assert page.url == url + "?q=1"
    assert (page.status, page.body, page.content_type) == (200, "<p>ї".encode(), "text/html")
    assert (page.charset, page.etag, page.last_modified) == ("UTF-8", '"1"', "then")


async def test_requests_are_polite_and_carry_no_cookies(site: Site, fetcher: MakeFetcher) -> None:
    url = site.serves("/a", "x", Set_Cookie="spy=1")
    one = fetcher()
    await one.fetch_page(url)
    await one.fetch_page(url)
    assert site.asked[1].headers["User-Agent"].startswith("digestbot/")
    assert "Cookie" not in site.asked[1].headers


async def test_a_proxy_of_the_environment_is_not_used(
    site: Site, fetcher: MakeFetcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    assert (await fetcher().fetch_page(site.serves("/a", "direct"))).body == b"direct"


@pytest.mark.parametrize("port", ["", ":443", ":8080", ":22"])
async def test_private_addresses_are_refused_on_any_port(fetcher: MakeFetcher, port: str) -> None:
    for host in ("10.0.0.7", "127.0.0.2", "[::1]", "169.254.169.254"):
        assert (await refused(fetcher(), f"http://{host}{port}/")).reason is Reason.ADDRESS_NOT_ALLOWED


async def test_loopback_is_refused_where_nothing_is_allowed(site: Site, fetcher: MakeFetcher) -> None:
    error = await refused(fetcher(allowed_networks=()), site.serves("/a", "x"))
    assert error.reason is Reason.ADDRESS_NOT_ALLOWED
    assert site.asked == []


async def test_the_systems_own_names_are_judged_too(fetcher: MakeFetcher) -> None:
    error = await refused(fetcher(allowed_networks=()), "http://localhost/")
    assert error.reason is Reason.ADDRESS_NOT_ALLOWED


async def test_a_closed_fetcher_fetches_nothing(site: Site, fetcher: MakeFetcher) -> None:
    one, url = fetcher(), site.serves("/a", "x")
    await one.fetch(url)
    await one.aclose()
    assert (await refused(one, url)).reason is Reason.UNREACHABLE
    assert len(site.asked) == 1


async def test_a_name_is_refused_for_any_bad_answer(site: Site, fetcher: MakeFetcher) -> None:
    site.serves("/", "x")
    for answers in (["127.0.0.1", "10.0.0.7"], ["127.0.0.2"], ["::1"], ["8.8.8.8", "::ffff:127.0.0.2"]):
        error = await refused(fetcher(resolver=Names(answers)), site.url(host="news.example"))
        assert error.reason is Reason.ADDRESS_NOT_ALLOWED
    assert site.asked == []


async def test_the_address_that_was_checked_is_the_one_that_is_asked(
    site: Site, fetcher: MakeFetcher
) -> None:
    names = Names(["127.0.0.1"], ["127.0.0.2"])
    one = fetcher(resolver=names)
    site.serves("/", "x")
    await one.fetch_page(site.url(host="news.example"))
    assert names.asked == ["news.example"]
    assert site.asked[0].host == f"news.example:{site.port}"
    assert (await refused(one, site.url(host="news.example"))).reason is Reason.ADDRESS_NOT_ALLOWED


async def test_a_name_that_changes_under_a_redirect_is_refused(site: Site, fetcher: MakeFetcher) -> None:
    site.redirects("/", "/next")
    one = fetcher(resolver=Names(["127.0.0.1"], ["127.0.0.2"]))
    assert (await refused(one, site.url(host="news.example"))).reason is Reason.ADDRESS_NOT_ALLOWED


@pytest.mark.parametrize(
    ("location", "reason"),
    [
        ("http://192.168.1.1/", Reason.ADDRESS_NOT_ALLOWED),
        ("//[::1]/x", Reason.ADDRESS_NOT_ALLOWED),
        ("http://[::ffff:10.0.0.1]/", Reason.ADDRESS_NOT_ALLOWED),
        ("http://8.8.8.8:8080/", Reason.ADDRESS_NOT_ALLOWED),
        ("http://2130706433/", Reason.BAD_URL),
        ("file:///etc/passwd", Reason.BAD_URL),
        ("http://user:secret@example.org/", Reason.BAD_URL),
        ("http://[::1/", Reason.BAD_URL),
    ],
)
async def test_every_redirect_is_judged_as_the_first_address(
    site: Site, fetcher: MakeFetcher, location: str, reason: Reason
) -> None:
    assert (await refused(fetcher(), site.redirects("/", location))).reason is reason


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
async def test_redirects_are_followed(site: Site, fetcher: MakeFetcher, status: int) -> None:
    last = site.serves("/a%20b", "here")
    page = await fetcher().fetch_page(site.redirects("/old", " ../a b#part", status))
    assert (page.url, page.body) == (last, b"here")


@pytest.mark.parametrize("hops", [5, 6])
async def test_five_redirects_are_followed_and_no_more(site: Site, fetcher: MakeFetcher, hops: int) -> None:
    for hop in range(hops):
        site.redirects(f"/{hop}", f"/{hop + 1}")
    site.serves(f"/{hops}", "end")
    if hops == 5:
        assert (await fetcher().fetch_page(site.url("/0"))).body == b"end"
    else:
        assert (await refused(fetcher(), site.url("/0"))).reason is Reason.TOO_MANY_REDIRECTS


@pytest.mark.parametrize("status", [302, 304, 400, 401, 403, 404, 410, 451, 500, 502, 599])
async def test_another_status_is_told(site: Site, fetcher: MakeFetcher, status: int) -> None:
    error = await refused(fetcher(), site.serves("/a", "" if status == 304 else "<p>Sorry", status=status))
    assert (error.reason, error.details) == (Reason.HTTP_STATUS, {"status": str(status)})


async def test_an_unchanged_feed_is_an_answer(site: Site, fetcher: MakeFetcher) -> None:
    url = site.serves("/feed", status=304, ETag='"1"')
    page = await fetcher().fetch(url, headers={"If-None-Match": '"1"'})
    assert (page.status, page.body, page.etag) == (304, b"", '"1"')
    assert site.asked[0].headers["If-None-Match"] == '"1"'


@pytest.mark.parametrize("content_type", ["image/png", "application/pdf", "application/json", "video/mp4"])
async def test_what_is_no_page_is_told_by_its_type(
    site: Site, fetcher: MakeFetcher, content_type: str
) -> None:
    url = site.serves("/a", b"x", Content_Type=content_type)
    error = await refused(fetcher(), url)
    assert (error.reason, error.details) == (Reason.NOT_A_PAGE, {"content_type": content_type})
    assert (await fetcher().fetch(url)).content_type == content_type


@pytest.mark.parametrize("content_type", ["text/plain", "application/xhtml+xml", "TEXT/HTML;charset=bogus-8"])
async def test_pages_have_several_types(site: Site, fetcher: MakeFetcher, content_type: str) -> None:
    assert (await fetcher().fetch_page(site.serves("/a", b"x", Content_Type=content_type))).body == b"x"


async def test_a_packed_page_is_unpacked(site: Site, fetcher: MakeFetcher) -> None:
    url = site.serves("/a", gzip.compress(b"text"), Content_Encoding="gzip")
    assert (await fetcher().fetch_page(url)).body == b"text"


@pytest.mark.parametrize(
    ("body", "encoding"),
    [
        (bytes(2**20 + 1), ""),
        (gzip.compress(bytes(50 * 2**20)), "gzip"),
        (gzip.compress(bytes(2**19)) * 9, "gzip"),
    ],
    ids=["plain", "bomb", "members"],
)
async def test_too_much_is_too_large(site: Site, fetcher: MakeFetcher, body: bytes, encoding: str) -> None:
    error = await refused(fetcher(limit=2**20), site.serves("/a", body, Content_Encoding=encoding))
    assert (error.reason, error.details) == (Reason.TOO_LARGE, {"limit": "1 MB"})


async def test_an_endless_page_is_too_large(site: Site, fetcher: MakeFetcher) -> None:
    url = site.streams("/a", b"x" * 100_000, pause=0)
    assert (await refused(fetcher(limit=2**20), url)).reason is Reason.TOO_LARGE


async def test_a_stacked_packing_is_refused(site: Site, fetcher: MakeFetcher) -> None:
    url = site.serves("/a", gzip.compress(gzip.compress(b"x")), Content_Encoding="gzip, gzip")
    assert (await refused(fetcher(), url)).reason is Reason.NOT_A_PAGE


async def test_a_dripping_page_times_out_as_a_whole(site: Site, fetcher: MakeFetcher) -> None:
    url = site.streams("/a", b"x", pause=0.02)
    assert (await refused(fetcher(total_timeout=0.3), url)).reason is Reason.TIMED_OUT


async def answers_with(raw: bytes) -> tuple[asyncio.Server, str]:
    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(raw)
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    return server, f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/"


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\xff\xfe nonsense\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\nContent-Type: text/html\r\n\r\nshort",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Type: text/html\r\n\r\nzz\r\nx",
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\n\r\nno gzip",
        b"HTTP/1.1 200 OK\r\nX-Long: " + b"x" * 100_000 + b"\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: -5\r\nContent-Type: text/html\r\n\r\n",
    ],
    ids=["closed", "nonsense", "short", "bad chunk", "bad gzip", "long header", "bad length"],
)
async def test_a_broken_server_is_unreachable(fetcher: MakeFetcher, raw: bytes) -> None:
    server, url = await answers_with(raw)
    async with server:
        assert (await refused(fetcher(), url)).reason is Reason.UNREACHABLE


async def test_a_page_without_a_type_is_read(fetcher: MakeFetcher) -> None:
    server, url = await answers_with(b"HTTP/1.1 200 OK\r\n\r\n<p>x")
    async with server:
        page = await fetcher().fetch_page(url)
    assert (page.content_type, page.body) == ("", b"<p>x")


async def test_nobody_at_home_is_unreachable(fetcher: MakeFetcher) -> None:
    server, url = await answers_with(b"")
    server.close()
    await server.wait_closed()
    assert (await refused(fetcher(), url)).reason is Reason.UNREACHABLE
    assert (await refused(fetcher(), url.replace("http", "https"))).reason is Reason.UNREACHABLE


async def test_the_error_tells_nothing_of_the_address(fetcher: MakeFetcher) -> None:
    server, url = await answers_with(b"")
    async with server:
        error = await refused(fetcher(), url + "?token=secret")
    assert "secret" not in f"{error!r} {error.__cause__!r} {error.__context__!r}"


async def test_a_crowd_waits_and_then_is_told_to_come_back(site: Site, fetcher: MakeFetcher) -> None:
    url = site.streams("/slow", b"x", pause=0.05)
    one = fetcher(total_timeout=0.02, at_once=1)
    results = await asyncio.gather(*(one.fetch(url) for _ in range(52)), return_exceptions=True)
    reasons = [result.reason for result in results if isinstance(result, RejectedError)]
    assert (reasons.count(Reason.BUSY), reasons.count(Reason.TIMED_OUT)) == (1, 51)
