"""Who sent an update: the reader of its chat, the person's role and open question, for many at once."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from bot.models import Dialog, Role, Subscriber
from bot.services.people import People
from bot.services.subscribers import Subscribers
from bot.storage import callers
from bot.storage.engine import Database


@dataclass(frozen=True, slots=True)
class Caller:
    """The reader of the update's chat and thread, stored or with the defaults, and the person's role.

    ``dialog`` is what the bot waits for from the person in the chat, if anything.
    """

    reader: Subscriber
    role: Role
    dialog: Dialog | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """What an update tells about who sent it."""

    chat_id: int
    thread_id: int
    person_id: int
    kind: str
    language: str


Waiting = tuple[Asked, asyncio.Future[Caller]]


class Callers:
    """Reads who is calling, anew for each update, so that a revoked right ends at once.

    Updates that ask while a read is under way share the next one: at any load there is one at a time.
    """

    def __init__(
        self, database: Database, subscribers: Subscribers, people: People, now: Callable[[], datetime]
    ) -> None:
        self._database = database
        self._now = now
        self._subscribers = subscribers
        self._owners = people.owners
        self._waiting: list[Waiting] = []
        self._reader: asyncio.Task[None] | None = None

    async def load(self, asked: Asked) -> Caller:
        """The caller, as stored at a moment after this call began."""
        loaded: asyncio.Future[Caller] = asyncio.get_running_loop().create_future()
        self._waiting.append((asked, loaded))
        if self._reader is None or self._reader.done():
            self._reader = asyncio.create_task(self._read(), name="callers")
        return await loaded

    async def _read(self) -> None:
        while self._waiting:
            group, self._waiting = self._waiting, []
            try:
                await self._read_group([one for one in group if not one[1].done()])
            except Exception as error:  # noqa: BLE001 - who asked hears of it
                for _, loaded in group:
                    if not loaded.done():
                        loaded.set_exception(error)

    async def _read_group(self, group: list[Waiting]) -> None:
        async with self._database.read() as conn:
            chats = {asked.chat_id for asked, _ in group}
            stored = await callers.readers_of(conn, chats)
            waited_for = await callers.dialogs_of(conn, chats, self._now())
            given = await callers.roles_of(conn, {asked.person_id for asked, _ in group} - self._owners)
        for asked, loaded in group:
            reader = stored.get((asked.chat_id, asked.thread_id)) or self._subscribers.fresh(
                asked.chat_id, asked.thread_id, asked.kind, asked.language
            )
            role = Role.OWNER if asked.person_id in self._owners else given.get(asked.person_id, Role.READER)
            if not loaded.done():
                dialog = waited_for.get((asked.chat_id, asked.person_id))
                loaded.set_result(Caller(reader, role, dialog))
