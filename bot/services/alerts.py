"""Alerts to the desk: told at once, then seldom, so that trouble never becomes a flood of its own."""

import logging
from collections import OrderedDict, deque
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

from bot.locales import Texts, texts
from bot.services.people import People
from bot.storage import callers
from bot.storage.engine import Database

log = logging.getLogger(__name__)

# Of one kind of trouble one alert an hour, and of all together ten a day.
APART = timedelta(hours=1)
DAY = timedelta(days=1)
A_DAY = 10
KINDS_KEPT = 200


class Alerts:
    """Tells everybody with desk rights; ``send`` takes a person's id and an HTML text, and raises nothing.

    It goes past the outbox: what is told may be that the outbox is in trouble.
    """

    def __init__(
        self,
        database: Database,
        people: People,
        now: Callable[[], datetime],
        send: Callable[[int, str], Awaitable[None]],
    ) -> None:
        self._database = database
        self._people = people
        self._now = now
        self._send = send
        self._told: OrderedDict[str, datetime] = OrderedDict()
        self._today: deque[datetime] = deque()

    async def tell(self, kind: str, words: Callable[[Texts], str]) -> None:
        """Alert to one kind of trouble unless it was told shortly before; ``words`` puts it in a language."""
        if not self._is_news(kind):
            return
        log.warning("alert", extra={"kind": kind})
        ids = await self._people.editors()
        async with self._database.read() as conn:
            known = await callers.readers_of(conn, ids)
        for person_id in ids:
            reader = known.get((person_id, 0))
            await self._send(person_id, words(texts(reader.language if reader else "en")))

    def _is_news(self, kind: str) -> bool:
        now = self._now()
        while self._today and self._today[0] <= now - DAY:
            self._today.popleft()
        before = self._told.get(kind)
        if (before is not None and now - before < APART) or len(self._today) >= A_DAY:
            return False
        self._today.append(now)
        self._told[kind] = now
        self._told.move_to_end(kind)
        while len(self._told) > KINDS_KEPT:
            self._told.popitem(last=False)
        return True
