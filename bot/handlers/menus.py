"""What Telegram shows of the bot: the menu of commands and its description, in every language."""

from collections.abc import Sequence
from contextlib import suppress

from telegram import Bot, BotCommand, BotCommandScopeChat
from telegram.error import TelegramError

from bot.handlers.commands import Command
from bot.handlers.context import Context
from bot.locales import Texts, languages, texts


def menu(commands: Sequence[Command], language: str, *, editor: bool) -> list[BotCommand]:
    """The menu in a language: the commands that exist, readers' first."""
    words = texts(language)
    shown = [command for command in commands if command.menu and (editor or not command.editor)]
    shown.sort(key=lambda command: command.editor)
    return [BotCommand(command.name, words.plain(command.summary)) for command in shown]


def description(words: Texts) -> str:
    """What stands in an empty chat with the bot: at most 512 characters."""
    return words.plain(
        "I read the news for you and send one short digest at the time you choose: the gist of each story in"
        " its own sentences, nothing twice, nothing when there is nothing new.\n\nPress START and choose"
        " your topics."
    )


def short_description(words: Texts) -> str:
    """What stands on the bot's profile, and where it is shared: at most 120 characters."""
    return words.plain("One short digest of the news you chose, at your own local time.")


async def set_menus(bot: Bot, commands: Sequence[Command]) -> None:
    """Give Telegram the readers' menu in every language."""
    await bot.set_my_commands(menu(commands, "en", editor=False))
    for code in languages():
        await bot.set_my_commands(menu(commands, code, editor=False), language_code=code)


async def describe(bot: Bot) -> None:
    """Give Telegram the bot's descriptions in every language, unless its owner wrote some with @BotFather."""
    ours = {description(texts(code)) for code in languages()}
    if (await bot.get_my_description()).description not in {"", *ours}:
        return
    # Telegram limits these calls to a few a day, so nothing is set twice.
    for code in ("", *languages()):
        words, given = texts(code or "en"), code or None
        if (await bot.get_my_description(given)).description != description(words):
            await bot.set_my_description(description(words), given)
        if (await bot.get_my_short_description(given)).short_description != short_description(words):
            await bot.set_my_short_description(short_description(words), given)


async def set_chat_menu(
    bot: Bot, commands: Sequence[Command], chat_id: int, language: str, *, editor: bool
) -> None:
    """Give one chat its own menu, whatever the language of the person's Telegram; the chat has to exist."""
    shown = menu(commands, language, editor=editor)
    await bot.set_my_commands(shown, scope=BotCommandScopeChat(chat_id))


async def speak_in_menu(context: Context, language: str) -> None:
    """Let the menu of the chat speak a language from now on."""
    editor = context.private and context.role.edits
    # The answer does not depend on it: what fails here is put right at the next change.
    with suppress(TelegramError):
        await set_chat_menu(context.bot, context.commands, context.chat.id, language, editor=editor)
