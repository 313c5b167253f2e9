"""A broadcast by one of several senders, in a process of its own.

Ours sends the outbox of a database that was seeded before; the others send from a list in memory.
"""

import asyncio
import json
import resource
import sys
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from tests.benchmarks.standin import TOKEN

FIRST_READER = 100_001
TEXT = "<b>Tuesday 4 March · 3 stories</b>\n\n" + "\n\n".join(
    f'<b><a href="https://example.org/{number}">Harbour number {number} opens</a></b> <i>Shore, 2 h</i>\n'
    "The harbour office said that every berth is free, and that the ferries keep their summer timetable."
    for number in range(3)
)


@contextmanager
def told() -> Iterator[None]:
    """Tell on standard output what the block cost: seconds of processor time, and the peak memory in MB."""
    before = time.process_time()
    yield
    spent = time.process_time() - before
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6
    print(json.dumps([spent, peak]), flush=True)  # noqa: T201 - how the parent learns it


async def ours(base_url: str, count: int, rate: float, database_url: str) -> None:
    """Send the outbox through the delivery worker: claimed, sent, marked, each with a commit."""
    from bot.gateway.limits import Limiter
    from bot.gateway.request import open_session
    from bot.gateway.sender import Sender
    from bot.gateway.worker import DeliveryWorker
    from bot.storage.engine import Database

    database = Database(database_url)
    left, done = count, asyncio.Event()

    def count_down(*_: object) -> None:
        nonlocal left
        left -= 1
        if left == 0:
            done.set()

    async with open_session() as session:
        sender = Sender(session, token=TOKEN, base_url=base_url)
        worker = DeliveryWorker(
            database, sender, Limiter(rate), lambda: datetime.now(UTC), on_outcome=count_down
        )
        with told():
            await worker.start()
            await done.wait()
            await worker.stop()
    await database.close()


async def default_ptb(base_url: str, count: int, in_flight: int) -> None:
    """Send as python-telegram-bot does by default, but with as many connections as are needed."""
    from telegram import Bot
    from telegram.request import HTTPXRequest

    async with Bot(
        TOKEN, base_url=f"{base_url}/bot", request=HTTPXRequest(connection_pool_size=in_flight + 8)
    ) as bot:
        await _all(lambda chat: bot.send_message(chat, TEXT, parse_mode="HTML"), count, in_flight)


async def aiogram(base_url: str, count: int, in_flight: int) -> None:
    """Send with aiogram."""
    from aiogram import Bot
    from aiogram.client.session.aiohttp import AiohttpSession
    from aiogram.client.telegram import TelegramAPIServer

    bot = Bot(TOKEN, session=AiohttpSession(api=TelegramAPIServer.from_base(base_url)))
    await _all(lambda chat: bot.send_message(chat, TEXT, parse_mode="HTML"), count, in_flight)
    await bot.session.close()


async def _all(send: Callable[[int], Awaitable[object]], count: int, in_flight: int) -> None:
    chats = iter(range(FIRST_READER, FIRST_READER + count))

    async def one_after_the_other() -> None:
        for chat in chats:
            await send(chat)

    with told():
        await asyncio.gather(*(one_after_the_other() for _ in range(in_flight)))


def main() -> None:
    """Do what the arguments say."""
    who, base_url, count, in_flight, database_url = sys.argv[1:]
    if who == "ours":
        asyncio.run(ours(base_url, int(count), float(in_flight), database_url))
    else:
        asyncio.run({"ptb": default_ptb, "aiogram": aiogram}[who](base_url, int(count), int(in_flight)))


if __name__ == "__main__":
    main()
