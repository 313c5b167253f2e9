"""Chats that come and go: blocked or not, added and removed, closed threads, groups that get a new id."""

from telegram import ChatMember, ChatMemberAdministrator, ChatMemberRestricted, Message
from telegram.constants import ChatMemberStatus, ChatType

from bot.handlers.context import Context
from bot.models import OutgoingMessage
from bot.views.times import next_line

GROUPS = {ChatType.GROUP, ChatType.SUPERGROUP}
OUT = {ChatMemberStatus.LEFT, ChatMemberStatus.BANNED}


async def changed(context: Context) -> None:
    """The bot's own standing in a chat changed: keep the settings, stop or go on sending."""
    change = context.incoming.my_chat_member
    if change is None:
        return
    reason = reason_for_silence(change.new_chat_member, context.chat.type)
    if reason:
        await context.services.subscribers.leave(context.chat.id, reason)
        return
    await context.services.subscribers.returned(context.chat.id)
    if change.old_chat_member.status in OUT and context.chat.type in GROUPS:
        await _greet(context)


def reason_for_silence(member: ChatMember, kind: str) -> str:
    """Why the bot cannot write in a chat where it is this; "" where it can."""
    if member.status == ChatMemberStatus.BANNED:
        return "blocked"
    if member.status == ChatMemberStatus.LEFT:
        return "removed"
    if isinstance(member, ChatMemberRestricted):
        return "" if member.is_member and member.can_send_messages else "restricted"
    if kind == ChatType.CHANNEL:
        posts = isinstance(member, ChatMemberAdministrator) and member.can_post_messages
        return "" if posts else "not allowed to post"
    return ""


async def told_by(context: Context, message: Message) -> bool:
    """Do what a service message asks for; whether it was one that concerns readers."""
    subscribers = context.services.subscribers
    if message.migrate_to_chat_id is not None:
        await subscribers.move(message.chat.id, message.migrate_to_chat_id)
    elif message.migrate_from_chat_id is not None:
        # Either of the two messages is enough, and the second changes nothing.
        await subscribers.move(message.migrate_from_chat_id, message.chat.id)
    elif message.forum_topic_closed is not None:
        await subscribers.close_thread(context.reader)
    elif message.forum_topic_reopened is not None:
        await subscribers.reached(context.reader)
    else:
        return False
    return True


async def _greet(context: Context) -> None:
    """One message to a group that the bot was added to."""
    reader = await context.services.subscribers.load(
        context.chat.id, 0, kind=context.chat.type, language=context.reader.language
    )
    texts = context.texts
    if reader.active and reader.next_digest_at is not None:
        text = f"{texts.t('Welcome back: digests are on again.')}\n{next_line(reader, texts)}"
    else:
        text = texts.t(
            "Hello! I send this group one short digest of the news, at a time you choose."
            " An administrator begins with /start."
        )
    await context.say(OutgoingMessage(text), silent=True)
