"""The webhook's door: the secret, the size, the shape, and 200 only for what is kept."""

import json
from typing import Any

import aiohttp
import pytest
import pytest_asyncio
from aiohttp import web

from bot.gateway.dispatcher import RubbishError
from bot.gateway.webhook import LARGEST_BODY, SECRET_HEADER, webhook_handler

SECRET = "a-secret-of-the-test"


class Keeper:
    """Stands for the dispatcher."""

    def __init__(self) -> None:
        self.kept: list[Any] = []
        self.full = False
        self.started = True
        self.broken = False

    async def feed(self, updates: list[Any]) -> None:
        if self.broken:
            raise OSError("no space left on device")
        if not isinstance(updates[0], dict):
            raise RubbishError("not an update")
        self.kept += updates


class Door:
    """Posts to the webhook as anybody can."""

    def __init__(self, keeper: Keeper, session: aiohttp.ClientSession, url: str) -> None:
        self.keeper = keeper
        self.session = session
        self.url = url

    async def posts(self, body: bytes | str, secret: str | None = SECRET) -> int:
        headers = {} if secret is None else {SECRET_HEADER: secret}
        async with self.session.post(self.url, data=body, headers=headers) as response:
            return response.status


@pytest_asyncio.fixture
async def door(session: aiohttp.ClientSession) -> Any:
    keeper: Any = Keeper()
    app = web.Application()
    app.router.add_post("/hook", webhook_handler(keeper, SECRET))
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    yield Door(keeper, session, f"http://127.0.0.1:{runner.addresses[0][1]}/hook")
    await runner.cleanup()


async def test_an_update_is_kept_and_then_accepted(door: Door) -> None:
    assert await door.posts(json.dumps({"update_id": 1})) == 200
    assert door.keeper.kept == [{"update_id": 1}]


async def test_before_the_start_telegram_is_asked_to_come_back(door: Door) -> None:
    door.keeper.started = False
    assert await door.posts(json.dumps({"update_id": 1})) == 503
    assert door.keeper.kept == []


@pytest.mark.parametrize("secret", [None, "", "a-secret-of-the-tesT", "a-secret-of-the-test-", "ключ"])
async def test_without_the_secret_nothing_is_read(door: Door, secret: str | None) -> None:
    assert await door.posts(json.dumps({"update_id": 1}), secret) == 403
    assert door.keeper.kept == []


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"\xff\xfe", b"[]", b"null", b"1" * 5000, b"[" * 100_000, b'"' + b"x" * 1000],
)
async def test_rubbish_is_refused(door: Door, body: bytes) -> None:
    assert await door.posts(body) == 400
    assert door.keeper.kept == []


async def test_a_body_beyond_a_megabyte_is_refused(door: Door) -> None:
    assert await door.posts(b" " * (LARGEST_BODY + 1)) == 413
    assert await door.posts(b'{"update_id": 1}'.ljust(LARGEST_BODY)) == 200


async def test_telegram_is_asked_to_come_back_when_nothing_can_be_kept(door: Door) -> None:
    door.keeper.broken = True
    assert await door.posts(json.dumps({"update_id": 1})) == 503
    door.keeper.broken = False
    door.keeper.full = True
    assert await door.posts(json.dumps({"update_id": 1})) == 503
    assert door.keeper.kept == []
