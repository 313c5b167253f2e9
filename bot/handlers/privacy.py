"""Privacy: what is stored, as words and as a file, and its deletion."""

from contextlib import suppress

from telegram import BotCommandScopeChat, InputFile
from telegram.error import TelegramError

from bot.handlers.commands import Command, Part
from bot.handlers.context import Context
from bot.models import Button, OutgoingMessage
from bot.views.privacy import deletion, stored

FILE_NAME = "digestbot-mydata.json"


async def privacy(context: Context) -> None:
    """What the bot stores of this reader, table by table."""
    topics = await context.services.subscribers.topics_of(context.reader)
    names = [topic.name(context.texts.language) for topic in topics]
    held = await context.services.privacy.held(context.reader, context.person.id)
    counts = {table: len(rows) for table, rows in held.items()}
    await context.say(stored(context.reader, names, counts, context.texts))


async def mydata(context: Context) -> None:
    """Everything that is stored, as a JSON file."""
    document = await context.services.privacy.document(context.reader, context.person.id)
    text = context.texts.plain("This is everything I store about you. /privacy tells it in words.")
    await context.bot.send_document(
        context.chat.id,
        InputFile(document, filename=FILE_NAME),
        caption=text,
        message_thread_id=context.reader.thread_id or None,
    )


async def deleteme(context: Context) -> None:
    """One confirmation, by button or as ``/deleteme yes``; then everything is gone at once."""
    texts = context.texts
    if context.words.casefold() == "yes":
        await context.services.privacy.forget(context.reader, context.person.id)
        # The menu in the chat's own language is kept by Telegram; it falls back to the person's.
        with suppress(TelegramError):
            await context.bot.delete_my_commands(BotCommandScopeChat(context.reader.chat_id))
        await context.show(
            OutgoingMessage(texts.t("Deleted: I know nothing about you any more. /start begins anew."))
        )
        return
    if context.query is not None:
        await context.show(OutgoingMessage(texts.t("Nothing was deleted.")))
        return
    row = (
        Button(texts.plain("Yes, delete everything"), "deleteme:yes"),
        Button(texts.plain("Keep it"), "deleteme:no"),
    )
    owner = context.person.id in context.services.people.owners
    await context.say(OutgoingMessage(deletion(context.role, texts, by_settings=owner), (row,)))


PART = Part(
    commands=(
        Command("privacy", privacy, "What I store about you", settles=True),
        Command("mydata", mydata, "All of it as a file", settles=True, heavy=True),
        Command("deleteme", deleteme, "Delete everything about you", settles=True, example="/deleteme yes"),
    ),
    reader_buttons={"deleteme": deleteme},
)
