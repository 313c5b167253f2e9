"""The emulated world as the chat page sees it."""

from typing import Any

from bot.emulator.chats import PRESENT, Chat, User
from bot.emulator.methods.commands import shown_commands
from bot.emulator.world import World


def state(world: World, last: int) -> dict[str, Any]:
    """Describes people and chats, each with its `last` newest messages, and numbers the last event."""
    return {
        "number": world.hub.number,
        "clock": clock(world),
        "bot": _bot(world),
        "people": [person(world, user) for user in world.users.values()],
        "chats": [_chat(chat, last) for chat in world.chats.values()],
    }


def clock(world: World) -> dict[str, Any]:
    """Tells the emulator's time and how far it is ahead."""
    return {"now": world.clock.now().isoformat(), "offset_seconds": world.clock.offset.total_seconds()}


def _bot(world: World) -> dict[str, Any]:
    texts = {"description": world.bot.descriptions, "short_description": world.bot.short_descriptions}
    return world.bot.user() | {name: by_language.get("", "") for name, by_language in texts.items()}


def person(world: World, user: User) -> dict[str, Any]:
    """Describes a person, and how the private chat with the bot stands."""
    chat = world.chats[user.id]
    about, language = world.bot.descriptions, (user.language_code or "")[:2]
    return user.body() | {
        "is_started": chat.is_opened,
        "is_blocked": chat.bot_status not in PRESENT,
        "about": about.get(language) or about.get("", ""),
    }


def _chat(chat: Chat, last: int) -> dict[str, Any]:
    messages = list(chat.messages.values())
    return chat.body() | {
        "bot_status": chat.bot_status,
        "members": [{"person": user, "status": status} for user, status in chat.members.items()],
        "topics": [{"thread": thread, **topic} for thread, topic in chat.topics.items()],
        "reply_keyboard": chat.reply_keyboard,
        "silent": sorted(chat.silent),
        "messages": messages[-last:] if last > 0 else [],
    }


def menu(world: World, user_id: int, chat_id: int) -> dict[str, Any]:
    """Gives the command menu and the menu button that a person sees in a chat."""
    button = world.menu_buttons.get(chat_id) or world.menu_buttons.get(0) or {"type": "default"}
    return {"commands": shown_commands(world, world.chat(chat_id), user_id), "menu_button": button}
