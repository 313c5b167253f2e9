import asyncio
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from typing import Any

import pytest_asyncio
from aiohttp import web
from aiohttp.abc import AbstractResolver, ResolveResult


class Site:
    """A web server on loopback that answers as it was told, and remembers what it was asked."""

    def __init__(self) -> None:
        self.port = 0
        self.asked: list[web.Request] = []
        self._answers: dict[str, Callable[[web.Request], Any]] = {}

    def url(self, path: str = "/", host: str = "127.0.0.1") -> str:
        return f"http://{host}:{self.port}{path}"

    def serves(self, path: str, body: bytes | str = b"", status: int = 200, **headers: str) -> str:
        """Serve a body; a header's underscores stand for hyphens."""
        named = {"Content-Type": "text/html"} | {k.replace("_", "-"): v for k, v in headers.items()}
        data = body.encode() if isinstance(body, str) else body

        async def answer(_request: web.Request) -> web.Response:
            return web.Response(body=data, status=status, headers={k: v for k, v in named.items() if v})

        self._answers[path] = answer
        return self.url(path)

    def redirects(self, path: str, location: str, status: int = 302) -> str:
        return self.serves(path, status=status, Location=location)

    def streams(self, path: str, chunk: bytes, pause: float) -> str:
        """Serve the chunk again and again, for ever."""

        async def answer(request: web.Request) -> web.StreamResponse:
            response = web.StreamResponse(headers={"Content-Type": "text/html"})
            await response.prepare(request)
            with suppress(ConnectionError):
                while True:
                    await response.write(chunk)
                    await asyncio.sleep(pause)
            return response

        self._answers[path] = answer
        return self.url(path)

    async def answer(self, request: web.Request) -> web.StreamResponse:
        self.asked.append(request)
        response: web.StreamResponse = await self._answers[request.rel_url.raw_path](request)
        return response


class Names(AbstractResolver):
    """A resolver that gives one list of addresses after the other, the last one for ever."""

    def __init__(self, *answers: list[str]) -> None:
        self.answers = list(answers)
        self.asked: list[str] = []

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        self.asked.append(host)
        addresses = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        return [
            ResolveResult(
                hostname=host,
                host=address,
                port=port,
                family=socket.AF_INET6 if ":" in address else socket.AF_INET,
                proto=0,
                flags=socket.AI_NUMERICHOST,
            )
            for address in addresses
        ]

    async def close(self) -> None:
        pass


@pytest_asyncio.fixture
async def site() -> AsyncIterator[Site]:
    """A running server without pages."""
    made = Site()
    runner = web.ServerRunner(web.Server(made.answer, access_log=None), shutdown_timeout=0.1)  # type: ignore[arg-type]
    await runner.setup()
    listener = web.TCPSite(runner, "127.0.0.1", 0)
    await listener.start()
    made.port = runner.addresses[0][1]
    yield made
    await runner.cleanup()
