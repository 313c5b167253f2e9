"""Polling: confirmed only when kept, patient in every trouble, stopped by a dead token."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from typing import Any

import aiohttp
import pytest
import pytest_asyncio

from bot.gateway import receiver
from bot.gateway.dispatcher import RubbishError
from bot.gateway.receiver import ALLOWED_UPDATES, PollingReceiver

TOKEN = "123456:test-token-that-must-not-leak"


class Keeper:
    """Stands for the dispatcher: keeps updates, and refuses when told."""

    def __init__(self) -> None:
        self.kept: list[int] = []
        self.refusals: list[Exception] = []
        self.open = asyncio.Event()
        self.open.set()

    async def room(self) -> None:
        await self.open.wait()

    async def feed(self, updates: list[dict[str, Any]]) -> None:
        if self.refusals:
            raise self.refusals.pop()
        self.kept += [update["update_id"] for update in updates]


class Polling:
    """A receiver with what it talks to."""

    def __init__(self, api: Any, session: aiohttp.ClientSession) -> None:
        self.api = api
        self.keeper = Keeper()
        self.token_deaths = 0
        self.receiver = PollingReceiver(
            session, self.keeper, token=TOKEN, base_url=api.base_url, on_token_dead=self._dies
        )

    def _dies(self) -> None:
        self.token_deaths += 1

    def writes(self, *update_ids: int) -> None:
        self.api.updates += [{"update_id": update_id} for update_id in update_ids]

    def offsets(self) -> list[int]:
        return [body["offset"] for body in self.api.asked("getUpdates")]


@pytest_asyncio.fixture
async def polling(
    api: Any, session: aiohttp.ClientSession, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Polling]:
    monkeypatch.setattr(receiver, "LONGEST_BACKOFF", 0.02)
    made = Polling(api, session)
    yield made
    await made.receiver.stop()


async def eventually(holds: Callable[[], bool]) -> None:
    async with asyncio.timeout(10):
        while not holds():  # noqa: ASYNC110 - what is waited for happens behind a socket
            await asyncio.sleep(0.01)


async def test_a_webhook_is_taken_down_first_and_nothing_dropped(polling: Polling) -> None:
    await polling.receiver.start()
    await eventually(lambda: bool(polling.offsets()))
    method, body = polling.api.requests[0]
    assert (method, body) == ("deleteWebhook", {"drop_pending_updates": False})
    assert polling.api.asked("getUpdates")[0]["allowed_updates"] == list(ALLOWED_UPDATES)
    assert "my_chat_member" in ALLOWED_UPDATES


async def test_updates_are_kept_once_and_then_confirmed(polling: Polling) -> None:
    polling.writes(*range(10, 160))
    await polling.receiver.start()
    await eventually(lambda: 160 in polling.offsets())
    assert polling.keeper.kept == list(range(10, 160))
    assert polling.api.updates == []


@pytest.mark.parametrize("refusal", [OSError("no space left on device"), RubbishError("not an update")])
async def test_what_could_not_be_kept_is_not_confirmed(
    polling: Polling, refusal: Exception, caplog: pytest.LogCaptureFixture
) -> None:
    polling.keeper.refusals = [refusal]
    polling.writes(10)
    await polling.receiver.start()
    await eventually(lambda: 11 in polling.offsets())
    assert polling.offsets()[:2] == [0, 0]
    assert polling.keeper.kept == [10]
    assert len(caplog.records) >= 1


async def test_nothing_is_fetched_while_too_much_waits(polling: Polling) -> None:
    polling.keeper.open.clear()
    polling.writes(10)
    await polling.receiver.start()
    await eventually(lambda: bool(polling.api.asked("deleteWebhook")))
    await asyncio.sleep(0.05)
    assert polling.offsets() == []
    polling.keeper.open.set()
    await eventually(lambda: polling.keeper.kept == [10])


async def test_two_pollers_cost_one_warning(polling: Polling, caplog: pytest.LogCaptureFixture) -> None:
    for _ in range(5):
        polling.api.answers("getUpdates", 409, "Conflict: terminated by other getUpdates request")
    polling.writes(10)
    await polling.receiver.start()
    await eventually(lambda: polling.keeper.kept == [10])
    assert [record.levelno for record in caplog.records if "conflict" in record.message] == [logging.WARNING]


async def test_a_network_in_trouble_is_waited_out(polling: Polling, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG, logger="bot")
    polling.api.cuts("deleteWebhook")
    polling.api.cuts("getUpdates")
    polling.api.answers_text("getUpdates", 502, "<html>bad gateway</html>")
    polling.api.answers("getUpdates", 429, "Too Many Requests", retry_after=0.01)
    polling.writes(10)
    await polling.receiver.start()
    await eventually(lambda: polling.keeper.kept == [10])
    assert TOKEN not in caplog.text
    assert polling.receiver.seconds_since_good_poll is not None


@pytest.mark.parametrize("method", ["deleteWebhook", "getUpdates"])
async def test_a_dead_token_ends_it_and_is_told_once(polling: Polling, method: str) -> None:
    polling.api.answers(method, 401, "Unauthorized")
    await polling.receiver.start()
    await eventually(lambda: polling.token_deaths == 1)
    count = len(polling.api.requests)
    await asyncio.sleep(0.1)
    assert len(polling.api.requests) == count


async def test_before_the_first_answer_there_is_no_good_poll(polling: Polling) -> None:
    assert polling.receiver.seconds_since_good_poll is None
