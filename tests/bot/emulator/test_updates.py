import asyncio
import time

import pytest

from bot.emulator import Emulator, Person

from .conftest import Bot


async def texts(bot: Bot, **params: object) -> list[str]:
    return [update["message"]["text"] for update in await bot.call("getUpdates", **params)]


async def test_updates_stay_until_they_are_confirmed(bot: Bot, anna: Person) -> None:
    for text in "abc":
        await anna.sends(text)
    assert await texts(bot) == ["a", "b", "c"]
    batch = await bot.call("getUpdates", limit=2)
    assert [update["message"]["text"] for update in batch] == ["a", "b"]
    assert await texts(bot, offset=batch[1]["update_id"] + 1) == ["c"]
    assert await texts(bot) == ["c"]


async def test_numbers_grow_by_one_and_never_start_again(bot: Bot, anna: Person) -> None:
    await anna.sends("a")
    [first] = await bot.call("getUpdates")
    assert await bot.call("getUpdates", offset=first["update_id"] + 1) == []
    await anna.sends("b")
    [second] = await bot.call("getUpdates")
    assert second["update_id"] == first["update_id"] + 1


async def test_a_negative_offset_keeps_the_last_ones(bot: Bot, anna: Person) -> None:
    for text in "abcd":
        await anna.sends(text)
    assert await texts(bot, offset=-2) == ["c", "d"]
    assert await texts(bot) == ["c", "d"]


async def test_a_long_poll_ends_with_the_first_update(bot: Bot, anna: Person) -> None:
    polling = asyncio.create_task(texts(bot, timeout=50))
    await poll_is_waiting(bot.emulator)
    await anna.sends("here")
    assert await polling == ["here"]


async def poll_is_waiting(emulator: Emulator) -> None:
    while emulator.world.updates._waiter is None:  # noqa: ASYNC110 - the server tells nobody that it waits
        await asyncio.sleep(0)


async def test_a_second_poll_ends_the_first_with_409(bot: Bot, anna: Person) -> None:
    first = asyncio.create_task(bot.answer("getUpdates", timeout=50))
    await poll_is_waiting(bot.emulator)
    second = asyncio.create_task(texts(bot, timeout=50))
    refused = await first
    assert refused["error_code"] == 409
    assert refused["description"] == (
        "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
    )
    await poll_is_waiting(bot.emulator)
    await anna.sends("for the second")
    assert await second == ["for the second"]


async def test_polling_and_push_exclude_each_other(bot: Bot) -> None:
    polling = asyncio.create_task(bot.refusal("getUpdates", timeout=50))
    await poll_is_waiting(bot.emulator)
    await bot.call("setWebhook", url="http://127.0.0.1:9/hook")
    assert await polling == "Conflict: terminated by setWebhook request"
    assert await bot.refusal("getUpdates") == (
        "Conflict: can't use getUpdates method while webhook is active; "
        "use deleteWebhook to delete the webhook first"
    )
    await bot.call("deleteWebhook")
    assert await bot.call("getUpdates") == []


async def test_only_wanted_kinds_come_from_then_on(bot: Bot, anna: Person) -> None:
    message = await anna.sends("a")
    await bot.call("getUpdates", allowed_updates=["edited_message"])
    await anna.sends("b")
    await anna.edits(message, "c")
    kinds = [sorted(update) for update in await bot.call("getUpdates")]
    assert kinds == [["message", "update_id"], ["edited_message", "update_id"]]
    await bot.call("getUpdates", allowed_updates=[])
    await anna.sends("d")
    assert "message" in (await bot.call("getUpdates"))[-1]


async def test_members_are_told_only_to_bots_that_ask(emulator: Emulator, bot: Bot, anna: Person) -> None:
    group = emulator.group("News room", id=-1001, administrators=[anna])
    group.sets_member(anna.id, "member")
    assert await bot.call("getUpdates") == []
    await bot.call("getUpdates", allowed_updates=["chat_member"])
    group.sets_member(anna.id, "left")
    [update] = await bot.call("getUpdates")
    assert update["chat_member"]["new_chat_member"]["status"] == "left"


async def test_a_poll_without_updates_ends_after_its_timeout(bot: Bot) -> None:
    started = time.monotonic()
    assert await bot.call("getUpdates", timeout=1) == []
    assert time.monotonic() - started >= 1


async def test_a_caller_that_hangs_up_leaves_its_update_for_the_next(bot: Bot, anna: Person) -> None:
    polling = asyncio.create_task(bot.call("getUpdates", timeout=50))
    await poll_is_waiting(bot.emulator)
    polling.cancel()
    with pytest.raises(asyncio.CancelledError):
        await polling
    await anna.sends("not lost")
    assert await texts(bot, timeout=50) == ["not lost"]
