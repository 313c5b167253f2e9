"""What the bot stores about somebody, in words and as a file, and that all of it goes at their wish."""

import json
from typing import Any

import pytest
import sqlalchemy as sa

from bot.emulator import Person
from bot.storage.tables import metadata
from tests.acceptance.stage import Stage, until
from tests.acceptance.stories import HARBOUR

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def mentions(stage: Stage, person: Person) -> set[str]:
    """The columns of any table that hold a person's number."""
    async with stage.bot.database.read() as conn:
        return {
            f"{table.name}.{name}"
            for table in metadata.sorted_tables
            for row in (await conn.execute(sa.select(table))).mappings()
            for name, value in row.items()
            if str(person.id) in str(value)
        }


async def its_file(stage: Stage, person: Person, **place: Any) -> Any:
    await person.sends("/mydata", **place)
    message = await person.sees("This is everything I store about you.", **place)
    assert message["document"]["file_name"] == "digestbot-mydata.json"
    stored = stage.emulator.world.files.by_id[message["document"]["file_id"]]
    return json.loads(stored.data)


async def test_the_file_holds_what_privacy_tells(desk: Stage) -> None:
    anna = desk.anna
    await desk.publishes(HARBOUR)
    await desk.joins(anna, "World news", "Continue", "08:00", "London")
    digest = await anna.sees(HARBOUR.title)
    await desk.settles()
    await anna.sends("/privacy")
    told = (await anna.sees("What I store about you"))["text"]
    assert "so that no story comes twice: 1" in told
    assert "not answered yet: 1" in told  # this very message
    tables = (await its_file(desk, anna))["tables"]
    assert set(tables) == {"subscribers", "subscriptions", "deliveries", "inbox"}
    assert HARBOUR.title in tables["deliveries"][0]["text"]
    assert tables["deliveries"][0]["message_id"] == digest["message_id"]


async def test_an_editor_who_is_deleted_leaves_articles_and_no_name(desk: Stage) -> None:
    ed = desk.ed
    await desk.publishes(HARBOUR)
    await ed.sends("/add #world A draft of the editor\nIt was written on Monday. It was never finished.")
    await ed.sees("Publish")
    await ed.sends("/privacy")
    told = (await ed.sees("What I store about you"))["text"]
    for line in ("Articles that you added: 2", "Drafts of yours", "under a code instead of your name"):
        assert line in told
    await ed.sends("/deleteme")
    await ed.sees("You stay an owner as long as ADMIN_IDS names you.")
    await ed.taps("Yes, delete everything")
    await ed.sees("I know nothing about you any more.")
    async with desk.bot.database.read() as conn:
        actors = (await conn.execute(sa.select(metadata.tables["audit"].c.actor))).scalars()
        assert all(len(actor) == 16 for actor in actors)
        authors = (await conn.execute(sa.select(metadata.tables["articles"].c.added_by))).scalars()
        assert set(authors) == {None}


async def test_after_deletion_no_table_holds_the_number(desk: Stage) -> None:
    anna = desk.anna
    await desk.joins(anna, "World news", "Continue", "08:00", "London")
    assert "subscribers.chat_id" in await mentions(desk, anna)
    await anna.sends("/deleteme yes")
    await anna.sees("I know nothing about you any more.")

    async def is_forgotten() -> bool:
        return await mentions(desk, anna) == set()

    await until(is_forgotten, within=2)  # the updates before it are emptied in groups


async def test_in_a_group_administrators_alone_ask_and_delete(desk: Stage) -> None:
    group = desk.emulator.group("Watchers", id=-4001, administrators=[desk.anna])
    group.sets_member(desk.borys.id)
    await desk.anna.sends("/subscribe world", chat=group)
    await desk.anna.sees("Subscribed", chat=group)
    await desk.borys.sends("/mydata", chat=group)
    await desk.borys.sees("Only this chat’s administrators", chat=group)
    content = await its_file(desk, desk.anna, chat=group)
    assert set(content["tables"]) == {"subscribers", "subscriptions"}
    await desk.anna.sends("/deleteme", chat=group)
    question = await desk.anna.sees("Yes, delete everything", chat=group)
    answer = await desk.borys.taps("Yes, delete everything", message=question)
    assert answer.text.startswith("Only this chat’s administrators")
    assert len((await desk.stored())["subscribers"]) == 1
    await desk.anna.taps("Yes, delete everything", message=question)
    await desk.anna.sees("Deleted", chat=group)
    assert (await desk.stored())["subscribers"] == []
