"""A durable broadcast beside the send loops of libraries, unpaced; and paced at a limit that is enforced."""

import statistics
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from bot.models import DeliveryKind, NewDelivery, OutgoingMessage
from bot.storage import deliveries, schema
from bot.storage import subscribers as readers
from bot.storage.engine import Database
from tests.benchmarks.figures import Figure, most_in_a_second
from tests.benchmarks.rig import StandIn, output_of, stand_in
from tests.benchmarks.senders import FIRST_READER, TEXT
from tests.chaos.newsdesk import reader

ROUNDS = 3
UNPACED = 1_000_000
# Who sends, how many, and how many at once; for us, the pace.
CONTESTANTS = {
    "default PTB, one after the other": ("ptb", 600, 1),
    "default PTB, 64 at once": ("ptb", 600, 64),
    "aiogram, 64 at once": ("aiogram", 2000, 64),
    "ours, each with its commits": ("ours", 4000, UNPACED),
}
# The limit, our pace below it, how many messages, and the goal.
LIMITS = ((30, 29.5, 600, 0.98), (1000, 960, 10_000, 0.95))


@dataclass(frozen=True)
class Run:
    """One broadcast: messages a second, microseconds of processor time a message, MB at most, refusals."""

    rate: float
    cost: float
    memory: float
    most: int
    refused: int
    doubled: int


async def run(_people: int) -> list[Figure]:
    """Send by turns, three rounds; then paced at 30 and at 1000 a second."""
    async with stand_in() as server:
        runs: dict[str, list[Run]] = {name: [] for name in CONTESTANTS}
        for _ in range(ROUNDS):
            for name, (who, count, how) in CONTESTANTS.items():
                runs[name].append(await broadcast(server, who, count, how))
        paced = [
            (limit, goal, await broadcast(server, "ours", count, pace, limit=limit, latency=0.03))
            for limit, pace, count, goal in LIMITS
        ]
    return [*_unpaced(runs), *(figure for one in paced for figure in _paced(*one))]


async def broadcast(
    server: StandIn, who: str, count: int, how: float, *, limit: int = 0, latency: float = 0.0
) -> Run:
    """Let one contestant send to so many people."""
    await server.sets(per_second=limit, latency=latency)
    async with _outbox(count if who == "ours" else 0) as database_url:
        cpu, memory = await output_of(
            "tests.benchmarks.senders", who, server.base_url, count, how, database_url
        )
    seen = await server.saw()
    instants, chats = seen["instants"], seen["chats"]
    rate = (len(instants) - 1) / (instants[-1] - instants[0])
    doubled = len(chats) - len(set(chats))
    return Run(rate, cpu / count * 1e6, memory, most_in_a_second(instants), seen["refused"], doubled)


@asynccontextmanager
async def _outbox(count: int) -> AsyncIterator[str]:
    with tempfile.TemporaryDirectory(prefix="digestbot-bench-") as folder:
        database_url = f"sqlite:///{Path(folder) / 'digestbot.db'}"
        if count:
            await _seed(database_url, count)
        yield database_url


async def _seed(database_url: str, count: int) -> None:
    schema.prepare(database_url)
    database, now = Database(database_url), datetime.now(UTC)
    async with database.write() as conn:
        stored = [
            await readers.insert_if_absent(conn, reader(chat), now)
            for chat in range(FIRST_READER, FIRST_READER + count)
        ]
        rows = [NewDelivery(one.id, DeliveryKind.DIGEST, 1, 0, OutgoingMessage(TEXT)) for one in stored]
        await deliveries.plan(conn, rows, now)
    await database.close()


def _unpaced(runs: dict[str, list[Run]]) -> list[Figure]:
    medians = {name: statistics.median(one.rate for one in found) for name, found in runs.items()}
    loop, crowd, *_, ours = medians.values()
    figures = [Figure(f"broadcast, {name}", _told(medians[name], found)) for name, found in runs.items()]
    doubled = sum(one.doubled for one in runs["ours, each with its commits"])
    return [
        *figures,
        Figure("ratio to default PTB, 64 at once", f"{ours / crowd:.1f}", "≥ 10"),
        Figure("ratio to default PTB, one after the other", f"{ours / loop:.1f}"),
        Figure("ours: sent twice", str(doubled), "0"),
    ]


def _told(rate: float, runs: list[Run]) -> str:
    cost, memory = (
        statistics.median(values) for values in zip(*((r.cost, r.memory) for r in runs), strict=True)
    )
    return f"{rate:.0f}/s, {cost:.0f} µs of a core each, {memory:.0f} MB"


def _paced(limit: int, goal: float, run: Run) -> list[Figure]:
    return [
        Figure(f"paced below {limit}/s", f"{run.rate:.1f}/s, {run.rate / limit:.1%}", f"≥ {goal:.0%}"),
        Figure(f"paced below {limit}/s: refused with 429", str(run.refused), "0"),
        Figure(f"paced below {limit}/s: most in any second", str(run.most), f"≤ {limit}"),
        Figure(f"paced below {limit}/s: share of a core", f"{run.rate * run.cost / 1e6:.0%}", "≤ 40 %"),
    ]
