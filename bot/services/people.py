"""Who may do what on the desk."""

from collections.abc import Iterable

from bot.storage import people
from bot.storage.engine import Database


class People:
    """Roles by numeric id: the owners come from the settings, the others from the database."""

    def __init__(self, database: Database, owners: Iterable[int]) -> None:
        self._database = database
        self.owners = frozenset(owners)

    async def editors(self) -> list[int]:
        """The ids of everybody with desk rights, for alerts."""
        async with self._database.read() as conn:
            return sorted(self.owners | set(await people.with_desk_rights(conn)))
