import json
from datetime import timedelta
from typing import Any

import pytest

from bot.emulator import Emulator, Person

from .conftest import Bot


async def full_world(bot: Bot, anna: Person) -> dict[str, Any]:
    emulator = bot.emulator
    group = emulator.group("Forum", id=-1001, administrators=[anna], forum=True)
    group.opens_topic("World")
    await bot.call("setMyCommands", commands=[{"command": "help", "description": "Help"}])
    await bot.call("setChatMenuButton", menu_button={"type": "commands"})
    await bot.call("getUpdates", allowed_updates=["message", "callback_query"])
    await bot.call(
        "sendMessage", chat_id=anna.id, text="<b>x</b>", parse_mode="HTML", disable_notification=True
    )
    await bot.call("sendMessage", chat_id=anna.id, text="y", reply_markup={"keyboard": [["Yes"]]})
    await anna.sends_file("a.txt", b"\x00\xff")
    emulator.clock.advance(timedelta(days=3))
    saved: dict[str, Any] = json.loads(json.dumps(emulator.snapshot()))
    return saved


async def test_a_snapshot_comes_back_as_it_was(bot: Bot, anna: Person) -> None:
    saved = await full_world(bot, anna)
    restored = Emulator.restore(saved)
    again = restored.snapshot()
    assert timedelta(days=3) == restored.clock.offset
    assert again == saved
    assert restored.person("Anna", id=anna.id).messages == anna.messages
    assert restored.world.chats[anna.id].uneditable == {3}
    assert restored.world.chats[anna.id].silent == {2}


async def test_life_goes_on_after_a_restart(bot: Bot, anna: Person) -> None:
    saved = await full_world(bot, anna)
    await bot.emulator.stop()
    restored = Emulator.restore(saved)
    bot.emulator = restored
    await restored.start()
    try:
        again = restored.person("Anna", id=anna.id)
        [pending] = await bot.call("getUpdates")
        file_id = pending["message"]["document"]["file_id"]
        assert (await bot.call("getFile", file_id=file_id))["file_size"] == 2
        await bot.call("sendMessage", chat_id=anna.id, text="back again")
        assert (await again.sees("back again"))["message_id"] == 5
        message = await again.sends("hello")
        assert (await bot.call("getUpdates"))[-1]["update_id"] == pending["update_id"] + 1
        assert message["message_id"] == 6
    finally:
        await restored.stop()


@pytest.mark.parametrize("damage", [{"version": 9}, {"users": None}, {"chats": [{}]}, {"bot": {}}])
async def test_a_damaged_snapshot_is_told(bot: Bot, anna: Person, damage: dict[str, Any]) -> None:
    saved = await full_world(bot, anna)
    with pytest.raises(ValueError, match=r"This snapshot is"):
        Emulator.restore(saved | damage)
    with pytest.raises(ValueError, match=r"A token looks like"):
        Emulator.restore({})
