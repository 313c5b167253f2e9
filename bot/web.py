"""The pages for machines: ``/healthz``, ``/readyz``, ``/metrics``, and a webhook's route when one is given.

Not a place for people or for anything private: whoever reaches the port can read these.
"""

import asyncio
import logging
import time
from collections import deque
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, field

from aiohttp import web

from bot import __version__, metrics
from bot.errors import StartRefusedError

log = logging.getLogger(__name__)

PORT = 8080
EVERYWHERE = "0.0.0.0"  # noqa: S104 - a host that names the port sends its traffic there
HERE = "127.0.0.1"
LOOP_PATIENCE = 5.0  # seconds
PATIENCE = 90.0  # seconds without a poll or a tick
PROBE_PATIENCE = 5.0  # seconds for the database to take a write
FEWEST_BYTES = 50 * 2**20  # on the disk: below it the next digest may be the one that does not fit
BEAT = 0.25  # seconds between two looks at the event loop
STALL_WINDOW = 60.0  # seconds

Probe = Callable[[], Awaitable[None]]


@dataclass(slots=True)
class Stalls:
    """How late the event loop came around, for as long as ``STALL_WINDOW``; times in seconds."""

    _late: deque[tuple[float, float]] = field(default_factory=deque)

    def note(self, at: float, late: float) -> None:
        """Keep one lateness, and forget the old ones."""
        self._late.append((at, max(0.0, late)))
        while self._late[0][0] < at - STALL_WINDOW:
            self._late.popleft()

    def longest(self) -> float:
        """The longest one that is kept; 0.0 when none is."""
        return max((late for _, late in self._late), default=0.0)


@dataclass(slots=True)
class HealthState:
    """What the parts of the bot report, for the pages to judge.

    ``probe`` writes to the database and raises when that fails. ``since_poll`` tells the seconds since
    Telegram last answered a poll, None before the first time; without polling it is not given. ``disk_free``
    tells the bytes that are left for the database, None where that cannot be known.
    """

    probe: Probe
    since_poll: Callable[[], float | None] | None = None
    sender_circuit_open: Callable[[], bool] = lambda: False
    disk_free: Callable[[], int | None] = lambda: None
    stopping: bool = False
    monotonic: Callable[[], float] = time.monotonic
    _ticked: float | None = None
    _looped: float | None = None

    def ticked(self) -> None:
        """The clock ticked just now."""
        self._ticked = self.monotonic()

    def looped(self) -> None:
        """The event loop came around just now."""
        self._looped = self.monotonic()

    def alive(self) -> bool:
        """Tell whether the event loop has come around lately."""
        return not _is_old(self._since(self._looped), LOOP_PATIENCE)

    async def troubles(self) -> list[str]:
        """Give what keeps the bot from doing its work; nothing when it is ready."""
        found = ["stopping"] if self.stopping else []
        if self.since_poll is not None and _is_old(self.since_poll(), PATIENCE):
            found.append("no poll")
        if _is_old(self._since(self._ticked), PATIENCE):
            found.append("no tick")
        if self.sender_circuit_open():
            found.append("Bot API unreachable")
        if (free := self.disk_free()) is not None and free < FEWEST_BYTES:
            found.append("disk nearly full")
        if not await self._database_writes():
            found.append("database")
        return found

    def _since(self, instant: float | None) -> float | None:
        return None if instant is None else self.monotonic() - instant

    async def _database_writes(self) -> bool:
        try:
            async with asyncio.timeout(PROBE_PATIENCE):
                await self.probe()
        except Exception:
            log.exception("database probe failed")
            return False
        return True


def _is_old(seconds: float | None, patience: float) -> bool:
    return seconds is None or seconds >= patience


@dataclass(frozen=True, slots=True)
class Listening:
    """Where to listen, and whether the bot does without when the port is taken."""

    host: str
    port: int
    required: bool


def listening(port: int | None, *, webhook: bool) -> Listening:
    """Tell where to listen for a ``PORT`` that is given or not (None), with a webhook or without."""
    if port is None and not webhook:
        return Listening(HERE, PORT, required=False)
    return Listening(EVERYWHERE, PORT if port is None else port, required=True)


class WebServer:
    """The pages, served from ``start`` to ``stop``; ``port`` is where, None when nowhere.

    ``measure`` sets the metrics that are read from the database, before each page of them.
    """

    def __init__(self, health: HealthState, measure: Probe, *, routes: Iterable[web.RouteDef] = ()) -> None:
        self.port: int | None = None
        self._health = health
        self._measure = measure
        self._stalls = Stalls()
        app = web.Application(client_max_size=2**20)
        app.add_routes([web.get("/healthz", self._healthz), web.get("/readyz", self._readyz)])
        app.add_routes([web.get("/metrics", self._metrics_page), *routes])
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=1.0)
        self._beat: asyncio.Task[None] | None = None

    async def start(self, where: Listening) -> None:
        """Listen; a taken port is a warning, or StartRefusedError where it is required."""
        self._health.looped()
        self._beat = asyncio.create_task(self._keep_beating(), name="heartbeat")
        await self._runner.setup()
        try:
            await web.TCPSite(self._runner, where.host, where.port).start()
        except (OSError, OverflowError) as error:
            await self._refused(where, error)
            return
        self.port = self._runner.addresses[0][1]
        log.info("listening", extra={"host": where.host, "port": self.port})

    async def stop(self) -> None:
        """Close every connection; requests under way get a second."""
        if self._beat is not None:
            self._beat.cancel()
        self.port = None
        await self._runner.cleanup()

    async def _refused(self, where: Listening, error: Exception) -> None:
        reason = getattr(error, "strerror", None) or error
        if where.required:
            await self.stop()
            raise StartRefusedError(f"PORT: cannot listen on port {where.port}: {reason}") from error
        log.warning("no health pages", extra={"port": where.port, "reason": str(reason)})

    async def _keep_beating(self) -> None:
        while True:
            self._health.looped()
            began = time.monotonic()
            await asyncio.sleep(BEAT)
            now = time.monotonic()
            self._stalls.note(now, now - began - BEAT)

    async def _healthz(self, _: web.Request) -> web.Response:
        alive = self._health.alive()
        return web.json_response({"alive": alive}, status=200 if alive else 503)

    async def _readyz(self, _: web.Request) -> web.Response:
        troubles = await self._health.troubles()
        body = {"ready": not troubles, "troubles": troubles}
        return web.json_response(body, status=503 if troubles else 200)

    async def _metrics_page(self, _: web.Request) -> web.Response:
        await self._measure()
        metrics.BUILD.labels(__version__).set(1)
        metrics.LOOP_STALL.set(self._stalls.longest())
        return web.Response(body=metrics.page(), headers={"Content-Type": metrics.CONTENT_TYPE})
