"""A few at once, some waiting, the rest refused."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bot.errors import Reason, RejectedError


class Turns:
    """Lets ``at_once`` callers in and at most ``waiting`` wait for them."""

    def __init__(self, *, at_once: int, waiting: int) -> None:
        self._slots = asyncio.Semaphore(at_once)
        self._room = waiting

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[None]:
        """Hold a turn for the block, first come, first served; raises RejectedError(BUSY) in a crowd."""
        if self._slots.locked() and self._room == 0:
            raise RejectedError(Reason.BUSY)
        self._room -= 1
        try:
            await self._slots.acquire()
        finally:
            self._room += 1
        try:
            yield
        finally:
            self._slots.release()
