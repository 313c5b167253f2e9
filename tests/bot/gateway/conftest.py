"""A tiny Bot API at the wire: it keeps what it accepted and fails as it is told."""

import asyncio
from collections import defaultdict, deque
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any

import aiohttp
import pytest
import pytest_asyncio
from aiohttp import web
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage.engine import Database

TOKEN = "123456:test-token-that-must-not-leak"

Fault = Callable[[web.Request], Awaitable[web.StreamResponse]]


class BotApi:
    """Accepts messages unless a fault is waiting for their chat, or for everybody."""

    def __init__(self) -> None:
        self.accepted: list[dict[str, Any]] = []
        self.requests: list[tuple[str, dict[str, Any]]] = []
        self.updates: list[dict[str, Any]] = []
        self.base_url = ""
        self.latency = 0.0
        self.at_once = 0
        self.most_at_once = 0
        self._faults: dict[int | str, deque[Fault]] = defaultdict(deque)

    @property
    def texts(self) -> list[str]:
        return [message["text"] for message in self.accepted]

    def texts_to(self, chat: int) -> list[str]:
        return [message["text"] for message in self.accepted if message["chat_id"] == chat]

    def asked(self, method: str) -> list[dict[str, Any]]:
        return [body for name, body in self.requests if name == method]

    def answers(self, where: int | str, status: int, description: str = "", **parameters: Any) -> None:
        """Give the next request of a chat, or of a method, an error of the Bot API."""

        async def fault(_request: web.Request) -> web.StreamResponse:
            body = {"ok": False, "error_code": status, "description": description}
            return web.json_response(body | ({"parameters": parameters} if parameters else {}), status=status)

        self._faults[where].append(fault)

    def answers_text(self, where: int | str, status: int, text: str) -> None:
        async def fault(_request: web.Request) -> web.StreamResponse:
            return web.Response(status=status, text=text)

        self._faults[where].append(fault)

    def cuts(self, where: int | str) -> None:
        """Close the connection instead of answering the next request."""

        async def fault(request: web.Request) -> web.StreamResponse:
            assert request.transport is not None
            request.transport.abort()
            return web.Response()

        self._faults[where].append(fault)

    def accepts_and_cuts(self, chat: int) -> None:
        """Take the next message of a chat, then close the connection: the reply is lost."""

        async def fault(request: web.Request) -> web.StreamResponse:
            self._accept(await request.json())
            assert request.transport is not None
            request.transport.abort()
            return web.Response()

        self._faults[chat].append(fault)

    def hangs(self, where: int | str, until: asyncio.Event) -> None:
        """Answer the next request only when told."""

        async def fault(request: web.Request) -> web.StreamResponse:
            await until.wait()
            return self._accept(await request.json())

        self._faults[where].append(fault)

    async def handle(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        body = await _body(request)
        self.requests.append((method, body))
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        try:
            if self.latency:
                await asyncio.sleep(self.latency)
            for key in (body.get("chat_id"), method):
                if self._faults[key or ""]:
                    return await self._faults[key or ""].popleft()(request)
            return await self._answer(method, body)
        finally:
            self.at_once -= 1

    async def _answer(self, method: str, body: dict[str, Any]) -> web.StreamResponse:
        if method == "sendMessage":
            return self._accept(body)
        if method == "getUpdates":
            return await self._updates(int(body.get("offset") or 0))
        if method == "sendMediaGroup":
            return web.json_response({"ok": True, "result": []})
        if method == "sendDocument":
            return self._accept(body | {"text": ""})
        return web.json_response({"ok": True, "result": True})

    async def _updates(self, offset: int) -> web.StreamResponse:
        self.updates = [update for update in self.updates if update["update_id"] >= offset]
        if not self.updates:
            await asyncio.sleep(0.02)
        return web.json_response({"ok": True, "result": self.updates[:100]})

    def _accept(self, body: dict[str, Any]) -> web.StreamResponse:
        self.accepted.append(body)
        message = {
            "message_id": len(self.accepted),
            "date": 0,
            "chat": {"id": body["chat_id"], "type": "private"},
        }
        return web.json_response({"ok": True, "result": message | {"text": body["text"]}})


async def _body(request: web.Request) -> dict[str, Any]:
    if not request.can_read_body:
        return {}
    if request.content_type == "application/json":
        decoded: dict[str, Any] = await request.json()
        return decoded
    form = await request.post()
    return {name: _value(name, value) for name, value in form.items()}


def _value(name: str, value: object) -> object:
    if isinstance(value, web.FileField):
        return value.filename, value.file.read()
    return int(value) if name == "chat_id" and isinstance(value, str) else value


class Mortal:
    """A database as one process sees it; once the process is dead, it gets no transaction any more.

    Cancelling tasks in the middle of a transaction would not show more of a SIGKILL, and leaves half-open
    connections to the garbage collector.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._dead = False
        self._busy = 0
        self.dialect = database.dialect

    @asynccontextmanager
    async def write(self, *, effect: bool = True) -> AsyncIterator[AsyncConnection]:
        async with self._transaction(self._database.write(effect=effect)) as conn:
            yield conn

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncConnection]:
        async with self._transaction(self._database.read()) as conn:
            yield conn

    async def dies(self) -> None:
        """Let what is being committed land, as the kernel does, and give nothing more."""
        self._dead = True
        async with asyncio.timeout(10):
            while self._busy:  # noqa: ASYNC110 - a test's patience
                await asyncio.sleep(0.001)

    @asynccontextmanager
    async def _transaction(
        self, transaction: AbstractAsyncContextManager[AsyncConnection]
    ) -> AsyncIterator[AsyncConnection]:
        if self._dead:
            await asyncio.Event().wait()
        self._busy += 1
        try:
            async with transaction as conn:
                yield conn
        finally:
            self._busy -= 1


@pytest.fixture
def mortal(database: Database) -> Callable[[], Mortal]:
    """Gives each simulated process a database of its own to lose."""
    return lambda: Mortal(database)


@pytest_asyncio.fixture
async def api() -> AsyncIterator[BotApi]:
    """The stand-in, listening on loopback."""
    standin = BotApi()
    app = web.Application(client_max_size=60_000_000)
    app.router.add_route("*", f"/bot{TOKEN}/{{method}}", standin.handle)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    standin.base_url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    yield standin
    await runner.cleanup()


@pytest_asyncio.fixture
async def session() -> AsyncIterator[aiohttp.ClientSession]:
    """The shared session of the bot."""
    from bot.gateway.request import open_session

    async with open_session() as opened:
        yield opened
