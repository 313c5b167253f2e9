from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest

from bot.emulator import Emulator, Person


class Bot:
    """A bot's side of the wire: calls methods as JSON and gives what came back."""

    def __init__(self, emulator: Emulator, session: aiohttp.ClientSession) -> None:
        self.emulator = emulator
        self.session = session

    def url(self, method: str) -> str:
        return f"{self.emulator.base_url}/bot{self.emulator.token}/{method}"

    async def answer(self, method: str, **params: Any) -> dict[str, Any]:
        async with self.session.post(self.url(method), json=params) as response:
            body: dict[str, Any] = await response.json()
        assert body["ok"] or body["error_code"] == response.status
        return body

    async def call(self, method: str, **params: Any) -> Any:
        body = await self.answer(method, **params)
        assert body["ok"], body
        return body["result"]

    async def refusal(self, method: str, **params: Any) -> str:
        body = await self.answer(method, **params)
        assert not body["ok"], body
        return str(body["description"])


@pytest.fixture
async def emulator() -> AsyncIterator[Emulator]:
    emulator = Emulator()
    await emulator.start(port=0)
    yield emulator
    await emulator.stop()


@pytest.fixture
async def session() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session


@pytest.fixture
async def bot(emulator: Emulator, session: aiohttp.ClientSession) -> Bot:
    return Bot(emulator, session)


@pytest.fixture
async def anna(emulator: Emulator) -> Person:
    """A person whose chat with the bot is open; her first message is confirmed."""
    anna = emulator.person("Anna", id=1001, username="anna")
    await anna.sends("/start")
    emulator.world.updates.pending.clear()
    return anna
