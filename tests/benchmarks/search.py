"""How soon a search is answered among many articles, on both databases, by the kind of the search."""

import asyncio
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from bot.emulator import Emulator, Person
from bot.services.search import Search
from bot.storage import schema
from bot.storage.engine import Database
from tests.benchmarks.figures import Figure, spread
from tests.benchmarks.shelf import Words, fill, fill_readers, utc_now
from tests.chaos.botprocess import BotProcess
from tests.chaos.newsdesk import open_chats
from tests.conftest import _own_server

ROUNDS = 40
UNPACED = 1000
WRITERS = range(5001, 5041)
ANSWER_SECONDS = 30.0
READERS = 100_000
COMMANDS = {
    "/search": "/search bake bole",
    "/search of a word": "/search bak",
    "/latest": "/latest",
    "/latest of a topic": "/latest topic3 5",
    "/article": "/article 77",
    "/saved": "/saved",
}
GOAL = "p95 ≤ 50 ms"


async def run(articles: int) -> list[Figure]:
    """Search among ``articles`` invented articles."""
    with tempfile.TemporaryDirectory(prefix="digestbot-bench-") as folder:
        figures = await _on(f"sqlite:///{folder}/digestbot.db", articles, Path(folder))
        with _own_server() as url:
            return [*figures, *await _on(url, articles, Path(folder))]


async def _on(url: str, articles: int, folder: Path) -> list[Figure]:
    schema.prepare(url)
    database = Database(url)
    try:
        figures = await _measured(database, articles)
    finally:
        await database.close()
    return [*figures, *await _answered(url, folder)]


async def _measured(database: Database, articles: int) -> list[Figure]:
    began = time.monotonic()
    words = await fill(database, articles, utc_now())
    await fill_readers(database, READERS, utc_now())
    seeded = time.monotonic() - began
    search = Search(database, utc_now)
    wrote = f"{database.dialect}: {articles} articles, {READERS} readers written"
    figures = [Figure(wrote, f"{seeded:.0f} s")]
    together: list[float] = []
    for name, ask in KINDS.items():
        times = []
        for _ in range(ROUNDS):
            asked = ask(words)
            began = time.perf_counter()
            await search.find(asked, zone="UTC", start=0, size=5)
            times.append(time.perf_counter() - began)
        together += times
        figures.append(Figure(f"{database.dialect}: {name}", spread(times), GOAL))
    return [*figures, Figure(f"{database.dialect}: every search", spread(together), GOAL)]


async def _answered(url: str, folder: Path) -> list[Figure]:
    """Let people ask the running bot."""
    emulator = Emulator()
    await emulator.start()
    bot = BotProcess(emulator, folder, database_url=url, send_rate=UNPACED)
    try:
        await bot.start()
        open_chats(emulator, WRITERS)
        people = [emulator.person(f"Writer {number}", id=number) for number in WRITERS]
        figures = []
        for name, command in COMMANDS.items():
            times = [await _answer(emulator, person, command) for person in people]
            figures.append(Figure(f"{_kind(url)}: answer to {name}", spread(times), "p95 ≤ 100 ms"))
        times = [await _inline(person, place) for place, person in enumerate(people)]
        return [*figures, Figure(f"{_kind(url)}: answer to @bot words", spread(times), "p95 ≤ 300 ms")]
    finally:
        await bot.kill()
        await emulator.stop()


async def _answer(emulator: Emulator, person: Person, command: str) -> float:
    began, seen = time.time(), len(emulator.log.to(person.id))
    await person.sends(command)
    async with asyncio.timeout(ANSWER_SECONDS):
        while len(emulator.log.to(person.id)) == seen:  # noqa: ASYNC110 - the answer comes from another process
            await asyncio.sleep(0.001)
    return emulator.log.to(person.id)[-1].wall.timestamp() - began


async def _inline(person: Person, place: int) -> float:
    began = time.perf_counter()
    await person.asks_inline(f"{Words(place).text(1)} {'ba'[: place % 3]}")
    return time.perf_counter() - began


def _kind(url: str) -> str:
    return url.partition(":")[0]


def _common(words: Words) -> str:
    return words.chance.choice(words.all[:20])


def _usual(words: Words) -> str:
    return words.chance.choice(words.all[100:2000])


def _rare(words: Words) -> str:
    return words.chance.choice(words.all[-5000:])


KINDS: dict[str, Callable[[Words], str]] = {
    "a common word": _common,
    "a usual word": _usual,
    "a rare word": _rare,
    "two common words": lambda words: f"{_common(words)} {_common(words)}",
    "a common and a rare word": lambda words: f"{_common(words)} {_rare(words)}",
    "three letters": lambda words: _common(words)[:3],
    "a common word of a topic": lambda words: f"{_common(words)} topic:topic3",
    "a common word of a week": lambda words: f"{_common(words)} since:7d",
    "a usual word of a source": lambda words: f"{_usual(words)} source:paper",
    "a topic alone": lambda _words: "topic:topic5",
    "five words": lambda words: words.text(5),
    "no such word": lambda words: f"{_common(words)} xyzzyx",
}
