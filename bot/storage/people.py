"""People with a role on the desk; everybody else is a reader and has no row."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.models import Role
from bot.storage.dialects import upsert
from bot.storage.tables import people


async def role_of(conn: AsyncConnection, person_id: int) -> Role | None:
    """The role given to a person, None where there is none."""
    value = (await conn.execute(sa.select(people.c.role).where(people.c.id == person_id))).scalar()
    return Role(value) if value else None


async def set_role(conn: AsyncConnection, person_id: int, role: Role, now: datetime) -> None:
    """Give a person a role, instead of the one before."""
    values = {"id": person_id, "role": role.value, "added_at": now}
    await conn.execute(upsert(conn, people, key=["id"], values=values))


async def with_desk_rights(conn: AsyncConnection) -> list[int]:
    """The ids of everybody whose role edits."""
    roles = [role.value for role in Role if role.edits]
    return list((await conn.execute(sa.select(people.c.id).where(people.c.role.in_(roles)))).scalars())
