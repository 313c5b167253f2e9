from typing import Any

import pytest

from bot.emulator import Emulator, Person
from bot.emulator.methods.commands import shown_commands

from .conftest import Bot


def menu(*names: str) -> list[dict[str, str]]:
    return [{"command": name, "description": f"does {name}"} for name in names]


async def test_the_narrowest_scope_in_the_own_language_shows(
    emulator: Emulator, bot: Bot, anna: Person
) -> None:
    oksana = emulator.person("Oksana", id=1002, language_code="uk")
    group = emulator.group("News room", id=-1001, administrators=[anna])
    private, chat = {"type": "all_private_chats"}, {"type": "chat", "chat_id": anna.id}
    managers = {"type": "all_chat_administrators"}
    await bot.call("setMyCommands", commands=menu("help"))
    await bot.call("setMyCommands", commands=menu("start"), scope=private)
    await bot.call("setMyCommands", commands=menu("startuk"), scope=private, language_code="uk")
    await bot.call("setMyCommands", commands=menu("add"), scope=chat)
    await bot.call("setMyCommands", commands=menu("schedule"), scope=managers)

    def shown(chat_id: int, user_id: int) -> list[str]:
        world = emulator.world
        return [command["command"] for command in shown_commands(world, world.chats[chat_id], user_id)]

    assert shown(anna.id, anna.id) == ["add"]
    assert shown(oksana.id, oksana.id) == ["startuk"]
    assert (shown(group.id, anna.id), shown(group.id, oksana.id)) == (["schedule"], ["help"])
    await bot.call("deleteMyCommands", scope=chat)
    assert shown(anna.id, anna.id) == ["start"]
    assert await bot.call("getMyCommands", scope=private, language_code="uk") == menu("startuk")
    assert await bot.call("getMyCommands", scope=private, language_code="de") == []


@pytest.mark.parametrize(
    ("params", "description"),
    [
        ({"commands": [{"command": "Add", "description": "x"}]}, "BOT_COMMAND_INVALID"),
        ({"commands": [{"command": "a" * 33, "description": "x"}]}, "BOT_COMMAND_INVALID"),
        ({"commands": [{"command": "add", "description": " "}]}, "BOT_COMMAND_DESCRIPTION_INVALID"),
        ({"commands": [{"command": "add", "description": "x" * 257}]}, "BOT_COMMAND_DESCRIPTION_INVALID"),
        ({"commands": menu("add") * 101}, "BOT_COMMANDS_TOO_MUCH"),
        ({"commands": ["add"]}, "can't parse BotCommand: expected an Object of type BotCommand"),
        (
            {"commands": [], "scope": {"type": "nowhere"}},
            "can't parse BotCommandScope: unsupported type specified",
        ),
        ({"commands": [], "scope": {"type": "chat", "chat_id": 77}}, "chat not found"),
        ({"commands": [], "language_code": "ukr"}, "invalid language code specified"),
    ],
)
async def test_wrong_commands_are_refused(bot: Bot, params: dict[str, Any], description: str) -> None:
    assert await bot.refusal("setMyCommands", **params) == f"Bad Request: {description}"


async def test_names_and_descriptions_are_kept_by_language(bot: Bot) -> None:
    await bot.call("setMyName", name="Дайджест", language_code="uk")
    assert await bot.call("getMyName", language_code="uk") == {"name": "Дайджест"}
    assert await bot.call("getMyName", language_code="de") == {"name": "Digest"}
    await bot.call("setMyShortDescription", short_description="One digest a day")
    assert await bot.call("getMyShortDescription") == {"short_description": "One digest a day"}
    await bot.call("setMyDescription", description="x" * 512)
    assert (
        await bot.refusal("setMyDescription", description="x" * 513) == "Bad Request: description is too long"
    )
    await bot.call("setMyDescription", description="")
    assert await bot.call("getMyDescription") == {"description": ""}
    assert await bot.refusal("setMyName", name="") == "Bad Request: name must be non-empty"


async def test_the_menu_button_is_set_for_one_or_for_all(bot: Bot, anna: Person) -> None:
    await bot.call("setChatMenuButton", menu_button={"type": "commands"})
    await bot.call("setChatMenuButton", chat_id=anna.id, menu_button={"type": "default"})
    assert await bot.call("getChatMenuButton") == {"type": "commands"}
    assert await bot.call("getChatMenuButton", chat_id=anna.id) == {"type": "default"}
    assert (await bot.refusal("setChatMenuButton", menu_button={"type": "x"})).startswith(
        "Bad Request: can't parse"
    )
