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
    with pytest.raises(ActionError, match="A fault has no field 'colour'"):
        FaultScript().add(kind="500", colour="red")


async def test_a_freeze_refuses_every_message_until_it_is_over(
    bot: Bot, anna: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    moments = iter([100.0, 100.0, 103.5, 106.9, 107.0])
    monkeypatch.setattr(bot.emulator.world.gate, "_monotonic", lambda: next(moments))
    bot.emulator.faults.add(method="sendMessage", kind="freeze", retry_after=7)
    refusals = [await bot.refusal("sendMessage", chat_id=anna.id, text="x") for _ in range(4)]
    assert [text[-1] for text in refusals] == ["7", "7", "4", "1"]
    await bot.call("sendMessage", chat_id=anna.id, text="x")


async def test_a_freeze_of_one_chat_leaves_the_others_alone(bot: Bot, anna: Person) -> None:
    ben = bot.emulator.person("Ben", id=1002)
    await ben.sends("/start")
    bot.emulator.faults.add(kind="freeze", chat_id=ben.id, retry_after=60)
    assert await bot.refusal("sendMessage", chat_id=ben.id, text="x") == "Too Many Requests: retry after 60"
    await bot.call("sendMessage", chat_id=anna.id, text="x")
    assert await bot.refusal("sendMessage", chat_id=ben.id, text="x") == "Too Many Requests: retry after 60"


async def test_a_person_blocks_or_leaves_at_the_moment_of_a_call(bot: Bot, anna: Person) -> None:
    ben = bot.emulator.person("Ben", id=1002)
    await ben.sends("/start")
    bot.emulator.faults.add(kind="blocked", chat_id=anna.id)
    bot.emulator.faults.add(kind="deactivated", chat_id=ben.id)
    for _ in range(2):
        assert await bot.refusal("sendMessage", chat_id=anna.id, text="x") == (
            "Forbidden: bot was blocked by the user"
        )
        assert await bot.refusal("sendMessage", chat_id=ben.id, text="x") == "Forbidden: user is deactivated"
    assert [update for update in bot.emulator.world.updates.pending if "my_chat_member" in update]


async def test_a_group_moves_at_the_moment_of_a_call(bot: Bot, anna: Person) -> None:
    group = bot.emulator.group("Choir", id=-7, administrators=[anna])
    bot.emulator.faults.add(kind="migrated", times=None)
    await bot.call("sendMessage", chat_id=anna.id, text="x")
    answer = await bot.answer("sendMessage", chat_id=group.id, text="x")
    moved = answer["parameters"]["migrate_to_chat_id"]
    await bot.call("sendMessage", chat_id=moved, text="x")


async def test_a_line_is_in_force_in_its_time_only() -> None:
    moments = iter([50.0, 50.0, 59.9, 60.0, 69.9, 70.0])
    script = FaultScript(monotonic=lambda: next(moments))
    script.add(kind="500", after=10, until=20, times=None)
    hit = [script.take("getMe", "") is not None for _ in range(5)]
    assert hit == [False, False, True, True, False]


@pytest.mark.parametrize("kind", ["501", "503", "504"])
async def test_a_gateway_answers_with_its_page(bot: Bot, kind: str) -> None:
    bot.emulator.faults.add(kind=kind)
    async with bot.session.post(bot.url("getMe")) as response:
        assert (response.status, response.content_type) == (int(kind), "text/html")
