import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import web

from bot.emulator import Person

from .conftest import Bot


class Receiver:
    """The bot's own server: answers with the statuses given, then with 200, and keeps what came."""

    def __init__(self) -> None:
        self.statuses: list[int] = []
        self.secrets: list[str | None] = []
        self.received: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self.url = ""

    async def take(self, request: web.Request) -> web.Response:
        self.secrets.append(request.headers.get("X-Telegram-Bot-Api-Secret-Token"))
        status = self.statuses.pop(0) if self.statuses else 200
        if status == 200:
            self.received.put_nowait(await request.json())
        return web.Response(status=status)

    async def texts(self, count: int) -> list[str]:
        return [(await self.received.get())["message"]["text"] for _ in range(count)]


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    receiver = Receiver()
    app = web.Application()
    app.add_routes([web.post("/hook", receiver.take)])
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    receiver.url = f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    yield receiver
    await runner.cleanup()


async def test_updates_are_pushed_in_order_with_the_secret(
    bot: Bot, anna: Person, receiver: Receiver
) -> None:
    await anna.sends("before")
    await bot.call("setWebhook", url=receiver.url, secret_token="a_B-1")
    await anna.sends("after")
    assert await receiver.texts(2) == ["before", "after"]
    assert receiver.secrets == ["a_B-1", "a_B-1"]


async def test_a_refused_update_comes_again_before_the_next(
    bot: Bot, anna: Person, receiver: Receiver
) -> None:
    receiver.statuses = [500, 503]
    await bot.call("setWebhook", url=receiver.url)
    await anna.sends("a")
    await anna.sends("b")
    assert await receiver.texts(2) == ["a", "b"]
    assert len(receiver.secrets) == 4
    info = await bot.call("getWebhookInfo")
    assert info["last_error_message"].startswith("Wrong response from the webhook: 503")


async def test_what_came_during_a_stop_is_pushed_after_it(bot: Bot, anna: Person, receiver: Receiver) -> None:
    await bot.call("setWebhook", url=receiver.url)
    await bot.emulator.stop()
    await anna.sends("while stopped")
    await bot.emulator.start()
    assert await receiver.texts(1) == ["while stopped"]


async def test_a_dropped_webhook_leaves_updates_for_polling(bot: Bot, anna: Person) -> None:
    await bot.call("setWebhook", url="http://127.0.0.1:9/hook", allowed_updates=["message"])
    await anna.sends("kept")
    info = await bot.call("getWebhookInfo")
    assert (info["url"], info["pending_update_count"]) == ("http://127.0.0.1:9/hook", 1)
    assert info["allowed_updates"] == ["message"]
    await bot.call("deleteWebhook")
    assert len(await bot.call("getUpdates")) == 1
    await bot.call("deleteWebhook", drop_pending_updates=True)
    assert await bot.call("getUpdates") == []


@pytest.mark.parametrize(
    ("params", "description"),
    [
        ({"url": "http://bot.example.org/x"}, "bad webhook: An HTTPS URL must be provided for webhook"),
        ({"url": "nonsense"}, "bad webhook: invalid URL"),
        ({"url": "http://[::"}, "bad webhook: invalid URL"),
        ({"url": "https://e.org", "secret_token": "ї"}, "secret token contains unallowed characters"),
        ({"url": "https://e.org", "secret_token": "a" * 257}, "secret token contains unallowed characters"),
    ],
)
async def test_a_wrong_webhook_is_refused(bot: Bot, params: dict[str, str], description: str) -> None:
    assert await bot.refusal("setWebhook", **params) == f"Bad Request: {description}"
    assert (await bot.call("getWebhookInfo"))["url"] == ""
