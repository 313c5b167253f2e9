"""The clock knocks: APScheduler calls the ticks at an interval and knows no business rule.

The database says what is due, so a missed or doubled knock changes nothing. What is due is read from the wall
clock, which somebody may set wrong: the watch compares it with the time since the machine started.
"""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import UTC, datetime

from apscheduler.schedulers.asyncio import AsyncIOScheduler

log = logging.getLogger(__name__)

TICK_SECONDS = 2.0
MAINTENANCE_SECONDS = 3600.0

Job = Callable[[], Awaitable[object]]


def utc_now() -> datetime:
    """The present instant."""
    return datetime.now(UTC)


# A jump of the wall clock alone that is more than a correction by a time server.
LARGEST_CORRECTION = 300.0
# Ticks during which a clock that jumped may come back before it is believed.
HELD_TICKS = 2


def since_boot() -> float:
    """Seconds since the machine started, those in which it slept included, where the system tells them."""
    boot = getattr(time, "CLOCK_BOOTTIME", None)
    return time.monotonic() if boot is None else time.clock_gettime(boot)


class ClockWatch:
    """Tells a clock that was set from a machine that slept: after a sleep both clocks have moved.

    A clock that was set is believed after two ticks, for people do set clocks; what is due waits till then.
    """

    def __init__(self, boot: Callable[[], float] = since_boot) -> None:
        self._boot = boot
        self._offset: float | None = None
        self._held = 0

    def holds(self, now: datetime) -> bool:
        """Whether digests wait at this tick, because the wall clock has just jumped by itself."""
        offset = now.timestamp() - self._boot()
        before, self._offset = self._offset, offset
        if before is not None and abs(offset - before) > LARGEST_CORRECTION:
            log.error(
                "the clock was set; digests wait until it has settled",
                extra={"seconds": round(offset - before)},
            )
            self._held = HELD_TICKS
        elif self._held:
            self._held -= 1
        return self._held > 0


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
