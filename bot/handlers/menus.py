"""Telegram's menu of commands: made from the one table, in every language, longer for the desk."""

from collections.abc import Sequence

from telegram import Bot, BotCommand, BotCommandScopeChat

from bot.handlers.commands import Command
from bot.locales import languages, texts


def menu(commands: Sequence[Command], language: str, *, editor: bool) -> list[BotCommand]:
    """The menu in a language: the commands that exist, readers' first."""
    words = texts(language)
    shown = [command for command in commands if command.menu and (editor or not command.editor)]
    shown.sort(key=lambda command: command.editor)
    return [BotCommand(command.name, words.plain(command.summary)) for command in shown]


async def set_menus(bot: Bot, commands: Sequence[Command]) -> None:
    """Give Telegram the readers' menu in every language."""
    await bot.set_my_commands(menu(commands, "en", editor=False))
    for code in languages():
        await bot.set_my_commands(menu(commands, code, editor=False), language_code=code)


async def set_desk_menu(bot: Bot, commands: Sequence[Command], person_id: int) -> None:
    """Give one person with desk rights the longer menu, in every language; the chat has to exist."""
    scope = BotCommandScopeChat(person_id)
    await bot.set_my_commands(menu(commands, "en", editor=True), scope=scope)
    for code in languages():
        await bot.set_my_commands(menu(commands, code, editor=True), scope=scope, language_code=code)
