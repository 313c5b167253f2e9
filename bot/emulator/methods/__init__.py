"""The Bot API's methods by their lower-case names."""

from collections.abc import Callable, Mapping
from typing import Any

from bot.emulator.methods import callbacks, chats, commands, files, messages, passing, profile, updates
from bot.emulator.params import Params
from bot.emulator.world import World

# A method gives its result, or an awaitable of it where it has to wait.
Method = Callable[[World, Params], Any]

_TABLES: tuple[Mapping[str, Method], ...] = (
    updates.METHODS,
    messages.METHODS,
    callbacks.METHODS,
    files.METHODS,
    chats.METHODS,
    passing.METHODS,
    commands.METHODS,
    profile.METHODS,
)
METHODS: dict[str, Method] = {name.lower(): method for table in _TABLES for name, method in table.items()}
