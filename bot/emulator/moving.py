"""Moving the clock, together with whoever has to know of it."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.emulator.clock import EmulatorClock
from bot.emulator.errors import ActionError

_LONGEST = timedelta(days=3660)


@dataclass
class Mover:
    """Moves the clock: `next_event` tells when the next digest is due, `after_move` runs after each move."""

    clock: EmulatorClock
    next_event: Callable[[], Awaitable[datetime | None]] | None = None
    after_move: Callable[[], Awaitable[None]] | None = None
    _begun: asyncio.Future[None] | None = None

    async def advance(self, seconds: float) -> None:
        """Moves forward by seconds; ActionError for a step back or of more than ten years."""
        if not 0 <= seconds <= _LONGEST.total_seconds():
            raise ActionError("The clock moves forward only, and at most ten years at once.")
        self.clock.advance(timedelta(seconds=seconds))
        await self._moved()

    async def move_to(self, instant: datetime) -> None:
        """Moves to an aware instant in the future; ActionError otherwise."""
        if instant.tzinfo is None:
            raise ActionError("The instant needs a time zone, for example 2026-03-04T08:00:00+00:00.")
        await self.advance((instant - self.clock.now()).total_seconds())

    async def planned(self) -> datetime | None:
        """Tells when the next event is due, None if there is none."""
        return await self.next_event() if self.next_event else None

    async def move_to_next(self) -> datetime:
        """Moves to the next event, which may be due already; ActionError if there is none."""
        instant = await self.planned()
        if instant is None:
            raise ActionError("Nothing is planned yet.")
        await self.advance(max(0.0, (instant - self.clock.now()).total_seconds()))
        return instant

    async def _moved(self) -> None:
        if self.after_move is not None:
            # A page that is closed meanwhile ends its request, but not what has begun because of it.
            self._begun = asyncio.ensure_future(self.after_move())
            await asyncio.shield(self._begun)
