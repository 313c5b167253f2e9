"""How the desk is doing, for ``/status``."""

from collections.abc import Callable
from datetime import datetime

from bot.models import Desk
from bot.storage import desk
from bot.storage.engine import Database


class DeskReport:
    """Reads the numbers of the whole."""

    def __init__(self, database: Database, now: Callable[[], datetime]) -> None:
        self._database = database
        self._now = now

    async def read(self) -> Desk:
        """The numbers at this moment."""
        async with self._database.read() as conn:
            return await desk.numbers(conn, self._now())
