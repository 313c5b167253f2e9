"""What is stored about a reader: shown, given out as a file, deleted at once."""

import json
from collections.abc import Callable, Collection
from datetime import datetime

from bot.errors import Reason, RejectedError
from bot.models import Role, Subscriber
from bot.storage import audit, people, privacy
from bot.storage.engine import Database
from bot.storage.privacy import Held


class Privacy:
    """In a private chat all of it is about the person too; in a group, about the group alone."""

    def __init__(self, database: Database, now: Callable[[], datetime], owners: Collection[int]) -> None:
        self._database = database
        self._now = now
        self._owners = owners

    async def held(self, reader: Subscriber, person_id: int) -> Held:
        """Every row that is stored, by the name of its table; tables without one are left out."""
        async with self._database.read() as conn:
            return await privacy.held(conn, reader.id, _behind(reader, person_id))

    async def document(self, reader: Subscriber, person_id: int) -> bytes:
        """The same as a JSON file in UTF-8; instants are ISO 8601 in UTC."""
        held = await self.held(reader, person_id)
        content = {"chat_id": reader.chat_id, "made_at": self._now().isoformat(), "tables": held}
        return json.dumps(content, ensure_ascii=False, indent=2, default=_as_json).encode()

    async def forget(self, reader: Subscriber, person_id: int) -> bool:
        """Delete everything, a role on the desk included; whether the reader was stored.

        Raises:
            RejectedError: LAST_OWNER.
        """
        person = _behind(reader, person_id)
        async with self._database.write() as conn:
            if person is not None:
                role = await people.role_of(conn, person)
                others = len(set(self._owners) - {person}) + await privacy.other_owners(conn, person)
                if role is Role.OWNER and person not in self._owners and not others:
                    raise RejectedError(Reason.LAST_OWNER)
            gone = await privacy.forget(conn, reader.id, person)
            await audit.append(conn, person_id, "reader.delete", "self", self._now())
        return gone


def _behind(reader: Subscriber, person_id: int) -> int | None:
    return person_id if reader.chat_id == person_id else None


def _as_json(value: object) -> str:
    if isinstance(value, datetime):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no form in JSON")
