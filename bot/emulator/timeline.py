"""The effects on a chat: a message is posted, replaced, deleted; each is told to the listeners."""

from typing import Any

from bot.emulator.chats import Chat, Message
from bot.emulator.world import World


def post(world: World, chat: Chat, fields: dict[str, Any]) -> Message:
    """Adds a message with the next id and the present date, and gives it."""
    chat.last_message_id += 1
    message = {"message_id": chat.last_message_id, **fields, "chat": chat.body(), "date": world.now()}
    chat.messages[message["message_id"]] = message
    _tell(world, chat, "message", message)
    return message


def replace(world: World, chat: Chat, message: Message) -> Message:
    """Puts an edited message in its place, with the edit's date, and gives it."""
    edited = message | {"edit_date": world.now()}
    chat.messages[message["message_id"]] = edited
    _tell(world, chat, "edited", edited)
    return edited


def remove(world: World, chat: Chat, message_id: int) -> None:
    """Takes a message out of a chat for everyone."""
    del chat.messages[message_id]
    chat.touched.pop(message_id, None)
    world.hub.publish("deleted", {"chat_id": chat.id, "message_id": message_id})


def _tell(world: World, chat: Chat, kind: str, message: Message) -> None:
    world.hub.publish(kind, message)
    chat.touched[message["message_id"]] = world.hub.number
