"""Which chat a call means, and whether the bot may write there."""

import re
from typing import Any

from bot.emulator.chats import PRESENT, Chat, Message
from bot.emulator.errors import bad_request, forbidden
from bot.emulator.params import Params
from bot.emulator.world import World

_NUMBER = re.compile(r"-?[0-9]{1,19}")
_LEFT = {
    "group": "bot was kicked from the group chat",
    "supergroup": "bot was kicked from the supergroup chat",
    "channel": "bot is not a member of the channel chat",
    "private": "bot was blocked by the user",
}


def find_chat(world: World, params: Params, name: str = "chat_id") -> Chat:
    """Finds the chat of a call; ApiError 400 if it is unknown or has become a supergroup."""
    wanted = params.text(name)
    if not wanted:
        raise bad_request(f"{name} is empty")
    chat = _by_username(world, wanted[1:]) if wanted.startswith("@") else _by_id(world, wanted)
    if chat is None:
        raise bad_request("chat not found")
    if chat.migrated_to is not None:
        raise bad_request("group chat was upgraded to a supergroup chat", migrate_to_chat_id=chat.migrated_to)
    return chat


def _by_id(world: World, wanted: str) -> Chat | None:
    return world.chats.get(int(wanted)) if _NUMBER.fullmatch(wanted) else None


def _by_username(world: World, username: str) -> Chat | None:
    public = (chat for chat in world.chats.values() if chat.kind != "private" and chat.username)
    return next((chat for chat in public if str(chat.username).lower() == username.lower()), None)


def writable_chat(world: World, params: Params) -> Chat:
    """Finds the chat of a call and checks that the bot may write there; ApiError 400 or 403."""
    chat = find_chat(world, params)
    if chat.is_deactivated:
        raise forbidden("user is deactivated")
    if not chat.is_opened:
        raise forbidden("bot can't initiate conversation with a user")
    if chat.bot_status not in PRESENT:
        raise forbidden(_LEFT[chat.kind])
    if chat.kind == "channel" and chat.bot_status == "member":
        raise bad_request("need administrator rights in the channel chat")
    return chat


def thread_fields(chat: Chat, params: Params) -> dict[str, Any]:
    """Reads `message_thread_id`; ApiError 400 if the chat has no such topic or it is closed."""
    thread = params.integer("message_thread_id")
    if not thread:
        return {}
    if not chat.is_forum or thread not in chat.topics:
        raise bad_request("message thread not found")
    if chat.topics[thread].get("is_closed"):
        raise bad_request("TOPIC_CLOSED")
    return {"message_thread_id": thread, "is_topic_message": True}


def reply_fields(chat: Chat, params: Params) -> dict[str, Any]:
    """Reads `reply_parameters` (or `reply_to_message_id`); ApiError 400 if that message is not there."""
    given = params.object("reply_parameters")
    if given and "message_id" not in given:
        raise bad_request('can\'t find field "message_id"')
    wanted = Params(given).integer("message_id") or params.integer("reply_to_message_id")
    if not wanted:
        return {}
    original = chat.messages.get(wanted)
    if original is not None:
        return {"reply_to_message": shallow(original)}
    if given.get("allow_sending_without_reply") or params.flag("allow_sending_without_reply"):
        return {}
    raise bad_request("message to be replied not found")


def shallow(message: Message) -> Message:
    """Gives a message without the one it answers, as replies carry it."""
    return {name: value for name, value in message.items() if name != "reply_to_message"}
