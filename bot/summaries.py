"""Summaries computed in worker processes, so that arithmetic never holds up a conversation."""

import logging
from collections.abc import Mapping
from typing import Any

from bot.workers import Job, Workers, WorkerStoppedError
from summarizer import rank
from summarizer.models import Ranking

logger = logging.getLogger(__name__)

_LONGEST = 200_000  # characters: more than any article
_LONGEST_HERE = 20_000  # characters ranked in the bot's own process: a few milliseconds
_FALLBACK_LANGUAGE = "en"
_MEMORY = 1024 * 2**20  # of address space, of which the imports take a third


class SummaryPool:
    """Ranks articles in ``workers`` processes, each article within ``timeout`` seconds."""

    def __init__(self, workers: int = 1, timeout: float = 20.0) -> None:
        job = Job(
            target="bot.summaries:answer",
            warm_up={"text": _WARM_UP, "title": "", "language": None, "method": "news"},
            memory=_MEMORY,
            seconds=timeout,
        )
        self._workers = Workers(job, size=workers)

    async def start(self) -> None:
        """Start the workers and let them import what they need; raises WorkerStoppedError if they cannot."""
        await self._workers.start()

    async def rank(
        self, text: str, *, title: str = "", language: str | None = None, method: str = "news"
    ) -> Ranking:
        """Rank an article as ``summarizer.rank`` does; only the first 200,000 characters count.

        When a worker dies or overruns, the ranking is that of the first sentences, ``method`` says ``lead``:
        a worse summary, never a lost article. Wrong arguments raise ValueError.
        """
        for attempt in (method, "lead"):
            fields = {"text": text[:_LONGEST], "title": title, "language": language, "method": attempt}
            try:
                return Ranking.from_json((await self._workers.call(fields))["ranking"])
            except WorkerStoppedError as error:
                logger.warning(
                    "summary worker stopped method=%s characters=%d: %s", attempt, len(text), error
                )
        # With a language given this loads neither numpy nor sumy, which stay out of this process.
        return rank(text[:_LONGEST_HERE], title=title, language=language or _FALLBACK_LANGUAGE, method="lead")

    async def aclose(self) -> None:
        """End every worker and wait until none is left."""
        await self._workers.aclose()


_WARM_UP = (
    "The mayor opened the new bridge on Monday. It took four years to build. Many people came to see it."
)


def answer(fields: Mapping[str, Any], _payload: bytes) -> dict[str, Any]:
    """Rank in the worker: the fields are the arguments of ``summarizer.rank``, the answer is its JSON."""
    return {
        "ranking": rank(
            fields["text"], title=fields["title"], language=fields["language"], method=fields["method"]
        ).to_json()
    }
