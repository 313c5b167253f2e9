"""Updates that wait for the bot: kept in order until confirmed."""

import asyncio
from collections.abc import Callable, Sequence
from typing import Any

from bot.emulator.errors import ApiError, conflict

Update = dict[str, Any]

MOST_AT_ONCE = 100
# What a bot does not get unless it asks for it by name.
_ON_REQUEST = {"chat_member", "message_reaction", "message_reaction_count"}
_OTHER_POLL = "terminated by other getUpdates request; make sure that only one bot instance is running"


class UpdateQueue:
    """The bot's queue: numbers updates, filters them by kind as they come in, and wakes whoever waits."""

    def __init__(self, next_id: int = 100_001) -> None:
        self.pending: list[Update] = []
        self.next_id = next_id
        self.allowed: tuple[str, ...] = ()
        self.wake: Callable[[], None] = lambda: None
        self._waiter: asyncio.Future[None] | None = None

    def add(self, kind: str, body: dict[str, Any]) -> None:
        """Queues an update unless the bot does not want its kind."""
        is_wanted = kind in self.allowed if self.allowed else kind not in _ON_REQUEST
        if not is_wanted:
            return
        self.pending.append({"update_id": self.next_id, kind: body})
        self.next_id += 1
        self.wake()
        if self._waiter is not None and not self._waiter.done():
            self._waiter.set_result(None)

    def allow(self, kinds: Sequence[Any]) -> None:
        """Remembers which kinds the bot wants from now on; an empty list means the default ones."""
        self.allowed = tuple(str(kind) for kind in kinds)

    def confirm(self, offset: int) -> None:
        """Forgets what comes before an offset; a negative one keeps that many of the last updates."""
        if offset < 0:
            self.pending = self.pending[offset:]
        elif offset > 0:
            self.pending = [update for update in self.pending if update["update_id"] >= offset]

    async def poll(self, offset: int, limit: int, seconds: float) -> list[Update]:
        """Confirms, then gives up to `limit` updates, waiting for the first; ends an older poll with 409."""
        self.interrupt(conflict(_OTHER_POLL))
        self.confirm(offset)
        if not self.pending and seconds > 0:
            await self.arrival(seconds)
        return self.pending[:limit]

    async def arrival(self, seconds: float | None = None) -> None:
        """Waits until an update comes in, at most the seconds given."""
        self._waiter = waiter = asyncio.get_running_loop().create_future()
        try:
            await asyncio.wait_for(waiter, seconds)
        except TimeoutError:
            return
        finally:
            if self._waiter is waiter:
                self._waiter = None

    def interrupt(self, reason: ApiError) -> None:
        """Ends a poll that waits, with an error."""
        if self._waiter is not None and not self._waiter.done():
            self._waiter.set_exception(reason)
