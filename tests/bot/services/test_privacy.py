"""What is stored of a person is shown, given out and deleted whole, on both databases."""

import json
from datetime import UTC, datetime, time
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.errors import Reason, RejectedError
from bot.models import (
    DeliveryKind,
    Dialog,
    NewArticle,
    NewDelivery,
    OutgoingMessage,
    Role,
    Subscriber,
)
from bot.services.privacy import Privacy
from bot.services.subscribers import Defaults, Subscribers
from bot.storage import actions, articles, audit, deliveries, dialogs, drafts, inbox, people, tables, topics
from bot.storage.drafts import Card
from bot.storage.engine import Database, current_update
from bot.storage.tables import metadata
from bot.views.privacy import IN_FULL, TABLES
from summarizer.models import Ranking

NOON = datetime(2026, 3, 3, 12, tzinfo=UTC)
PERSON, OTHER, GROUP = 987_654_321_012, 5, -1_002_223_334_445
OWNER = 11

# Columns with a number of Telegram's, or with what a person sent, that name no person; each says why.
NAMES_NOBODY = {
    "subscribers.thread_id": "a thread of a forum",
    "deliveries.message_id": "a message of the bot itself",
    "drafts.card_message_id": "a message of the bot itself",
    "inbox.update_id": "counted by Telegram over all chats",
    "articles.number": "given at publishing",
    "stories.first_article_id": "an article",
    "searchable.number": "given at publishing",
    "searchable.story_id": "a story",
    "subscribers.cursor": "the number of an article",
    "deliveries.cursor_before": "the number of an article",
    "deliveries.cursor_after": "the number of an article",
    "deliveries.slot": "an instant, an update or a broadcast",
}
# What else leads to a person: each is looked after in bot/storage/privacy.py.
NAMES_A_PERSON = {
    "people.id",
    "articles.added_by",
    "subscribers.chat_id",
    "dialogs.chat_id",  # of a dialog that has a person_id, as drafts have
    "drafts.chat_id",
}


class Desk:
    """A desk on which one person has left a trace in every table."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.privacy = Privacy(database, lambda: NOON, {OWNER})
        self.readers = Subscribers(database, lambda: NOON, Defaults("Europe/Kyiv", time(8)))

    async def reader(self, chat_id: int, thread_id: int = 0) -> Subscriber:
        return await self.readers.load(chat_id, thread_id, kind="private", language="uk")

    async def subscribes(self, chat_id: int, thread_id: int = 0) -> Subscriber:
        async with self.database.write() as conn:
            await topics.insert(conn, "world", {"en": "World"}, NOON)
        return (await self.readers.subscribe(await self.reader(chat_id, thread_id), ["world"])).reader

    async def lives(self, person_id: int, role: Role = Role.EDITOR) -> Subscriber:
        """Let a person read and edit."""
        reader = await self.subscribes(person_id)
        async with self.database.write() as conn:
            row = NewDelivery(reader.id, DeliveryKind.NOTICE, person_id, 0, OutgoingMessage("Hello"))
            await deliveries.plan(conn, [row], NOON)
            await people.set_role(conn, person_id, role, NOON)
            await dialogs.begin(conn, Dialog(person_id, person_id, "title"), NOON)
            await dialogs.begin(conn, Dialog(GROUP, person_id, "title"), NOON)
            await actions.record(conn, person_id, "topic.create", {"topic": 1}, NOON)
            new = NewArticle("A title", "A body.", "en", Ranking("en", "lead"))
            made = await articles.insert(conn, new, added_by=person_id, now=NOON)
            await drafts.put(conn, Card(made.id, person_id, person_id, 3))
            await audit.append(conn, person_id, "topic.create", "world", NOON)
            for table in OF_OTHERS:
                await _fill(conn, table, person_id, made.id)
            await self._writes(conn, person_id)
        return reader

    async def _writes(self, conn: AsyncConnection, person_id: int) -> None:
        """One message that killed the bot and was put aside, and one that is in work."""
        for update_id, user_id in ((10 * person_id, person_id), (10 * person_id + 1, person_id)):
            update = {"update_id": update_id, "message": {"from": {"id": user_id, "username": "anna_reads"}}}
            await inbox.accept(conn, [(update_id, json.dumps(update))], NOON)
        await inbox.set_aside(conn, [10 * person_id])

    async def mentions(self, word: str) -> set[str]:
        """The columns of any table in which a word stands."""
        found = set()
        async with self.database.read() as conn:
            for table in metadata.sorted_tables:
                for row in (await conn.execute(sa.select(table))).mappings():
                    found |= {f"{table.name}.{name}" for name, value in row.items() if word in str(value)}
        return found - {"inbox.update_id", "deliveries.slot"}


# Tables with a person_id that have no repository named above.
OF_OTHERS = [
    table
    for table in metadata.sorted_tables
    if "person_id" in table.c and table.name not in {"dialogs", "drafts", "actions"}
]


async def _fill(conn: AsyncConnection, table: sa.Table, person_id: int, article_id: int) -> None:
    values: dict[str, Any] = {"person_id": person_id}
    for column in table.columns:
        if column.name == "article_id":
            values[column.name] = article_id
        elif isinstance(column.type, tables.UtcDateTime):
            values[column.name] = NOON
    await conn.execute(sa.insert(table).values(**values))


@pytest.fixture
def desk(database: Database) -> Desk:
    return Desk(database)


def test_every_column_that_may_name_a_person_is_looked_after() -> None:
    numbers = {
        f"{table.name}.{column.name}"
        for table in metadata.sorted_tables
        for column in table.columns
        if isinstance(column.type, sa.BigInteger) and not column.foreign_keys and column.name != "person_id"
    }
    own = {f"{table.name}.id" for table in metadata.sorted_tables if table.name != "people"}
    assert numbers - own == NAMES_A_PERSON | set(NAMES_NOBODY)


async def test_everything_that_is_held_is_told_in_words(desk: Desk) -> None:
    reader = await desk.lives(PERSON)
    held = await desk.privacy.held(reader, PERSON)
    assert set(held) == set(TABLES) | IN_FULL
    assert {name: len(rows) for name, rows in held.items()} == {
        **dict.fromkeys(held, 1),
        "dialogs": 2,
        "inbox": 2,
    }


async def test_the_file_holds_every_row_that_names_the_person(desk: Desk) -> None:
    reader = await desk.lives(PERSON)
    await desk.lives(OTHER)
    content = json.loads(await desk.privacy.document(reader, PERSON))
    told = {f"{table}.{name}" for table, rows in content["tables"].items() for row in rows for name in row}
    assert await desk.mentions(str(PERSON)) <= told
    assert content["chat_id"] == PERSON
    assert content["tables"]["subscribers"][0]["zone"] == "Europe/Kyiv"
    assert content["tables"]["deliveries"][0]["text"] == "Hello"
    assert [row["person_id"] for row in content["tables"]["actions"]] == [PERSON]
    assert content["made_at"] == NOON.isoformat()


async def test_after_deletion_no_row_of_any_table_names_the_person(desk: Desk) -> None:
    reader = await desk.lives(PERSON)
    await desk.lives(OTHER)
    before = await desk.mentions("anna_reads")
    assert len(await desk.mentions(str(PERSON))) > 8
    token = current_update.set(10 * PERSON + 1)
    try:
        assert await desk.privacy.forget(reader, PERSON)
    finally:
        current_update.reset(token)
    assert await desk.mentions(str(PERSON)) == set()
    assert before == {"inbox.raw"}
    assert (await desk.reader(OTHER)).id
    assert not await desk.privacy.forget(reader, PERSON)
    held = await desk.privacy.held(await desk.reader(PERSON), PERSON)
    assert set(held) == {"audit"}  # under the keyed hash
    assert str(PERSON) not in str(held)


async def test_what_others_have_stays(desk: Desk) -> None:
    reader, other = await desk.lives(PERSON), await desk.lives(OTHER)
    before = await desk.privacy.held(other, OTHER)
    await desk.privacy.forget(reader, PERSON)
    assert await desk.privacy.held(other, OTHER) == before
    async with desk.database.read() as conn:
        authors = await conn.execute(sa.select(tables.articles.c.added_by).order_by(tables.articles.c.id))
        assert list(authors.scalars()) == [None, OTHER]


async def test_a_number_that_begins_alike_is_somebody_else(desk: Desk) -> None:
    reader = await desk.lives(OTHER)  # 5
    await desk.lives(55)
    await desk.privacy.forget(reader, OTHER)
    async with desk.database.read() as conn:
        raws = (await conn.execute(sa.select(tables.inbox.c.raw).where(tables.inbox.c.raw != ""))).scalars()
        assert sorted(json.loads(raw)["update_id"] for raw in raws) == [51, 550, 551]


async def test_in_a_group_the_group_alone_is_told_and_deleted(desk: Desk) -> None:
    await desk.lives(PERSON)
    general, thread = await desk.subscribes(GROUP), await desk.subscribes(GROUP, 7)
    held = await desk.privacy.held(general, PERSON)
    assert set(held) == {"subscribers", "subscriptions"}
    assert [row["thread_id"] for row in held["subscribers"]] == [0]
    assert await desk.privacy.forget(general, PERSON)
    assert (await desk.reader(GROUP)).id == 0
    assert (await desk.reader(GROUP, 7)).id == thread.id
    assert (await desk.reader(PERSON)).id


async def test_a_role_ends_with_its_person(desk: Desk) -> None:
    await desk.privacy.forget(await desk.lives(PERSON), PERSON)
    async with desk.database.read() as conn:
        assert await people.role_of(conn, PERSON) is None


async def test_the_last_owner_has_to_name_another_first(desk: Desk) -> None:
    alone = Privacy(desk.database, lambda: NOON, set())
    reader = await desk.lives(PERSON, Role.OWNER)
    before = await desk.mentions(str(PERSON))
    with pytest.raises(RejectedError) as refused:
        await alone.forget(reader, PERSON)
    assert refused.value.reason is Reason.LAST_OWNER
    assert await desk.mentions(str(PERSON)) == before
    await desk.lives(OTHER, Role.OWNER)
    assert await alone.forget(reader, PERSON)


async def test_an_owner_of_the_settings_leaves_no_row(desk: Desk) -> None:
    await desk.privacy.forget(await desk.lives(OWNER), OWNER)
    async with desk.database.read() as conn:
        assert await people.role_of(conn, OWNER) is None
