import asyncio
import time

import aiohttp
import pytest

from bot.emulator import ActionError, FaultScript, Person

from .conftest import Bot


async def test_refusals_come_as_often_as_wished(bot: Bot, anna: Person) -> None:
    bot.emulator.faults.add(method="sendMessage", kind="429", times=2, retry_after=7)
    for _ in range(2):
        answer = await bot.answer("sendMessage", chat_id=anna.id, text="x")
        assert (answer["error_code"], answer["parameters"]) == (429, {"retry_after": 7})
        assert answer["description"] == "Too Many Requests: retry after 7"
    await bot.call("sendMessage", chat_id=anna.id, text="x")
    assert len(bot.emulator.log) == 1


async def test_server_trouble_looks_like_telegrams(bot: Bot, anna: Person) -> None:
    bot.emulator.faults.add(kind="500", method="getMe")
    bot.emulator.faults.add(kind="502", method="sendMessage")
    bot.emulator.faults.add(kind="error", method="getFile", error_code=403, description="Forbidden: made up")
    assert await bot.refusal("getMe") == "Internal Server Error"
    async with bot.session.post(bot.url("sendMessage"), json={"chat_id": anna.id, "text": "x"}) as response:
        assert (response.status, response.content_type) == (502, "text/html")
    assert await bot.refusal("getFile", file_id="x") == "Forbidden: made up"
    assert len(bot.emulator.log) == 0


async def test_a_fault_meets_one_chat_after_some_calls(bot: Bot, anna: Person) -> None:
    ben = bot.emulator.person("Ben", id=1002)
    await ben.sends("/start")
    bot.emulator.faults.add(method="sendMessage", kind="429", chat_id=ben.id, skip=1, times=None)
    for _ in range(2):
        await bot.call("sendMessage", chat_id=anna.id, text="x")
    outcomes = [(await bot.answer("sendMessage", chat_id=ben.id, text="x"))["ok"] for _ in range(4)]
    assert outcomes == [True, False, False, False]
    bot.emulator.faults.clear()
    await bot.call("sendMessage", chat_id=ben.id, text="x")


@pytest.mark.parametrize(("kind", "delivered"), [("drop_before", 0), ("drop_reply", 1)])
async def test_a_cut_connection_comes_before_or_after_the_effect(
    bot: Bot, anna: Person, kind: str, delivered: int
) -> None:
    bot.emulator.faults.add(method="sendMessage", kind=kind)
    with pytest.raises(aiohttp.ClientError):
        await bot.call("sendMessage", chat_id=anna.id, text="x")
    assert len(bot.emulator.log) == delivered
    await bot.call("sendMessage", chat_id=anna.id, text="x")
    assert len(bot.emulator.log) == delivered + 1


@pytest.mark.parametrize(("kind", "delivered"), [("hang", 0), ("hang_reply", 1)])
async def test_a_hanging_call_ends_when_the_caller_gives_up(
    bot: Bot, anna: Person, kind: str, delivered: int
) -> None:
    bot.emulator.faults.add(method="sendMessage", kind=kind)
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(bot.call("sendMessage", chat_id=anna.id, text="x"), 0.2)
    assert len(bot.emulator.log) == delivered


async def test_a_torn_answer_breaks_off_after_the_effect(bot: Bot, anna: Person) -> None:
    bot.emulator.faults.add(method="sendMessage", kind="torn")
    with pytest.raises(aiohttp.ClientPayloadError):
        await bot.call("sendMessage", chat_id=anna.id, text="x")
    assert len(bot.emulator.log) == 1


async def test_a_slow_call_is_carried_out_late(bot: Bot, anna: Person) -> None:
    bot.emulator.faults.add(method="sendMessage", kind="slow", delay=0.1)
    started = time.monotonic()
    await bot.call("sendMessage", chat_id=anna.id, text="x")
    assert time.monotonic() - started >= 0.1
    assert len(bot.emulator.log) == 1


async def test_garbage_hides_a_delivered_message(bot: Bot, anna: Person) -> None:
    bot.emulator.faults.add(method="sendMessage", kind="garbage")
    async with bot.session.post(bot.url("sendMessage"), json={"chat_id": anna.id, "text": "x"}) as response:
        assert (response.status, await response.text()) == (200, "<this is not JSON>")
    assert len(bot.emulator.log) == 1


def test_a_share_of_calls_is_hit_and_again_the_same_ones() -> None:
    def hits() -> list[bool]:
        script = FaultScript(seed=7)
        script.add(kind="500", share=0.25, times=None)
        return [script.take("sendMessage", "1") is not None for _ in range(400)]

    assert 60 <= sum(hits()) <= 140
    assert hits() == hits()


def test_an_unknown_fault_is_told() -> None:
    with pytest.raises(ActionError, match="There is no fault 'fire'"):
        FaultScript().add(kind="fire")
    with pytest.raises(ActionError, match="no such field among colour"):
        FaultScript().add(kind="500", colour="red")
