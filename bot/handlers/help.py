"""``/help`` from the table of commands, and the end of whatever the bot waits for."""

from bot.errors import Reason, RejectedError
from bot.handlers.commands import Command, Part
from bot.handlers.context import Context
from bot.models import OutgoingMessage
from bot.views import help as help_views
from bot.views.times import next_line


async def help_(context: Context) -> None:
    """Everything the person can do here, or one command with its example."""
    name = context.words.removeprefix("/").casefold()
    known = [_entry(command) for command in context.commands if not command.editor or _on_desk(context)]
    if name:
        found = next((entry for entry in known if name in entry.names), None)
        if found is None:
            raise RejectedError(Reason.NO_SUCH_COMMAND, word=name[:40])
        await context.say(help_views.one_command(found, context.texts))
        return
    footer = next_line(context.reader, context.texts)
    await context.say(help_views.all_commands(known, context.texts, footer))


async def cancel(context: Context) -> None:
    """Wait no longer for an answer."""
    texts = context.texts
    if await context.services.dialogs.end(context.chat.id, context.person.id):
        await context.say(OutgoingMessage(texts.t("Cancelled. Nothing was changed.")))
        return
    await context.say(OutgoingMessage(texts.t("There is nothing to cancel. /help shows what I can do.")))


def _on_desk(context: Context) -> bool:
    return context.role.edits and context.private


def _entry(command: Command) -> help_views.Entry:
    return help_views.Entry(
        names=(command.name, *command.aliases),
        summary=command.summary,
        example=command.example,
        editor=command.editor,
    )


PART = Part(
    commands=(
        Command("help", help_, "What I can do", menu=True, example="/help schedule"),
        Command("cancel", cancel, "Stop what was begun"),
    ),
)
