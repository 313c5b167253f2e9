"""Taps and inline queries that wait for the bot's answer."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from bot.emulator.errors import bad_request

# After this many real seconds Telegram's clients stop waiting and the server forgets the query.
ANSWER_SECONDS = 60.0
_TOO_OLD = "query is too old and response timeout expired or query ID is invalid"


@dataclass
class Query:
    """One question to the bot."""

    id: str
    user_id: int
    asked_at: float
    answer: dict[str, Any] | None = None
    answered: asyncio.Event = field(default_factory=asyncio.Event)


class Queries:
    """All open questions; each takes one answer."""

    def __init__(self, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._monotonic = monotonic
        self._open: dict[str, Query] = {}
        self.next_id = 4_000_001

    def ask(self, user_id: int) -> Query:
        """Opens a question of a person."""
        now = self._monotonic()
        self._open = {key: kept for key, kept in self._open.items() if now - kept.asked_at <= ANSWER_SECONDS}
        query = Query(str(self.next_id), user_id, now)
        self.next_id += 1
        self._open[query.id] = query
        return query

    def close(self, query_id: str, answer: dict[str, Any]) -> Query:
        """Answers an open question; ApiError 400 if it is unknown, answered already or too old."""
        query = self._open.pop(query_id, None)
        if query is None or self._monotonic() - query.asked_at > ANSWER_SECONDS:
            raise bad_request(_TOO_OLD)
        query.answer = answer
        query.answered.set()
        return query

    def expects(self, query_id: str) -> None:
        """Checks that a question is open; ApiError 400 otherwise."""
        if query_id not in self._open:
            raise bad_request(_TOO_OLD)
