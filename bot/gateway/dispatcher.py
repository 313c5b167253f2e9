"""Updates from the inbox to PTB's handlers: kept first, in order per chat, done only when handled.

Memory holds the same rows as the inbox; the inbox alone survives a restart.
"""

import asyncio
import json
import logging
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from typing import Any

from telegram import Update
from telegram.ext import Application

from bot.gateway.counting import count_update
from bot.gateway.keeper import Keeper
from bot.models import InboxRow, InboxState
from bot.moments import Moment, reached
from bot.storage import inbox
from bot.storage.engine import Database, current_update

log = logging.getLogger(__name__)

AnyApplication = Application[Any, Any, Any, Any, Any, Any]

LANES_AT_ONCE = 64
# Rows in memory; beyond it polling pauses and a webhook is told to come back.
HELD_AT_MOST = 2000

# A row, and its update as decoded: parsed once, however many look at it.
Work = tuple[InboxRow, dict[str, Any]]


class RubbishError(ValueError):
    """What came in is not an update."""


class Dispatcher:
    """Runs each update once; ``after_restart`` answers those whose effect was committed before a death."""

    def __init__(
        self,
        database: Database,
        application: AnyApplication,
        *,
        now: Callable[[], datetime],
        after_restart: Callable[[Update], Awaitable[None]],
        on_aside: Callable[[int], None] = lambda _update_id: None,
        lanes_at_once: int = LANES_AT_ONCE,
    ) -> None:
        self._database = database
        self._application = application
        self._after_restart = after_restart
        self._on_aside = on_aside
        self._keeper = Keeper(database, now, lambda row, update: self._enqueue((row, update)))
        self._lanes: dict[int, deque[Work]] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._places = asyncio.Semaphore(lanes_at_once)
        # What a process did not survive is taken up one by one, so that the one to blame is found.
        self._careful = asyncio.Lock()
        self._blamed: set[int] = set()
        self._recovered: set[int] = set()
        self._held = 0
        self._closed = False
        self.started = False
        self._room = asyncio.Event()
        self._room.set()

    @property
    def full(self) -> bool:
        """Whether as many updates wait as memory should hold."""
        return self._held >= HELD_AT_MOST

    async def room(self) -> None:
        """Wait until there is room for more updates."""
        await self._room.wait()

    async def start(self) -> int:
        """Take up what the inbox holds from before; return how many updates."""
        async with self._database.read() as conn:
            rows = await inbox.open_rows(conn)
        poison = [row.update_id for row in rows if row.deaths >= inbox.DEATHS_AT_MOST]
        await self._put_aside(poison)
        works = [(row, json.loads(row.raw)) for row in rows if row.update_id not in set(poison)]
        self._recovered = {row.update_id for row, _ in works}
        # From here to the end without a pause: what comes in now is not among the rows just read.
        self.started = True
        for work in _least_blamed_first(works):
            self._enqueue(work)
        return len(works)

    async def feed(self, updates: Sequence[object]) -> None:
        """Keep decoded updates, and only then begin to handle those that are new.

        Raises:
            RubbishError: one of them is no update; none is kept.
        """
        await self._keeper.keep(dict(_numbered(update) for update in updates))
        for update in updates:
            count_update(update)

    async def stop(self, grace: float = 5.0) -> None:
        """Begin no update more, give handlers ``grace`` seconds, and cancel them.

        What is not done is taken up at the next start.
        """
        self._closed = True
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=grace)
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._keeper.finish(grace)
        if self._blamed:
            async with self._database.write(effect=False) as conn:
                await inbox.take_back_death(conn, list(self._blamed))

    def _enqueue(self, work: Work) -> None:
        self._held += 1
        if self.full:
            self._room.clear()
        key = lane_of(work[1])
        if key in self._lanes:
            self._lanes[key].append(work)
            return
        self._lanes[key] = deque([work])
        task = asyncio.create_task(self._run_lane(key))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _run_lane(self, key: int) -> None:
        lane = self._lanes[key]
        try:
            async with self._places:
                while lane and not self._closed:
                    await self._run(lane.popleft())
        finally:
            del self._lanes[key]

    async def _run(self, work: Work) -> None:
        row, update = work
        if row.update_id in self._recovered:
            await self._run_carefully(row, update)
        else:
            await self._handle(row, update)
            self._keeper.done(row.update_id)
        self._held -= 1
        if not self.full:
            self._room.set()

    async def _run_carefully(self, row: InboxRow, update: dict[str, Any]) -> None:
        async with self._careful:
            await self._blame(row.update_id)
            await self._handle(row, update)
            # Marked before the next is taken up: a death in that one must not count against this one.
            if not await self._mark_done(row.update_id):
                self._keeper.done(row.update_id)
            self._blamed.discard(row.update_id)
            self._recovered.discard(row.update_id)

    async def _blame(self, update_id: int) -> None:
        try:
            async with self._database.write(effect=False) as conn:
                await inbox.count_death(conn, update_id)
            self._blamed.add(update_id)
        except Exception:
            # Finding the one to blame is worth less than handling it.
            log.exception("inbox_blame_failed update_id=%d", update_id)

    async def _handle(self, row: InboxRow, decoded: dict[str, Any]) -> None:
        token = current_update.set(row.update_id)
        try:
            update = Update.de_json(decoded, self._application.bot)
            if row.state is InboxState.APPLIED:
                await self._after_restart(update)
            else:
                await self._application.process_update(update)
            reached(Moment.HANDLED)
        except Exception:
            # PTB gives handlers' errors to its error handlers; what comes here is a shape it cannot read, or
            # an error in those. Trying again would not help, and the next update must go on.
            log.exception("update_failed update_id=%d", row.update_id)
        finally:
            current_update.reset(token)

    async def _mark_done(self, update_id: int) -> bool:
        try:
            async with self._database.write(effect=False) as conn:
                await inbox.mark_done(conn, [update_id])
        except Exception:
            log.exception("inbox_mark_failed update_id=%d", update_id)
            return False
        return True

    async def _put_aside(self, update_ids: list[int]) -> None:
        async with self._database.write(effect=False) as conn:
            await inbox.set_aside(conn, update_ids)
        for update_id in update_ids:
            log.error("update_set_aside update_id=%d", update_id)
            self._on_aside(update_id)


def lane_of(update: dict[str, Any]) -> int:
    """The chat an update belongs to, or the person where there is none (inline queries): one order each."""
    for name, payload in update.items():
        if name != "update_id" and isinstance(payload, dict):
            message = payload.get("message")
            holders = (payload, message if isinstance(message, dict) else {})
            for key, holder in ((key, holder) for key in ("chat", "from", "user") for holder in holders):
                found = holder.get(key)
                if isinstance(found, dict) and isinstance(found.get("id"), int):
                    return int(found["id"])
    return 0


def _least_blamed_first(works: Sequence[Work]) -> list[Work]:
    """Recovered updates by the deaths of the first in their lane, so that each lane keeps its order.

    A host that kills the process again and again hits another update each time, and only one that kills by
    itself comes to three deaths.
    """
    deaths: dict[int, int] = {}
    for row, update in works:
        deaths.setdefault(lane_of(update), row.deaths)
    return sorted(works, key=lambda work: deaths[lane_of(work[1])])


def _numbered(update: object) -> tuple[int, dict[str, Any]]:
    if isinstance(update, dict):
        update_id = update.get("update_id")
        if isinstance(update_id, int) and not isinstance(update_id, bool) and 0 <= update_id < 2**63:
            return update_id, update
    raise RubbishError("an update is an object with an update_id")
