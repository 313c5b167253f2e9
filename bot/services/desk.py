"""How the desk is doing, for ``/status``; and what failed, to be sent again."""

from collections.abc import Callable
from datetime import datetime

from bot.models import Desk
from bot.storage import audit, deliveries, desk
from bot.storage.engine import Database


class DeskReport:
    """Reads the numbers of the whole."""

    def __init__(
        self,
        database: Database,
        now: Callable[[], datetime],
        *,
        on_requeued: Callable[[], None] = lambda: None,
    ) -> None:
        self._database = database
        self._now = now
        self._on_requeued = on_requeued

    async def read(self) -> Desk:
        """The numbers at this moment."""
        async with self._database.read() as conn:
            return await desk.numbers(conn, self._now())

    async def send_failed_again(self, *, by: int | None) -> int:
        """Put what failed back into the outbox; how many messages.

        Left out is what nothing of it arrived: its stories come with the reader's next digest anyway.
        """
        async with self._database.write() as conn:
            again = await deliveries.requeue_failed(conn, self._now())
            if again:
                await audit.append(conn, by, "delivery.requeue", str(again), self._now())
        if again:
            self._on_requeued()
        return again
