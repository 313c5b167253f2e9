"""How many commands a second are answered, beside bots of two libraries with their defaults, by turns."""

import statistics
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.benchmarks.figures import Figure
from tests.benchmarks.rig import TOKEN, Measured, StandIn, measured, stand_in

ROUNDS = 3
FIRST_WRITER = 1_000_001
WARMING = 20
COMMANDS = {"default PTB": 600, "aiogram": 2000, "ours, each kept on disk before": 2000}


@dataclass(frozen=True)
class Run:
    """Commands answered a second, microseconds of processor time for each, and MB at most."""

    rate: float
    cost: float
    memory: float


async def run(_people: int) -> list[Figure]:
    """Let everybody send /help at once, three rounds."""
    runs: dict[str, list[Run]] = {name: [] for name in COMMANDS}
    async with stand_in() as server:
        for _ in range(ROUNDS):
            for name, count in COMMANDS.items():
                runs[name].append(await _answered(server, name, count))
    medians = {name: statistics.median(one.rate for one in found) for name, found in runs.items()}
    theirs, _, ours = medians.values()
    return [
        *(Figure(f"commands answered, {name}", _told(medians[name], found)) for name, found in runs.items()),
        Figure("commands answered, ratio to default PTB", f"{ours / theirs:.1f}", "≥ 2.5"),
    ]


async def _answered(server: StandIn, name: str, count: int) -> Run:
    await server.sets(updates=[command(number) for number in range(WARMING)])
    async with _bot(name, server) as bot:
        await _until_answered(server, bot, WARMING)
        before = bot.spent()
        await server.sets(updates=[command(WARMING + number) for number in range(count)])
        await _until_answered(server, bot, count)
        spent, instants = bot.spent(), (await server.saw())["instants"]
    rate = (len(instants) - 1) / (instants[-1] - instants[0])
    return Run(rate, (spent.cpu - before.cpu) / count * 1e6, spent.memory)


async def _until_answered(server: StandIn, bot: Measured, count: int) -> None:
    async def is_answered() -> bool:
        return len((await server.saw())["instants"]) >= count

    await bot.until(is_answered)


@asynccontextmanager
async def _bot(name: str, server: StandIn) -> AsyncIterator[Measured]:
    if not name.startswith("ours"):
        who = "ptb" if "PTB" in name else name
        async with measured("tests.benchmarks.echo", who, server.base_url, TOKEN) as bot:
            yield bot
        return
    async with unpaced(server) as bot:
        yield bot


@asynccontextmanager
async def unpaced(server: StandIn, **settings: str) -> AsyncIterator[Measured]:
    """Our bot on an empty database, with no pace of its own unless the settings say one."""
    with tempfile.TemporaryDirectory(prefix="digestbot-bench-") as folder:
        environment = {
            "DATABASE_URL": f"sqlite:///{Path(folder) / 'digestbot.db'}",
            "LOG_LEVEL": "WARNING",
            "PORT": "0",
            "TELEGRAM_API_BASE_URL": server.base_url,
            "TELEGRAM_BOT_TOKEN": TOKEN,
        }
        async with measured("tests.benchmarks.unpaced", **(environment | settings)) as bot:
            yield bot


def command(number: int) -> dict[str, Any]:
    """An update in which somebody new sends /help."""
    person = {"id": FIRST_WRITER + number, "is_bot": False, "first_name": "Writer", "language_code": "en"}
    entity = {"type": "bot_command", "offset": 0, "length": 5}
    chat = {"id": person["id"], "type": "private", "first_name": "Writer"}
    said = {"date": 1_800_000_000, "chat": chat, "from": person, "text": "/help", "entities": [entity]}
    return {"update_id": FIRST_WRITER + number, "message": {"message_id": number + 1} | said}


def _told(rate: float, runs: list[Run]) -> str:
    cost, memory = (
        statistics.median(values) for values in zip(*((r.cost, r.memory) for r in runs), strict=True)
    )
    return f"{rate:.0f}/s, {cost:.0f} µs of a core each, {memory:.0f} MB"
