"""What the bot may know and do about chats and their members."""

from typing import Any

from bot.emulator.chats import PRESENT, Chat
from bot.emulator.errors import bad_request
from bot.emulator.membership import member_body
from bot.emulator.params import Params
from bot.emulator.reach import find_chat, writable_chat
from bot.emulator.world import World

_ACTIONS = {
    "typing", "upload_photo", "record_video", "upload_video", "record_voice", "upload_voice",
    "upload_document", "choose_sticker", "find_location", "record_video_note", "upload_video_note",
}  # fmt: skip


# Libraries that check what they read insist on each of these.
_NO_GIFTS = dict.fromkeys(
    ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels"), False
)


def get_chat(world: World, params: Params) -> dict[str, Any]:
    """Gives the full description of a chat."""
    fixed = {"accent_color_id": 0, "max_reaction_count": 11, "accepted_gift_types": _NO_GIFTS}
    return find_chat(world, params).body() | fixed


def get_chat_member(world: World, params: Params) -> dict[str, Any]:
    """Tells what one person, or the bot, is in a chat."""
    chat = find_chat(world, params)
    user_id = params.integer("user_id")
    if user_id == world.bot.id:
        return member_body(world.bot.user(), chat.bot_status)
    if user_id not in world.users:
        raise bad_request("invalid user_id specified")
    return member_body(world.users[user_id].body(), _status(chat, user_id))


def _status(chat: Chat, user_id: int) -> str:
    return "member" if chat.kind == "private" and chat.id == user_id else chat.members.get(user_id, "left")


def get_chat_administrators(world: World, params: Params) -> list[dict[str, Any]]:
    """Lists the administrators of a group or channel, the bot among them if it is one."""
    chat = find_chat(world, params)
    if chat.kind == "private":
        raise bad_request("there are no administrators in the private chat")
    people = [member_body(world.users[user].body(), chat.members[user]) for user in chat.administrators()]
    is_administrator = chat.bot_status == "administrator"
    return people + ([member_body(world.bot.user(), chat.bot_status)] if is_administrator else [])


def get_chat_member_count(world: World, params: Params) -> int:
    """Counts the people in a chat, and the bot."""
    chat = find_chat(world, params)
    return sum(status in PRESENT for status in chat.members.values()) + 1


def leave_chat(world: World, params: Params) -> bool:
    """Leaves a group or channel."""
    chat = find_chat(world, params)
    if chat.kind == "private":
        raise bad_request("chat member status can't be changed in private chats")
    chat.bot_status = "left"
    world.hub.publish("membership", {"chat_id": chat.id, "bot_status": "left"})
    return True


def send_chat_action(world: World, params: Params) -> bool:
    """Shows what the bot is doing, for a few seconds."""
    chat = writable_chat(world, params)
    action = params.text("action")
    if action not in _ACTIONS:
        raise bad_request("wrong parameter action in request")
    world.hub.publish("action", {"chat_id": chat.id, "action": action})
    return True


METHODS = {
    "getChat": get_chat,
    "getChatMember": get_chat_member,
    "getChatAdministrators": get_chat_administrators,
    "getChatMemberCount": get_chat_member_count,
    "leaveChat": leave_chat,
    "sendChatAction": send_chat_action,
}
