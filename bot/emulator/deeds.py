"""What the control API lets people do: each takes the wish apart, acts, and gives JSON."""

from collections.abc import Awaitable, Callable
from typing import Any

from bot.emulator import acts, asking, groups, membership
from bot.emulator.acts import Place
from bot.emulator.chats import Message
from bot.emulator.errors import ActionError
from bot.emulator.wishes import Wish
from bot.emulator.world import World

Deed = Callable[[World, Wish], Awaitable[dict[str, Any]]]

_ANSWER_SECONDS = 20.0


async def _send(world: World, wish: Wish) -> dict[str, Any]:
    return {"messages": acts.write_long(world, wish.place(), wish.text("text"))}


async def _upload(world: World, wish: Wish) -> dict[str, Any]:
    if wish.upload is None:
        raise ActionError("The form holds no file.")
    place, caption = wish.place(), wish.text("caption", "")
    if wish.text("as", "document") == "photo":
        return {"message": acts.attach_photo(world, place, wish.upload.data, caption=caption)}
    name, data, mime_type = wish.upload.name or "file", wish.upload.data, wish.upload.mime_type
    return {"message": acts.attach(world, place, name, data, caption=caption, mime_type=mime_type)}


async def _location(world: World, wish: Wish) -> dict[str, Any]:
    return {"message": acts.locate(world, wish.place(), wish.number("latitude"), wish.number("longitude"))}


async def _share_chat(world: World, wish: Wish) -> dict[str, Any]:
    place = Place(wish.integer("person"))
    return {"message": acts.share_chat(world, place, wish.integer("shared"), wish.integer("request_id"))}


async def _tap(world: World, wish: Wish) -> dict[str, Any]:
    query = asking.tap(world, wish.place(), wish.integer("message_id"), wish.text("data"))
    return await asking.answer_to(query, _ANSWER_SECONDS)


async def _reply(world: World, wish: Wish) -> dict[str, Any]:
    return {"message": acts.reply(world, wish.place(), _message(world, wish), wish.text("text"))}


async def _forward(world: World, wish: Wish) -> dict[str, Any]:
    origin = asking.origin_of(world, _message(world, wish), is_hidden=wish.flag("hidden"))
    target = Place(wish.integer("person"), wish.optional_integer("to_chat"))
    return {"message": acts.forward(world, target, _message(world, wish), origin)}


async def _edit(world: World, wish: Wish) -> dict[str, Any]:
    return {"message": acts.edit(world, wish.place(), wish.integer("message_id"), wish.text("text"))}


async def _inline(world: World, wish: Wish) -> dict[str, Any]:
    query = asking.ask_inline(world, wish.place(), wish.text("query"), wish.text("offset", ""))
    return await asking.answer_to(query, _ANSWER_SECONDS)


async def _pick(world: World, wish: Wish) -> dict[str, Any]:
    result = wish.fields.get("result")
    if not isinstance(result, dict):
        raise ActionError("'result' must be one of the results of an inline query.")
    return {"message": asking.pick_inline(world, wish.place(), result)}


async def _block(world: World, wish: Wish) -> dict[str, Any]:
    membership.set_blocked(world, wish.integer("person"), is_blocked=True)
    return {}


async def _unblock(world: World, wish: Wish) -> dict[str, Any]:
    membership.set_blocked(world, wish.integer("person"), is_blocked=False)
    return {}


async def _group(world: World, wish: Wish) -> dict[str, Any]:
    people = [world.user(number).id for number in wish.array("administrators")]
    kind = "channel" if wish.flag("channel") else None
    chat = groups.found(world, wish.text("title"), wish.integer("id"), kind=kind, is_forum=wish.flag("forum"))
    chat.members |= dict.fromkeys(people, "administrator")
    return chat.body()


async def _member(world: World, wish: Wish) -> dict[str, Any]:
    chat = world.chat(wish.integer("chat"))
    membership.set_member(world, chat, wish.integer("person"), wish.text("status", "member"))
    return {}


async def _topic(world: World, wish: Wish) -> dict[str, Any]:
    return {"thread": membership.open_topic(world, world.chat(wish.integer("chat")), wish.text("name"))}


async def _upgrade(world: World, wish: Wish) -> dict[str, Any]:
    return membership.upgrade(world, world.chat(wish.integer("chat"))).body()


async def _update(world: World, wish: Wish) -> dict[str, Any]:
    body = wish.fields.get("body")
    if not isinstance(body, dict):
        raise ActionError("'body' must be an object.")
    world.updates.add(wish.text("kind"), body)
    return {}


def _message(world: World, wish: Wish) -> Message:
    place = wish.place()
    chat = world.chat(place.user_id if place.chat_id is None else place.chat_id)
    message = chat.messages.get(wish.integer("message_id"))
    if message is None:
        raise ActionError("This message is no longer there.")
    return message


DEEDS: dict[str, Deed] = {
    "send": _send,
    "upload": _upload,
    "location": _location,
    "share_chat": _share_chat,
    "tap": _tap,
    "reply": _reply,
    "forward": _forward,
    "edit": _edit,
    "inline": _inline,
    "pick": _pick,
    "block": _block,
    "unblock": _unblock,
    "groups": _group,
    "members": _member,
    "topics": _topic,
    "upgrade": _upgrade,
    "update": _update,
}
