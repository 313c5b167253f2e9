"""Sending, editing and deleting messages."""

from typing import Any

from bot.emulator import timeline
from bot.emulator.chats import Chat, Message
from bot.emulator.errors import bad_request
from bot.emulator.formatting import caption, message_text
from bot.emulator.keyboards import read_inline_markup
from bot.emulator.params import Params
from bot.emulator.reach import find_chat, writable_chat
from bot.emulator.sending import caption_fields, send_to, text_fields
from bot.emulator.world import World

_SAME = (
    "message is not modified: specified new message content and reply markup are exactly the same as a current "
    "content and reply markup of the message"
)
_DELETABLE_SECONDS = 48 * 3600
_TEXT = ("text", "entities", "link_preview_options")
_CAPTION = ("caption", "caption_entities")


def send_message(world: World, params: Params) -> Message:
    """Sends a text."""
    chat = writable_chat(world, params)
    formatted = message_text(params)
    preview = params.object("link_preview_options")
    content = text_fields(formatted) | ({"link_preview_options": preview} if preview else {})
    return send_to(world, chat, params, "sendMessage", content, formatted.dropped)


def edit_message_text(world: World, params: Params) -> Message:
    """Replaces the text and the buttons of one of the bot's messages."""
    chat, message = _editable(world, params)
    content = text_fields(message_text(params))
    if "text" not in message:
        raise bad_request("there is no text in the message to edit")
    preview = params.object("link_preview_options")
    return _edit(
        world, chat, message, _TEXT, content | ({"link_preview_options": preview} if preview else {}), params
    )


def edit_message_caption(world: World, params: Params) -> Message:
    """Replaces the caption and the buttons of one of the bot's messages with a file."""
    chat, message = _editable(world, params)
    if "text" in message:
        raise bad_request("there is no caption in the message to edit")
    return _edit(world, chat, message, _CAPTION, caption_fields(caption(params)), params)


def edit_message_reply_markup(world: World, params: Params) -> Message:
    """Replaces the buttons of one of the bot's messages."""
    chat, message = _editable(world, params)
    return _edit(world, chat, message, (), {}, params)


def _editable(world: World, params: Params) -> tuple[Chat, Message]:
    chat = writable_chat(world, params)
    message_id = params.integer("message_id")
    if not message_id:
        raise bad_request("message identifier is not specified")
    message = chat.messages.get(message_id)
    if message is None:
        raise bad_request("message to edit not found")
    if not _is_own(world, chat, message) or message_id in chat.uneditable:
        raise bad_request("message can't be edited")
    return chat, message


def _is_own(world: World, chat: Chat, message: Message) -> bool:
    by_bot = message.get("from", {}).get("id") == world.bot.id
    return by_bot or (chat.kind == "channel" and chat.bot_status == "administrator")


def _edit(
    world: World,
    chat: Chat,
    message: Message,
    replaced: tuple[str, ...],
    content: dict[str, Any],
    params: Params,
) -> Message:
    inline = read_inline_markup(params)
    kept = {
        name: value for name, value in message.items() if name not in (*replaced, "reply_markup", "edit_date")
    }
    edited = kept | content | ({"reply_markup": inline} if inline else {})
    if edited == {name: value for name, value in message.items() if name != "edit_date"}:
        raise bad_request(_SAME)
    return timeline.replace(world, chat, edited)


def delete_message(world: World, params: Params) -> bool:
    """Deletes one message for everyone."""
    chat = find_chat(world, params)
    message = chat.messages.get(params.integer("message_id"))
    if message is None:
        raise bad_request("message to delete not found")
    _check_deletable(world, chat, message)
    timeline.remove(world, chat, message["message_id"])
    return True


def _check_deletable(world: World, chat: Chat, message: Message) -> None:
    may_all = chat.kind == "private" or chat.bot_status == "administrator"
    if not may_all and not _is_own(world, chat, message):
        raise bad_request("message can't be deleted")
    if world.now() - message["date"] > _DELETABLE_SECONDS and chat.bot_status != "administrator":
        raise bad_request("message can't be deleted for everyone")


def delete_messages(world: World, params: Params) -> bool:
    """Deletes several messages; those that are not there are passed over."""
    chat = find_chat(world, params)
    wanted = params.array("message_ids")
    if not 1 <= len(wanted) <= 100:
        raise bad_request("message identifiers are not specified or too many")
    found = [chat.messages[number] for number in wanted if number in chat.messages]
    for message in found:
        _check_deletable(world, chat, message)
    for message in found:
        timeline.remove(world, chat, message["message_id"])
    return True


METHODS = {
    "sendMessage": send_message,
    "editMessageText": edit_message_text,
    "editMessageCaption": edit_message_caption,
    "editMessageReplyMarkup": edit_message_reply_markup,
    "deleteMessage": delete_message,
    "deleteMessages": delete_messages,
}
