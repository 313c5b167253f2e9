"""Who is calling, for many updates with one look: statements made once, since they run for every update."""

from collections.abc import Iterable
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.models import Dialog, Role, Subscriber
from bot.storage.dialogs import dialog
from bot.storage.subscribers import subscriber
from bot.storage.tables import dialogs, people, subscribers

_READERS = sa.select(subscribers).where(subscribers.c.chat_id.in_(sa.bindparam("chats", expanding=True)))
_ROLES = sa.select(people.c.id, people.c.role).where(people.c.id.in_(sa.bindparam("people", expanding=True)))
# By chat, as the key begins with it; a chat has one question for each of its people at most.
_DIALOGS = sa.select(dialogs).where(
    dialogs.c.chat_id.in_(sa.bindparam("chats", expanding=True)),
    dialogs.c.expires_at > sa.bindparam("now", type_=dialogs.c.expires_at.type),
)


async def readers_of(conn: AsyncConnection, chat_ids: Iterable[int]) -> dict[tuple[int, int], Subscriber]:
    """The subscribers of several chats, by chat and thread."""
    found = await conn.execute(_READERS, {"chats": list(chat_ids)})
    return {(row.chat_id, row.thread_id): subscriber(row) for row in found}


async def roles_of(conn: AsyncConnection, person_ids: Iterable[int]) -> dict[int, Role]:
    """The roles given to several people; who has none is left out."""
    found = await conn.execute(_ROLES, {"people": list(person_ids)})
    return {row.id: Role(row.role) for row in found}


async def dialogs_of(
    conn: AsyncConnection, chat_ids: Iterable[int], now: datetime
) -> dict[tuple[int, int], Dialog]:
    """What is waited for in several chats, by chat and person."""
    found = await conn.execute(_DIALOGS, {"chats": list(chat_ids), "now": now})
    return {(row.chat_id, row.person_id): dialog(row) for row in found}
