"""The whole gateway against the emulator with Telegram's limits: a command is answered while a push runs."""

from collections import Counter
from datetime import UTC, datetime

import aiohttp
from telegram import Update
from telegram.ext import ApplicationBuilder, CommandHandler, ContextTypes

from bot.emulator import Emulator
from bot.emulator.limits import Limits
from bot.gateway.answers import AnswerLimiter
from bot.gateway.dispatcher import Dispatcher
from bot.gateway.limits import Limiter
from bot.gateway.receiver import PollingReceiver
from bot.gateway.request import AiohttpRequest
from bot.gateway.sender import Sender
from bot.gateway.worker import DeliveryWorker
from bot.models import DeliveryKind, NewDelivery, OutgoingMessage, Preferences, Schedule, Subscriber
from bot.storage import deliveries
from bot.storage import subscribers as readers
from bot.storage.engine import Database


def now() -> datetime:
    return datetime.now(UTC)


async def answer(update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
    assert update.message is not None
    await update.message.reply_text("welcome")


async def nobody_to_tell(_update: Update) -> None:
    """Nothing died in this test."""


async def plan_two_parts_for(database: Database, *chats: int) -> None:
    async with database.write() as conn:
        for chat in chats:
            reader = Subscriber(
                id=0, chat_id=chat, thread_id=0, kind="private", language="en",
                schedule=Schedule(times=(), zone="UTC"), preferences=Preferences(),
            )  # fmt: skip
            stored = await readers.insert_if_absent(conn, reader, now())
            parts = [
                NewDelivery(stored.id, DeliveryKind.DIGEST, 1, part, OutgoingMessage(f"<b>part {part}</b>"))
                for part in (1, 2)
            ]
            await deliveries.plan(conn, parts, now())


async def test_answers_and_a_push_share_telegrams_limits_without_a_single_429(database: Database) -> None:
    emulator = Emulator(limits=Limits(per_second=30, per_chat_per_second=3, per_group_per_minute=20))
    await emulator.start()
    people = [emulator.person(f"Reader {chat}", id=chat) for chat in range(101, 121)]
    limiter = Limiter(25)
    async with aiohttp.ClientSession() as session:
        request = AiohttpRequest(session)
        application = (
            ApplicationBuilder()
            .token(emulator.token)
            .base_url(f"{emulator.base_url}/bot")
            .request(request)
            .get_updates_request(request)
            .rate_limiter(AnswerLimiter(limiter))
            .updater(None)
            .job_queue(None)
            .build()
        )
        application.add_handler(CommandHandler("start", answer))
        await application.initialize()
        dispatcher = Dispatcher(database, application, now=now, after_restart=nobody_to_tell)
        receiver = PollingReceiver(session, dispatcher, token=emulator.token, base_url=emulator.base_url)
        sender = Sender(session, token=emulator.token, base_url=emulator.base_url)
        worker = DeliveryWorker(database, sender, limiter, now)
        await worker.start()
        await dispatcher.start()
        await receiver.start()
        try:
            for person in people:
                await person.sends("/start")
            for person in people:
                await person.sees("welcome")
            await plan_two_parts_for(database, *(person.id for person in people))
            worker.wake()
            latecomer = emulator.person("Latecomer", id=200)
            await latecomer.sends("/start")
            await latecomer.sees("welcome")
            for person in people:
                await person.sees("part 2")
        finally:
            await receiver.stop()
            await dispatcher.stop()
            await worker.stop()
            await application.shutdown()
            await emulator.stop()
    copies = Counter((one.chat_id, one.text) for one in emulator.log)
    assert set(copies.values()) == {1}
    assert len(copies) == 21 + 40
    assert 429 not in {call.status for call in emulator.log.calls}
    for person in people:
        assert [one.text for one in emulator.log.to(person.id)] == ["welcome", "part 1", "part 2"]
