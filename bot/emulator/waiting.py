"""Waiting for something to show, driven by events and not by a timer."""

import asyncio
from collections.abc import Callable
from typing import Any, TypeVar

from bot.emulator.asking import inline_buttons
from bot.emulator.chats import Message
from bot.emulator.world import World

T = TypeVar("T")


async def wait_for(world: World, seconds: float, look: Callable[[], T | None]) -> T | None:
    """Looks now and after each event until something is found; None when the seconds are over."""
    with world.hub.listen() as events:
        try:
            async with asyncio.timeout(seconds):
                while (found := look()) is None:
                    await events.get()
                return found
        except TimeoutError:
            return look()


def shows(message: Message, text: str) -> bool:
    """Tells whether a message shows a text in its words or on one of its buttons."""
    return any(text in words for words in visible_texts(message))


def visible_texts(message: Message) -> list[Any]:
    """Lists what can be read in a message: its text or caption, file name and buttons."""
    words = [
        message.get("text", ""),
        message.get("caption", ""),
        message.get("document", {}).get("file_name", ""),
    ]
    return [*words, *(button["text"] for button in inline_buttons(message))]
