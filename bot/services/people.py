"""Who may do what on the desk."""

from collections.abc import Iterable

from bot.models import Role
from bot.storage import people
from bot.storage.engine import Database


class People:
    """Roles by numeric id: the owners come from the settings, the others from the database."""

    def __init__(self, database: Database, owners: Iterable[int]) -> None:
        self._database = database
        self.owners = frozenset(owners)

    async def role_of(self, person_id: int) -> Role:
        """The role of a person, read anew each time, so that a revoked right ends at once."""
        if person_id in self.owners:
            return Role.OWNER
        async with self._database.read() as conn:
            return await people.role_of(conn, person_id) or Role.READER

    async def editors(self) -> list[int]:
        """The ids of everybody with desk rights, for alerts."""
        async with self._database.read() as conn:
            return sorted(self.owners | set(await people.with_desk_rights(conn)))
