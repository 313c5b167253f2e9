"""Passing messages on, and reacting to them."""

from typing import Any

from bot.emulator.acts import CONTENT
from bot.emulator.asking import origin_of
from bot.emulator.chats import Chat, Message
from bot.emulator.errors import bad_request
from bot.emulator.formatting import caption
from bot.emulator.params import Params
from bot.emulator.reach import find_chat, writable_chat
from bot.emulator.sending import caption_fields, send_to
from bot.emulator.world import World


def forward_message(world: World, params: Params) -> Message:
    """Forwards a message, with where it comes from."""
    chat = writable_chat(world, params)
    original = _original(world, params, "forward")
    content = _content(original) | {"forward_origin": origin_of(world, original)}
    return send_to(world, chat, _without_keyboard(params), content, method="forwardMessage")


def copy_message(world: World, params: Params) -> dict[str, int]:
    """Sends the content of a message anew, with another caption if one is given."""
    chat = writable_chat(world, params)
    content = _content(_original(world, params, "copy"))
    if "caption" in params and "text" not in content:
        kept = {name: value for name, value in content.items() if not name.startswith("caption")}
        content = kept | caption_fields(caption(params))
    return {"message_id": send_to(world, chat, params, content, method="copyMessage")["message_id"]}


def _original(world: World, params: Params, verb: str) -> Message:
    source = find_chat(world, params, "from_chat_id")
    return _message(source, params, f"message to {verb} not found")


def _message(chat: Chat, params: Params, complaint: str) -> Message:
    message = chat.messages.get(params.integer("message_id"))
    if message is None:
        raise bad_request(complaint)
    return message


def _content(message: Message) -> dict[str, Any]:
    content = {name: message[name] for name in CONTENT if name in message}
    if not content:
        raise bad_request("the message can't be copied")
    return content


def _without_keyboard(params: Params) -> Params:
    return Params({name: value for name, value in params.fields.items() if name != "reply_markup"})


def set_message_reaction(world: World, params: Params) -> bool:
    """Puts the bot's reaction under a message, or takes it away."""
    chat = writable_chat(world, params)
    message = _message(chat, params, "message to react not found")
    reactions = params.array("reaction")
    if len(reactions) > 1:
        raise bad_request("REACTIONS_TOO_MANY")
    data = {"chat_id": chat.id, "message_id": message["message_id"], "reaction": reactions}
    world.hub.publish("reaction", data)
    return True


METHODS = {
    "forwardMessage": forward_message,
    "copyMessage": copy_message,
    "setMessageReaction": set_message_reaction,
}
