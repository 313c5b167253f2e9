"""Who is in which chat: blocking, joining, topics, and the upgrade of a group."""

from typing import Any

from bot.emulator import timeline
from bot.emulator.chats import PRESENT, Chat
from bot.emulator.errors import ActionError
from bot.emulator.world import World

STATUSES = ("creator", "administrator", "member", "left", "kicked")


def set_blocked(world: World, user_id: int, *, is_blocked: bool) -> None:
    """Blocks the bot in a person's private chat, or lets it write again."""
    world.user(user_id)
    chat = world.chat(user_id)
    chat.is_opened = True
    set_bot(world, chat, "kicked" if is_blocked else "member", user_id)


def set_bot(world: World, chat: Chat, status: str, by_user: int) -> None:
    """Changes what the bot is in a chat and tells it by my_chat_member."""
    _check(status)
    before, chat.bot_status = chat.bot_status, status
    body = {
        "chat": chat.body(),
        "from": world.user(by_user).body(),
        "date": world.now(),
        "old_chat_member": member_body(world.bot.user(), before),
        "new_chat_member": member_body(world.bot.user(), status),
    }
    world.updates.add("my_chat_member", body)
    world.hub.publish("membership", {"chat_id": chat.id, "bot_status": status})


def set_member(world: World, chat: Chat, user_id: int, status: str) -> None:
    """Changes what a person is in a chat; the bot is told by chat_member if it asked for that."""
    _check(status)
    user = world.user(user_id).body()
    before = chat.members.get(user_id, "left")
    chat.members[user_id] = status
    body = {
        "chat": chat.body(),
        "from": user,
        "date": world.now(),
        "old_chat_member": member_body(user, before),
        "new_chat_member": member_body(user, status),
    }
    world.updates.add("chat_member", body)


def _check(status: str) -> None:
    if status not in STATUSES:
        raise ActionError(f"There is no status {status!r}; there are {', '.join(STATUSES)}.")


def member_body(user: dict[str, Any], status: str) -> dict[str, Any]:
    """Gives the ChatMember object of the Bot API."""
    body: dict[str, Any] = {"user": user, "status": status}
    if status == "kicked":
        body["until_date"] = 0
    if status == "creator":
        body["is_anonymous"] = False
    if status == "administrator":
        body |= dict.fromkeys(_RIGHTS, True) | {"can_be_edited": False, "is_anonymous": False}
    return body


_RIGHTS = (
    "can_manage_chat", "can_delete_messages", "can_manage_video_chats", "can_restrict_members",
    "can_promote_members", "can_change_info", "can_invite_users", "can_post_stories", "can_edit_stories",
    "can_delete_stories", "can_post_messages", "can_edit_messages", "can_pin_messages", "can_manage_topics",
)  # fmt: skip


def open_topic(world: World, chat: Chat, name: str) -> int:
    """Opens a forum topic and gives its thread id; ActionError if the chat is no forum."""
    if not chat.is_forum:
        raise ActionError(f"{chat.title} is not a forum.")
    created = timeline.post(world, chat, {"forum_topic_created": {"name": name, "icon_color": 7322096}})
    thread = int(created["message_id"])
    chat.topics[thread] = {"name": name}
    return thread


def close_topic(world: World, chat: Chat, thread: int) -> None:
    """Closes a forum topic; ActionError if there is none."""
    _set_closed(world, chat, thread, is_closed=True)


def reopen_topic(world: World, chat: Chat, thread: int) -> None:
    """Opens a closed forum topic again; ActionError if there is none."""
    _set_closed(world, chat, thread, is_closed=False)


def _set_closed(world: World, chat: Chat, thread: int, *, is_closed: bool) -> None:
    if thread not in chat.topics:
        raise ActionError(f"{chat.title} has no topic {thread}.")
    chat.topics[thread]["is_closed"] = is_closed
    told = "forum_topic_closed" if is_closed else "forum_topic_reopened"
    fields = {told: {}, "message_thread_id": thread, "is_topic_message": True}
    world.updates.add("message", timeline.post(world, chat, fields))


def upgrade(world: World, chat: Chat) -> Chat:
    """Turns a group into a supergroup with an id of its own; both chats get a service message."""
    if chat.kind != "group" or chat.migrated_to is not None:
        raise ActionError(f"{chat.title} is not a group that can become a supergroup.")
    successor = Chat(
        -1_000_000_000_000 + chat.id,
        "supergroup",
        chat.title,
        members=dict(chat.members),
        bot_status=chat.bot_status,
    )
    world.add_chat(successor)
    chat.migrated_to = successor.id
    told = [
        timeline.post(world, chat, {"migrate_to_chat_id": successor.id}),
        timeline.post(world, successor, {"migrate_from_chat_id": chat.id}),
    ]
    if chat.bot_status in PRESENT:
        for message in told:
            world.updates.add("message", message)
    return successor
