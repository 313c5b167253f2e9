"""The worker between a real database and a Bot API at the wire: nothing lost, nothing doubled, in order.

More than 300 lines: each outcome is told with its rows before and after, around one server at the wire.
"""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import aiohttp
import pytest
import pytest_asyncio
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.gateway import worker as worker_module
from bot.gateway.limits import Limiter
from bot.gateway.sender import Sender
from bot.gateway.worker import DeliveryWorker
from bot.models import (
    Delivery,
    DeliveryKind,
    NewDelivery,
    Outcome,
    OutgoingMessage,
    Preferences,
    Refused,
    Schedule,
    Sent,
    Subscriber,
)
from bot.storage import deliveries as outbox
from bot.storage import subscribers as readers
from bot.storage.engine import Database
from bot.storage.tables import deliveries, subscribers

TOKEN = "123456:test-token-that-must-not-leak"
FAST = 2000.0


class Bot:
    """An outbox with its worker, told what to do and asked what it holds."""

    def __init__(self, database: Database, api: Any, session: aiohttp.ClientSession) -> None:
        self.database = database
        self.api = api
        self.session = session
        self.moved_forward = timedelta()
        self.outcomes: list[tuple[int, Outcome]] = []
        self.token_deaths = 0
        self.worker = self.new_worker()

    def now(self) -> datetime:
        return datetime.now(UTC) + self.moved_forward

    def new_worker(self, rate: float = FAST, database: Any = None) -> DeliveryWorker:
        sender = Sender(self.session, token=TOKEN, base_url=self.api.base_url)
        return DeliveryWorker(
            database or self.database, sender, Limiter(rate), self.now,
            on_outcome=self._hears, on_token_dead=self._hears_of_death,
        )  # fmt: skip

    def _hears(self, delivery: Delivery, outcome: Outcome) -> None:
        self.outcomes.append((delivery.chat_id, outcome))

    def _hears_of_death(self) -> None:
        self.token_deaths += 1

    async def plans(self, chat: int, *texts: str, slot: int = 1, thread: int = 0, cursor: int = 0) -> int:
        reader = Subscriber(
            id=0, chat_id=chat, thread_id=thread, kind="private", language="en",
            schedule=Schedule(times=(), zone="UTC"), preferences=Preferences(), cursor=cursor,
        )  # fmt: skip
        async with self.database.write() as conn:
            stored = await readers.insert_if_absent(conn, reader, self.now())
            rows = [
                NewDelivery(
                    stored.id, DeliveryKind.DIGEST, slot, number, OutgoingMessage(text), cursor_after=cursor
                )
                for number, text in enumerate(texts, 1)
            ]
            await outbox.plan(conn, rows, self.now())
        self.worker.wake()
        return stored.id

    async def states(self) -> dict[str, int]:
        async with self.database.read() as conn:
            return await outbox.counts(conn)

    async def reader(self, subscriber_id: int) -> Any:
        async with self.database.read() as conn:
            found = await conn.execute(sa.select(subscribers).where(subscribers.c.id == subscriber_id))
            return found.one()

    async def until_accepted(self, least: int) -> None:
        await eventually(lambda: len(self.api.accepted) >= least, True)

    async def until_states(self, **expected: int) -> None:
        await eventually(self.states, expected)


async def eventually(ask: Callable[[], Any], expected: object) -> None:
    seen = None
    for _ in range(600):
        seen = ask()
        if asyncio.iscoroutine(seen):
            seen = await seen
        if seen == expected:
            return
        await asyncio.sleep(0.02)
    assert seen == expected


@pytest_asyncio.fixture
async def bot(database: Database, api: Any, session: aiohttp.ClientSession) -> AsyncIterator[Bot]:
    made = Bot(database, api, session)
    yield made
    await made.worker.stop(grace=0.2)


async def test_every_reader_gets_the_message_once(bot: Bot) -> None:
    for chat in range(1, 101):
        await bot.plans(chat, f"for {chat}")
    await bot.worker.start()
    await bot.until_states(sent=100)
    assert sorted(bot.api.texts) == sorted(f"for {chat}" for chat in range(1, 101))


async def test_rows_planned_later_are_sent_when_woken(bot: Bot) -> None:
    await bot.worker.start()
    await bot.until_states()
    await bot.plans(1, "late")
    await bot.until_states(sent=1)


async def test_parts_arrive_in_order(bot: Bot) -> None:
    await bot.plans(1, "one", "two", "three")
    await bot.worker.start()
    await bot.until_states(sent=3)
    assert bot.api.texts == ["one", "two", "three"]


async def test_a_chat_in_trouble_delays_no_other(bot: Bot) -> None:
    bot.api.answers(1, 429, "Too Many Requests: retry after 60", retry_after=60)
    await bot.plans(1, "halted")
    for chat in range(2, 31):
        await bot.plans(chat, "free")
    await bot.worker.start()
    await bot.until_states(sent=29, pending=1)
    assert bot.api.texts_to(1) == []


async def test_a_flooded_chat_gets_its_message_after_the_halt(bot: Bot) -> None:
    bot.api.answers(1, 429, "Too Many Requests: retry after 1", retry_after=1)
    await bot.plans(1, "patience")
    await bot.worker.start()
    await bot.until_states(sent=1)
    assert len(bot.api.asked("sendMessage")) == 2


async def test_two_floods_at_once_halt_everybody(bot: Bot) -> None:
    for chat in (1, 2):
        bot.api.answers(chat, 429, "Too Many Requests: retry after 60", retry_after=60)
        await bot.plans(chat, "halted")
    await bot.worker.start()
    await eventually(lambda: len(bot.api.asked("sendMessage")), 2)
    await bot.until_states(pending=2)
    await bot.plans(3, "waits too")
    await asyncio.sleep(0.2)
    assert bot.api.texts == []


async def test_a_lost_reply_is_made_good_silently(bot: Bot) -> None:
    bot.api.accepts_and_cuts(1)
    await bot.plans(1, "hello")
    await bot.worker.start()
    await bot.until_states(sent=1)
    assert [message.get("disable_notification", False) for message in bot.api.accepted] == [False, True]


async def test_a_lost_reply_waits_for_a_probe(bot: Bot) -> None:
    bot.api.accepts_and_cuts(1)
    bot.api.answers_text("getMe", 502, "bad gateway")
    await bot.plans(1, "hello")
    await bot.worker.start()
    await bot.until_states(sent=1)
    assert [name for name, _ in bot.api.requests] == ["sendMessage", "getMe", "getMe", "sendMessage"]


async def test_a_server_in_trouble_never_costs_a_message(bot: Bot) -> None:
    bot.api.answers_text(1, 502, "<html>bad gateway</html>")
    await bot.plans(1, "hello")
    await bot.worker.start()
    await bot.until_states(sent=1)
    assert bot.api.accepted[0]["disable_notification"] is True


async def test_a_blocked_reader_is_left_in_peace_and_keeps_its_place(bot: Bot) -> None:
    bot.api.answers(1, 403, "Forbidden: bot was blocked by the user")
    reader = await bot.plans(1, "one", "two", cursor=9)
    await bot.worker.start()
    await bot.until_states(cancelled=2)
    row = await bot.reader(reader)
    assert (row.active, row.reason) == (False, "Forbidden: bot was blocked by the user")
    assert (row.next_digest_at, row.cursor) == (None, 0)
    assert len(bot.api.asked("sendMessage")) == 1


async def test_a_group_that_moved_gets_its_message_under_the_new_id(bot: Bot) -> None:
    bot.api.answers(-5, 400, "Bad Request: group chat was upgraded", migrate_to_chat_id=-1005)
    reader = await bot.plans(-5, "hello")
    await bot.worker.start()
    await bot.until_states(sent=1)
    assert bot.api.texts_to(-1005) == ["hello"]
    assert (await bot.reader(reader)).chat_id == -1005


async def test_a_deleted_thread_falls_back_to_the_general_one(bot: Bot) -> None:
    bot.api.answers(-1005, 400, "Bad Request: message thread not found")
    await bot.plans(-1005, "hello", thread=7)
    await bot.worker.start()
    await bot.until_states(sent=1)
    assert [body.get("message_thread_id") for body in bot.api.asked("sendMessage")] == [7, None]


async def test_refused_markup_goes_as_plain_text(bot: Bot) -> None:
    bot.api.answers(1, 400, "Bad Request: can't parse entities: unclosed tag")
    await bot.plans(1, "<b>News</b> &amp; more")
    await bot.worker.start()
    await bot.until_states(sent=1)
    assert bot.api.texts == ["News & more"]
    assert "parse_mode" not in bot.api.accepted[0]
    assert isinstance(bot.outcomes[0][1], Refused)


async def test_a_refused_message_is_buried_and_told(bot: Bot) -> None:
    bot.api.answers(1, 400, "Bad Request: message is too long")
    await bot.plans(1, "long", "second part")
    await bot.plans(2, "fine")
    await bot.worker.start()
    await bot.until_states(failed=2, sent=1)
    assert (1, Refused("Bad Request: message is too long")) in bot.outcomes


async def test_a_dead_token_stops_the_sender_and_leaves_the_rows(bot: Bot) -> None:
    bot.api.answers("sendMessage", 401, "Unauthorized")
    for chat in range(1, 4):
        await bot.plans(chat, "hello")
    worker = bot.new_worker(rate=50)
    await worker.start()
    await eventually(lambda: bot.token_deaths, 1)
    await worker.stop()
    assert (await bot.states()).get("pending", 0) >= 1
    assert "failed" not in await bot.states()
    assert bot.token_deaths == 1


async def test_an_unreachable_api_opens_the_circuit_and_loses_nothing(bot: Bot) -> None:
    for chat in range(1, 31):
        await bot.plans(chat, "hello")
    reachable, bot.api.base_url = bot.api.base_url, "http://127.0.0.1:9"
    worker = bot.new_worker()
    await worker.start()
    await eventually(lambda: worker.circuit_open, True)
    await worker.stop()
    assert await bot.states() == {"pending": 30}
    bot.api.base_url = reachable
    bot.moved_forward = timedelta(minutes=2)
    bot.worker = bot.new_worker()
    await bot.worker.start()
    await bot.until_states(sent=30)
    assert not any(message.get("disable_notification") for message in bot.api.accepted)


async def test_the_circuit_closes_when_a_probe_is_answered(bot: Bot) -> None:
    for chat in range(1, 11):
        bot.api.cuts(chat)
        await bot.plans(chat, "hello")
    # Slow enough for one failure after the other: those of one moment count as one.
    bot.worker = bot.new_worker(rate=50)
    await bot.worker.start()
    await eventually(lambda: bot.worker.circuit_open, True)
    await eventually(lambda: bot.worker.circuit_open, False)
    assert bot.api.asked("getMe")


async def test_a_process_that_dies_in_flight_loses_nothing(bot: Bot, mortal: Callable[[], Any]) -> None:
    for chat in range(1, 51):
        await bot.plans(chat, "hello")
    for accepted in (10, 20, 30):
        database = mortal()
        worker = bot.new_worker(rate=100, database=database)
        await worker.start()
        await bot.until_accepted(accepted)
        await database.dies()
        await die(worker)
    bot.worker = bot.new_worker()
    await bot.worker.start()
    await bot.until_states(sent=50)
    copies = Counter(message["chat_id"] for message in bot.api.accepted)
    assert set(copies) == set(range(1, 51))
    assert sum(copies.values()) - 50 <= 3 * 8
    loud = Counter(m["chat_id"] for m in bot.api.accepted if not m.get("disable_notification"))
    assert max(loud.values()) == 1


async def die(worker: DeliveryWorker) -> None:
    """End a worker as a SIGKILL does: nothing is marked any more."""
    tasks = [worker._loop, *(flight.task for flight in worker._flights), *worker._marker._tasks]
    for task in tasks:
        if task is not None:
            task.cancel()
    await asyncio.gather(*(task for task in tasks if task is not None), return_exceptions=True)


async def test_stopping_waits_for_requests_in_flight_and_puts_the_rest_back(bot: Bot) -> None:
    answered = asyncio.Event()
    bot.api.hangs(1, answered)
    await bot.plans(1, "slow")
    await bot.plans(2, "never leaves")
    worker = bot.new_worker(rate=0.5)
    await worker.start()
    await eventually(lambda: bot.api.at_once, 1)
    stopping = asyncio.create_task(worker.stop(grace=5))
    await asyncio.sleep(0.05)
    answered.set()
    await stopping
    assert await bot.states() == {"sent": 1, "pending": 1}
    assert bot.api.texts == ["slow"]


async def test_stopping_does_not_wait_for_ever(bot: Bot) -> None:
    bot.api.hangs(1, asyncio.Event())
    await bot.plans(1, "slow")
    await bot.worker.start()
    await eventually(lambda: bot.api.at_once, 1)
    await bot.worker.stop(grace=0.1)
    assert await bot.states() == {"pending": 1}
    async with bot.database.read() as conn:
        assert (await conn.execute(sa.select(deliveries.c.uncertain))).scalar() == 1


async def test_no_more_rows_are_in_flight_than_the_window_holds(bot: Bot) -> None:
    bot.api.latency = 0.05
    for chat in range(1, 41):
        await bot.plans(chat, "hello")
    worker = bot.worker = bot.new_worker(rate=60)
    await worker.start()
    await bot.until_states(sent=40)
    assert bot.api.most_at_once <= 8


async def test_chats_that_stay_silent_hold_up_nobody(bot: Bot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker_module, "SILENT", 0.1)
    for chat in range(1, worker_module.SMALLEST_WINDOW + 1):
        bot.api.hangs(chat, asyncio.Event())
        await bot.plans(chat, "silent")
    await bot.worker.start()
    await eventually(lambda: bot.api.at_once, worker_module.SMALLEST_WINDOW)
    await bot.plans(100, "hello")
    await eventually(lambda: bot.api.texts, ["hello"])


class FullDisk:
    """A database whose next writes fail."""

    def __init__(self, database: Database, failures: int) -> None:
        self.database = database
        self.failures = failures

    @asynccontextmanager
    async def write(self, *, effect: bool = True) -> AsyncIterator[AsyncConnection]:
        if self.failures:
            self.failures -= 1
            raise OSError("no space left on device")
        async with self.database.write(effect=effect) as conn:
            yield conn


async def test_a_database_that_refuses_for_a_while_loses_no_outcome(
    bot: Bot, caplog: pytest.LogCaptureFixture
) -> None:
    marker: Any = bot.worker._marker
    marker._database = FullDisk(bot.database, failures=2)
    await bot.plans(1, "hello")
    await bot.worker.start()
    await bot.until_states(sent=1)
    assert bot.api.texts == ["hello"]
    assert caplog.text.count("outbox_mark_failed") == 2


async def test_a_claim_that_could_not_be_stored_sends_nothing_and_is_repeated(
    bot: Bot, caplog: pytest.LogCaptureFixture
) -> None:
    await bot.plans(1, "hello")
    await bot.worker.start()
    worker: Any = bot.worker
    await bot.until_states(sent=1)
    worker._database = FullDisk(bot.database, failures=1)
    await bot.plans(2, "after the disk was full")
    await bot.until_states(sent=2)
    assert bot.api.texts == ["hello", "after the disk was full"]
    assert "outbox_step_failed" in caplog.text


async def test_each_outcome_is_reported_after_its_commit(bot: Bot) -> None:
    await bot.plans(1, "hello")
    await bot.worker.start()
    await eventually(lambda: bot.outcomes, [(1, Sent(1))])
    assert await bot.states() == {"sent": 1}
