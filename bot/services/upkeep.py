"""What keeps the database small and its health known."""

import logging
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncConnection

from bot import metrics
from bot.models import DeliveryState
from bot.services.articles import Articles
from bot.services.backups import Backups
from bot.services.search import KEPT_SEARCHES
from bot.storage import bodies, deliveries, inbox, search, searches
from bot.storage import meta as meta_rows
from bot.storage.bodies import Swept
from bot.storage.engine import Database

log = logging.getLogger(__name__)

KEPT_DELIVERIES = timedelta(days=30)


class Upkeep:
    """Hourly housekeeping, the write probe, and the numbers of the metrics page."""

    def __init__(
        self, database: Database, articles: Articles, backups: Backups, now: Callable[[], datetime]
    ) -> None:
        self._database = database
        self._articles = articles
        self._backups = backups
        self._now = now

    async def maintain(self) -> None:
        """Forget what nobody needs any more, and keep the daily copy."""
        before = self._now() - KEPT_DELIVERIES
        ended = await self._sweep(lambda conn, behind: deliveries.prune(conn, before, behind))
        await self._sweep(bodies.sweep)
        async with self._database.write(effect=False) as conn:
            updates = await inbox.prune(conn, self._now())
            await searches.prune(conn, self._now() - KEPT_SEARCHES)
            if repaired := await search.repair(conn):
                log.warning("articles could not be found by search", extra={"repaired": repaired})
        purged = await self._articles.purge()
        await self._backups.keep()
        log.info("maintained", extra={"deliveries": ended, "updates": updates, "articles": purged})

    async def _sweep(self, step: Callable[[AsyncConnection, int], Awaitable[Swept]]) -> int:
        """Sweep a table in short transactions, for others wait for the writer; how many rows went."""
        rows, behind = 0, 0
        while True:
            async with self._database.write(effect=False) as conn:
                swept = await step(conn, behind)
            rows += swept.rows
            if swept.behind is None:
                return rows
            behind = swept.behind

    async def probe(self) -> None:
        """Write to the database; raises when that fails."""
        async with self._database.write(effect=False) as conn:
            await meta_rows.put(conn, "probe", self._now().isoformat())

    async def measure(self) -> None:
        """Set the metrics that stand in the database: the outbox by state, and its oldest row."""
        async with self._database.read() as conn:
            rows = await deliveries.counts(conn)
            oldest = await deliveries.oldest_pending_seconds(conn, self._now())
        for state in DeliveryState:
            # A state without rows is 0, not absent: an alert rule would not see it otherwise.
            metrics.OUTBOX_ROWS.labels(state.value).set(rows.get(state.value, 0))
        metrics.OUTBOX_OLDEST.set(oldest)
        self._backups.measure()
