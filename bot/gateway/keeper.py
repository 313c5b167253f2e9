"""The inbox's writer: what came in is kept and what is done is emptied, many updates with one commit.

Whoever waits for a commit joins the next one, so at any load there is one transaction under way and no timer.
"""

import asyncio
import json
import logging
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import datetime
from typing import Any

from bot.models import InboxRow
from bot.moments import Moment, reached
from bot.storage import inbox
from bot.storage.engine import Database

log = logging.getLogger(__name__)

# Nobody waits for a mark: it joins what comes in, or others like it that end within this time.
LINGER = 0.005
REST = 1.0

# Decoded updates by their ids, and who waits for their commit.
Incoming = tuple[Mapping[int, dict[str, Any]], asyncio.Future[None]]


class Keeper:
    """Writes one process's inbox; ``on_new`` is given each update that is new, once it is committed."""

    def __init__(
        self,
        database: Database,
        now: Callable[[], datetime],
        on_new: Callable[[InboxRow, dict[str, Any]], None],
    ) -> None:
        self._database = database
        self._now = now
        self._on_new = on_new
        self._incoming: list[Incoming] = []
        self._done: list[int] = []
        self._writer: asyncio.Task[None] | None = None
        self._hurried = asyncio.Event()

    async def keep(self, updates: Mapping[int, dict[str, Any]]) -> None:
        """Return when decoded updates are committed; raise if they were not.

        Who stops waiting changes nothing: what is committed is handed on all the same.
        """
        kept: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._incoming.append((updates, kept))
        self._hurried.set()
        self._begin()
        await kept

    def done(self, update_id: int) -> None:
        """Empty a row soon."""
        self._done.append(update_id)
        self._begin()

    async def finish(self, grace: float) -> None:
        """Wait until everything is written, for so many seconds at most."""
        self._hurried.set()
        if self._writer is not None:
            await asyncio.wait([self._writer], timeout=grace)

    def _begin(self) -> None:
        if self._writer is None or self._writer.done():
            self._writer = asyncio.create_task(self._write(), name="inbox")

    async def _write(self) -> None:
        while self._incoming or self._done:
            if not self._incoming:
                await self._linger(LINGER)
            incoming, self._incoming = self._incoming, []
            done, self._done = self._done, []
            self._hurried.clear()
            if not await self._commit(incoming, done):
                self._done += done
                await self._linger(REST)

    async def _linger(self, seconds: float) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._hurried.wait()

    async def _commit(self, incoming: list[Incoming], done: list[int]) -> bool:
        updates = {update_id: update for group, _ in incoming for update_id, update in group.items()}
        rows = [(update_id, json.dumps(update)) for update_id, update in updates.items()]
        try:
            async with self._database.write(effect=False) as conn:
                new = await inbox.accept(conn, rows, self._now())
                await inbox.mark_done(conn, done)
        except Exception as error:
            log.exception("inbox_write_failed incoming=%d done=%d", len(rows), len(done))
            _settle(incoming, error)
            return False
        reached(Moment.KEPT)
        for row in new:
            self._on_new(row, updates[row.update_id])
        _settle(incoming, None)
        return True


def _settle(incoming: list[Incoming], error: Exception | None) -> None:
    for _, kept in incoming:
        if kept.done():
            continue
        if error is None:
            kept.set_result(None)
        else:
            kept.set_exception(error)
