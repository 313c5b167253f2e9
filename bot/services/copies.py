"""Restoring a backup: what was due before the restore is never sent by it."""

import asyncio
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from bot.services.schedule import rescheduled
from bot.storage import copies, subscribers
from bot.storage.engine import Database
from bot.storage.lock import InstanceLock
from bot.storage.schema import sqlite_path

CHUNK = 500


def restore(file: Path, database_url: str, *, replace: bool, now: datetime) -> copies.Rows:
    """Put a backup in the place of a database of either kind; return the rows of each table.

    With ``replace``, data that is there is first copied into a folder ``backups`` beside the SQLite file, or
    in the working directory. Waiting deliveries of the backup end as expired and its due digests move to
    their next slot: they were sent, or are too late. Their stories are offered again.

    Raises:
        DatabaseRefusedError: a bot is running, the file is no backup, or there is data and no ``replace``.
    """
    with InstanceLock(database_url), _folder() as folder:
        staged = copies.stage(file, folder)
        asyncio.run(_let_the_past_rest(staged, now))
        return copies.load(staged, database_url, replace=_aside(database_url, now) if replace else None)


@contextmanager
def _folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="digestbot-restore-") as name:
        yield Path(name)


def _aside(database_url: str, now: datetime) -> Path:
    path = sqlite_path(database_url) or Path("digestbot.db")
    return path.parent / "backups" / f"{path.stem}-before-restore-{now:%Y%m%dT%H%M%SZ}.db"


async def _let_the_past_rest(staged_url: str, now: datetime) -> None:
    database = Database(staged_url)
    try:
        async with database.write(effect=False) as conn:
            await copies.expire_open(conn, now)
            while due := await subscribers.due(conn, now, CHUNK):
                for reader in due:
                    await subscribers.update(conn, rescheduled(reader, now))
    finally:
        await database.close()
