"""What keeps the database small and its health known."""

import logging
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from bot.services.articles import Articles
from bot.storage import deliveries, inbox
from bot.storage import meta as meta_rows
from bot.storage.engine import Database

log = logging.getLogger(__name__)

KEPT_DELIVERIES = timedelta(days=30)

# Name, type, help, and values by labels, as ``bot.web`` serves them.
Metric = tuple[str, str, str, dict[str, float]]


class Upkeep:
    """Hourly housekeeping, the write probe, and the numbers of the metrics page."""

    def __init__(self, database: Database, articles: Articles, now: Callable[[], datetime]) -> None:
        self._database = database
        self._articles = articles
        self._now = now

    async def maintain(self) -> None:
        """Forget what nobody needs any more."""
        async with self._database.write(effect=False) as conn:
            ended = await deliveries.prune(conn, self._now() - KEPT_DELIVERIES)
            updates = await inbox.prune(conn, self._now())
        purged = await self._articles.purge()
        log.info("maintained", extra={"deliveries": ended, "updates": updates, "articles": purged})

    async def probe(self) -> None:
        """Write to the database; raises when that fails."""
        async with self._database.write(effect=False) as conn:
            await meta_rows.put(conn, "probe", self._now().isoformat())

    async def metrics(self) -> Iterable[Metric]:
        """The outbox and the inbox in numbers."""
        async with self._database.read() as conn:
            rows = await deliveries.counts(conn)
            oldest = await deliveries.oldest_pending_seconds(conn, self._now())
        states = {f'state="{state}"': float(count) for state, count in rows.items()}
        return (
            ("bot_outbox_rows", "gauge", "Rows of the outbox by state.", states),
            ("bot_outbox_oldest_seconds", "gauge", "How long the oldest open row waits.", {"": oldest}),
        )
