"""The emulated world: one bot, its people and chats, and everything that is under way."""

import re
from dataclasses import dataclass, field
from typing import Any

from bot.emulator.chats import Chat, User
from bot.emulator.clock import EmulatorClock
from bot.emulator.errors import ActionError
from bot.emulator.events import Hub
from bot.emulator.faults import FaultScript
from bot.emulator.files import FileStore
from bot.emulator.limits import Gate, Limits
from bot.emulator.log import DeliveryLog
from bot.emulator.queries import Queries
from bot.emulator.updates import UpdateQueue

TOKEN_SHAPE = re.compile(r"[0-9]{1,20}:[A-Za-z0-9_-]{3,80}")


@dataclass
class BotProfile:
    """The bot as the world sees it; names and descriptions by language code ("" is the default)."""

    id: int
    username: str
    names: dict[str, str]
    descriptions: dict[str, str] = field(default_factory=dict)
    short_descriptions: dict[str, str] = field(default_factory=dict)
    reads_all: bool = False

    def user(self) -> dict[str, Any]:
        """Gives the User object of the bot."""
        return {"id": self.id, "is_bot": True, "first_name": self.names[""], "username": self.username}


@dataclass
class Webhook:
    """Where updates are pushed to; no push without a url."""

    url: str = ""
    secret: str = ""
    max_connections: int = 40
    last_error: dict[str, Any] = field(default_factory=dict)


@dataclass
class World:
    """Everything the server knows; kept in memory, used from one event loop."""

    token: str
    bot: BotProfile
    clock: EmulatorClock
    log: DeliveryLog
    gate: Gate
    hub: Hub = field(default_factory=Hub)
    updates: UpdateQueue = field(default_factory=UpdateQueue)
    files: FileStore = field(default_factory=FileStore)
    faults: FaultScript = field(default_factory=FaultScript)
    queries: Queries = field(default_factory=Queries)
    webhook: Webhook = field(default_factory=Webhook)
    users: dict[int, User] = field(default_factory=dict)
    chats: dict[int, Chat] = field(default_factory=dict)
    commands: dict[str, list[dict[str, str]]] = field(default_factory=dict)
    menu_buttons: dict[int, dict[str, Any]] = field(default_factory=dict)

    def now(self) -> int:
        """Gives the emulator's time as Telegram writes it: whole seconds since 1970."""
        return int(self.clock.now().timestamp())

    def user(self, user_id: int) -> User:
        """Finds a person; ActionError if there is none with this id."""
        if user_id not in self.users:
            raise ActionError(f"There is no person with the id {user_id}.")
        return self.users[user_id]

    def chat(self, chat_id: int) -> Chat:
        """Finds a chat; ActionError if there is none with this id."""
        if chat_id not in self.chats:
            raise ActionError(f"There is no chat with the id {chat_id}.")
        return self.chats[chat_id]

    def add_user(self, user: User) -> None:
        """Adds or renames a person; the private chat with the bot is there but not opened yet."""
        self.users[user.id] = user
        chat = self.chats.setdefault(user.id, Chat(user.id, "private", user.first_name, is_opened=False))
        chat.title, chat.username = user.first_name, user.username
        self.hub.publish("person", user.body())

    def add_chat(self, chat: Chat) -> Chat:
        """Adds a group or channel."""
        self.chats[chat.id] = chat
        self.hub.publish("chat", chat.body())
        return chat


def new_world(
    *, token: str, username: str, name: str, clock: EmulatorClock, limits: Limits, reads_all: bool = False
) -> World:
    """Makes an empty world around one bot; ValueError if the token is not shaped like one."""
    if not TOKEN_SHAPE.fullmatch(token):
        raise ValueError("A token looks like 123456:some-letters-and-digits.")
    bot = BotProfile(int(token.split(":", maxsplit=1)[0]), username, {"": name}, reads_all=reads_all)
    return World(token=token, bot=bot, clock=clock, log=DeliveryLog(clock), gate=Gate(limits))
