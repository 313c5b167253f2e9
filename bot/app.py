"""The composition root: builds every part of the bot once, starts and stops them in order.

More than 300 lines, because the whole wiring is told in one place.
"""

import asyncio
import gc
import logging
import signal
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from datetime import datetime
from functools import partial
from typing import Any

from aiohttp import web
from telegram import Update
from telegram.error import BadRequest, InvalidToken, NetworkError, TelegramError
from telegram.ext import Application, ContextTypes
from yarl import URL

from bot import locales, metrics
from bot.clock import Clock, ClockWatch, utc_now
from bot.errors import StartRefusedError
from bot.gateway.answers import AnswerLimiter, Answers
from bot.gateway.counting import count_outcome
from bot.gateway.dispatcher import Dispatcher
from bot.gateway.limits import Limiter
from bot.gateway.receiver import ALLOWED_UPDATES, PollingReceiver
from bot.gateway.request import AiohttpRequest, open_session
from bot.gateway.sender import Sender
from bot.gateway.webhook import webhook_handler
from bot.gateway.worker import DeliveryWorker
from bot.handlers import all_commands, register
from bot.handlers.context import CALL, SERVICES, Context
from bot.handlers.menus import describe, set_chat_menu, set_menus
from bot.locales import Texts, nearest_language, texts
from bot.models import Delivery, Outcome, Refused, ThreadGone
from bot.services import Services, places
from bot.services.alerts import Alerts
from bot.services.articles import Articles
from bot.services.backups import Backups
from bot.services.callers import Callers
from bot.services.choices import Choices
from bot.services.desk import DeskReport
from bot.services.dialogs import Dialogs
from bot.services.digests import Digests
from bot.services.people import People
from bot.services.privacy import Privacy
from bot.services.saved import Saved
from bot.services.search import Search
from bot.services.subscribers import Defaults, Subscribers
from bot.services.topics import Topics
from bot.services.upkeep import Upkeep
from bot.settings import Settings
from bot.sources.document import Sources
from bot.sources.sandbox import Sandbox
from bot.sources.web import WebFetcher
from bot.storage import schema
from bot.storage.copies import free_bytes
from bot.storage.engine import Database
from bot.storage.lock import InstanceLock
from bot.summaries import SummaryPool
from bot.views import alerts
from bot.web import HealthState, WebServer, listening
from bot.workers import WorkerStoppedError

log = logging.getLogger(__name__)

GRACE = 5.0  # seconds for what is in flight, and again for handlers
HARD_STOP = 20.0
LONGEST_WAIT = 30.0

AnyApplication = Application[Any, Any, Any, Any, Any, Any]


class Bot:
    """The running bot; ``tick`` plans what is due at once, ``failed`` says why it has to end."""

    def __init__(self, settings: Settings, now: Callable[[], datetime], *, movable: bool = False) -> None:
        self.settings = settings
        self.now = now
        self.ended = asyncio.Event()
        self.failed = ""
        self._tasks: set[asyncio.Task[None]] = set()
        self._ticking = asyncio.Lock()
        # The demo's clock is meant to jump.
        self._watch = None if movable else ClockWatch()
        self.database = Database(settings.database)
        self.pool = SummaryPool(settings.summary_workers)
        self.fetcher = WebFetcher(allowed_networks=settings.fetch_allowed_networks)
        self.sandbox = Sandbox()
        self.session = open_session()
        self.limiter = Limiter(settings.send_rate)
        self.worker = self._worker()
        self.services = self._services()
        self.alerts = Alerts(self.database, self.services.people, now, self._send_alert)
        self.application = self._application()
        self.dispatcher = Dispatcher(
            self.database,
            self.application,
            now=now,
            after_restart=self._after_restart,
            on_aside=lambda number: self._alert(f"aside {number}", partial(alerts.set_aside, number)),
        )
        self.receiver = self._receiver()
        self.upkeep = Upkeep(self.database, self.services.articles, Backups(settings.database, now), now)
        self.health = HealthState(
            self.upkeep.probe,
            since_poll=None if settings.webhook_url else lambda: self.receiver.seconds_since_good_poll,
            sender_circuit_open=lambda: self.worker.circuit_open,
            disk_free=partial(free_bytes, settings.database),
        )
        self.clock = Clock(self.tick, self.upkeep.maintain)
        self.web = WebServer(self.health, self.upkeep.measure, routes=self._routes())

    async def tick(self) -> None:
        """Plan every digest that is due; one tick at a time."""
        async with self._ticking:
            if not (self._watch and self._watch.holds(self.now())):
                await self.services.digests.plan_due()
        self.health.ticked()

    def end(self, reason: str = "") -> None:
        """Ask the bot to stop; with a reason, because it cannot go on."""
        self.failed = self.failed or reason
        self.ended.set()

    async def start(self) -> None:
        """Recover what was in flight, then send, tick and receive.

        Raises:
            StartRefusedError: the token is not valid.
        """
        # Beside the rest: who needs a summary waits for the workers, nobody else does.
        self._beside(self._start_pool(), "warming")
        await self._reach(self.application.initialize)
        self._beside(asyncio.to_thread(_warm), "places and languages")
        # Telegram may push from now on; until the dispatcher has started it is told to come back.
        await self._set_webhook()
        recovered = await self.worker.start()
        # Beside the rest: after a downtime it may have a million digests to plan.
        self._beside(self._first_tick(), "first tick")
        self.clock.start()
        waiting = await self.dispatcher.start()
        if self.settings.webhook_url is None:
            await self.receiver.start()
        # What the start made lives as long as the process: looking it all over again would stall the loop.
        gc.collect()
        gc.freeze()
        log.info("started", extra={"recovered": recovered, "waiting": waiting})
        self._beside(self._set_menus(), "menus")
        self._beside(self._check_database(), "database check")

    async def stop(self) -> None:
        """Stop receiving, ticking, sending, in this order, also after half a start.

        What is left stays in the database.
        """
        self.health.stopping = True
        for task in self._tasks:
            task.cancel()
        await self.receiver.stop()
        self.clock.stop()
        await self.dispatcher.stop(GRACE)
        await self.worker.stop(GRACE)

    async def close(self) -> None:
        """Give everything back that was opened."""
        await self.web.stop()
        with suppress(TelegramError, RuntimeError):
            await self.application.shutdown()
        await self.session.close()
        await self.fetcher.aclose()
        await self.sandbox.aclose()
        await self.pool.aclose()
        await self.database.close()

    async def _check_database(self) -> None:
        if found := await asyncio.to_thread(schema.damage, self.settings.database):
            log.error("the database is damaged", extra={"found": found})
            self.end(found)

    async def _start_pool(self) -> None:
        try:
            await self.pool.start()
        except WorkerStoppedError:
            # Summaries fall back to first sentences; the bot is of use all the same.
            log.warning("summary workers do not start; summaries are first sentences until they do")

    def _beside(self, work: Coroutine[Any, Any, None], name: str) -> None:
        """Let something run beside the start; it ends with the bot at the latest."""
        task = asyncio.create_task(work, name=name)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _first_tick(self) -> None:
        try:
            await self.tick()
        except Exception:
            # The clock repeats it; readers can be answered meanwhile.
            log.exception("first tick failed")

    async def _reach(self, ask: Callable[[], Awaitable[object]]) -> None:
        """Ask Telegram something that the start needs, waiting as long as it cannot be reached."""
        wait = 1.0
        while True:
            try:
                await ask()
            except InvalidToken:
                raise StartRefusedError(
                    "TELEGRAM_BOT_TOKEN: Telegram does not know this token; copy it again from @BotFather"
                ) from None
            except BadRequest as error:  # a kind of NetworkError, and no reason to wait
                raise StartRefusedError(f"WEBHOOK_URL: Telegram does not take it: {error.message}") from None
            except NetworkError as error:
                log.warning("Bot API not reachable", extra={"error": type(error).__name__, "retry": wait})
                await asyncio.sleep(wait)
                wait = min(wait * 2, LONGEST_WAIT)
            else:
                return

    async def _set_webhook(self) -> None:
        if self.settings.webhook_url is None:
            return
        ask = partial(
            self.application.bot.set_webhook,
            self.settings.webhook_url,
            secret_token=self.settings.webhook_secret.get_secret_value(),
            allowed_updates=list(ALLOWED_UPDATES),
            drop_pending_updates=False,
        )
        await self._reach(ask)

    async def _set_menus(self) -> None:
        try:
            await set_menus(self.application.bot, all_commands())
            await self._set_desk_menus()
            await describe(self.application.bot)
        except TelegramError as error:
            log.warning("menu not set", extra={"error": str(error)})

    async def _set_desk_menus(self) -> None:
        for person_id in await self.services.people.editors():
            reader = await self.services.subscribers.load(person_id, 0, kind="private", language="en")
            # Fails for who has never written to the bot; their /start sets it.
            with suppress(BadRequest):
                await set_chat_menu(
                    self.application.bot, all_commands(), person_id, reader.language, editor=True
                )

    async def _after_restart(self, update: Update) -> None:
        """Tell who sent an update whose effect was stored but whose answer was not sent."""
        if update.effective_chat is None or update.message is None:
            return
        person = update.effective_user
        words = texts(nearest_language(person.language_code if person else None))
        text = words.plain("Your last message was done just before I was restarted.")
        with suppress(TelegramError):
            await self.application.bot.send_message(update.effective_chat.id, text)

    def _services(self) -> Services:
        database, now = self.database, self.now
        defaults = Defaults(self.settings.default_timezone, self.settings.default_digest_time)
        readers = Subscribers(database, now, defaults)
        people = People(database, self.settings.admin_ids)
        return Services(
            articles=Articles(database, now, self.pool, Sources(self.fetcher, self.sandbox)),
            callers=Callers(database, readers, people, now),
            choices=Choices(database, now, readers),
            desk=DeskReport(database, now, on_requeued=self.worker.wake),
            dialogs=Dialogs(database, now),
            digests=Digests(database, now, on_planned=self.worker.wake),
            people=people,
            privacy=Privacy(database, now, self.settings.admin_ids),
            saved=Saved(database, now),
            search=Search(database, now),
            subscribers=readers,
            topics=Topics(database, now),
            now=now,
        )

    def _application(self) -> AnyApplication:
        request = AiohttpRequest(self.session)
        base = self.settings.telegram_api_base_url.rstrip("/")
        limiter = AnswerLimiter(self.limiter)
        application = (
            Application.builder()
            .token(self.settings.token)
            .base_url(f"{base}/bot")
            .base_file_url(f"{base}/file/bot")
            .request(request)
            .get_updates_request(request)
            .rate_limiter(limiter)
            .context_types(ContextTypes(context=Context))
            .updater(None)
            .job_queue(None)
            .build()
        )
        application.bot_data[SERVICES] = self.services
        answers = Answers(self.session, limiter, token=self.settings.token, base_url=base)
        application.bot_data[CALL] = answers.call
        register(application, metrics.THROTTLED.inc)
        return application

    def _worker(self) -> DeliveryWorker:
        sender = Sender(
            self.session,
            token=self.settings.token,
            base_url=self.settings.telegram_api_base_url,
            paid=self.settings.paid_broadcast,
        )
        return DeliveryWorker(
            self.database,
            sender,
            self.limiter,
            self.now,
            on_outcome=self._outcome,
            on_token_dead=self._token_dead,
        )

    def _outcome(self, delivery: Delivery, outcome: Outcome) -> None:
        count_outcome(delivery, outcome, self.now())
        if isinstance(outcome, ThreadGone) and delivery.thread_id:
            self._beside(self._tell_thread_gone(delivery.chat_id), "thread gone")
        if isinstance(outcome, Refused):
            words = alerts.markup_refused if outcome.markup and not delivery.plain else alerts.refused
            self._alert(f"refused {outcome.reason}", partial(words, outcome.reason))

    def _alert(self, kind: str, words: Callable[[Texts], str]) -> None:
        self._beside(self.alerts.tell(kind, words), "alert")

    async def _send_alert(self, person_id: int, text: str) -> None:
        # Past the outbox, and once: an alert that does not arrive is in the log.
        with suppress(TelegramError):
            await self.application.bot.send_message(person_id, text, parse_mode="HTML")

    async def _tell_thread_gone(self, chat_id: int) -> None:
        """Say once in a forum's general thread why its digest comes there from now on."""
        reader = await self.services.subscribers.load(chat_id, 0, kind="supergroup", language="en")
        words = texts(reader.language)
        text = words.plain("The thread of this digest was deleted; it comes here from now on. /stop ends it.")
        with suppress(TelegramError):
            await self.application.bot.send_message(chat_id, text, disable_notification=True)

    def _receiver(self) -> PollingReceiver:
        return PollingReceiver(
            self.session,
            self.dispatcher,
            token=self.settings.token,
            base_url=self.settings.telegram_api_base_url,
            on_token_dead=self._token_dead,
            on_conflict=lambda: self._alert("conflict", alerts.conflict),
        )

    def _routes(self) -> list[web.RouteDef]:
        if self.settings.webhook_url is None:
            return []
        path = URL(self.settings.webhook_url).path
        secret = self.settings.webhook_secret.get_secret_value()
        return [web.post(path, webhook_handler(self.dispatcher, secret))]

    def _token_dead(self) -> None:
        self.end("TELEGRAM_BOT_TOKEN: Telegram no longer accepts this token; nothing was lost")


@asynccontextmanager
async def running(
    settings: Settings, now: Callable[[], datetime] = utc_now, *, pages: bool = True
) -> AsyncIterator[Bot]:
    """The bot on a database that is locked, migrated and ours, from start to stop.

    Without ``pages``, as in the demo, it serves no health pages and its clock may be moved.
    """
    async with AsyncExitStack() as stack:
        stack.enter_context(InstanceLock(settings.database))
        schema.prepare(settings.database)
        bot = Bot(settings, now, movable=not pages)
        stack.push_async_callback(bot.close)
        if pages:
            await bot.web.start(listening(settings.port, webhook=bool(settings.webhook_url)))
        stack.push_async_callback(bot.stop)
        await bot.start()
        yield bot


async def serve(settings: Settings, now: Callable[[], datetime] = utc_now) -> int:
    """Run until SIGTERM or SIGINT; 0, or 1 when the bot could not go on."""
    loop = asyncio.get_running_loop()
    stopping = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        # A second signal changes nothing: the stop is under way and bounded.
        loop.add_signal_handler(number, stopping.set)
    life = asyncio.create_task(_live(settings, now))
    told = asyncio.create_task(stopping.wait())
    await asyncio.wait({life, told}, return_when=asyncio.FIRST_COMPLETED)
    told.cancel()
    if not life.done():
        log.info("stopping")
        loop.call_later(HARD_STOP, _give_up)
        life.cancel()
    with suppress(asyncio.CancelledError):
        await life
    return 0


async def _live(settings: Settings, now: Callable[[], datetime]) -> None:
    """Run until cancelled, at the start too, or until the bot cannot go on."""
    async with running(settings, now) as bot:
        await bot.ended.wait()
    raise StartRefusedError(bot.failed)


def run(settings: Settings) -> int:
    """Run the bot in an event loop of its own."""
    return asyncio.run(serve(settings))


def _warm() -> None:
    places.warm()
    locales.warm()


def _give_up() -> None:
    log.error("stop took too long; what was in flight is taken up at the next start")
    sys.stdout.flush()
    # The database is safe at any moment; a supervisor would kill us a little later.
    signal.raise_signal(signal.SIGKILL)
