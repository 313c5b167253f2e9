"""Pages that editors link to: read where that is allowed, and refused with the reason where it is not."""

from collections.abc import AsyncIterator
from ipaddress import ip_network

import pytest
import pytest_asyncio
from aiohttp import web
from aiohttp.test_utils import TestServer

from tests.acceptance.stage import Stage, is_one_sentence, staged
from tests.acceptance.stories import HARBOUR

pytestmark = pytest.mark.asyncio(loop_scope="session")
PARAGRAPHS = "".join(
    f"<p>{sentence.strip()}.</p>" for sentence in HARBOUR.body.split(".") if sentence.strip()
)
PAGE = f"<html><head><title>{HARBOUR.title}</title></head><body><article>{PARAGRAPHS}</article></body></html>"


async def _story(_: web.Request) -> web.Response:
    return web.Response(text=PAGE, content_type="text/html")


async def _picture(_: web.Request) -> web.Response:
    return web.Response(body=b"\x89PNG" + b"\0" * 500, content_type="image/png")


async def _endless(_: web.Request) -> web.Response:
    return web.Response(text="<p>" + "word " * 3_000_000, content_type="text/html")


async def _private(_: web.Request) -> web.Response:
    raise web.HTTPFound("http://10.1.2.3/")


@pytest_asyncio.fixture(loop_scope="session")
async def site() -> AsyncIterator[TestServer]:
    app = web.Application()
    handlers = {"/story": _story, "/picture": _picture, "/endless": _endless, "/private": _private}
    app.add_routes([web.get(path, handler) for path, handler in handlers.items()])
    server = TestServer(app)
    await server.start_server()
    yield server
    await server.close()


@pytest_asyncio.fixture(loop_scope="session")
async def open_desk(sqlite_url: str, lent_pool: None) -> AsyncIterator[Stage]:
    """A desk that may fetch from this machine."""
    async with staged(sqlite_url, fetch_allowed_networks=(ip_network("127.0.0.1/32"),)) as stage:
        await stage.has_topics("world World news")
        yield stage


async def test_a_page_becomes_a_card_with_its_own_title(open_desk: Stage, site: TestServer) -> None:
    await open_desk.ed.sends(f"/add #world {site.make_url('/story')}")
    card = await open_desk.ed.sees("Publish", within=20)
    assert HARBOUR.title in card["text"]
    assert "The harbour of Westerby opened again on Monday after two years of repairs" in card["text"]


async def test_a_page_that_is_no_article_is_told_and_its_text_asked_for(
    open_desk: Stage, site: TestServer
) -> None:
    ed = open_desk.ed
    before = await open_desk.stored()
    for path, seen in (
        ("/missing", "error (404)"),
        ("/picture", "no web page with text"),
        ("/endless", "larger than"),
        ("/private", "not open to the public"),
    ):
        await ed.sends(f"/add #world {site.make_url(path)}")
        assert is_one_sentence(await ed.sees(seen, within=20)), path
        assert await open_desk.stored() == before, path
    await ed.sends(f"{HARBOUR.title}\n{HARBOUR.body}")
    assert "World news" in (await ed.sees("Publish"))["text"]


async def test_addresses_of_this_machine_and_its_network_are_not_fetched(
    desk: Stage, site: TestServer
) -> None:
    before = await desk.stored()
    for url in (
        site.make_url("/story"),
        f"http://localhost:{site.port}/story",
        f"http://[::1]:{site.port}/story",
        "http://0x7f000001/",
        "http://2130706433/",
        "http://169.254.169.254/latest/meta-data/",
        "http://192.168.0.1/",
        "http://[::ffff:127.0.0.1]/",
    ):
        await desk.ed.sends(f"/add #world {url}")
        assert is_one_sentence(await desk.ed.sees("That", within=15)), url
    assert await desk.stored() == before
