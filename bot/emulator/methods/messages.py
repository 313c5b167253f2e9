"""Sending, editing and deleting messages."""

from dataclasses import dataclass
from typing import Any

from bot.emulator import timeline
from bot.emulator.chats import Chat, Message
from bot.emulator.errors import bad_request
from bot.emulator.formatting import caption, message_text
from bot.emulator.keyboards import check_flags, read_inline_markup
from bot.emulator.links import link_problem
from bot.emulator.params import Params
from bot.emulator.reach import find_chat, writable_chat
from bot.emulator.sending import caption_fields, send_to, text_fields
from bot.emulator.world import World

_SAME = (
    "message is not modified: specified new message content and reply markup are exactly the same as a "
    "current content and reply markup of the message"
)
_PREVIEW_FLAGS = ("is_disabled", "prefer_small_media", "prefer_large_media", "show_above_text")
_DELETABLE_SECONDS = 48 * 3600
_TEXT = ("text", "entities", "link_preview_options")
_CAPTION = ("caption", "caption_entities")


@dataclass(frozen=True)
class _Target:
    chat: Chat
    message: Message


def send_message(world: World, params: Params) -> Message:
    """Sends a text."""
    # The text is read before the chat is looked up: a bad text is a bad text, also for who blocked the bot.
    formatted = message_text(params)
    content = text_fields(formatted) | _preview(params)
    chat = writable_chat(world, params)
    return send_to(world, chat, params, content, method="sendMessage", dropped=formatted.dropped)


def edit_message_text(world: World, params: Params) -> Message:
    """Replaces the text and the buttons of one of the bot's messages."""
    target = _editable(world, params)
    content = text_fields(message_text(params))
    if "text" not in target.message:
        raise bad_request("there is no text in the message to edit")
    return _edit(world, target, params, _TEXT, content | _preview(params))


def edit_message_caption(world: World, params: Params) -> Message:
    """Replaces the caption and the buttons of one of the bot's messages with a file."""
    target = _editable(world, params)
    if "text" in target.message:
        raise bad_request("there is no caption in the message to edit")
    return _edit(world, target, params, _CAPTION, caption_fields(caption(params)))


def edit_message_reply_markup(world: World, params: Params) -> Message:
    """Replaces the buttons of one of the bot's messages."""
    return _edit(world, _editable(world, params), params, (), {})


def _preview(params: Params) -> dict[str, Any]:
    options = params.object("link_preview_options")
    check_flags(options, _PREVIEW_FLAGS)
    if options.get("url") and link_problem(str(options["url"])):
        raise bad_request("WEBPAGE_URL_INVALID")
    return {"link_preview_options": options} if options else {}


def _editable(world: World, params: Params) -> _Target:
    chat = writable_chat(world, params)
    message_id = params.integer("message_id")
    if not message_id:
        raise bad_request("message identifier is not specified")
    message = chat.messages.get(message_id)
    if message is None:
        raise bad_request("message to edit not found")
    if not _is_own(world, chat, message) or message_id in chat.uneditable:
        raise bad_request("message can't be edited")
    return _Target(chat, message)


def _is_own(world: World, chat: Chat, message: Message) -> bool:
    by_bot = message.get("from", {}).get("id") == world.bot.id
    return by_bot or (chat.kind == "channel" and chat.bot_status == "administrator")


def _edit(
    world: World, target: _Target, params: Params, replaced: tuple[str, ...], content: dict[str, Any]
) -> Message:
    inline = read_inline_markup(params)
    edited = _without(target.message, *replaced, "reply_markup", "edit_date") | content
    edited |= {"reply_markup": inline} if inline else {}
    if edited == _without(target.message, "edit_date"):
        raise bad_request(_SAME)
    return timeline.replace(world, target.chat, edited)


def _without(message: Message, *names: str) -> Message:
    return {name: value for name, value in message.items() if name not in names}


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
    found = [
        chat.messages[number] for number in wanted if isinstance(number, int) and number in chat.messages
    ]
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
