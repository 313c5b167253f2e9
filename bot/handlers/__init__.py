"""Telegram in: each callback parses, calls one service and shows one view.

``PARTS`` is the one table of commands and buttons; help, menus and the documents' tests read it.
"""

from typing import Any

from telegram import BotCommand, BotCommandScopeChat, Update
from telegram.ext import (
    Application,
    CallbackQueryHandler,
    ChatMemberHandler,
    MessageHandler,
    TypeHandler,
    filters,
)

from bot.handlers import (
    adding,
    catalogue,
    desk,
    help,  # noqa: A004 - it is the module of /help
    onboarding,
    preferences,
    privacy,
    reading,
    schedule,
    topics,
)
from bot.handlers.commands import Command
from bot.handlers.context import COMMANDS
from bot.handlers.router import Router, table_of
from bot.locales import languages, texts

PARTS = (
    onboarding.PART,
    topics.PART,
    reading.PART,
    schedule.PART,
    preferences.PART,
    help.PART,
    privacy.PART,
    adding.PART,
    catalogue.PART,
    desk.PART,
)


def all_commands() -> tuple[Command, ...]:
    """Every command, in the order of the help."""
    return tuple(command for part in PARTS for command in part.commands)


def register(application: Application[Any, Any, Any, Any, Any, Any]) -> None:
    """Give every kind of update its callback."""
    router = Router(table_of(PARTS))
    application.bot_data[COMMANDS] = all_commands()
    application.add_handler(TypeHandler(Update, router.load), group=-1)
    application.add_handler(CallbackQueryHandler(router.tap))
    application.add_handler(ChatMemberHandler(router.membership, ChatMemberHandler.MY_CHAT_MEMBER))
    application.add_handler(MessageHandler(filters.UpdateType.MESSAGE, router.message))
    application.add_error_handler(router.error)


def menu(language: str, *, editor: bool) -> list[BotCommand]:
    """Telegram's menu in a language: the commands that exist, readers' first."""
    words = texts(language)
    shown = [command for command in all_commands() if command.menu and (editor or not command.editor)]
    shown.sort(key=lambda command: command.editor)
    return [BotCommand(command.name, words.plain(command.summary)) for command in shown]


async def set_menus(application: Application[Any, Any, Any, Any, Any, Any]) -> None:
    """Give Telegram the readers' menu in every language."""
    await application.bot.set_my_commands(menu("en", editor=False))
    for code in languages():
        await application.bot.set_my_commands(menu(code, editor=False), language_code=code)


async def set_desk_menu(application: Application[Any, Any, Any, Any, Any, Any], person_id: int) -> None:
    """Give one person with desk rights the longer menu, in every language; the chat has to exist."""
    scope = BotCommandScopeChat(person_id)
    await application.bot.set_my_commands(menu("en", editor=True), scope=scope)
    for code in languages():
        await application.bot.set_my_commands(menu(code, editor=True), scope=scope, language_code=code)
