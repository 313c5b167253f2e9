"""From the inbox to the handlers: in order per chat, side by side otherwise, nothing lost by a death.

More than 300 lines: every death is told step by step, with the fakes that all of them need.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime
from typing import Any

import aiohttp
import pytest
import pytest_asyncio
import sqlalchemy as sa
from telegram import Update
from telegram.ext import Application, ApplicationBuilder, ContextTypes, TypeHandler

from bot.gateway.dispatcher import Dispatcher, RubbishError, lane_of
from bot.gateway.request import AiohttpRequest
from bot.storage.tables import inbox, meta

TOKEN = "123456:test-token-that-must-not-leak"
NOW = datetime(2026, 3, 4, 8, 0, tzinfo=UTC)

Handler = Callable[[int, int, str], Awaitable[None]]


def message(update_id: int, chat: int, text: str = "hello") -> dict[str, Any]:
    person = {"id": 1, "is_bot": False, "first_name": "Anna"}
    body = {"message_id": update_id, "date": 0, "chat": {"id": chat, "type": "private"}, "from": person}
    return {"update_id": update_id, "message": body | {"text": text}}


class Process:
    """One life of the bot's receiving half: its handlers, what they did, and how it ends."""

    def __init__(self, mortal: Any, application: Any, handler: Handler) -> None:
        self.database = mortal
        self.handler = handler
        self.seen: list[tuple[int, str]] = []
        self.told_done: list[int] = []
        self.aside: list[int] = []
        application.handlers.clear()
        application.add_handler(TypeHandler(Update, self._handle))
        self.dispatcher = Dispatcher(
            mortal,
            application,
            now=lambda: NOW,
            after_restart=self._tell_done,
            on_aside=self.aside.append,
            lanes_at_once=8,
        )

    async def _handle(self, update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        assert update.message is not None
        text = update.message.text or ""
        await self.handler(update.update_id, update.message.chat_id, text)
        self.seen.append((update.update_id, text))

    async def _tell_done(self, update: Update) -> None:
        self.told_done.append(update.update_id)

    async def until_seen(self, *update_ids: int) -> None:
        await eventually(lambda: sorted(one for one, _ in self.seen), sorted(update_ids))

    async def until_done(self, *update_ids: int) -> None:
        await eventually(lambda: in_state(self.database, "done"), list(update_ids))

    async def dies(self) -> None:
        """End as a SIGKILL does: handlers stop where they are, nothing more is written."""
        await self.database.dies()
        tasks = set(self.dispatcher._tasks)
        if self.dispatcher._keeper._writer is not None:
            tasks.add(self.dispatcher._keeper._writer)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


Start = Callable[[Handler], Process]


async def nothing(_update_id: int, _chat: int, _text: str) -> None:
    """The quickest handler."""


async def eventually(ask: Callable[[], Any], expected: object) -> None:
    seen = None
    for _ in range(500):
        seen = ask()
        if asyncio.iscoroutine(seen):
            seen = await seen
        if seen == expected:
            return
        await asyncio.sleep(0.01)
    assert seen == expected


async def in_state(database: Any, *states: str) -> list[int]:
    async with database.read() as conn:
        found = await conn.execute(
            sa.select(inbox.c.update_id).where(inbox.c.state.in_(states)).order_by(inbox.c.update_id)
        )
        return list(found.scalars())


@pytest_asyncio.fixture
async def application(api: Any, session: aiohttp.ClientSession) -> Application[Any, Any, Any, Any, Any, Any]:
    request = AiohttpRequest(session)
    built = (
        ApplicationBuilder()
        .token(TOKEN)
        .base_url(f"{api.base_url}/bot")
        .request(request)
        .get_updates_request(request)
        .updater(None)
        .job_queue(None)
        .build()
    )
    built._initialized = True  # getMe is not what is tested here.
    return built


@pytest_asyncio.fixture
async def start(mortal: Callable[[], Any], application: Any) -> AsyncIterator[Start]:
    lives: list[Process] = []

    def begin(handler: Handler = nothing) -> Process:
        lives.append(Process(mortal(), application, handler))
        return lives[-1]

    yield begin
    for life in lives:
        await life.dies()


async def test_an_update_is_handled_once_and_then_done(start: Start) -> None:
    bot = start(nothing)
    await bot.dispatcher.feed([message(10, 1), message(11, 2)])
    await bot.dispatcher.feed([message(10, 1)])
    await bot.until_done(10, 11)
    assert sorted(bot.seen) == [(10, "hello"), (11, "hello")]


async def test_updates_of_one_chat_are_handled_in_order(start: Start) -> None:
    async def uneven(update_id: int, _chat: int, _text: str) -> None:
        await asyncio.sleep(0.003 * (update_id % 3))

    bot = start(uneven)
    await bot.dispatcher.feed([message(number, number % 2) for number in range(40)])
    await bot.until_done(*range(40))
    for chat in (0, 1):
        order = [update_id for update_id, _ in bot.seen if update_id % 2 == chat]
        assert order == sorted(order)


async def test_a_slow_handler_holds_up_its_own_chat_only(start: Start) -> None:
    free = asyncio.Event()

    async def slow_for_one(_update_id: int, chat: int, _text: str) -> None:
        if chat == 1:
            await free.wait()

    bot = start(slow_for_one)
    await bot.dispatcher.feed([message(10, 1), message(11, 1), message(12, 2), message(13, 3)])
    await bot.until_done(12, 13)
    free.set()
    await bot.until_done(10, 11, 12, 13)


async def test_no_more_chats_at_once_than_allowed(start: Start) -> None:
    running, most, free = 0, 0, asyncio.Event()

    async def count(_update_id: int, _chat: int, _text: str) -> None:
        nonlocal running, most
        running += 1
        most = max(most, running)
        await free.wait()
        running -= 1

    bot = start(count)
    await bot.dispatcher.feed([message(number, number) for number in range(1, 31)])
    await eventually(lambda: running, 8)
    free.set()
    await bot.until_done(*range(1, 31))
    assert most == 8


async def test_a_handler_that_raises_is_done_and_the_next_goes_on(
    start: Start, caplog: pytest.LogCaptureFixture
) -> None:
    async def stumble(update_id: int, _chat: int, _text: str) -> None:
        if update_id == 10:
            raise ValueError("stumbled")

    bot = start(stumble)
    await bot.dispatcher.feed([message(10, 1), message(11, 1)])
    await bot.until_done(10, 11)
    assert bot.seen == [(11, "hello")]
    assert "stumbled" in caplog.text


async def test_an_update_in_a_shape_that_cannot_be_read_stops_nothing(
    start: Start, caplog: pytest.LogCaptureFixture
) -> None:
    bot = start(nothing)
    await bot.dispatcher.feed([{"update_id": 10, "message": {"chat": {"id": 1}}}, message(11, 1)])
    await bot.until_done(10, 11)
    assert bot.seen == [(11, "hello")]
    assert "update_failed update_id=10" in caplog.text


@pytest.mark.parametrize(
    "rubbish",
    [None, [], "x", {}, {"update_id": "1"}, {"update_id": True}, {"update_id": -1}, {"update_id": 2**63}],
)
async def test_rubbish_is_refused_with_all_that_came_with_it(start: Start, rubbish: object) -> None:
    bot = start(nothing)
    with pytest.raises(RubbishError):
        await bot.dispatcher.feed([message(10, 1), rubbish])
    assert await in_state(bot.database, "new", "applied", "done") == []


async def test_a_lone_surrogate_and_a_nul_are_kept_and_handled(start: Start) -> None:
    bot = start(nothing)
    await bot.dispatcher.feed([message(10, 1, "a\x00b\ud800c")])
    await bot.until_seen(10)
    assert bot.seen == [(10, "a\x00b\ud800c")]


async def test_what_a_death_interrupted_is_handled_by_the_next_life(start: Start) -> None:
    async def hang_after_three(update_id: int, _chat: int, _text: str) -> None:
        if update_id > 12:
            await asyncio.Event().wait()

    first = start(hang_after_three)
    await first.dispatcher.feed([message(number, number % 4) for number in range(10, 30)])
    await first.until_done(10, 11, 12)
    await first.dies()
    second = start(nothing)
    assert await second.dispatcher.start() == 17
    await second.until_done(*range(10, 30))
    assert {one for one, _ in second.seen} == set(range(13, 30))


async def test_an_effect_that_was_committed_before_a_death_is_told_and_not_repeated(start: Start) -> None:
    async def write_and_hang(update_id: int, _chat: int, _text: str) -> None:
        async with first.database.write() as conn:
            await conn.execute(sa.insert(meta).values(key=f"effect {update_id}", value="1"))
        await asyncio.Event().wait()

    first = start(write_and_hang)
    await first.dispatcher.feed([message(10, 1)])
    await eventually(lambda: in_state(first.database, "applied"), [10])
    await first.dies()
    second = start(nothing)
    await second.dispatcher.start()
    await second.until_done(10)
    assert (second.told_done, second.seen) == ([10], [])


async def test_only_the_update_that_kills_is_set_aside(start: Start) -> None:
    async def kill(update_id: int, _chat: int, _text: str) -> None:
        if update_id == 11:
            dying.set()
            await asyncio.Event().wait()

    async def live_and_die(*, feed: bool) -> Process:
        dying.clear()
        bot = start(kill)
        if feed:
            await bot.dispatcher.feed([message(number, number) for number in (10, 11, 12)])
        else:
            await bot.dispatcher.start()
        await dying.wait()
        await bot.dies()
        return bot

    dying = asyncio.Event()
    await live_and_die(feed=True)
    for _ in range(3):
        await live_and_die(feed=False)
    last = start(kill)
    await last.dispatcher.start()
    await eventually(lambda: in_state(last.database, "aside"), [11])
    await last.until_done(10, 12)
    assert last.aside == [11]


async def test_deaths_from_outside_hit_another_update_each_time_and_set_none_aside(start: Start) -> None:
    async def hang(update_id: int, _chat: int, _text: str) -> None:
        begun.append(update_id)
        await asyncio.Event().wait()

    begun: list[int] = []
    first = start(hang)
    await first.dispatcher.feed([message(number, number) for number in (10, 11, 12)])
    await first.dies()
    begun.clear()
    for lives in range(1, 4):
        bot = start(hang)
        await bot.dispatcher.start()
        await eventually(lambda: len(begun), lives)
        await bot.dies()
    assert begun == [10, 11, 12]
    last = start(nothing)
    assert await last.dispatcher.start() == 3
    await last.until_done(10, 11, 12)


async def test_stopping_lets_handlers_finish_and_begins_no_other(start: Start) -> None:
    free = asyncio.Event()

    async def wait(_update_id: int, _chat: int, _text: str) -> None:
        await free.wait()

    bot = start(wait)
    await bot.dispatcher.feed([message(10, 1), message(11, 1)])
    await asyncio.sleep(0)
    stopping = asyncio.create_task(bot.dispatcher.stop(grace=5))
    await asyncio.sleep(0.01)
    free.set()
    await stopping
    assert await in_state(bot.database, "done") == [10]
    assert await in_state(bot.database, "new") == [11]


async def test_stopping_cancels_what_takes_too_long_and_blames_nobody(start: Start) -> None:
    async def hang(_update_id: int, _chat: int, _text: str) -> None:
        await asyncio.Event().wait()

    first = start(hang)
    await first.dispatcher.feed([message(10, 1)])
    await first.dies()
    for _ in range(4):
        bot = start(hang)
        assert await bot.dispatcher.start() == 1
        await eventually(lambda bot=bot: bot.dispatcher._blamed, {10})  # type: ignore[misc]
        await bot.dispatcher.stop(grace=0.01)
    last = start(nothing)
    await last.dispatcher.start()
    await last.until_done(10)


async def test_polling_waits_while_memory_is_full(start: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.gateway.dispatcher.HELD_AT_MOST", 2)
    free = asyncio.Event()

    async def wait(_update_id: int, _chat: int, _text: str) -> None:
        await free.wait()

    bot = start(wait)
    await bot.dispatcher.feed([message(10, 1), message(11, 1)])
    assert bot.dispatcher.full
    waiting = asyncio.create_task(bot.dispatcher.room())
    await asyncio.sleep(0.01)
    assert not waiting.done()
    free.set()
    await asyncio.wait_for(waiting, 5)


@pytest.mark.parametrize(
    ("payload", "lane"),
    [
        ({"message": {"chat": {"id": -5}, "from": {"id": 1}}}, -5),
        ({"callback_query": {"from": {"id": 1}, "message": {"chat": {"id": -5}}}}, -5),
        ({"callback_query": {"from": {"id": 1}, "inline_message_id": "x"}}, 1),
        ({"inline_query": {"from": {"id": 1}, "query": "x"}}, 1),
        ({"my_chat_member": {"chat": {"id": -5}, "from": {"id": 1}}}, -5),
        ({"poll_answer": {"user": {"id": 1}}}, 1),
        ({"message": {"chat": "rubbish", "from": {"id": "x"}}}, 0),
        ({}, 0),
    ],
)
def test_each_update_has_the_lane_of_its_chat_or_person(payload: dict[str, Any], lane: int) -> None:
    assert lane_of({"update_id": 10} | payload) == lane
