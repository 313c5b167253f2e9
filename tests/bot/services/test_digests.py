from datetime import time, timedelta

import pytest

from bot.models import Preferences, Schedule
from bot.services import planning
from bot.services.slots import LATE_WINDOW
from bot.storage import subscribers
from bot.storage.engine import Database
from tests.bot.services.readership import DAY, EIGHT, MORNING, Desk, titles


@pytest.fixture
def desk(database: Database) -> Desk:
    return Desk(database)


async def test_a_due_reader_gets_one_digest_and_moves_on(desk: Desk) -> None:
    (world,) = await desk.has_topics("world")
    reader = await desk.has_reader(world)
    await desk.publishes(world, "News1")
    assert await desk.tick(EIGHT - timedelta(seconds=1)) == 0
    assert await desk.tick(EIGHT + timedelta(seconds=1)) == 1
    (row,) = await desk.outbox()
    assert (row.kind, row.slot, row.part, row.state) == ("digest", int(EIGHT.timestamp()), 0, "pending")
    assert (row.cursor_before, row.cursor_after) == (0, 1)
    assert "Next digest: Thursday 5 March, 08:00 (UTC)" in row.text
    after = await desk.stored(reader)
    assert (after.cursor, after.next_digest_at) == (1, EIGHT + DAY)
    assert after.last_slot == (EIGHT.date(), time(8))
    assert desk.wakes == 1


async def test_planning_again_adds_nothing(desk: Desk) -> None:
    (world,) = await desk.has_topics("world")
    await desk.has_reader(world)
    await desk.publishes(world)
    await desk.tick(EIGHT)
    assert await desk.tick(EIGHT) == 0
    assert await desk.tick(EIGHT + timedelta(seconds=2)) == 0
    assert len(await desk.outbox()) == 1


async def test_more_readers_than_one_transaction_plans_are_all_planned(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(planning, "CHUNK", 3)
    (world,) = await desk.has_topics("world")
    for _ in range(7):
        await desk.has_reader(world)
    await desk.publishes(world)
    assert await desk.tick(EIGHT) == 7
    assert len(await desk.outbox()) == 7


async def test_readers_with_equal_choices_share_one_text(desk: Desk) -> None:
    world, tech = await desk.has_topics("world", "tech")
    await desk.has_reader(world)
    await desk.has_reader(world, preferences=Preferences(silent=True))
    await desk.has_reader(tech)
    await desk.has_reader(world, schedule=Schedule((time(8),), "Africa/Abidjan"))
    await desk.publishes(world)
    await desk.publishes(tech)
    desk.now = EIGHT
    await desk.digests.plan_due()
    first, second, third, fourth = await desk.outbox()
    by_reader = sorted((first, second, third, fourth), key=lambda row: row.subscriber_id)
    assert by_reader[0].body_id == by_reader[1].body_id
    assert len({row.body_id for row in by_reader}) == 3
    assert [row.silent for row in by_reader] == [False, True, False, False]


async def test_nothing_new_is_recorded_and_nothing_is_sent(desk: Desk) -> None:
    (world,) = await desk.has_topics("world")
    reader = await desk.has_reader(world)
    await desk.tick(EIGHT)
    (row,) = await desk.outbox()
    assert (row.state, row.text, row.slot) == ("skipped", None, int(EIGHT.timestamp()))
    assert (await desk.stored(reader)).next_digest_at == EIGHT + DAY


async def test_a_digest_waits_for_its_minimum_and_its_stories_come_together(desk: Desk) -> None:
    (world,) = await desk.has_topics("world")
    reader = await desk.has_reader(world, preferences=Preferences(minimum=2))
    await desk.publishes(world, "News1")
    await desk.tick(EIGHT)
    assert [row.state for row in await desk.outbox()] == ["skipped"]
    assert (await desk.stored(reader)).cursor == 0
    await desk.publishes(world, "News2")
    await desk.tick(EIGHT + DAY)
    assert titles(await desk.outbox()) == ["News2", "News1"]


async def test_waiting_for_a_minimum_loses_no_story(desk: Desk) -> None:
    (world,) = await desk.has_topics("world")
    await desk.has_reader(world, preferences=Preferences(minimum=50))
    await desk.publishes(world, "News1")
    for day in range(7):
        await desk.tick(EIGHT + day * DAY)
    assert [row.state for row in await desk.outbox()] == ["skipped"] * 6 + ["pending"]
    assert titles(await desk.outbox()) == ["News1"]


async def test_a_reader_who_asks_does_not_wait_for_a_minimum(desk: Desk) -> None:
    (world,) = await desk.has_topics("world")
    reader = await desk.has_reader(world, preferences=Preferences(minimum=5))
    await desk.publishes(world, "News1")
    assert await desk.digests.on_request(reader, 1) == 1


async def test_who_asked_for_it_is_told_that_nothing_is_new(desk: Desk) -> None:
    (world,) = await desk.has_topics("world")
    reader = await desk.has_reader(world, preferences=Preferences(skip_empty=False))
    await desk.tick(EIGHT)
    (row,) = await desk.outbox()
    assert (row.state, row.kind) == ("pending", "digest")
    assert "Next digest: Thursday 5 March, 08:00 (UTC)" in row.text
    assert await desk.digests.on_request(reader, 1) == 0


async def test_a_late_digest_says_so(desk: Desk) -> None:
    (world,) = await desk.has_topics("world")
    await desk.has_reader(world)
    await desk.publishes(world)
    await desk.tick(EIGHT + LATE_WINDOW)
    (row,) = await desk.outbox()
    assert "Late: this digest was due at 08:00." in row.text


async def test_a_punctual_digest_does_not_call_itself_late(desk: Desk) -> None:
    (world,) = await desk.has_topics("world")
    await desk.has_reader(world)
    await desk.publishes(world)
    await desk.tick(EIGHT + timedelta(minutes=9))
    (row,) = await desk.outbox()
    assert "Late" not in row.text


async def test_a_slot_past_its_window_expires_and_its_stories_come_with_the_next(desk: Desk) -> None:
    (world,) = await desk.has_topics("world")
    reader = await desk.has_reader(world)
    await desk.publishes(world, "News1")
    await desk.tick(EIGHT + LATE_WINDOW + timedelta(seconds=1))
    (row,) = await desk.outbox()
    assert (row.state, row.text) == ("expired", None)
    after = await desk.stored(reader)
    assert (after.cursor, after.next_digest_at) == (0, EIGHT + DAY)
    await desk.tick(EIGHT + DAY)
    assert titles(await desk.outbox()) == ["News1"]


async def test_never_two_slots_in_a_row_expire(desk: Desk) -> None:
    (world,) = await desk.has_topics("world")
    await desk.has_reader(world)
    await desk.publishes(world, "News1")
    for day in range(3):
        await desk.tick(EIGHT + day * DAY + timedelta(hours=13))
    assert [row.state for row in await desk.outbox()] == ["expired", "pending", "expired"]
    assert titles(await desk.outbox()) == ["News1"]


async def test_several_missed_slots_are_one_digest(desk: Desk) -> None:
    (world,) = await desk.has_topics("world")
    reader = await desk.has_reader(world)
    await desk.publishes(world, "News1")
    await desk.tick(EIGHT + 40 * DAY - timedelta(hours=12))
    (row,) = await desk.outbox()
    assert row.slot == int((EIGHT + 39 * DAY).timestamp())
    assert (await desk.stored(reader)).next_digest_at == EIGHT + 40 * DAY


async def test_several_missed_slots_with_news_are_one_late_digest(desk: Desk) -> None:
    (world,) = await desk.has_topics("world")
    await desk.has_reader(world)
    await desk.publishes(world, "News1")
    await desk.tick(EIGHT + 3 * DAY + timedelta(hours=14))
    (row,) = await desk.outbox()
    assert (row.state, row.slot) == ("pending", int((EIGHT + 3 * DAY).timestamp()))
    assert titles([row]) == ["News1"]


async def test_a_preview_stores_and_marks_nothing(desk: Desk) -> None:
    world, tech = await desk.has_topics("world", "tech")
    reader = await desk.has_reader(world)
    await desk.publishes(world, "News1")
    await desk.publishes(tech, "News2")
    mine = await desk.digests.preview(await desk.stored(reader))
    assert mine.edition.count == 1
    assert "News1" in mine.messages[0].text
    theirs = await desk.digests.preview(await desk.stored(reader), tech)
    assert "News2" in theirs.messages[0].text
    assert await desk.outbox() == []
    assert (await desk.stored(reader)).cursor == 0


async def test_what_editors_preview_is_what_the_schedule_sends(desk: Desk) -> None:
    (world,) = await desk.has_topics("world")
    reader = await desk.has_reader(world)
    await desk.publishes(world, "News1")
    desk.now = EIGHT
    previewed = (await desk.digests.preview(await desk.stored(reader))).messages[0].text
    await desk.tick(EIGHT)
    (row,) = await desk.outbox()
    assert row.text == previewed.replace("Wednesday 4 March, 08:00", "Thursday 5 March, 08:00")


async def test_a_topic_subscribed_later_starts_at_the_cursor(desk: Desk) -> None:
    world, tech = await desk.has_topics("world", "tech")
    reader = await desk.has_reader(world)
    await desk.publishes(tech, "News1")
    await desk.publishes(world, "News2")
    await desk.tick(EIGHT)
    async with desk.database.write() as conn:
        await subscribers.add_subscriptions(conn, reader.id, [tech.id])
    await desk.publishes(tech, "News3")
    await desk.tick(EIGHT + DAY)
    assert titles(await desk.outbox()) == ["News2", "News3"]


async def test_articles_older_than_seven_days_are_not_offered(desk: Desk) -> None:
    (world,) = await desk.has_topics("world")
    away = Schedule((time(8),), "UTC", paused=True, paused_until=EIGHT + 7 * DAY)
    await desk.has_reader(world, schedule=away)
    await desk.publishes(world, "News1")
    desk.now = MORNING + 2 * DAY
    await desk.publishes(world, "News2")
    await desk.tick(EIGHT + 8 * DAY)
    assert titles(await desk.outbox()) == ["News2"]


async def test_a_pause_ends_by_itself_and_keeps_what_is_fresh(desk: Desk) -> None:
    (world,) = await desk.has_topics("world")
    paused = Schedule((time(8),), "UTC", paused=True, paused_until=EIGHT + 2 * DAY)
    reader = await desk.has_reader(world, schedule=paused)
    await desk.publishes(world, "News1")
    assert await desk.tick(EIGHT + 2 * DAY) == 0
    assert await desk.tick(EIGHT + 3 * DAY) == 1
    assert titles(await desk.outbox()) == ["News1"]
    after = (await desk.stored(reader)).schedule
    assert (after.paused, after.paused_until) == (False, None)


async def test_an_article_that_joins_a_story_told_before_does_not_come_again(desk: Desk) -> None:
    world, tech = await desk.has_topics("world", "tech")
    told = await desk.has_reader(world)
    elsewhere = await desk.has_reader(tech)
    story = await desk.story_of(await desk.publishes(world, "News1"))
    await desk.publishes(tech, "News2")
    await desk.tick(EIGHT)
    await desk.publishes(world, "News3", story)
    await desk.publishes(tech, "News4", story)
    fresh = await desk.has_reader(world)
    await desk.tick(EIGHT + DAY)
    assert titles(await desk.outbox(told)) == ["News1"]
    assert titles(await desk.outbox(elsewhere)) == ["News2", "News4"]
    (row,) = await desk.outbox(fresh)
    assert (titles([row]), "1 story" in row.text) == (["News3"], True)


async def test_more_pages_are_composed_as_the_digest_was(desk: Desk) -> None:
    (world,) = await desk.has_topics("world")
    reader = await desk.has_reader(world, preferences=Preferences(stories=2))
    for number in range(1, 6):
        await desk.publishes(world, f"News{number}")
    await desk.tick(EIGHT)
    await desk.publishes(world, "News6")
    edition = await desk.digests.more(await desk.stored(reader), 0, 5)
    assert [story.article.number for story in edition.more] == [3, 2, 1]


async def test_the_next_digest_of_anybody_is_known(desk: Desk) -> None:
    (world,) = await desk.has_topics("world")
    assert await desk.digests.next_due() is None
    await desk.has_reader(world, schedule=Schedule((time(9),), "UTC"))
    await desk.has_reader(world)
    assert await desk.digests.next_due() == EIGHT
