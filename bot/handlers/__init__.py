"""Telegram in: each callback parses, calls one service and shows one view.

``PARTS`` is the one table of commands and buttons; help, menus and the documents' tests read it.
"""

from collections.abc import Callable
from typing import Any

from telegram.ext import (
    Application,
    CallbackQueryHandler,
    ChatMemberHandler,
    InlineQueryHandler,
    MessageHandler,
    filters,
)

from bot.handlers import (
    adding,
    catalogue,
    channels,
    choices,
    desk,
    help,  # noqa: A004 - it is the module of /help
    less,
    links,
    onboarding,
    places,
    preferences,
    privacy,
    reading,
    schedule,
    search,
    stories,
    topics,
)
from bot.handlers.commands import Command
from bot.handlers.context import COMMANDS
from bot.handlers.router import Router, table_of

PARTS = (
    onboarding.PART,
    topics.PART,
    choices.PART,
    reading.PART,
    search.PART,
    schedule.PART,
    places.PART,
    preferences.PART,
    stories.PART,
    less.PART,
    links.PART,
    channels.PART,
    help.PART,
    privacy.PART,
    adding.PART,
    catalogue.PART,
    desk.PART,
)


def all_commands() -> tuple[Command, ...]:
    """Every command, in the order of the help."""
    return tuple(command for part in PARTS for command in part.commands)


def register(
    application: Application[Any, Any, Any, Any, Any, Any],
    on_throttled: Callable[[], object] = lambda: None,
) -> None:
    """Give every kind of update its callback; ``on_throttled`` is called for each that came too fast."""
    router = Router(table_of(PARTS), on_throttled)
    application.bot_data[COMMANDS] = all_commands()
    application.add_handler(CallbackQueryHandler(router.tap))
    application.add_handler(InlineQueryHandler(router.inline))
    application.add_handler(ChatMemberHandler(router.membership, ChatMemberHandler.MY_CHAT_MEMBER))
    application.add_handler(MessageHandler(filters.UpdateType.MESSAGE, router.message))
