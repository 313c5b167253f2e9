"""The emulated world as one JSON object, and back: a demonstration keeps its chats across restarts."""

import base64
from dataclasses import asdict
from datetime import timedelta
from typing import Any

from bot.emulator.chats import Chat, User
from bot.emulator.files import StoredFile
from bot.emulator.world import BotProfile, Webhook, World

VERSION = 1


def taken(world: World) -> dict[str, Any]:
    """Describes everything that outlives a restart; not the delivery log, open questions and fault script."""
    return {
        "version": VERSION,
        "token": world.token,
        "bot": asdict(world.bot),
        "offset_seconds": world.clock.offset.total_seconds(),
        "users": [asdict(user) for user in world.users.values()],
        "chats": [_chat(chat) for chat in world.chats.values()],
        "files": [_file(stored) for stored in world.files.by_id.values()],
        "updates": {
            "pending": list(world.updates.pending),
            "next_id": world.updates.next_id,
            "allowed": list(world.updates.allowed),
        },
        "next_query_id": world.queries.next_id,
        "webhook": asdict(world.webhook),
        "commands": dict(world.commands),
        "menu_buttons": [[chat_id, button] for chat_id, button in world.menu_buttons.items()],
    }


# JSON keeps only strings as keys, so what is keyed by a number is written as a list of pairs.
_PAIRED = ("members", "topics")
_SETS = ("uneditable", "silent")


def _chat(chat: Chat) -> dict[str, Any]:
    plain = {name: value for name, value in vars(chat).items() if name not in {*_PAIRED, "touched"}}
    pairs = {name: [list(pair) for pair in getattr(chat, name).items()] for name in _PAIRED}
    sets = {name: sorted(getattr(chat, name)) for name in _SETS}
    return plain | pairs | sets | {"messages": list(chat.messages.values())}


def _file(stored: StoredFile) -> dict[str, Any]:
    return vars(stored) | {"data": base64.b64encode(stored.data).decode("ascii")}


def put_back(world: World, snapshot: dict[str, Any]) -> None:
    """Fills a new world from a snapshot; ValueError if it is of another version or not a snapshot."""
    if snapshot.get("version") != VERSION:
        raise ValueError(f"This snapshot is of version {snapshot.get('version')!r}, expected {VERSION}.")
    try:
        _fill(world, snapshot)
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"This snapshot is damaged ({type(error).__name__}).") from error


def _fill(world: World, snapshot: dict[str, Any]) -> None:
    world.bot = BotProfile(**snapshot["bot"])
    world.clock.advance(timedelta(seconds=snapshot["offset_seconds"]))
    world.users = {each["id"]: User(**each) for each in snapshot["users"]}
    world.chats = {each["id"]: _restored_chat(each) for each in snapshot["chats"]}
    world.files.by_id = {each["file_id"]: _restored_file(each) for each in snapshot["files"]}
    world.updates.pending = list(snapshot["updates"]["pending"])
    world.updates.next_id = snapshot["updates"]["next_id"]
    world.updates.allow(snapshot["updates"]["allowed"])
    world.queries.next_id = snapshot["next_query_id"]
    world.webhook = Webhook(**snapshot["webhook"])
    world.commands = dict(snapshot["commands"])
    world.menu_buttons = dict(snapshot["menu_buttons"])


def _restored_chat(saved: dict[str, Any]) -> Chat:
    messages = {message["message_id"]: message for message in saved["messages"]}
    pairs = {name: dict(saved[name]) for name in _PAIRED}
    sets = {name: set(saved[name]) for name in _SETS}
    return Chat(**saved | pairs | sets | {"messages": messages})


def _restored_file(saved: dict[str, Any]) -> StoredFile:
    return StoredFile(**saved | {"data": base64.b64decode(saved["data"])})
