from datetime import UTC, datetime

from bot.models import Role
from bot.services.people import People
from bot.storage import people
from bot.storage.engine import Database

NOON = datetime(2026, 3, 3, 12, tzinfo=UTC)


async def has_role(database: Database, person: int, role: Role) -> None:
    async with database.write() as conn:
        await people.set_role(conn, person, role, NOON)


async def test_alerts_go_to_everybody_with_desk_rights_once(database: Database) -> None:
    desk = People(database, [1, 9])
    for person, role in ((2, Role.ADMIN), (3, Role.EDITOR), (4, Role.READER), (9, Role.ADMIN)):
        await has_role(database, person, role)
    assert await desk.editors() == [1, 2, 3, 9]
