"""Taps and inline queries: questions that wait for the bot's answer."""

import asyncio
from typing import Any

from bot.emulator import acts, timeline
from bot.emulator.acts import Place
from bot.emulator.chats import Chat, Message
from bot.emulator.errors import ActionError
from bot.emulator.queries import Query
from bot.emulator.reach import shallow
from bot.emulator.world import World


def tap(world: World, place: Place, message_id: int, data: str) -> Query:
    """Taps a button with callback data under a message, which may be gone by now."""
    chat = acts.open_chat(world, place)
    query = world.queries.ask(place.user_id)
    body = {
        "id": query.id,
        "from": world.user(place.user_id).body(),
        "message": _tapped(chat, message_id),
        "chat_instance": str(chat.id),
        "data": data,
    }
    world.updates.add("callback_query", body)
    return query


def _tapped(chat: Chat, message_id: int) -> dict[str, Any]:
    gone = {"message_id": message_id, "chat": chat.body(), "date": 0}
    return chat.messages.get(message_id, gone)


def ask_inline(world: World, place: Place, words: str, offset: str = "") -> Query:
    """Types words after the bot's name in any chat."""
    user = world.user(place.user_id)
    query = world.queries.ask(user.id)
    body = {"id": query.id, "from": user.body(), "query": words, "offset": offset, "chat_type": "sender"}
    world.updates.add("inline_query", body)
    return query


async def answer_to(query: Query, seconds: float) -> dict[str, Any]:
    """Waits for the bot's answer to a question; ActionError if none comes in time."""
    try:
        await asyncio.wait_for(query.answered.wait(), seconds)
    except TimeoutError:
        raise ActionError(f"The bot did not answer within {seconds:g} s.") from None
    return query.answer or {}


def pick_inline(world: World, place: Place, result: dict[str, Any]) -> Message:
    """Sends a result of an inline query into a chat, as its writer."""
    content = result.get("content")
    if not content:
        raise ActionError("This inline result holds no text to send.")
    chat = acts.open_chat(world, place)
    sender = {"from": world.user(place.user_id).body(), "via_bot": world.bot.user()}
    message = timeline.post(world, chat, sender | content)
    if chat.kind == "private":
        chat.is_opened = True
        world.updates.add("message", message)
    return message


def find_button(message: Message, text: str) -> dict[str, Any] | None:
    """Finds the button with exactly this text, else the first that contains it."""
    buttons = inline_buttons(message)
    exact = [button for button in buttons if button["text"] == text]
    near = [button for button in buttons if text in button["text"]]
    return next(iter(exact or near), None)


def inline_buttons(message: Message) -> list[dict[str, Any]]:
    """Lists the buttons under a message, row after row."""
    rows = message.get("reply_markup", {}).get("inline_keyboard", [])
    return [button for row in rows for button in row]


def reply_buttons(chat: Chat) -> list[str]:
    """Lists the texts of the keyboard below the text field, if there is one."""
    rows = (chat.reply_keyboard or {}).get("keyboard", [])
    return [button["text"] for row in rows for button in row]


def origin_of(world: World, message: Message, *, is_hidden: bool = False) -> dict[str, Any]:
    """Tells where a message comes from, as its forward carries it."""
    date = message.get("date") or world.now()
    author = message.get("from") or {}
    if "forward_origin" in message:
        return dict(message["forward_origin"])
    if message.get("chat", {}).get("type") == "channel":
        return {"type": "channel", "date": date, "chat": message["chat"], "message_id": message["message_id"]}
    if "sender_chat" in message:
        return {"type": "chat", "date": date, "sender_chat": message["sender_chat"]}
    if is_hidden or not author:
        return {"type": "hidden_user", "date": date, "sender_user_name": author.get("first_name", "Somebody")}
    return {"type": "user", "date": date, "sender_user": shallow(author)}
