"""The clock knocks: APScheduler calls the ticks at an interval and knows no business rule.

The database says what is due, so a missed or doubled knock changes nothing.
"""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import UTC, datetime

from apscheduler.schedulers.asyncio import AsyncIOScheduler

TICK_SECONDS = 2.0
MAINTENANCE_SECONDS = 3600.0

Job = Callable[[], Awaitable[object]]


def utc_now() -> datetime:
    """The present instant."""
    return datetime.now(UTC)


class Clock:
    """Calls ``tick`` every two seconds and ``maintain`` every hour, from ``start`` to ``stop``."""

    def __init__(self, tick: Job, maintain: Job, *, seconds: float = TICK_SECONDS) -> None:
        self._scheduler = AsyncIOScheduler(
            timezone=UTC,
            # After a suspended hour one knock is enough, and a late one is better than none.
            job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
        )
        self._scheduler.add_job(_cut_off_quietly(tick), "interval", seconds=seconds)
        self._scheduler.add_job(_cut_off_quietly(maintain), "interval", seconds=MAINTENANCE_SECONDS)

    def start(self) -> None:
        """Begin to knock."""
        self._scheduler.start()

    def stop(self) -> None:
        """Knock no more; a tick under way is not waited for."""
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)


def _cut_off_quietly(job: Job) -> Job:
    async def knock() -> None:
        # APScheduler would log the stop of a knock under way as an error; what is due stays due.
        with suppress(asyncio.CancelledError):
            await job()

    return knock
