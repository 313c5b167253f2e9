"""The outbox's worker: claims what is due, sends it within the limits, records what became of it.

Decisions are elsewhere and pure: what an answer means in ``outcomes``, when a message may go in ``ledger``,
whether the API is reachable in ``breaker``.
"""

import asyncio
import logging
import math
import time
import uuid
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.gateway import outcomes
from bot.gateway.breaker import Breaker
from bot.gateway.ledger import FLOOD_MARGIN
from bot.gateway.limits import Limiter
from bot.gateway.marker import Marker
from bot.models import Delivery, DeliveryKind, Outcome, RetryAt, TokenDead, Uncertain
from bot.moments import Moment, reached
from bot.storage import deliveries
from bot.storage.engine import Database
from bot.storage.results import Result

log = logging.getLogger(__name__)

# What may arrive twice after a crash is what is in flight, so no more than the pace needs.
SMALLEST_WINDOW = 8
LARGEST_WINDOW = 128
# Rows are claimed just before their turns come, so that a death finds few that never left.
AHEAD = 0.04
# A request that is under way for so many seconds holds up no others.
SILENT = 2.0
# The clock may be moved (the demo, a suspended host), so no sleep trusts it for longer.
LONGEST_SLEEP = 15.0
EXPIRE_EVERY = 30.0
LONGEST_BACKOFF = 60.0

_HELD_BACK = RetryAt(0.0, "held back")


class Sends(Protocol):
    """What the worker needs of a sender."""

    async def send(self, delivery: Delivery) -> Outcome:
        """Send one message."""

    async def probe(self) -> bool:
        """Whether the Bot API answers."""


@dataclass(eq=False, slots=True)
class Flight:
    """A claimed row until its outcome is committed."""

    delivery: Delivery
    task: asyncio.Task[None] | None = None
    left_at: float | None = None


class DeliveryWorker:
    """Sends the outbox until stopped, or until the token turns out dead.

    ``on_outcome`` is called after each commit, ``on_token_dead`` once; neither may block.
    """

    def __init__(
        self,
        database: Database,
        sender: Sends,
        limiter: Limiter,
        now: Callable[[], datetime],
        *,
        on_outcome: Callable[[Delivery, Outcome], None] = lambda _delivery, _outcome: None,
        on_token_dead: Callable[[], None] = lambda: None,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self.owner = uuid.uuid4().hex
        self._database = database
        self._sender = sender
        self._limiter = limiter
        self._now = now
        self._on_outcome = on_outcome
        self._on_token_dead = on_token_dead
        self._monotonic = monotonic
        self._marker = Marker(database, self.owner, now)
        self._breaker = Breaker()
        self._flights: set[Flight] = set()
        self._awake = asyncio.Event()
        self._loop: asyncio.Task[None] | None = None
        self._round_trip = 0.0
        self._next_expiry = 0.0
        self._closed = False
        self._token_dead = False

    @property
    def circuit_open(self) -> bool:
        """Whether sending rests because the Bot API cannot be reached."""
        return self._breaker.is_open

    @property
    def in_flight(self) -> int:
        """How many rows are claimed and not marked yet."""
        return len(self._flights)

    @property
    def window(self) -> int:
        """How many rows may be in flight: what the pace needs at the present round trip and mark."""
        needed = math.ceil(self._limiter.rate * (self._round_trip + AHEAD))
        return min(max(SMALLEST_WINDOW, needed), LARGEST_WINDOW)

    async def start(self) -> int:
        """Requeue what a process that died had in flight, begin to send, and return how many rows that were.

        Only with the instance lock held: two senders would take each other's rows for orphans.
        """
        async with self._database.write(effect=False) as conn:
            recovered = await deliveries.recover(conn, self.owner, self._now())
        self._loop = asyncio.create_task(self._run(), name="deliveries")
        return recovered

    def wake(self) -> None:
        """Look at the outbox now: new rows were committed, or the clock was moved."""
        self._awake.set()

    async def stop(self, grace: float = 5.0) -> None:
        """Claim no more, give requests in flight ``grace`` seconds, and put back what did not leave."""
        self._closed = True
        self._awake.set()
        if self._loop is not None:
            await asyncio.wait([self._loop], timeout=grace)
        kept = await self._give_up([flight for flight in self._flights if flight.left_at is None], _HELD_BACK)
        tasks = [flight.task for flight in self._flights if flight.task is not None]
        if tasks:
            await asyncio.wait(tasks, timeout=grace)
        kept += await self._give_up(list(self._flights), Uncertain("stopped before the answer"))
        if kept:
            await asyncio.wait([asyncio.create_task(self._marker.mark(one)) for one in kept], timeout=grace)

    async def _give_up(self, flights: list[Flight], outcome: Outcome) -> list[Result]:
        tasks = [flight.task for flight in flights if flight.task is not None]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        return [Result(flight.delivery, outcome) for flight in flights]

    async def _run(self) -> None:
        backoff = 1.0
        while not (self._closed or self._token_dead):
            self._awake.clear()
            try:
                wait = await self._step()
                backoff = 1.0
            except Exception:
                # A full disk or a lost database server passes; the push must not end with it.
                log.exception("outbox_step_failed retry_in=%.0f", backoff)
                wait, backoff = backoff, min(backoff * 2, LONGEST_BACKOFF)
            await self._sleep(wait)

    async def _sleep(self, seconds: float) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(min(seconds, LONGEST_SLEEP)):
                await self._awake.wait()

    async def _step(self) -> float:
        """Do what can be done now; return for how many seconds nothing more can."""
        if self._breaker.is_open:
            await self._probe_when_due()
            if self._breaker.is_open:
                return self._breaker.until_probe(self._monotonic())
        if (halt := self._limiter.halt_all()) > 0:
            return halt
        await self._expire_when_due()
        window, turns = self.window, self._limiter.turns_within(AHEAD)
        room = window - self._prompt_flights()
        # Claims of several rows cost hardly more than of one; the end of a flight wakes us.
        if self._flights and room < max(1, window // 4):
            return SILENT
        if turns == 0:
            return AHEAD / 2
        return await self._claim(min(room, turns))

    def _prompt_flights(self) -> int:
        """How many flights take a place in the window: chats that stay silent must not fill it."""
        since = self._monotonic() - SILENT
        silent = sum(flight.left_at is not None and flight.left_at < since for flight in self._flights)
        return len(self._flights) - min(silent, LARGEST_WINDOW - SMALLEST_WINDOW)

    async def _claim(self, room: int) -> float:
        now = self._now()
        async with self._database.write(effect=False) as conn:
            claimed = await deliveries.claim(conn, self.owner, now, room)
            due = await deliveries.next_due(conn, now) if len(claimed) < room else None
        reached(Moment.CLAIMED)
        for delivery in claimed:
            self._launch(delivery)
        if len(claimed) == room:
            return AHEAD / 2
        return LONGEST_SLEEP if due is None else (due - now).total_seconds()

    def _launch(self, delivery: Delivery) -> None:
        flight = Flight(delivery)
        self._flights.add(flight)
        flight.task = asyncio.create_task(self._fly(flight))
        flight.task.add_done_callback(lambda _task: self._land(flight))

    def _land(self, flight: Flight) -> None:
        self._flights.discard(flight)
        self._awake.set()

    async def _fly(self, flight: Flight) -> None:
        try:
            result = await self._attempt(flight)
        except Exception as error:
            # Our own mistake: like a lost reply it is tried again, but not for ever.
            log.exception("outbox_send_failed row=%d", flight.delivery.id)
            result = Result(flight.delivery, Uncertain(type(error).__name__), rest=1.0)
        await self._marker.mark(result)
        if flight.left_at is not None:
            # The mark is part of it: until its commit the row takes a place in the window.
            self._round_trip += 0.2 * (self._monotonic() - flight.left_at - self._round_trip)
        try:
            self._on_outcome(result.delivery, result.outcome)
        except Exception:
            log.exception("outbox_listener_failed")

    async def _attempt(self, flight: Flight) -> Result:
        delivery = flight.delivery
        # Somebody who sent /digest waits for its first part; the parts behind it keep the pace of a push.
        asked = delivery.kind is DeliveryKind.REQUEST and delivery.part == 0
        delay = self._limiter.push_delay(delivery.chat_id, asked=asked)
        if delay > 0:
            # Waiting for one chat must not take a place in the window from the others.
            return Result(delivery, RetryAt(delay, "paced"), rest=delay)
        await self._limiter.push(delivery.chat_id, asked=asked)
        if self._closed or self._token_dead or self._breaker.is_open:
            return Result(delivery, _HELD_BACK)
        if delivery.uncertain and not self._breaker.healthy and not await self._probe():
            return Result(delivery, RetryAt(0.0, outcomes.NOT_CONNECTED), rest=self._breaker.backoff())
        flight.left_at = began = self._monotonic()
        outcome = await self._sender.send(delivery)
        reached(Moment.ACCEPTED)
        return self._judge(delivery, outcome, began)

    def _judge(self, delivery: Delivery, outcome: Outcome, began: float) -> Result:
        rest, silent = 0.0, False
        match outcome:
            case Uncertain() | RetryAt(reason=outcomes.NOT_CONNECTED | outcomes.SERVER_TROUBLE, flood=False):
                self._breaker.failed(began, self._monotonic())
                rest = self._breaker.backoff()
                silent = isinstance(outcome, RetryAt) and outcome.reason == outcomes.SERVER_TROUBLE
            case RetryAt(delay=delay):
                self._breaker.answered()
                self._limiter.flood(delivery.chat_id, delay)
                rest = delay + FLOOD_MARGIN
            case TokenDead():
                self._die()
            case _:
                self._breaker.answered()
        return Result(delivery, outcome, rest, silent)

    def _die(self) -> None:
        if not self._token_dead:
            self._token_dead = True
            log.error("token_dead sending=stopped")
            self._awake.set()
            self._on_token_dead()

    async def _probe_when_due(self) -> None:
        if self._breaker.until_probe(self._monotonic()) <= 0:
            await self._probe()

    async def _probe(self) -> bool:
        healthy = await self._sender.probe()
        if healthy:
            self._breaker.answered()
        else:
            self._breaker.probe_failed(self._monotonic())
        return healthy

    async def _expire_when_due(self) -> None:
        if self._monotonic() < self._next_expiry:
            return
        expired, behind, more = 0, None, True
        # In short transactions: after a long outage a million may be too late.
        while more and not self._closed:
            async with self._database.write(effect=False) as conn:
                step = await deliveries.expire(conn, self._now(), behind)
            expired, behind = expired + step.rows, step.behind
            more = behind is not None
        self._next_expiry = self._monotonic() + EXPIRE_EVERY
        if expired:
            log.warning("outbox_expired rows=%d", expired)
