"""Privacy: what is stored, and its deletion."""

from bot.handlers.commands import Command, Part
from bot.handlers.context import Context
from bot.models import Button, OutgoingMessage
from bot.views.privacy import stored


async def privacy(context: Context) -> None:
    """What the bot stores of this reader."""
    topics = await context.services.subscribers.topics_of(context.reader)
    names = [topic.name(context.texts.language) for topic in topics]
    await context.say(stored(context.reader, names, context.texts))


async def deleteme(context: Context) -> None:
    """One confirmation, by button or as ``/deleteme yes``; then everything is gone at once."""
    texts = context.texts
    if context.words.casefold() == "yes":
        await context.services.subscribers.forget(context.reader, context.person.id)
        await context.show(
            OutgoingMessage(texts.t("Deleted: I know nothing about you any more. /start begins anew."))
        )
        return
    if context.query is not None:
        await context.show(OutgoingMessage(texts.t("Nothing was deleted.")))
        return
    question = texts.t("Delete your topics, times and settings? This cannot be undone.")
    row = (
        Button(texts.plain("Yes, delete everything"), "deleteme:yes"),
        Button(texts.plain("Keep it"), "deleteme:no"),
    )
    await context.say(OutgoingMessage(question, (row,)))


PART = Part(
    commands=(
        Command("privacy", privacy, "What I store about you"),
        Command("deleteme", deleteme, "Delete everything about you", settles=True, example="/deleteme yes"),
    ),
    reader_buttons={"deleteme": deleteme},
)
