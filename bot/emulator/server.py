"""The emulator as one object: start it, make people, stop it."""

from aiohttp import web

from bot.emulator.api import BotApi
from bot.emulator.chats import Chat, User
from bot.emulator.clock import EmulatorClock
from bot.emulator.faults import FaultScript
from bot.emulator.guards import only_from_here
from bot.emulator.limits import Limits
from bot.emulator.log import DeliveryLog
from bot.emulator.people import Group, Person
from bot.emulator.world import new_world

# Above Telegram's own 50 MB, so that our answer and not the HTTP server's says what is wrong.
_MOST_BODY_BYTES = 64 * 1024 * 1024


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
    ) -> None:
        self.clock = clock or EmulatorClock()
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
        self._people: dict[int, Person] = {}

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
        app.add_routes(BotApi(self.world).routes())
        self._runner = web.AppRunner(app, access_log=None, handler_cancellation=True, shutdown_timeout=1.0)
        await self._runner.setup()
        try:
            await web.TCPSite(self._runner, "127.0.0.1", port).start()
        except OSError:
            await self.stop()
            raise
        self.base_url = f"http://127.0.0.1:{self._runner.addresses[0][1]}"

    async def stop(self) -> None:
        """Stops listening; everything is kept, and `start` may follow."""
        runner, self._runner = self._runner, None
        if runner is not None:
            await runner.cleanup()

    def person(self, name: str, *, id: int, language_code: str = "en", username: str | None = None) -> Person:  # noqa: A002 - `id` is Telegram's word
        """Makes a person, or gives the one with this id; the private chat has the same id."""
        if id not in self.world.users:
            self.world.add_user(User(id, name, username, language_code))
        return self._people.setdefault(id, Person(self.world, id))

    def group(
        self,
        title: str,
        *,
        id: int,
        administrators: tuple[Person, ...] | list[Person] = (),
        forum: bool = False,
    ) -> Group:
        """Makes a group with the bot in it (a supergroup if the id starts with -100), or gives the one with this id."""
        kind = "supergroup" if forum or str(id).startswith("-100") else "group"
        return self._grouped(Chat(id, kind, title, is_forum=forum), administrators)

    def channel(
        self, title: str, *, id: int, administrators: tuple[Person, ...] | list[Person] = ()
    ) -> Group:
        """Makes a channel where the bot is an administrator, or gives the one with this id."""
        return self._grouped(Chat(id, "channel", title, bot_status="administrator"), administrators)

    def _grouped(self, chat: Chat, administrators: tuple[Person, ...] | list[Person]) -> Group:
        if chat.id not in self.world.chats:
            chat.members |= {person.id: "administrator" for person in administrators}
            self.world.add_chat(chat)
        return Group(self.world, chat.id)
