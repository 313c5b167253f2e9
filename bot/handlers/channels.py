"""A channel as a reader: chosen with Telegram's own list, and set up from a private chat."""

from dataclasses import replace

from telegram import (
    ChatAdministratorRights,
    ChatFullInfo,
    KeyboardButton,
    KeyboardButtonRequestChat,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
)
from telegram.constants import ChatType, ParseMode
from telegram.error import BadRequest, Forbidden

from bot.errors import Reason, RejectedError
from bot.handlers.commands import Command, Part
from bot.handlers.context import CHANNEL, Channel, Context
from bot.handlers.rights import may_post
from bot.models import Button, Role
from bot.services.callers import Caller
from bot.views import panels

REQUEST = 1
POSTING = ChatAdministratorRights(
    is_anonymous=False,
    can_manage_chat=True,
    can_delete_messages=False,
    can_manage_video_chats=False,
    can_restrict_members=False,
    can_promote_members=False,
    can_change_info=False,
    can_invite_users=False,
    can_post_stories=False,
    can_edit_stories=False,
    can_delete_stories=False,
    can_post_messages=True,
)


async def channel(context: Context) -> None:
    """Ask for a channel with the "choose chat" button, which exists in private chats only."""
    if not context.private:
        return
    texts = context.texts
    request = KeyboardButtonRequestChat(
        REQUEST,
        chat_is_channel=True,
        user_administrator_rights=POSTING,
        # Telegram then offers to make the bot an administrator in the same step.
        bot_administrator_rights=POSTING,
        request_title=True,
    )
    button = KeyboardButton(texts.plain("Choose a channel"), request_chat=request)
    await context.bot.send_message(
        context.chat.id,
        texts.t(
            "Which channel shall get a digest? Tap the button below and choose one in which you may post;"
            " I become an administrator there, only to post."
        ),
        parse_mode=ParseMode.HTML,
        reply_markup=ReplyKeyboardMarkup([[button]], resize_keyboard=True, one_time_keyboard=True),
    )


async def shared(context: Context, channel_id: int) -> None:
    """A channel was chosen: show its settings here, once it is sure that both may post there."""
    await enter(context, channel_id)
    if not await may_post(context, channel_id, context.bot.id):
        raise RejectedError(Reason.CHANNEL_NEEDS_BOT)
    texts, reader = context.texts, context.reader
    await context.bot.send_message(
        context.chat.id,
        texts.t("Chosen. Here you set what the channel gets; nothing is said in it but its digests."),
        parse_mode=ParseMode.HTML,
        reply_markup=ReplyKeyboardRemove(),
    )
    chosen = await context.services.subscribers.topics_of(reader)
    if chosen and reader.welcomed:
        names = [topic.name(texts.language) for topic in chosen]
        panel = panels.welcome_back(reader, names, texts)
        stop = (Button(texts.plain("Stop its digests"), "leave_all:"),)
        await context.say(replace(panel, keyboard=(*panel.keyboard, stop)))
        return
    counted = await context.services.topics.counted()
    if not counted:
        raise RejectedError(Reason.NO_TOPICS_YET)
    slugs = {topic.slug for topic in chosen}
    await context.say(panels.topic_grid(counted, slugs, reader, texts, mode="start"))


async def enter(context: Context, channel_id: int) -> None:
    """Let the update act on a channel instead of the private chat it came from.

    Raises:
        RejectedError: CHANNEL_NEEDS_BOT or CHANNEL_ADMINS_ONLY.
    """
    chat = await _channel(context, channel_id)
    if not await may_post(context, channel_id, context.person.id):
        raise RejectedError(Reason.CHANNEL_ADMINS_ONLY)
    reader = await context.services.subscribers.load(
        channel_id, 0, kind=ChatType.CHANNEL, language=context.reader.language
    )
    # Whatever the person may do on the desk has nothing to do with the channel.
    context.caller = Caller(reader, Role.READER)
    context.channel = Channel(channel_id, chat.title or "")


async def enter_as_begun(context: Context) -> None:
    """Let an answer act on the channel that its question was about, if it was about one."""
    channel_id = context.dialog.payload.get(CHANNEL) if context.dialog else None
    if isinstance(channel_id, int):
        await enter(context, channel_id)


async def _channel(context: Context, channel_id: int) -> ChatFullInfo:
    try:
        chat = await context.bot.get_chat(channel_id)
    except (BadRequest, Forbidden):
        chat = None
    if chat is None or chat.type != ChatType.CHANNEL:
        raise RejectedError(Reason.CHANNEL_NEEDS_BOT)
    return chat


PART = Part(commands=(Command("channel", channel, "Send a digest to your channel"),))
