"""The emulator as one object: start it, make people, stop it."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from typing import Any

from aiohttp import web

from bot.emulator import groups, pages, snapshot
from bot.emulator.api import BotApi
from bot.emulator.chats import User
from bot.emulator.clock import EmulatorClock
from bot.emulator.control import Control
from bot.emulator.faults import FaultScript
from bot.emulator.groups import Group
from bot.emulator.guards import only_from_here
from bot.emulator.limits import Limits
from bot.emulator.log import DeliveryLog
from bot.emulator.moving import Mover
from bot.emulator.people import Person
from bot.emulator.webhook import Pusher
from bot.emulator.world import new_world

# Above Telegram's own 50 MB, so that our answer and not the HTTP server's says what is wrong.
_MOST_BODY_BYTES = 64 * 1024 * 1024
# How long running requests may go on when the server stops; long polls and streams never end by themselves.
_SHUTDOWN_SECONDS = 0.1


class Emulator:
    """A Bot API server on loopback with one bot, and the people who chat with it."""

    def __init__(
        self,
        *,
        token: str = "123456:emulated-token-for-demonstration",  # noqa: S107 - it opens nothing but this emulator
        username: str = "digest_demo_bot",
        name: str = "Digest",
        clock: EmulatorClock | None = None,
        limits: Limits | None = None,
        reads_all_group_messages: bool = False,
        next_event: Callable[[], Awaitable[datetime | None]] | None = None,
        after_move: Callable[[], Awaitable[None]] | None = None,
    ) -> None:
        self.clock = clock or EmulatorClock()
        self.mover = Mover(self.clock, next_event, after_move)
        self.world = new_world(
            token=token,
            username=username,
            name=name,
            clock=self.clock,
            limits=limits or Limits(),
            reads_all=reads_all_group_messages,
        )
        self.base_url = ""
        self._runner: web.AppRunner | None = None
        self._pushing: asyncio.Task[None] | None = None
        self._people: dict[int, Person] = {}
        self.clock.subscribe(self._tell_moved)

    @property
    def token(self) -> str:
        """The bot's token."""
        return self.world.token

    @property
    def log(self) -> DeliveryLog:
        """Every accepted message, in order; `log.calls` has every request."""
        return self.world.log

    @property
    def faults(self) -> FaultScript:
        """The fault script."""
        return self.world.faults

    async def start(self, port: int = 0) -> None:
        """Listens on 127.0.0.1; OSError if the port is taken."""
        app = web.Application(middlewares=[only_from_here], client_max_size=_MOST_BODY_BYTES)
        app.add_routes(
            [*BotApi(self.world).routes(), *Control(self.world, self.mover).routes(), *pages.routes()]
        )
        # A caller that hangs up ends its request, so that a killed bot's long poll does not linger.
        runner = web.AppRunner(
            app, access_log=None, handler_cancellation=True, shutdown_timeout=_SHUTDOWN_SECONDS
        )
        self._runner = runner
        await runner.setup()
        try:
            await web.TCPSite(runner, "127.0.0.1", port).start()
        except OSError:
            await self.stop()
            raise
        self.base_url = f"http://127.0.0.1:{runner.addresses[0][1]}"
        self._pushing = asyncio.create_task(Pusher(self.world).run())

    async def stop(self) -> None:
        """Stops listening; everything is kept, and `start` may follow."""
        pushing, self._pushing = self._pushing, None
        if pushing is not None:
            pushing.cancel()
            await asyncio.gather(pushing, return_exceptions=True)
        runner, self._runner = self._runner, None
        if runner is not None:
            await runner.cleanup()

    def person(
        self,
        name: str,
        *,
        id: int,  # noqa: A002 - Telegram's own word, and the contract with tests
        language_code: str = "en",
        username: str | None = None,
    ) -> Person:
        """Makes a person, or gives the one with this id; the private chat has the same id."""
        if id not in self.world.users:
            self.world.add_user(User(id, name, username, language_code))
        return self._people.setdefault(id, Person(self.world, id))

    def group(
        self,
        title: str,
        *,
        id: int,  # noqa: A002 - Telegram's own word, and the contract with tests
        administrators: Sequence[Person] = (),
        forum: bool = False,
    ) -> Group:
        """Makes a group with the bot in it (a supergroup from -100… on), or gives the one with this id."""
        chat = groups.found(self.world, title, id, is_forum=forum)
        chat.members |= {person.id: "administrator" for person in administrators}
        return Group(self.world, chat.id)

    def channel(
        self,
        title: str,
        *,
        id: int,  # noqa: A002 - Telegram's own word, and the contract with tests
        administrators: Sequence[Person] = (),
    ) -> Group:
        """Makes a channel where the bot is an administrator, or gives the one with this id."""
        chat = groups.found(self.world, title, id, kind="channel")
        chat.members |= {person.id: "administrator" for person in administrators}
        return Group(self.world, chat.id)

    def queue_update(self, kind: str, body: dict[str, Any]) -> None:
        """Queues an update of any shape, also one that no client would cause."""
        self.world.updates.add(kind, body)

    def skip_updates(self, count: int) -> None:
        """Leaves numbers of updates out: those that a killed process handed out after its last snapshot."""
        self.world.updates.next_id += count

    def snapshot(self) -> dict[str, Any]:
        """Gives everything that outlives a restart as one JSON object."""
        return snapshot.taken(self.world)

    @classmethod
    def restore(cls, saved: dict[str, Any], **settings: Any) -> "Emulator":
        """Makes an emulator from a snapshot (settings as when making one); ValueError if it is damaged."""
        emulator = cls(token=str(saved.get("token")), **settings)
        snapshot.put_back(emulator.world, saved)
        return emulator

    def _tell_moved(self, now: datetime) -> None:
        self.world.hub.publish("clock", {"now": now.isoformat()})
