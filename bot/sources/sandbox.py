"""Foreign bytes parsed in a process that may be killed.

Its children are reused, because the imports of the page parser cost a second; each is replaced after fifty
documents, since parsers leak, and ends after a minute without work, since it holds about 130 MB that an idle
bot should not. A text file needs no page parser: the first page alone waits for it.
"""

from collections.abc import Mapping
from typing import Any

from bot import metrics
from bot.errors import Reason, RejectedError
from bot.sources.turns import Turns
from bot.workers import Job, Workers, WorkerStoppedError

_AT_ONCE = 2
_MOST_WAITING = 50

PARSING = Job(
    target="bot.sources.parser:answer",
    warm_up={"parser": "text"},
    memory=512 * 2**20,
    seconds=15.0,
    messages=50,
    idle=60.0,
)


class Sandbox:
    """Runs a parser over bytes, two at once, within 512 MB and 15 seconds of wall and of CPU time."""

    def __init__(self, job: Job = PARSING) -> None:
        self._workers = Workers(job, size=_AT_ONCE)
        self._turns = Turns(at_once=_AT_ONCE, waiting=_MOST_WAITING)

    async def parse(self, parser: str, data: bytes, **options: str) -> Mapping[str, Any]:
        """Give what the named parser makes of the bytes, as plain JSON values.

        Raises:
            RejectedError: PARSER_STOPPED when it overran, died or failed; BUSY when fifty others wait.
        """
        async with self._turns.turn():
            try:
                return await self._workers.call({"parser": parser, **options}, data)
            except WorkerStoppedError:
                metrics.PARSERS_KILLED.labels(parser).inc()
                raise RejectedError(Reason.PARSER_STOPPED) from None

    async def aclose(self) -> None:
        """Kill every child and wait until none is left."""
        await self._workers.aclose()
