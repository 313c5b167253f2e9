"""What failed for good: told under /status with its reasons, and sent again by who runs the desk."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest

from bot.handlers.context import SERVICES
from bot.models import (
    DeliveryKind,
    NewDelivery,
    OutgoingMessage,
    Preferences,
    Role,
    Schedule,
    Subscriber,
)
from bot.storage import deliveries, marks, people, subscribers
from bot.storage.engine import Database
from tests.bot.handlers.deskchat import DeskChat, open_chat
from tests.bot.services.newsroom import EDITOR

NOON = datetime(2026, 3, 3, 12, tzinfo=UTC)


@pytest.fixture
async def chat(database: Database) -> AsyncIterator[DeskChat]:
    async with open_chat(database) as chat:
        yield chat


async def states(chat: DeskChat) -> dict[str, int]:
    async with chat.room.database.read() as conn:
        return await deliveries.counts(conn)


async def test_what_failed_is_told_with_its_reason_and_goes_out_again(chat: DeskChat) -> None:
    await a_message_failed(chat.room.database, "Bad Request: message is <too> long")
    await chat.editor.sends("/status")
    await chat.editor.sees("Failed, 1 ×: Bad Request: message is <too> long")
    await chat.editor.taps("Send failed again")
    await chat.editor.sees("1 message that failed goes out again")
    assert await states(chat) == {"pending": 1}


async def test_only_who_runs_the_desk_sends_again_what_failed(chat: DeskChat) -> None:
    await a_message_failed(chat.room.database, "Bad Request: odd")
    chat.app.bot_data[SERVICES].callers._owners = frozenset()
    async with chat.room.database.write() as conn:
        await people.set_role(conn, EDITOR, Role.EDITOR, NOON)
    await chat.editor.sends("/status")
    await chat.editor.sees("Failed, 1 ×: Bad Request: odd")
    await chat.editor.taps("Send failed again")
    await chat.is_answered()
    assert await states(chat) == {"failed": 1}


async def a_message_failed(database: Database, reason: str) -> None:
    reader = Subscriber(
        id=0, chat_id=77, thread_id=0, kind="private", language="en",
        schedule=Schedule(times=(), zone="UTC"), preferences=Preferences(),
    )  # fmt: skip
    async with database.write() as conn:
        stored = await subscribers.insert_if_absent(conn, reader, NOON)
        notice = NewDelivery(stored.id, DeliveryKind.NOTICE, 1, 0, OutgoingMessage("Hello"))
        await deliveries.plan(conn, [notice], NOON)
        (claimed,) = await deliveries.claim(conn, "me", NOON, 1)
        await marks.mark_failed(conn, "me", [(claimed.id, reason)], NOON)
