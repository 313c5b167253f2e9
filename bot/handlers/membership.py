"""Chats that come and go: blocked and unblocked, added and removed, groups that get a new id."""

from telegram.constants import ChatMemberStatus

from bot.handlers.context import Context

GONE = {ChatMemberStatus.BANNED: "blocked", ChatMemberStatus.LEFT: "removed"}


async def changed(context: Context) -> None:
    """The bot's own standing in a chat changed: keep the settings, stop or go on sending."""
    change = context.incoming.my_chat_member
    if change is None:
        return
    status = change.new_chat_member.status
    if status in GONE:
        reason = GONE[ChatMemberStatus(status)]
        await context.services.subscribers.leave(context.chat.id, reason)
    else:
        await context.services.subscribers.reached(context.reader)


async def moved(context: Context, new_id: int) -> None:
    """The group became a supergroup: its settings move along."""
    await context.services.subscribers.move(context.chat.id, new_id)
