"""What is special about a group as a reader."""

from dataclasses import replace

from bot.handlers.context import Context
from bot.handlers.menus import speak_in_menu
from bot.locales import nearest_language


async def speak_as_the_starter(context: Context) -> None:
    """Let a group that is not set up yet speak the language of the administrator who sent /start."""
    if context.private or context.reader.welcomed or context.caller is None:
        return
    code = context.person.language_code
    language = nearest_language(code) if code else context.reader.language
    # Stored at once: the first tap on a topic may be another administrator's.
    reader = await context.services.subscribers.set_language(context.reader, language)
    context.caller = replace(context.caller, reader=reader)
    await speak_in_menu(context, language)
