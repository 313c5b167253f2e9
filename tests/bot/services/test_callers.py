"""Who is calling: read anew for each update, and for many updates with one look at the database."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, time

import pytest
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.models import Dialog, Role
from bot.services.callers import Asked, Callers
from bot.services.dialogs import Dialogs
from bot.services.people import People
from bot.services.subscribers import Defaults, Subscribers
from bot.storage import people, topics
from bot.storage.dialogs import PATIENCE
from bot.storage.engine import Database

NOON = datetime(2026, 3, 3, 12, tzinfo=UTC)
OWNER = 1


class Counted(Database):
    """A database that counts the looks at it."""

    reads = 0

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncConnection]:
        self.reads += 1
        async with super().read() as conn:
            yield conn


@pytest.fixture
def subscribers(database: Database) -> Subscribers:
    return Subscribers(database, lambda: NOON, Defaults("Europe/Kyiv", time(8)))


@pytest.fixture
def callers(database: Database, subscribers: Subscribers) -> Callers:
    return Callers(database, subscribers, People(database, [OWNER]), lambda: NOON)


def asked(chat: int = 7, person: int = 7, thread: int = 0) -> Asked:
    return Asked(chat, thread, person, kind="private", language="uk")


async def has_role(database: Database, person: int, role: Role) -> None:
    async with database.write() as conn:
        await people.set_role(conn, person, role, NOON)


async def test_who_never_wrote_before_has_the_defaults_and_is_not_stored(callers: Callers) -> None:
    caller = await callers.load(asked())
    assert (caller.reader.id, caller.reader.language, caller.role) == (0, "uk", Role.READER)
    assert caller.reader.schedule.zone == "Europe/Kyiv"


async def test_each_thread_of_a_chat_is_a_reader_of_its_own(
    database: Database, callers: Callers, subscribers: Subscribers
) -> None:
    async with database.write() as conn:
        await topics.insert(conn, "world", {"en": "World"}, NOON)
    await subscribers.subscribe((await callers.load(asked(thread=5))).reader, ["world"])
    found = await asyncio.gather(callers.load(asked(thread=5)), callers.load(asked(thread=0)))
    assert [bool(caller.reader.id) for caller in found] == [True, False]


async def test_owners_come_from_the_settings_and_nothing_takes_that_away(
    database: Database, callers: Callers
) -> None:
    await has_role(database, OWNER, Role.READER)
    assert (await callers.load(asked(person=OWNER))).role is Role.OWNER


async def test_a_role_is_read_anew_each_time(database: Database, callers: Callers) -> None:
    for role in (Role.EDITOR, Role.READER):
        await has_role(database, 2, role)
        assert (await callers.load(asked(person=2))).role is role


async def test_what_a_person_is_waited_for_in_a_chat_comes_along(
    database: Database, callers: Callers
) -> None:
    moment = [NOON]
    dialogs = Dialogs(database, lambda: moment[0])
    await dialogs.begin(7, 2, "zone", page=1)
    assert (await callers.load(asked(7, person=2))).dialog == Dialog(7, 2, "zone", {"page": 1})
    assert (await callers.load(asked(7, person=3))).dialog is None
    assert (await callers.load(asked(8, person=2))).dialog is None
    moment[0] = NOON - PATIENCE
    await dialogs.begin(7, 2, "zone", page=1)
    assert (await callers.load(asked(7, person=2))).dialog is None


async def test_updates_that_come_together_share_a_look_and_each_gets_its_own(
    database_url: str, database: Database, subscribers: Subscribers
) -> None:
    counted = Counted(database_url)
    callers = Callers(counted, subscribers, People(database, [OWNER]), lambda: NOON)
    found = await asyncio.gather(*(callers.load(asked(chat, person=chat)) for chat in range(1, 51)))
    assert [caller.reader.chat_id for caller in found] == list(range(1, 51))
    assert counted.reads == 1
    await counted.close()


async def test_a_database_in_trouble_is_told_to_everybody_who_asked(
    database: Database, callers: Callers, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken() -> None:
        raise OSError("disk full")

    with monkeypatch.context() as patch:
        patch.setattr(database, "read", broken)
        ends = await asyncio.gather(callers.load(asked(1)), callers.load(asked(2)), return_exceptions=True)
    assert [type(end) for end in ends] == [OSError, OSError]
    assert (await callers.load(asked(1))).reader.chat_id == 1
