"""What the bot waits for from one person in one chat."""

from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.models import Dialog
from bot.storage.dialects import upsert
from bot.storage.tables import dialogs

PATIENCE = timedelta(hours=1)


async def find(conn: AsyncConnection, chat_id: int, person_id: int, now: datetime) -> Dialog | None:
    """The open dialog of a person in a chat."""
    result = await conn.execute(
        sa.select(dialogs).where(
            dialogs.c.chat_id == chat_id, dialogs.c.person_id == person_id, dialogs.c.expires_at > now
        )
    )
    row = result.first()
    return dialog(row) if row else None


def dialog(row: Any) -> Dialog:
    """A dialog from its row."""
    return Dialog(row.chat_id, row.person_id, row.kind, dict(row.payload))


async def begin(conn: AsyncConnection, dialog: Dialog, now: datetime) -> None:
    """Wait for something from a person, instead of whatever was waited for."""
    values = {
        "chat_id": dialog.chat_id,
        "person_id": dialog.person_id,
        "kind": dialog.kind,
        "payload": dialog.payload,
        "expires_at": now + PATIENCE,
    }
    await conn.execute(upsert(conn, dialogs, key=["chat_id", "person_id"], values=values))


async def end(conn: AsyncConnection, chat_id: int, person_id: int) -> bool:
    """Wait no longer; whether there was a dialog."""
    result = await conn.execute(
        sa.delete(dialogs).where(dialogs.c.chat_id == chat_id, dialogs.c.person_id == person_id)
    )
    return bool(result.rowcount)
