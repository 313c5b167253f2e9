"""What people do with messages, as plain effects on the world: used by tests, by the page and over HTTP."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bot.emulator import timeline
from bot.emulator.chats import GROUPS, PRESENT, Chat, Message
from bot.emulator.entities import Entity, detect
from bot.emulator.errors import ActionError
from bot.emulator.formatting import trim
from bot.emulator.html import settle
from bot.emulator.reach import shallow
from bot.emulator.utf16 import MESSAGE_UNITS, split_long, units
from bot.emulator.world import World

# The account that stands for a group's administrators who write as the group.
ANONYMOUS_ADMINISTRATOR = {
    "id": 1087968824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot",
}  # fmt: skip


@dataclass(frozen=True)
class Place:
    """Who writes and where: to the bot unless another chat is named; anonymous is "as the group"."""

    user_id: int
    chat_id: int | None = None
    thread: int | None = None
    is_anonymous: bool = False


def write(world: World, place: Place, text: str, entities: Sequence[Entity] = (), **extra: Any) -> Message:
    """Sends one text message; ActionError if it is blank or longer than 4096 units."""
    shown, given = trim(text, list(entities))
    if not shown:
        raise ActionError("Telegram does not send an empty message.")
    if units(shown) > MESSAGE_UNITS:
        raise ActionError("This text is longer than one message of 4096; send it as a long one.")
    found = settle([*given, *detect(shown, given)])
    return _deliver(world, place, {"text": shown} | ({"entities": found} if found else {}) | extra)


def write_long(world: World, place: Place, text: str) -> list[Message]:
    """Sends a text of any length as clients do: as several messages if it needs them."""
    parts = split_long(text)
    if not parts:
        raise ActionError("Telegram does not send an empty message.")
    return [write(world, place, part) for part in parts]


def attach(
    world: World, place: Place, name: str, data: bytes, *, caption: str = "", mime_type: str | None = None
) -> Message:
    """Sends a file as a document."""
    stored = world.files.add("document", name, data, mime_type)
    return _deliver(world, place, {"document": stored.document()} | _caption(caption))


def attach_photo(world: World, place: Place, data: bytes, *, caption: str = "") -> Message:
    """Sends a picture as a photo."""
    stored = world.files.add("photo", "photo.jpg", data, "image/jpeg")
    return _deliver(world, place, {"photo": stored.photo()} | _caption(caption))


def _caption(text: str) -> dict[str, Any]:
    shown = text.strip()
    found = detect(shown)
    return ({"caption": shown} if shown else {}) | ({"caption_entities": found} if found else {})


def locate(world: World, place: Place, latitude: float, longitude: float) -> Message:
    """Sends a place on earth."""
    return _deliver(world, place, {"location": {"latitude": latitude, "longitude": longitude}})


def share_chat(world: World, place: Place, chat_id: int, request_id: int) -> Message:
    """Answers a "choose chat" button with a chat."""
    chat = world.chat(chat_id)
    return _deliver(
        world, place, {"chat_shared": {"request_id": request_id, "chat_id": chat_id, "title": chat.title}}
    )


def reply(world: World, place: Place, message: Message, text: str) -> Message:
    """Answers a message of the same chat."""
    return write(world, place, text, reply_to_message=shallow(message))


def forward(world: World, place: Place, original: dict[str, Any], origin: dict[str, Any]) -> Message:
    """Passes on the content of a message with the origin given."""
    content = {name: original[name] for name in CONTENT if name in original}
    if not content:
        raise ActionError("This message has nothing that can be forwarded.")
    return _deliver(world, place, content | {"forward_origin": origin})


CONTENT = (
    "text", "entities", "caption", "caption_entities", "document", "photo", "location",
)  # fmt: skip


def edit(world: World, place: Place, message_id: int, text: str) -> Message:
    """Changes the text or caption of one of the person's own messages."""
    chat = open_chat(world, place)
    message = chat.messages.get(message_id)
    if message is None or message.get("from", {}).get("id") != place.user_id:
        raise ActionError("A person edits only messages of their own that are still there.")
    name = "text" if "text" in message else "caption"
    entities_name = "entities" if name == "text" else "caption_entities"
    kept = {key: value for key, value in message.items() if key != entities_name}
    found = detect(text.strip())
    edited = kept | {name: text.strip()} | ({entities_name: found} if found else {})
    changed = timeline.replace(world, chat, edited)
    _tell_bot(world, chat, "edited_message", changed)
    return changed


def open_chat(world: World, place: Place) -> Chat:
    """Finds the chat that a person acts in; ActionError if the person cannot write there."""
    user = world.user(place.user_id)
    chat = world.chat(place.user_id if place.chat_id is None else place.chat_id)
    if chat.kind == "private" and chat.bot_status not in PRESENT:
        raise ActionError(f"{user.first_name} has blocked the bot and has to unblock it first.")
    if chat.kind != "private" and chat.members.get(user.id) not in PRESENT:
        raise ActionError(f"{user.first_name} is not in {chat.title}.")
    if place.thread is not None and place.thread not in chat.topics:
        raise ActionError(f"{chat.title} has no topic {place.thread}.")
    return chat


def _deliver(world: World, place: Place, content: dict[str, Any]) -> Message:
    chat = open_chat(world, place)
    chat.is_opened = True
    thread = {"message_thread_id": place.thread, "is_topic_message": True} if place.thread else {}
    message = timeline.post(world, chat, _sender(world, chat, place) | thread | content)
    _tell_bot(world, chat, "channel_post" if chat.kind == "channel" else "message", message)
    return message


def _sender(world: World, chat: Chat, place: Place) -> dict[str, Any]:
    if chat.kind == "channel":
        return {"sender_chat": chat.body()}
    if place.is_anonymous:
        return {"from": ANONYMOUS_ADMINISTRATOR, "sender_chat": chat.body()}
    return {"from": world.user(place.user_id).body()}


def _tell_bot(world: World, chat: Chat, kind: str, message: Message) -> None:
    if chat.bot_status in PRESENT and (chat.kind not in GROUPS or bot_reads(world, chat, message)):
        world.updates.add(kind, message)


def bot_reads(world: World, chat: Chat, message: Message) -> bool:
    """Tells whether a bot in privacy mode gets a group's message: commands, answers to it, words to it."""
    if (
        world.bot.reads_all
        or chat.bot_status == "administrator"
        or "text" not in message.keys() | {"caption"}
    ):
        return True
    if message.get("reply_to_message", {}).get("from", {}).get("id") == world.bot.id:
        return True
    text = message.get("text") or message.get("caption") or ""
    if text.startswith("/"):
        addressed = text.split(maxsplit=1)[0].partition("@")[2]
        return not addressed or addressed.lower() == world.bot.username.lower()
    return f"@{world.bot.username}".lower() in text.lower()
