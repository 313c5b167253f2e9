"""The command menu, by scope and language, and the menu button."""

import re
from typing import Any

from bot.emulator.chats import GROUPS, Chat
from bot.emulator.errors import bad_request
from bot.emulator.params import Params
from bot.emulator.reach import find_chat
from bot.emulator.world import World

_NAME = re.compile(r"[a-z0-9_]{1,32}")
_LANGUAGE = re.compile(r"(?:[a-z]{2})?")
_MOST_COMMANDS = 100
_DESCRIPTION = 256
_OF_A_CHAT = {"chat", "chat_administrators", "chat_member"}
_SCOPES = {"default", "all_private_chats", "all_group_chats", "all_chat_administrators"} | _OF_A_CHAT


def set_my_commands(world: World, params: Params) -> bool:
    """Sets the commands of one scope and language."""
    key = _key(world, params)
    commands = [_command(given) for given in params.array("commands")]
    if len(commands) > _MOST_COMMANDS:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    world.commands[key] = commands
    world.hub.publish("commands", {})
    return True


def _command(given: Any) -> dict[str, str]:
    if not isinstance(given, dict):
        raise bad_request("can't parse BotCommand: expected an Object of type BotCommand")
    name, description = (
        str(given.get("command", "")).removeprefix("/"),
        str(given.get("description", "")).strip(),
    )
    if not _NAME.fullmatch(name):
        raise bad_request("BOT_COMMAND_INVALID")
    if not 1 <= len(description) <= _DESCRIPTION:
        raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    return {"command": name, "description": description}


def get_my_commands(world: World, params: Params) -> list[dict[str, str]]:
    """Gives the commands of exactly one scope and language."""
    return world.commands.get(_key(world, params), [])


def delete_my_commands(world: World, params: Params) -> bool:
    """Forgets the commands of one scope and language: the next wider scope shows."""
    world.commands.pop(_key(world, params), None)
    world.hub.publish("commands", {})
    return True


def _key(world: World, params: Params) -> str:
    scope = params.object("scope")
    kind = str(scope.get("type", "default"))
    if kind not in _SCOPES:
        raise bad_request("can't parse BotCommandScope: unsupported type specified")
    chat_id = find_chat(world, Params(scope)).id if kind in _OF_A_CHAT else None
    user_id = Params(scope).integer("user_id") if kind == "chat_member" else None
    return key(kind, language_of(params), chat_id, user_id)


def key(kind: str, language: str, chat_id: int | None = None, user_id: int | None = None) -> str:
    """Names a scope and language as one string."""
    place = "" if chat_id is None else f" {chat_id}"
    person = "" if user_id is None else f" {user_id}"
    return f"{kind}{place}{person} {language}".rstrip()


def language_of(params: Params) -> str:
    """Reads `language_code`: two letters, or nothing for everybody else."""
    language = params.text("language_code")
    if not _LANGUAGE.fullmatch(language):
        raise bad_request("invalid language code specified")
    return language


def shown_commands(world: World, chat: Chat, user_id: int) -> list[dict[str, str]]:
    """Gives the menu that a person sees in a chat: the narrowest scope that is set, own language first."""
    language = (world.user(user_id).language_code or "")[:2]
    for scope in _scopes(chat, user_id):
        for name in (key(scope[0], language, *scope[1:]), key(scope[0], "", *scope[1:])):
            if name in world.commands:
                return world.commands[name]
    return []


def _scopes(chat: Chat, user_id: int) -> list[tuple[Any, ...]]:
    if chat.kind not in GROUPS:
        return [("chat", chat.id), ("all_private_chats",), ("default",)]
    administers = user_id in chat.administrators()
    narrow: list[tuple[Any, ...]] = [("chat_member", chat.id, user_id)]
    narrow += [("chat_administrators", chat.id)] if administers else []
    wide: list[tuple[Any, ...]] = [("all_chat_administrators",)] if administers else []
    return [*narrow, ("chat", chat.id), *wide, ("all_group_chats",), ("default",)]


def set_chat_menu_button(world: World, params: Params) -> bool:
    """Sets the button beside the text field, for one private chat or (0) for all."""
    button = params.object("menu_button") or {"type": "default"}
    if button.get("type") not in {"default", "commands", "web_app"}:
        raise bad_request("can't parse MenuButton: unsupported type specified")
    world.menu_buttons[_private(world, params)] = button
    return True


def get_chat_menu_button(world: World, params: Params) -> dict[str, Any]:
    """Gives the menu button of one private chat, or the default one."""
    default = world.menu_buttons.get(0, {"type": "default"})
    return world.menu_buttons.get(_private(world, params), default)


def _private(world: World, params: Params) -> int:
    return find_chat(world, params).id if params.text("chat_id") else 0


METHODS = {
    "setMyCommands": set_my_commands,
    "getMyCommands": get_my_commands,
    "deleteMyCommands": delete_my_commands,
    "setChatMenuButton": set_chat_menu_button,
    "getChatMenuButton": get_chat_menu_button,
}
