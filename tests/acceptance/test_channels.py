"""A channel as a reader: set up from a private chat by those who may post in it."""

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from bot.emulator import Group
from bot.handlers.channel_data import channel_of, marked
from bot.models import Button
from bot.storage.tables import subscribers
from tests.acceptance.stage import Stage, until
from tests.acceptance.stories import GLACIER, HARBOUR

pytestmark = pytest.mark.asyncio(loop_scope="session")

CHANNEL = -1_001_234_567_890
NEEDS_BOT = "I cannot post in that channel."
ONLY_POSTERS = "Only who may post in a channel can set up its digest."


@pytest.fixture
def channel(desk: Stage) -> Group:
    """Anna's channel, which Borys reads; the bot may post there."""
    made = desk.emulator.channel("Westerby daily", id=CHANNEL, administrators=[desk.anna])
    made.sets_member(desk.borys.id)
    return made


async def readers(stage: Stage) -> list[Any]:
    async with stage.bot.database.read() as conn:
        return list(await conn.execute(sa.select(subscribers)))


async def is_left(stage: Stage, reason: str) -> bool:
    return [(row.active, row.reason) for row in await readers(stage)] == [(not reason, reason)]


async def sets_up(stage: Stage, channel: Group) -> dict[str, Any]:
    await stage.anna.sends("/channel")
    await stage.anna.sees("Which channel shall get a digest?")
    await stage.anna.shares_chat(channel)
    grid = await stage.anna.sees("Which topics interest you?")
    assert grid["text"].startswith("Channel: Westerby daily")
    for button in ("World news", "Continue", "08:00"):
        await stage.anna.taps(button, message=await stage.anna.sees(button))
    await stage.anna.taps("London", message=await stage.anna.sees("Where are you?"))
    return await stage.anna.sees("All set.")


async def test_a_channel_is_set_up_from_a_private_chat_and_gets_its_digest(
    desk: Stage, channel: Group
) -> None:
    await desk.publishes(HARBOUR)
    card = await sets_up(desk, channel)
    assert card["chat"]["id"] == desk.anna.id
    await desk.anna.sees(HARBOUR.title, chat=channel)
    await desk.publishes(GLACIER)
    await desk.comes_to(desk.now + timedelta(days=1))
    await desk.settles()
    texts = [one.text for one in desk.emulator.log.to(channel.id)]
    assert len(texts) == 2
    assert GLACIER.title in texts[-1]
    assert [(row.chat_id, row.kind, row.times) for row in await readers(desk)] == [
        (channel.id, "channel", "08:00")
    ]


async def test_a_channel_is_changed_and_stopped_from_the_private_chat(desk: Stage, channel: Group) -> None:
    await sets_up(desk, channel)
    await desk.anna.sends("/channel")
    await desk.anna.shares_chat(channel)
    panel = await desk.anna.sees("Welcome back!")
    await desk.anna.taps("Settings", message=panel)
    await desk.anna.taps("Headlines only", message=await desk.anna.sees("Your settings"))
    await desk.anna.sees("✓ Headlines only")
    await desk.anna.sends("/channel")
    await desk.anna.shares_chat(channel)
    await desk.anna.taps("Stop its digests", message=await desk.anna.sees("Welcome back!"))
    await desk.anna.sees("no more digests")
    (row,) = await readers(desk)
    assert (row.chat_id, row.length, row.active) == (channel.id, "headlines", False)


async def test_only_who_may_post_there_sets_a_channel_up(desk: Stage, channel: Group) -> None:
    await desk.borys.shares_chat(channel)
    await desk.borys.sees(ONLY_POSTERS)
    assert await readers(desk) == []


async def test_a_right_that_was_taken_away_ends_with_the_next_tap(desk: Stage, channel: Group) -> None:
    await desk.anna.shares_chat(channel)
    grid = await desk.anna.sees("Which topics interest you?")
    channel.sets_member(desk.anna.id, "member")
    answer = await desk.anna.taps("World news", message=grid)
    assert (answer.text, answer.show_alert) == (ONLY_POSTERS, True)
    assert await readers(desk) == []


async def test_the_bot_has_to_be_let_into_the_channel_first(desk: Stage, channel: Group) -> None:
    channel.sets_bot("left", by=desk.anna.id)
    await desk.anna.shares_chat(channel)
    await desk.anna.sees(NEEDS_BOT)
    assert await readers(desk) == []


async def test_a_group_is_no_channel(desk: Stage) -> None:
    group = desk.emulator.group("Watchers", id=-1_001_000_000_555, administrators=[desk.anna])
    await desk.anna.shares_chat(group)
    await desk.anna.sees(NEEDS_BOT)


async def test_a_forged_channel_is_refused(desk: Stage) -> None:
    await desk.anna.sends("/topics")
    grid = await desk.anna.sees("Your topics")
    for forged in ("@", "@-5", "@zzzzzzzzzzzzzz", "@1", "@@"):
        answer = await desk.anna.taps_data(f"{forged}:topic:panel:0:world", message=grid)
        assert answer.text.startswith(("That button is from an older message.", NEEDS_BOT))
    assert await readers(desk) == []


async def test_desk_rights_end_at_the_channel(desk: Stage, channel: Group) -> None:
    channel.sets_member(desk.ed.id, "administrator")
    await desk.ed.shares_chat(channel)
    grid = await desk.ed.sees("Which topics interest you?")
    mark = grid["reply_markup"]["inline_keyboard"][0][0]["callback_data"].partition(":")[0]
    answer = await desk.ed.taps_data(f"{mark}:starter:", message=grid)
    assert answer.text.startswith("That is for this desk’s editors.")


async def test_a_channel_that_removes_the_bot_keeps_its_settings(desk: Stage, channel: Group) -> None:
    await sets_up(desk, channel)
    channel.sets_bot("member", by=desk.anna.id)  # no administrator any more: it cannot post
    await until(lambda: is_left(desk, "not allowed to post"), within=5)
    channel.sets_bot("administrator", by=desk.anna.id)
    await until(lambda: is_left(desk, ""), within=5)


async def test_neither_a_post_nor_a_group_is_answered(desk: Stage, channel: Group) -> None:
    group = desk.emulator.group("Watchers", id=-77, administrators=[desk.anna])
    await desk.anna.sends("/start", chat=channel)
    await desk.anna.sends("/channel", chat=group)
    await desk.anna.sees_nothing(chat=group)
    assert desk.emulator.log.to(channel.id) == []


@pytest.mark.parametrize("channel_id", [CHANNEL, -1_000_000_000_001, -1_009_999_999_999])
async def test_marked_data_names_its_channel_and_stays_short(channel_id: int) -> None:
    longest = "zone:start:America/Argentina/ComodRivadavia"
    ((button, link),) = marked(((Button("A", longest), Button("B", url="https://example.org")),), channel_id)
    mark, _, rest = button.data.partition(":")
    assert (channel_of(mark), rest) == (channel_id, longest)
    assert len(button.data.encode()) <= 64
    assert link.data == ""
