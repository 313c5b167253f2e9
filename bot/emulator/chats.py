"""People and chats, and what stands in them."""

from dataclasses import dataclass, field
from typing import Any

Message = dict[str, Any]

GROUPS = ("group", "supergroup")
PRESENT = ("creator", "administrator", "member")


@dataclass(frozen=True)
class User:
    """A person's profile, as Telegram shows it to bots."""

    id: int
    first_name: str
    username: str | None = None
    language_code: str | None = None

    def body(self) -> dict[str, Any]:
        """Gives the User object of the Bot API."""
        return _present(
            {
                "id": self.id,
                "is_bot": False,
                "first_name": self.first_name,
                "username": self.username,
                "language_code": self.language_code,
            }
        )


@dataclass
class Chat:
    """A private chat (its id is the person's), group, supergroup or channel, and its messages by id."""

    id: int
    kind: str
    title: str
    username: str | None = None
    is_forum: bool = False
    members: dict[int, str] = field(default_factory=dict)
    bot_status: str = "member"
    is_opened: bool = True
    is_deactivated: bool = False
    messages: dict[int, Message] = field(default_factory=dict)
    last_message_id: int = 0
    topics: dict[int, dict[str, Any]] = field(default_factory=dict)
    migrated_to: int | None = None
    reply_keyboard: dict[str, Any] | None = None
    uneditable: set[int] = field(default_factory=set)
    silent: set[int] = field(default_factory=set)
    touched: dict[int, int] = field(default_factory=dict)

    def body(self) -> dict[str, Any]:
        """Gives the Chat object of the Bot API."""
        named = {"first_name": self.title} if self.kind == "private" else {"title": self.title}
        body = {"id": self.id, "type": self.kind, **named, "username": self.username}
        return _present(body | ({"is_forum": True} if self.is_forum else {}))

    def administrators(self) -> list[int]:
        """Lists the ids of the people who may configure this chat."""
        return [user for user, status in self.members.items() if status in {"creator", "administrator"}]


def _present(body: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in body.items() if value is not None}
