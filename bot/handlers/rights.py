"""Who may change which reader: in groups their administrators, of channels those who may post there.

Asked of Telegram anew at every command and tap, so that a right taken away ends at once.
"""

from telegram import ChatMember, ChatMemberAdministrator, Message
from telegram.constants import ChatMemberStatus
from telegram.error import BadRequest, Forbidden

from bot.handlers.context import Context

ADMINISTRATORS = {ChatMemberStatus.ADMINISTRATOR, ChatMemberStatus.OWNER}


async def may_settle(context: Context) -> bool:
    """Whether the person may change this reader: anybody in private, else the chat's administrators."""
    if context.private:
        return True
    message = context.incoming.message
    if message is not None and message.sender_chat is not None:
        return speaks_as_the_group(message)
    member = await _member(context, context.chat.id, context.person.id)
    return member is not None and member.status in ADMINISTRATORS


def speaks_as_the_group(message: Message) -> bool:
    """Whether an anonymous administrator wrote this: Telegram then names the group itself as the sender."""
    return message.sender_chat is not None and message.sender_chat.id == message.chat.id


async def may_post(context: Context, channel_id: int, person_id: int) -> bool:
    """Whether a person, or the bot itself, may post in a channel."""
    member = await _member(context, channel_id, person_id)
    if isinstance(member, ChatMemberAdministrator):
        return bool(member.can_post_messages)
    return member is not None and member.status == ChatMemberStatus.OWNER


async def _member(context: Context, chat_id: int, person_id: int) -> ChatMember | None:
    try:
        return await context.bot.get_chat_member(chat_id, person_id)
    except (BadRequest, Forbidden):
        # Telegram does not know the person there, or tells us nothing because we are not in the chat.
        return None
