"""Groups, supergroups and channels: verbs for tests and demonstrations."""

from dataclasses import dataclass, field

from bot.emulator import membership
from bot.emulator.chats import Chat
from bot.emulator.errors import ActionError
from bot.emulator.world import World


def found(world: World, title: str, chat_id: int, *, kind: str | None = None, is_forum: bool = False) -> Chat:
    """Makes a chat with the bot in it (an id -100… is a supergroup's), or gives the one with this id."""
    if chat_id in world.chats:
        return world.chats[chat_id]
    if chat_id >= 0 or not title.strip():
        raise ActionError("A group needs a title and a negative id.")
    guessed = "supergroup" if is_forum or str(chat_id).startswith("-100") else "group"
    status = "administrator" if kind == "channel" else "member"
    return world.add_chat(Chat(chat_id, kind or guessed, title, is_forum=is_forum, bot_status=status))


@dataclass(frozen=True)
class Group:
    """A group, supergroup or channel."""

    world: World = field(repr=False)
    id: int

    @property
    def chat(self) -> Chat:
        """What is in it."""
        return self.world.chats[self.id]

    def sets_member(self, user_id: int, status: str = "member") -> None:
        """Makes a person `creator`, `administrator`, `member`, `left` or `kicked`."""
        membership.set_member(self.world, self.chat, user_id, status)

    def sets_bot(self, status: str, *, by: int) -> None:
        """Makes the bot `administrator`, `member`, `left` or `kicked`, by a person's id; the bot is told."""
        membership.set_bot(self.world, self.chat, status, by)

    def opens_topic(self, name: str) -> int:
        """Opens a forum topic and gives its thread id."""
        return membership.open_topic(self.world, self.chat, name)

    def closes_topic(self, thread: int) -> None:
        """Closes a forum topic: the bot can no longer write there."""
        membership.close_topic(self.world, self.chat, thread)

    def reopens_topic(self, thread: int) -> None:
        """Opens a closed forum topic again."""
        membership.reopen_topic(self.world, self.chat, thread)

    def deletes_topic(self, thread: int) -> None:
        """Deletes a forum topic."""
        self.chat.topics.pop(thread, None)

    def upgrades(self) -> "Group":
        """Becomes a supergroup with a new id, as groups do; the bot is told by service messages."""
        return Group(self.world, membership.upgrade(self.world, self.chat).id)
