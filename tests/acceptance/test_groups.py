"""Groups and forum threads as readers: who sets them up, what others are told, and what becomes of them."""

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from bot.emulator import Group, Person
from bot.storage.tables import subscribers
from tests.acceptance.stage import ANNA, OWNER, Stage, until
from tests.acceptance.stories import GLACIER, HARBOUR

pytestmark = pytest.mark.asyncio(loop_scope="session")

GROUP, FORUM = -4001, -1_001_000_000_001
ONLY_ADMINISTRATORS = "Only this chat’s administrators"


def group_of(stage: Stage, *, forum: bool = False) -> Group:
    """A group that Anna administers; Borys is a member."""
    chat_id = FORUM if forum else GROUP
    group = stage.emulator.group("Harbour watchers", id=chat_id, administrators=[stage.anna], forum=forum)
    group.sets_member(stage.borys.id)
    return group


async def sets_up(person: Person, group: Group, thread: int | None = None) -> dict[str, Any]:
    """Let a person go through the first dialogue in a group; its last card."""
    await person.sends("/start", chat=group, thread=thread)
    for button in ("World news", "Continue", "08:00"):
        await person.taps(button, message=await person.sees(button, chat=group))
    card = await person.sees("Where are you?", chat=group)
    await person.taps("London", message=card)
    return await person.sees("All set.", chat=group)


async def subscribes(person: Person, group: Group, thread: int | None = None) -> dict[str, Any]:
    """Let a person subscribe a group in one line; the answer."""
    await person.sends("/subscribe world", chat=group, thread=thread)
    return await person.sees("Subscribed to World news.", chat=group)


async def readers(stage: Stage, chat_id: int) -> list[Any]:
    async with stage.bot.database.read() as conn:
        rows = await conn.execute(
            sa.select(subscribers).where(subscribers.c.chat_id == chat_id).order_by(subscribers.c.thread_id)
        )
        return list(rows)


async def are_active(stage: Stage, group: Group, *states: bool) -> bool:
    return [row.active for row in await readers(stage, group.id)] == list(states)


async def test_an_administrator_sets_a_group_up_and_it_gets_its_digest(desk: Stage) -> None:
    group = group_of(desk)
    await desk.publishes(HARBOUR)
    card = await sets_up(desk.anna, group)
    await desk.anna.sees(HARBOUR.title, chat=group, after=card)
    await desk.publishes(GLACIER)
    await desk.comes_to(desk.now + timedelta(days=1))
    await desk.anna.sees(GLACIER.title, chat=group, after=card)


async def test_an_anonymous_administrator_may_set_a_group_up(desk: Stage) -> None:
    group = group_of(desk)
    await desk.anna.sends("/subscribe world", chat=group, anonymous=True)
    await desk.anna.sees("Subscribed to World news.", chat=group)


async def test_others_get_one_hint_a_day_and_a_toast(desk: Stage) -> None:
    group = group_of(desk)
    await desk.anna.sends("/topics", chat=group)
    grid = await desk.anna.sees("World news", chat=group)
    await desk.borys.sends("/subscribe world", chat=group)
    hint = await desk.borys.sees(ONLY_ADMINISTRATORS, chat=group)
    assert hint["reply_to_message"]["text"] == "/subscribe world"
    assert desk.emulator.log.to(group.id)[-1].is_silent
    await desk.borys.sends("/pause", chat=group)
    # One lane per chat: what is answered last was handled last.
    await desk.borys.sends("/help", chat=group)
    await desk.borys.sees("/topics", chat=group)
    told = [one.text for one in desk.emulator.log.to(group.id) if ONLY_ADMINISTRATORS in one.text]
    assert told == [hint["text"]]
    for _ in range(2):
        answer = await desk.borys.taps("World news", message=grid)
        assert (answer.text, answer.show_alert) == (hint["text"], True)
    assert await readers(desk, group.id) == []
    desk.emulator.clock.advance(timedelta(days=1))
    await desk.borys.sends("/pause", chat=group)
    await desk.borys.sees(ONLY_ADMINISTRATORS, chat=group)


async def test_a_right_that_was_taken_away_ends_with_the_next_tap(desk: Stage) -> None:
    group = group_of(desk)
    await desk.anna.sends("/topics", chat=group)
    grid = await desk.anna.sees("World news", chat=group)
    group.sets_member(desk.anna.id, "member")
    answer = await desk.anna.taps("World news", message=grid)
    assert answer.text.startswith(ONLY_ADMINISTRATORS)
    assert await readers(desk, group.id) == []


async def test_what_is_open_to_all_is_open_to_all(desk: Stage) -> None:
    group = group_of(desk)
    await desk.publishes(HARBOUR)
    await desk.borys.sends(f"/latest@{desk.emulator.world.bot.username} world", chat=group)
    await desk.borys.sees(HARBOUR.title, chat=group)
    await desk.borys.sends("/help", chat=group)
    text = (await desk.borys.sees("/topics", chat=group))["text"]
    assert "/add" not in text


async def test_silence_for_what_is_not_for_the_bot(desk: Stage) -> None:
    group = group_of(desk)
    group.sets_bot("administrator", by=ANNA)  # it then reads everything
    command = await desk.anna.sends("/stop", chat=group)
    await desk.anna.sees("Done: no more digests", chat=group)
    before, told = await desk.stored(), len(desk.emulator.log.to(group.id))
    for person in (desk.anna, desk.borys):
        for text in ("/topics@another_bot", "/nosuchcommand", "/add #world A title", "Hello", "hello /start"):
            await person.sends(text, chat=group)
        await person.sends_file("notes.txt", b"Just notes for the watchers of the harbour.", chat=group)
        await person.forwards(command, chat=group)
        await person.edits(await person.sends("Good morning", chat=group), "/start")
    # One lane per chat: what is answered last was handled last.
    await desk.anna.sends("/help", chat=group)
    await desk.anna.sees("/topics", chat=group)
    assert len(desk.emulator.log.to(group.id)) == told + 1
    assert await desk.stored() == before


async def test_desk_rights_and_group_rights_do_not_give_each_other(desk: Stage) -> None:
    group = group_of(desk)
    group.sets_member(OWNER)
    await desk.ed.sends("/subscribe world", chat=group)
    await desk.ed.sees(ONLY_ADMINISTRATORS, chat=group)
    await desk.ed.sends("/newtopic local Local news", chat=group)
    await desk.ed.sees_nothing(chat=group)
    await desk.anna.sends("/newtopic local Local news")
    await desk.anna.sees("That is for this desk’s editors.")


async def test_a_group_speaks_the_language_of_the_administrator_who_started(desk: Stage) -> None:
    group = group_of(desk)
    klara = desk.emulator.person("Klara", id=2001, language_code="de")
    group.sets_member(klara.id, "administrator")
    await klara.sends("/start", chat=group)
    grid = await klara.sees("Willkommen!", chat=group)
    await desk.anna.taps("World news", message=grid)
    await desk.anna.sees("✓ World news", chat=group)
    assert [row.language for row in await readers(desk, group.id)] == ["de"]
    await desk.anna.sends("/pause", chat=group)
    await desk.anna.sees("Pausiert.", chat=group)


async def test_start_in_a_thread_binds_that_thread(desk: Stage) -> None:
    forum = group_of(desk, forum=True)
    thread = forum.opens_topic("News")
    await desk.publishes(HARBOUR)
    await sets_up(desk.anna, forum, thread)
    digest = await desk.anna.sees(HARBOUR.title, chat=forum)
    assert digest["message_thread_id"] == thread
    assert [row.thread_id for row in await readers(desk, forum.id)] == [thread]
    await desk.anna.sends("/topics", chat=forum)
    grid = await desk.anna.sees("Your topics", chat=forum)
    assert "message_thread_id" not in grid
    assert "✓" not in str(grid["reply_markup"])


async def test_a_closed_thread_waits_until_it_is_opened_again(desk: Stage) -> None:
    forum = group_of(desk, forum=True)
    thread = forum.opens_topic("News")
    card = await subscribes(desk.anna, forum, thread)
    forum.closes_topic(thread)
    await desk.settles()
    await desk.publishes(HARBOUR)
    await desk.comes_to(desk.now + timedelta(days=2))
    assert HARBOUR.title not in str([one.text for one in desk.emulator.log.to(forum.id)])
    (row,) = await readers(desk, forum.id)
    assert (row.active, row.reason) == (False, "the thread is closed")
    forum.reopens_topic(thread)
    await desk.anna.sends("/help", chat=forum)
    await desk.anna.sees("/topics", chat=forum)
    await desk.comes_to(desk.now + timedelta(days=1))
    await desk.anna.sees(HARBOUR.title, chat=forum, after=card)


async def test_a_deleted_thread_hands_its_digest_to_the_general_one_and_says_so_once(desk: Stage) -> None:
    forum = group_of(desk, forum=True)
    thread = forum.opens_topic("News")
    card = await subscribes(desk.anna, forum, thread)
    forum.deletes_topic(thread)
    for piece in (HARBOUR, GLACIER):
        await desk.publishes(piece)
        await desk.comes_to(desk.now + timedelta(days=1))
        digest = await desk.anna.sees(piece.title, chat=forum, after=card)
        assert "message_thread_id" not in digest
    told = [one for one in desk.emulator.log.to(forum.id) if "was deleted; it comes here" in one.text]
    assert len(told) == 1
    assert [row.thread_id for row in await readers(desk, forum.id)] == [0]


async def test_removal_keeps_the_settings_and_return_brings_them_back(desk: Stage) -> None:
    forum = group_of(desk, forum=True)
    thread = forum.opens_topic("News")
    for place in (None, thread):
        card = await subscribes(desk.anna, forum, place)
    forum.sets_bot("kicked", by=ANNA)
    await until(lambda: are_active(desk, forum, False, False), within=5)
    await desk.publishes(HARBOUR)
    accepted = len(desk.emulator.log.to(forum.id))
    await desk.comes_to(desk.now + timedelta(days=1))
    await desk.settles()
    assert len(desk.emulator.log.to(forum.id)) == accepted
    forum.sets_bot("member", by=ANNA)
    await desk.anna.sees("digests are on again", chat=forum, after=card)
    assert await are_active(desk, forum, True, True)
    await desk.comes_to(desk.now + timedelta(days=1))
    await desk.settles()
    pushed = [one for one in desk.emulator.log.to(forum.id) if HARBOUR.title in one.text]
    assert len(pushed) == 2


async def test_a_group_that_adds_the_bot_is_greeted_once(desk: Stage) -> None:
    group = group_of(desk)
    group.sets_bot("left", by=ANNA)
    group.sets_bot("member", by=ANNA)
    await desk.anna.sees("An administrator begins with /start.", chat=group)
    group.sets_bot("administrator", by=ANNA)
    await desk.anna.sends("/help", chat=group)
    await desk.anna.sees("/topics", chat=group)
    assert len([one for one in desk.emulator.log.to(group.id) if "begins with" in one.text]) == 1


async def test_a_group_that_becomes_a_supergroup_takes_its_settings_along(desk: Stage) -> None:
    group = group_of(desk)
    card = await subscribes(desk.anna, group)
    await desk.anna.sends("/schedule 09:15", chat=group)
    await desk.anna.sees("09:15", chat=group)
    successor = group.upgrades()
    await desk.publishes(HARBOUR)
    await desk.comes_to(desk.now + timedelta(days=1))
    await desk.anna.sees(HARBOUR.title, chat=successor)
    assert await readers(desk, group.id) == []
    (row,) = await readers(desk, successor.id)
    assert (row.kind, row.times, row.active) == ("supergroup", "09:15", True)
    assert len([one for one in desk.emulator.log.to(successor.id) if HARBOUR.title in one.text]) == 1
    assert card["chat"]["id"] == group.id


async def test_other_bots_and_channels_that_post_in_a_group_are_not_answered(desk: Stage) -> None:
    group = group_of(desk)
    chat = group.chat.body()
    entities = [{"type": "bot_command", "offset": 0, "length": 6}]
    said = {"chat": chat, "date": 0, "text": "/start", "entities": entities}
    bot = {"id": 5005, "is_bot": True, "first_name": "Other", "username": "other_bot"}
    channel = {"id": -1_001_000_000_777, "type": "channel", "title": "Elsewhere"}
    poster = {"id": 136817688, "is_bot": True, "first_name": "Channel", "username": "Channel_Bot"}
    desk.emulator.queue_update("message", {**said, "message_id": 901, "from": bot})
    desk.emulator.queue_update("message", {**said, "message_id": 902, "from": poster, "sender_chat": channel})
    desk.emulator.queue_update("channel_post", {**said, "message_id": 903, "chat": channel})
    await desk.anna.sends("/help")
    await desk.anna.sees("/topics")
    assert desk.emulator.log.to(group.id) == []
    assert await readers(desk, group.id) == []


async def test_a_button_that_is_out_of_reach_changes_nothing(desk: Stage) -> None:
    forum = group_of(desk, forum=True)
    await desk.anna.sends("/topics", chat=forum, thread=forum.opens_topic("News"))
    grid = await desk.anna.sees("World news", chat=forum)
    data = grid["reply_markup"]["inline_keyboard"][0][0]["callback_data"]
    del forum.chat.messages[grid["message_id"]]
    answer = await desk.anna.taps_data(data, message=grid)
    assert answer.text == "That button is from an older message. Send /start."
    assert await readers(desk, forum.id) == []
