"""The common way of everything the bot sends: checks, limits, keyboard, log."""

from typing import Any

from bot.emulator import timeline
from bot.emulator.chats import Chat, Message
from bot.emulator.formatting import Formatted
from bot.emulator.keyboards import Markup, read_markup
from bot.emulator.params import Params
from bot.emulator.reach import reply_fields, thread_fields
from bot.emulator.world import World


def send_to(
    world: World, chat: Chat, params: Params, content: dict[str, Any], *, method: str, dropped: int = 0
) -> Message:
    """Posts a message of the bot into a chat that it may write to."""
    fields = thread_fields(chat, params) | reply_fields(chat, params)
    markup = read_markup(params)
    world.gate.admit(chat.id)
    message = timeline.post(world, chat, _sender(world, chat) | fields | content | _under(markup))
    _remember_keyboard(world, chat, message, markup)
    is_silent = params.flag("disable_notification")
    if is_silent:
        _remember_silence(world, chat, message)
    world.log.accept(method, message, is_silent=is_silent, dropped=dropped)
    return message


def _sender(world: World, chat: Chat) -> dict[str, Any]:
    return {"sender_chat": chat.body()} if chat.kind == "channel" else {"from": world.bot.user()}


def _under(markup: Markup) -> dict[str, Any]:
    return {"reply_markup": markup.inline} if markup.inline else {}


# The Bot API tells nobody that a message came without a sound; the page shows it all the same.
def _remember_silence(world: World, chat: Chat, message: Message) -> None:
    chat.silent.add(message["message_id"])
    world.hub.publish("silent", {"chat_id": chat.id, "message_id": message["message_id"]})


def _remember_keyboard(world: World, chat: Chat, message: Message, markup: Markup) -> None:
    if markup.other is None:
        return
    # Telegram lets bots edit only messages without a keyboard or with one of inline buttons.
    chat.uneditable.add(message["message_id"])
    chat.reply_keyboard = None if markup.other.get("remove_keyboard") else markup.other
    world.hub.publish("keyboard", {"chat_id": chat.id, "keyboard": chat.reply_keyboard})


def text_fields(formatted: Formatted) -> dict[str, Any]:
    """Gives the fields of a text message."""
    return {"text": formatted.text} | _named(formatted, "entities")


def caption_fields(formatted: Formatted) -> dict[str, Any]:
    """Gives the fields of a caption, none if there is none."""
    return {"caption": formatted.text} | _named(formatted, "caption_entities") if formatted.text else {}


def _named(formatted: Formatted, name: str) -> dict[str, Any]:
    return {name: list(formatted.entities)} if formatted.entities else {}
