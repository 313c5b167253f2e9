"""The daily copy of a SQLite database: made while the bot works and read again; seven are kept for a week.

PostgreSQL has backups of its own, and its host's disk may not last: there this does nothing.
"""

import asyncio
import logging
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot import metrics
from bot.errors import DatabaseRefusedError
from bot.storage.copies import backup
from bot.storage.schema import sqlite_path

log = logging.getLogger(__name__)

EVERY = timedelta(days=1)
KEPT = 7
# Whoever had their data deleted is not to live on in a copy; those made before a migration go by it, too.
OLDEST = timedelta(days=7)
STAMP = "%Y%m%dT%H%M%SZ"


@dataclass(frozen=True, slots=True)
class Copy:
    """A copy beside the database; ``daily`` is not one made before a migration or a restore."""

    name: str
    at: datetime
    daily: bool


def found(names: Iterable[str], stem: str) -> list[Copy]:
    """Tell the copies of a database among the names of files, newest first."""
    pattern = re.compile(rf"{re.escape(stem)}-(before-.*-)?(\d{{8}}T\d{{6}}Z)\.db")
    matches = [match for name in names if (match := pattern.fullmatch(name))]
    copies = [
        Copy(match[0], datetime.strptime(match[2], STAMP).replace(tzinfo=UTC), not match[1])
        for match in matches
    ]
    return sorted(copies, key=lambda copy: copy.at, reverse=True)


def is_due(copies: Iterable[Copy], now: datetime) -> bool:
    """Tell whether no daily copy is younger than a day."""
    return not any(copy.daily and now - copy.at < EVERY for copy in copies)


def superfluous(copies: Iterable[Copy], now: datetime) -> list[Copy]:
    """Tell the copies to remove once there is a new one: beyond seven, or older than seven days."""
    ordered = sorted(copies, key=lambda copy: copy.at, reverse=True)
    daily = [copy for copy in ordered if copy.daily]
    return [copy for copy in ordered if copy in daily[KEPT:] or now - copy.at > OLDEST]


class Backups:
    """Keeps the folder ``backups`` beside a SQLite file."""

    def __init__(self, database_url: str, now: Callable[[], datetime]) -> None:
        self._url = database_url
        self._now = now
        self._path = sqlite_path(database_url)

    async def keep(self) -> None:
        """Make today's copy unless it is there, and remove what is superfluous; a failure is logged."""
        if self._path is not None:
            await asyncio.to_thread(self._keep, self._path)

    def measure(self) -> None:
        """Set the metric of the newest copy's age; without a copy it stays away."""
        newest = next((copy for copy in self._copies() if copy.daily), None)
        if newest is not None:
            metrics.BACKUP_AGE.set((self._now() - newest.at).total_seconds())

    def _keep(self, path: Path) -> None:
        if not is_due(self._copies(), self._now()):
            return
        target = path.parent / "backups" / f"{path.stem}-{self._now():{STAMP}}.db"
        try:
            rows = backup(self._url, target)
        except DatabaseRefusedError as error:
            # The older copies stay: they are worth more than the room they take.
            log.error("backup failed", extra={"reason": str(error)})  # noqa: TRY400 - one line says it all
            return
        for copy in superfluous(self._copies(), self._now()):
            (target.parent / copy.name).unlink(missing_ok=True)
        log.info("backed up", extra={"file": target.name, "rows": sum(rows.values())})

    def _copies(self) -> list[Copy]:
        folder = self._path.parent / "backups" if self._path else None
        if self._path is None or folder is None or not folder.is_dir():
            return []
        return found((file.name for file in folder.iterdir()), self._path.stem)
