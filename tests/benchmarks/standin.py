"""A Bot API at the wire, quick enough not to be what is measured: it counts, keeps limits, hands out updates.

It is a process of its own, told over its own port (`POST /control`) which limits, latency and updates there
are, and asked what it saw. The emulator is truer, and ten times slower.
"""

import asyncio
import json
import os
import sys
import time
from collections import deque
from dataclasses import dataclass, field
from typing import Any

ME = {"id": 123456, "is_bot": True, "first_name": "Bench", "username": "bench_bot"}
TOKEN = "123456:bench"
BATCH = 100
_SENDS = {b"sendMessage", b"editMessageText", b"answerCallbackQuery"}


@dataclass
class Scene:
    """What is asked of the stand-in, and what it saw since it was last asked anew."""

    per_second: int = 0
    latency: float = 0.0
    flood_chat: int = 0
    updates: deque[dict[str, Any]] = field(default_factory=deque)
    instants: list[float] = field(default_factory=list)
    chats: list[int] = field(default_factory=list)
    others: dict[str, list[float]] = field(default_factory=dict)
    refused: int = 0
    window: deque[float] = field(default_factory=deque)

    def admit(self, now: float) -> bool:
        """Whether one message more fits into the second that ends now; counts it if it does."""
        if not self.per_second:
            return True
        while self.window and self.window[0] <= now - 1.0:
            self.window.popleft()
        if len(self.window) >= self.per_second:
            self.refused += 1
            return False
        self.window.append(now)
        return True


class Server:
    """The scene in force, and who waits for updates in it."""

    def __init__(self) -> None:
        self.scene = Scene()
        self.polls: list[Connection] = []

    def control(self, body: bytes) -> bytes:
        """Begin a new scene, add updates to it, or tell what it saw."""
        wishes = json.loads(body) if body else {}
        if wishes.pop("new", False):
            self.scene = Scene()
        self.scene.updates.extend(wishes.pop("updates", []))
        for name, value in wishes.items():
            setattr(self.scene, name, value)
        for waiting in self.polls:
            waiting.give_updates()
        self.polls.clear()
        scene = self.scene
        seen = {"instants": scene.instants, "chats": scene.chats, "others": scene.others}
        return json.dumps(seen | {"refused": scene.refused}).encode()


class Connection(asyncio.Protocol):
    """One HTTP/1.1 connection; requests come one after the other."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self._buffer = b""
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def connection_lost(self, exc: Exception | None) -> None:
        self._transport = None
        if self in self._server.polls:
            self._server.polls.remove(self)

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        while (end := self._buffer.find(b"\r\n\r\n")) >= 0:
            head = self._buffer[:end]
            length = _content_length(head)
            if len(self._buffer) < end + 4 + length:
                return
            body = self._buffer[end + 4 : end + 4 + length]
            self._buffer = self._buffer[end + 4 + length :]
            self._answer(head.split(b" ", 2)[1], body)

    def _answer(self, path: bytes, body: bytes) -> None:
        if path == b"/control":
            self._write(self._server.control(body))
            return
        method = path.rsplit(b"/", 1)[-1]
        if method == b"getUpdates":
            self.give_updates(wait=True)
        elif method in _SENDS:
            self._take(method.decode(), body)
        else:
            self._result(ME if method == b"getMe" else {} if method.startswith(b"get") else True)

    def give_updates(self, *, wait: bool = False) -> None:
        """Hand out the next batch; nothing of it is given again."""
        updates = self._server.scene.updates
        if wait and not updates:
            self._server.polls.append(self)
            return
        self._result([updates.popleft() for _ in range(min(BATCH, len(updates)))])

    def _take(self, method: str, body: bytes) -> None:
        scene, now = self._server.scene, time.monotonic()
        if method != "sendMessage":
            scene.others.setdefault(method, []).append(now)
            self._later(True)
            return
        chat = _chat_of(body)
        if chat == scene.flood_chat or not scene.admit(now):
            self._flood()
            return
        scene.instants.append(now)
        scene.chats.append(chat)
        number = len(scene.instants)
        place = {"id": chat, "type": "private", "first_name": "Reader"}
        self._later({"message_id": number, "date": 1_800_000_000, "chat": place, "from": ME, "text": "x"})

    def _later(self, result: object) -> None:
        latency = self._server.scene.latency
        if latency:
            asyncio.get_running_loop().call_later(latency, self._result, result)
        else:
            self._result(result)

    def _result(self, result: object) -> None:
        self._write(json.dumps({"ok": True, "result": result}).encode())

    def _flood(self) -> None:
        body = {"ok": False, "error_code": 429, "description": "Too Many Requests: retry after 1"}
        self._write(json.dumps(body | {"parameters": {"retry_after": 1}}).encode(), b"429 Too Many Requests")

    def _write(self, body: bytes, status: bytes = b"200 OK") -> None:
        if self._transport is not None:
            kind = b"Content-Type: application/json\r\n"
            head = b"HTTP/1.1 " + status + b"\r\n" + kind + b"Content-Length: %d\r\n\r\n" % len(body)
            self._transport.write(head + body)


def _content_length(head: bytes) -> int:
    at = head.lower().find(b"content-length:")
    return int(head[at + 15 :].split(b"\r\n", 1)[0]) if at >= 0 else 0


def _chat_of(body: bytes) -> int:
    """The chat of a message; a body is JSON, or a form as python-telegram-bot and aiogram send it."""
    if body.startswith(b"{"):
        return int(json.loads(body)["chat_id"])
    at = body.find(b"chat_id")
    digits = body[at + 7 :].lstrip(b'="\r\n')
    return int(digits.split(b"&", 1)[0].split(b"\r\n", 1)[0])


async def serve() -> None:
    """Listen on any port of loopback and tell it on standard output."""
    server = Server()
    loop = asyncio.get_running_loop()
    listening = await loop.create_server(lambda: Connection(server), "127.0.0.1", 0, backlog=1024)
    print(listening.sockets[0].getsockname()[1], flush=True)  # noqa: T201 - how the parent learns it
    await listening.serve_forever()


if __name__ == "__main__":
    if hasattr(os, "sched_setaffinity") and len(sys.argv) > 1:
        os.sched_setaffinity(0, {int(sys.argv[1])})
    asyncio.run(serve())
