"""Who is calling, for many updates with one look: statements made once, since they run for every update."""

from collections.abc import Iterable

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.models import Role, Subscriber
from bot.storage.subscribers import subscriber
from bot.storage.tables import people, subscribers

_READERS = sa.select(subscribers).where(subscribers.c.chat_id.in_(sa.bindparam("chats", expanding=True)))
_ROLES = sa.select(people.c.id, people.c.role).where(people.c.id.in_(sa.bindparam("people", expanding=True)))


async def readers_of(conn: AsyncConnection, chat_ids: Iterable[int]) -> dict[tuple[int, int], Subscriber]:
    """The subscribers of several chats, by chat and thread."""
    found = await conn.execute(_READERS, {"chats": list(chat_ids)})
    return {(row.chat_id, row.thread_id): subscriber(row) for row in found}


async def roles_of(conn: AsyncConnection, person_ids: Iterable[int]) -> dict[int, Role]:
    """The roles given to several people; who has none is left out."""
    found = await conn.execute(_ROLES, {"people": list(person_ids)})
    return {row.id: Role(row.role) for row in found}
