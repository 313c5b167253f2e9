"""Outcomes on their way into the outbox: committed in small groups, kept until the database takes them."""

import asyncio
import logging
from collections.abc import Callable, Coroutine
from datetime import datetime

from bot.moments import Moment, reached
from bot.storage.engine import Database
from bot.storage.results import Result, record

log = logging.getLogger(__name__)

# One commit for what ends within this time: at a thousand messages a second a commit each would be too dear.
LINGER = 0.01
LONGEST_BACKOFF = 60.0

Waiting = tuple[Result, asyncio.Future[None]]


class Marker:
    """Writes outcomes for one ``owner`` of rows in flight."""

    def __init__(self, database: Database, owner: str, now: Callable[[], datetime]) -> None:
        self._database = database
        self._owner = owner
        self._now = now
        self._waiting: list[Waiting] = []
        self._writer: asyncio.Task[None] | None = None
        self._tasks: set[asyncio.Task[None]] = set()

    async def mark(self, result: Result) -> None:
        """Return when an outcome is committed."""
        committed: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append((result, committed))
        if self._writer is None or self._writer.done():
            self._writer = self._start(self._write_groups())
        await committed

    def _start(self, work: Coroutine[None, None, None]) -> asyncio.Task[None]:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    async def _write_groups(self) -> None:
        while self._waiting:
            await asyncio.sleep(LINGER)
            group, self._waiting = self._waiting, []
            if not await self._write(group):
                # One outcome that cannot be written must not keep the others from it.
                for one in group:
                    self._start(self._insist(one))

    async def _insist(self, one: Waiting) -> None:
        backoff = 1.0
        while not await self._write([one]):
            await asyncio.sleep(backoff)
            backoff = min(backoff * 2, LONGEST_BACKOFF)

    async def _write(self, group: list[Waiting]) -> bool:
        try:
            async with self._database.write(effect=False) as conn:
                await record(conn, self._owner, [result for result, _ in group], self._now())
                reached(Moment.MARKING)
            reached(Moment.MARKED)
        except Exception:
            # A full disk or a lost server: it passes, and what was sent must not be forgotten meanwhile.
            log.exception("outbox_mark_failed rows=%d", len(group))
            return False
        for _, committed in group:
            if not committed.done():
                committed.set_result(None)
        return True
