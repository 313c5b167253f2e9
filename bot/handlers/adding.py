"""``/add`` in all its forms, and what editors send without a command that belongs to it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from telegram import Message
from telegram.constants import ChatAction, FileSizeLimit
from telegram.error import BadRequest, TelegramError

from bot.errors import Reason, RejectedError
from bot.handlers import material
from bot.handlers.commands import Command, Part
from bot.handlers.context import Context
from bot.handlers.drafts import BUTTONS, TITLE_DIALOG, renew_card, say_card, sender, take_title
from bot.handlers.material import Material, Upload
from bot.models import OutgoingMessage
from bot.services.adding import parse
from bot.services.drafts import Attachment
from bot.sources.kinds import kind_of
from bot.views import adding
from bot.views.cards import Draft

ADD_DIALOG = "article.add"  # an /add waits for its text
KEPT_DIALOG = "article.kept"  # a forwarded message waits for its /add
BARE = "/add"
QUICK = 0.3  # seconds of work that need no sign of it
TYPING_LASTS = 4.5  # seconds; Telegram shows a chat action for five


async def add(context: Context) -> None:
    """Make a draft of the message, or ask for what it lacks."""
    found = material.of_command(context.message)
    dialog = await context.services.dialogs.open(context.chat.id, context.person.id)
    if not found.is_enough and dialog and dialog.kind == KEPT_DIALOG:
        found = material.with_head(Material.from_payload(dict(dialog.payload)), found.head)
    elif not found.is_enough:
        await _ask(context, found.head)
        return
    await _make_draft(context, found)


async def on_text(context: Context) -> bool:
    """Take an editor's message without a command, where something waits for it; whether it was taken."""
    message = context.incoming.message
    if message is None or not _is_desk(context):
        return False
    dialog = await context.services.dialogs.open(context.chat.id, context.person.id)
    if dialog and dialog.kind == TITLE_DIALOG:
        await take_title(context, int(str(dialog.payload["article"])))
        return True
    if dialog and dialog.kind == ADD_DIALOG:
        await _make_draft(context, material.of_content(message, str(dialog.payload["head"])))
        return True
    if await _join(context, message):
        return True
    return await _keep_forwarded(context, message)


async def on_file(context: Context) -> bool:
    """Take an editor's file, picture or sticker, where it belongs to an ``/add``; whether it was taken."""
    message = context.incoming.message
    if message is None or not _is_desk(context):
        return False
    if message.forward_origin is None and _is_add(message.caption or ""):
        await add(context)
        return True
    dialog = await context.services.dialogs.open(context.chat.id, context.person.id)
    if dialog and dialog.kind == ADD_DIALOG:
        await _make_draft(context, material.of_content(message, str(dialog.payload["head"])))
        return True
    return await _keep_forwarded(context, message) or await _explain(context, message)


def _is_desk(context: Context) -> bool:
    return context.private and context.role.edits


def _is_add(caption: str) -> bool:
    return bool(caption.strip()) and caption.split(maxsplit=1)[0].partition("@")[0].lower() == BARE


async def _ask(context: Context, head: str) -> None:
    """Ask for the text; topics and title that are known already are kept."""
    await context.services.dialogs.begin(context.chat.id, context.person.id, ADD_DIALOG, head=head or BARE)
    if _holds_picture(context.message):
        raise RejectedError(Reason.WRONG_FILE_KIND, name="")
    await context.say(adding.text_question(parse(head).title, context.texts))


def _holds_picture(message: Message) -> bool:
    """Whether a message brings something that no text can be read from."""
    return bool(message.effective_attachment) and message.document is None


async def _make_draft(context: Context, found: Material) -> None:
    """Make the draft and show its card; after a refusal, the next message may bring the text instead."""
    if not found.is_enough:
        await _ask(context, found.head)
        return
    try:
        async with _typing(context):
            draft = await _draft_of(context, found)
    except RejectedError as error:
        await _wait_for_text(context, found, error)
        raise
    await context.services.dialogs.end(context.chat.id, context.person.id)
    await say_card(context, draft)


async def _wait_for_text(context: Context, found: Material, error: RejectedError) -> None:
    """After a page or file that could not be read, take the next message as its text."""
    if found.upload is None and parse(found.text).body:
        return
    unusable = error.reason in {Reason.BAD_URL, Reason.ADDRESS_NOT_ALLOWED}
    head = material.without_link(found.head) if unusable else found.head
    await context.services.dialogs.begin(context.chat.id, context.person.id, ADD_DIALOG, head=head)


async def _draft_of(context: Context, found: Material) -> Draft:
    drafts = context.services.articles.drafts
    if found.upload:
        return await drafts.from_file(found.text, sender(context), await _download(context, found.upload))
    if parse(found.text).body:
        return await drafts.from_text(
            found.text, sender(context), origin=found.origin, source_name=found.source_name
        )
    return await drafts.from_page(found.text, sender(context))


async def _download(context: Context, upload: Upload) -> Attachment:
    kind_of(upload.name, upload.mime, b"")  # a wrong kind is refused before anything is fetched
    too_large = RejectedError(Reason.TOO_LARGE, limit="20 MB")
    if upload.size > FileSizeLimit.FILESIZE_DOWNLOAD:
        raise too_large
    try:
        file = await context.bot.get_file(upload.file_id)
        data = bytes(await file.download_as_bytearray())
    except BadRequest as error:
        if "too big" in str(error).lower():
            raise too_large from None
        raise
    return Attachment(upload.name, upload.mime, data)


async def _join(context: Context, message: Message) -> bool:
    if not message.text or message.forward_origin is not None:
        return False
    async with _typing(context):
        joined = await context.services.articles.drafts.join_part(message.text, sender(context))
    if joined:
        await renew_card(context, joined)
    return joined is not None


async def _keep_forwarded(context: Context, message: Message) -> bool:
    """Keep a forwarded message for the ``/add`` that may follow."""
    if message.forward_origin is None:
        return False
    found = material.of_content(message, BARE)
    if not found.is_enough:
        return False
    await context.services.dialogs.begin(
        context.chat.id, context.person.id, KEPT_DIALOG, **found.to_payload()
    )
    await context.say(adding.forwarded(context.texts))
    return True


async def _explain(context: Context, message: Message) -> bool:
    if message.document is None:
        return False
    await context.say(OutgoingMessage(adding.file_usage(context.texts)))
    return True


@asynccontextmanager
async def _typing(context: Context) -> AsyncIterator[None]:
    """Show that the bot is at work for as long as the block takes, if it takes long."""
    sign = asyncio.create_task(_show_typing(context))
    try:
        yield
    finally:
        sign.cancel()
        with suppress(asyncio.CancelledError):
            await sign


async def _show_typing(context: Context) -> None:
    await asyncio.sleep(QUICK)
    # A sign that does not arrive changes nothing about the work.
    with suppress(TelegramError):
        while True:
            await context.bot.send_chat_action(chat_id=context.chat.id, action=ChatAction.TYPING)
            await asyncio.sleep(TYPING_LASTS)


PART = Part(
    commands=(
        Command(
            name="add",
            handler=add,
            summary="Add an article: text, link or file",
            editor=True,
            menu=True,
            example="/add #world https://example.org/story",
        ),
    ),
    editor_buttons=BUTTONS,
)
