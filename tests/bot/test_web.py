import asyncio
import re
import socket
import time
from dataclasses import dataclass

import aiohttp
import pytest
from aiohttp import web

from bot import __version__, metrics
from bot.errors import StartRefusedError
from bot.web import FEWEST_BYTES, HealthState, Listening, Stalls, WebServer, listening

ANY = Listening("127.0.0.1", 0, required=True)


@dataclass
class Watch:
    """A monotonic clock that only moves when told to."""

    now: float = 100.0

    def __call__(self) -> float:
        return self.now


class Desk:
    """The bot's parts as the pages see them."""

    def __init__(self) -> None:
        self.watch = Watch()
        self.disk_is_full = False
        self.circuit_open = False
        self.since_poll: float | None = 1.0
        self.health = HealthState(
            self.probe, lambda: self.since_poll, lambda: self.circuit_open, monotonic=self.watch
        )

    async def probe(self) -> None:
        if self.disk_is_full:
            raise OSError("disk full")

    async def measure(self) -> None:
        metrics.OUTBOX_ROWS.labels("sent").set(1234567)


async def get(server: WebServer, path: str) -> tuple[int, str]:
    url = f"http://127.0.0.1:{server.port}{path}"
    async with aiohttp.ClientSession() as session, session.get(url) as response:
        return response.status, await response.text()


@pytest.mark.parametrize(
    ("port", "webhook", "expected"),
    [
        (None, False, Listening("127.0.0.1", 8080, required=False)),
        (None, True, Listening("0.0.0.0", 8080, required=True)),
        (5000, False, Listening("0.0.0.0", 5000, required=True)),
        (0, False, Listening("0.0.0.0", 0, required=True)),
        (5000, True, Listening("0.0.0.0", 5000, required=True)),
    ],
)
def test_where_it_listens(port: int | None, *, webhook: bool, expected: Listening) -> None:
    assert listening(port, webhook=webhook) == expected


async def test_the_pages_of_a_bot_that_works() -> None:
    desk = Desk()
    server = WebServer(desk.health, desk.measure)
    await server.start(ANY)
    desk.health.ticked()
    try:
        assert await get(server, "/healthz") == (200, '{"alive": true}')
        assert await get(server, "/readyz") == (200, '{"ready": true, "troubles": []}')
        status, text = await get(server, "/metrics")
    finally:
        await server.stop()
    assert status == 200
    assert f'bot_build_info{{version="{__version__}"}} 1.0\n' in text
    assert 'bot_outbox_rows{state="sent"} 1.234567e+06\n' in text


async def test_it_is_alive_as_long_as_the_loop_comes_around() -> None:
    desk = Desk()
    assert not desk.health.alive()
    desk.health.looped()
    desk.watch.now += 4.9
    assert desk.health.alive()
    desk.watch.now += 0.1
    assert not desk.health.alive()


async def test_each_trouble_is_named_and_makes_it_unready() -> None:
    desk = Desk()
    server = WebServer(desk.health, desk.measure)
    await server.start(ANY)
    desk.disk_is_full = desk.circuit_open = desk.health.stopping = True
    desk.since_poll = 90.0
    try:
        status, text = await get(server, "/readyz")
    finally:
        await server.stop()
    assert status == 503
    assert [word in text for word in ("stopping", "no poll", "no tick", "unreachable", "database")] == [
        True
    ] * 5


async def test_an_old_tick_and_no_poll_yet_are_troubles() -> None:
    desk = Desk()
    desk.since_poll = None
    desk.health.ticked()
    desk.watch.now += 90
    assert await desk.health.troubles() == ["no poll", "no tick"]


async def test_without_polling_polls_do_not_count() -> None:
    desk = Desk()
    desk.health.since_poll = None
    desk.health.ticked()
    assert await desk.health.troubles() == []


async def test_a_handed_in_route_is_served() -> None:
    async def hook(request: web.Request) -> web.Response:
        return web.Response(text=await request.text())

    desk = Desk()
    server = WebServer(desk.health, desk.measure, routes=[web.post("/hook", hook)])
    await server.start(ANY)
    try:
        async with aiohttp.ClientSession() as session:
            url = f"http://127.0.0.1:{server.port}/hook"
            async with session.post(url, data="update") as response:
                assert await response.text() == "update"
    finally:
        await server.stop()


async def test_a_taken_port_refuses_the_start_only_where_it_is_required() -> None:
    desk = Desk()
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        required = WebServer(desk.health, desk.measure)
        with pytest.raises(StartRefusedError, match=rf"PORT: cannot listen on port {port}"):
            await required.start(Listening("127.0.0.1", port, required=True))
        server = WebServer(desk.health, desk.measure)
        await server.start(Listening("127.0.0.1", port, required=False))
        assert server.port is None
        await server.stop()
    assert "heartbeat" not in {task.get_name() for task in asyncio.all_tasks() if not task.cancelling()}


async def test_a_disk_that_is_nearly_full_is_a_trouble() -> None:
    desk = Desk()
    desk.health.ticked()
    desk.health.disk_free = lambda: FEWEST_BYTES - 1
    assert await desk.health.troubles() == ["disk nearly full"]
    desk.health.disk_free = lambda: FEWEST_BYTES
    assert await desk.health.troubles() == []


def test_the_longest_stall_of_the_last_minute_is_told() -> None:
    stalls = Stalls()
    assert stalls.longest() == 0.0
    stalls.note(100.0, 2.5)
    stalls.note(130.0, -0.001)
    assert stalls.longest() == 2.5
    stalls.note(161.0, 0.2)
    assert stalls.longest() == 0.2


async def test_a_loop_that_stood_still_shows_on_the_page() -> None:
    desk = Desk()
    server = WebServer(desk.health, desk.measure)
    await server.start(ANY)
    try:
        await asyncio.sleep(0.01)
        time.sleep(0.5)  # noqa: ASYNC251 - this very thing is measured
        await asyncio.sleep(0.3)
        _, text = await get(server, "/metrics")
    finally:
        await server.stop()
    [told] = re.findall(r"^bot_loop_stall_seconds (\S+)$", text, re.MULTILINE)
    assert float(told) > 0.2
