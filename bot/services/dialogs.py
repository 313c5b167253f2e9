"""What the bot waits for from a person, kept in the database so that a restart forgets nothing."""

from collections.abc import Callable
from datetime import datetime

from bot.models import Dialog
from bot.storage import dialogs
from bot.storage.engine import Database


class Dialogs:
    """Begins, finds and ends dialogs; one per person and chat, the newest counts."""

    def __init__(self, database: Database, now: Callable[[], datetime]) -> None:
        self._database = database
        self._now = now

    async def begin(self, chat_id: int, person_id: int, kind: str, **payload: object) -> None:
        """Wait for the person's next message in the chat as the answer to a question of a kind."""
        async with self._database.write() as conn:
            await dialogs.begin(conn, Dialog(chat_id, person_id, kind, payload), self._now())

    async def open(self, chat_id: int, person_id: int) -> Dialog | None:
        """What is waited for, if anything."""
        async with self._database.read() as conn:
            return await dialogs.find(conn, chat_id, person_id, self._now())

    async def end(self, chat_id: int, person_id: int) -> bool:
        """Wait no longer; whether anything was waited for."""
        async with self._database.write(effect=False) as conn:
            return await dialogs.end(conn, chat_id, person_id)
