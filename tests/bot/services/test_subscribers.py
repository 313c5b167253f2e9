"""Readers as the service changes them, on both databases.

Over 300 lines, as the service has many small duties and each has its test here.
"""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest

from bot.errors import Reason, RejectedError
from bot.models import (
    DeliveryKind,
    Length,
    NewDelivery,
    OutgoingMessage,
    Preferences,
    Schedule,
    Subscriber,
    Topic,
)
from bot.services.subscribers import Defaults, Subscribers
from bot.storage import deliveries, topics
from bot.storage import subscribers as rows
from bot.storage.engine import Database

NOON = datetime(2026, 3, 3, 12, tzinfo=UTC)
TOMORROW = datetime(2026, 3, 4, 6, tzinfo=UTC)  # eight in Kyiv
CHAT = 987_654_321_012


class Readers:
    """The service on an empty database with three topics, and a clock that the test moves."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.now = NOON
        self.service = Subscribers(database, lambda: self.now, Defaults("Europe/Kyiv", time(8)))

    async def has_topics(self, *slugs: str) -> None:
        async with self.database.write() as conn:
            for slug in slugs:
                await topics.insert(conn, slug, {"en": slug.title()}, self.now)

    async def someone(self, chat_id: int = CHAT) -> Subscriber:
        return await self.service.load(chat_id, 0, kind="private", language="uk")

    async def stored(self, reader: Subscriber) -> Subscriber:
        found = await self.service.load(reader.chat_id, reader.thread_id, kind="private", language="uk")
        assert found.id
        return found

    async def waits(self, reader: Subscriber) -> None:
        """A message to the reader is planned."""
        row = NewDelivery(reader.id, DeliveryKind.NOTICE, 1, 0, OutgoingMessage("Hello"))
        async with self.database.write() as conn:
            await deliveries.plan(conn, [row], self.now)

    async def outbox(self) -> dict[str, int]:
        async with self.database.read() as conn:
            return await deliveries.counts(conn)


@pytest.fixture
async def desk(database: Database) -> Readers:
    desk = Readers(database)
    await desk.has_topics("world", "tech", "sea")
    return desk


def slugs(chosen: tuple[Topic, ...]) -> list[str]:
    return [topic.slug for topic in chosen]


def refused(reason: Reason) -> pytest.RaisesExc[RejectedError]:
    return pytest.RaisesExc(RejectedError, check=lambda error: error.reason is reason)


async def test_a_new_reader_has_the_defaults_and_is_not_stored(desk: Readers) -> None:
    reader = await desk.someone()
    assert reader.id == 0
    assert reader.schedule == Schedule((time(8),), "Europe/Kyiv")
    assert reader.preferences == Preferences(Length.THREE, stories=10, skip_empty=True)
    assert (reader.cursor, reader.active, reader.welcomed, reader.language) == (0, True, False, "uk")
    async with desk.database.read() as conn:
        assert await rows.find(conn, CHAT) is None


async def test_the_first_topic_plans_the_next_digest(desk: Readers) -> None:
    chosen = await desk.service.subscribe(await desk.someone(), ["World", "#tech"])
    assert (slugs(chosen.topics), slugs(chosen.changed)) == (["world", "tech"], ["world", "tech"])
    assert chosen.reader.next_digest_at == TOMORROW
    assert await desk.stored(chosen.reader) == chosen.reader


async def test_one_unknown_topic_and_none_is_subscribed(desk: Readers) -> None:
    with refused(Reason.NO_SUCH_TOPIC):
        await desk.service.subscribe(await desk.someone(), ["world", "tehc"])
    assert (await desk.someone()).id == 0


async def test_without_topics_on_the_desk_nothing_can_be_chosen(database: Database) -> None:
    desk = Readers(database)
    with refused(Reason.NO_TOPICS_YET):
        await desk.service.subscribe(await desk.someone(), ["world"])


async def test_subscribing_twice_is_once(desk: Readers) -> None:
    reader = await desk.someone()
    await asyncio.gather(*(desk.service.subscribe(reader, ["world"]) for _ in range(4)))
    assert slugs(await desk.service.topics_of(await desk.stored(reader))) == ["world"]


async def test_toggling_switches_on_and_off_and_the_last_topic_ends_the_schedule(desk: Readers) -> None:
    on = await desk.service.toggle(await desk.someone(), "world")
    off = await desk.service.toggle(on.reader, "world")
    assert (slugs(on.topics), slugs(off.topics)) == (["world"], [])
    assert off.reader.next_digest_at is None
    again = await desk.service.toggle(off.reader, "tech")
    assert again.reader.next_digest_at == TOMORROW


async def test_leaving_some_topics_tells_which_there_were(desk: Readers) -> None:
    chosen = await desk.service.subscribe(await desk.someone(), ["world", "tech"])
    left = await desk.service.unsubscribe(chosen.reader, ["tech", "sea"])
    assert (slugs(left.topics), slugs(left.changed)) == (["world"], ["tech"])


async def test_unsubscribing_from_all_cancels_what_waits_and_coming_back_restores_everything(
    desk: Readers,
) -> None:
    chosen = await desk.service.subscribe(await desk.someone(), ["world", "tech"])
    await desk.service.set_schedule(chosen.reader, lambda old: replace(old, times=(time(9),)))
    await desk.waits(chosen.reader)
    gone = await desk.service.unsubscribe_all(chosen.reader)
    assert slugs(gone.changed) == ["world", "tech"]
    assert (gone.reader.active, gone.reader.next_digest_at) == (False, None)
    assert await desk.outbox() == {"cancelled": 1}
    assert await desk.service.topics_of(gone.reader) == ()
    assert slugs(await desk.service.kept_topics(gone.reader)) == ["world", "tech"]
    back = await desk.service.come_back(gone.reader)
    assert slugs(await desk.service.topics_of(back)) == ["world", "tech"]
    assert back.schedule.times == (time(9),)
    assert back.next_digest_at == TOMORROW + timedelta(hours=1)


async def test_who_subscribes_after_leaving_everything_begins_anew(desk: Readers) -> None:
    chosen = await desk.service.subscribe(await desk.someone(), ["world", "tech"])
    gone = await desk.service.unsubscribe_all(chosen.reader)
    anew = await desk.service.subscribe(gone.reader, ["sea"])
    assert slugs(anew.topics) == ["sea"]
    assert (anew.reader.active, anew.reader.reason, anew.reader.next_digest_at) == (True, "", TOMORROW)


async def test_who_had_blocked_the_bot_keeps_the_topics(desk: Readers) -> None:
    chosen = await desk.service.subscribe(await desk.someone(), ["world"])
    await desk.service.leave(CHAT, "blocked")
    anew = await desk.service.subscribe(await desk.stored(chosen.reader), ["sea"])
    assert slugs(anew.topics) == ["world", "sea"]


async def test_a_due_digest_stays_due_when_topics_or_preferences_change(desk: Readers) -> None:
    chosen = await desk.service.subscribe(await desk.someone(), ["world"])
    desk.now = TOMORROW + timedelta(seconds=1)
    toggled = await desk.service.toggle(chosen.reader, "tech")
    preferred = await desk.service.set_preferences(toggled.reader, lambda old: replace(old, silent=True))
    spoken = await desk.service.set_language(preferred, "de")
    assert (spoken.next_digest_at, spoken.language, spoken.preferences.silent) == (TOMORROW, "de", True)


async def test_a_change_builds_on_what_is_stored_not_on_what_was_read(desk: Readers) -> None:
    chosen = await desk.service.subscribe(await desk.someone(), ["world"])
    await asyncio.gather(
        desk.service.set_language(chosen.reader, "de"),
        desk.service.welcome(chosen.reader),
        desk.service.set_zone(chosen.reader, "Asia/Tokyo"),
        desk.service.set_preferences(chosen.reader, lambda old: replace(old, plain=True)),
    )
    after = await desk.stored(chosen.reader)
    assert (after.language, after.welcomed, after.preferences.plain) == ("de", True, True)
    assert (after.schedule.zone, after.zone_chosen) == ("Asia/Tokyo", True)


async def test_a_change_of_settings_never_moves_the_cursor(desk: Readers) -> None:
    chosen = await desk.service.subscribe(await desk.someone(), ["world"])
    async with desk.database.write() as conn:
        await rows.move_cursor(conn, chosen.reader.id, 7)
    await desk.service.set_language(chosen.reader, "de")
    assert (await desk.stored(chosen.reader)).cursor == 7


async def test_a_change_of_zone_keeps_its_distance_and_a_change_of_times_does_not(desk: Readers) -> None:
    chosen = await desk.service.subscribe(await desk.someone(), ["world"])
    sent = replace(
        chosen.reader, last_digest_at=TOMORROW, last_slot=(TOMORROW.date(), time(8)),
        next_digest_at=TOMORROW + timedelta(days=1),
    )  # fmt: skip
    async with desk.database.write() as conn:
        await rows.update(conn, sent)
    desk.now = TOMORROW + timedelta(minutes=5)
    moved = await desk.service.set_zone(sent, "Europe/London")
    assert moved.next_digest_at == datetime(2026, 3, 5, 8, tzinfo=UTC)
    timed = await desk.service.set_schedule(moved, lambda old: replace(old, times=(time(9),)))
    assert timed.next_digest_at == datetime(2026, 3, 4, 9, tzinfo=UTC)


async def test_a_pause_holds_digests_back_until_it_ends_or_is_ended(desk: Readers) -> None:
    chosen = await desk.service.subscribe(await desk.someone(), ["world"])
    paused = await desk.service.pause(chosen.reader, TOMORROW + timedelta(days=2))
    assert paused.next_digest_at == TOMORROW + timedelta(days=3)
    endless = await desk.service.pause(paused, None)
    assert endless.next_digest_at is None
    off = await desk.service.set_schedule(endless, lambda old: replace(old, enabled=False))
    resumed = await desk.service.resume(off)
    assert (resumed.next_digest_at, resumed.schedule.enabled) == (TOMORROW, True)


async def test_a_chat_that_is_gone_keeps_its_settings_and_comes_back(desk: Readers) -> None:
    chosen = await desk.service.subscribe(await desk.someone(), ["world"])
    await desk.waits(chosen.reader)
    await desk.service.leave(CHAT, "blocked")
    gone = await desk.stored(chosen.reader)
    assert (gone.active, gone.reason, gone.next_digest_at) == (False, "blocked", None)
    assert await desk.outbox() == {"cancelled": 1}
    back = await desk.service.come_back(gone)
    assert (back.active, back.next_digest_at) == (True, TOMORROW)
    assert slugs(await desk.service.topics_of(back)) == ["world"]


async def test_coming_back_changes_nothing_for_who_is_there(desk: Readers) -> None:
    fresh = await desk.someone()
    assert await desk.service.come_back(fresh) is fresh
    chosen = await desk.service.subscribe(fresh, ["world"])
    assert await desk.service.come_back(chosen.reader) is chosen.reader


async def test_a_group_that_moves_keeps_its_reader(desk: Readers) -> None:
    chosen = await desk.service.subscribe(await desk.someone(-5), ["world"])
    await desk.service.move(-5, -1005)
    moved = await desk.someone(-1005)
    assert moved.id == chosen.reader.id
    assert slugs(await desk.service.topics_of(moved)) == ["world"]


async def test_who_had_unsubscribed_stays_so_after_blocking_and_unblocking(desk: Readers) -> None:
    await desk.has_topics("world")
    chosen = await desk.service.subscribe(await desk.someone(), ["world"])
    await desk.service.unsubscribe_all(chosen.reader)
    await desk.service.leave(CHAT, "blocked")
    await desk.service.reached(await desk.someone())
    stored = await desk.stored(chosen.reader)
    assert (stored.active, stored.reason, stored.next_digest_at) == (False, "unsubscribed", None)


async def test_resuming_wakes_a_reader_who_could_not_be_reached(desk: Readers) -> None:
    await desk.has_topics("world")
    await desk.service.subscribe(await desk.someone(), ["world"])
    await desk.service.leave(CHAT, "chat not found")
    resumed = await desk.service.resume(await desk.someone())
    assert (resumed.active, resumed.next_digest_at) == (True, TOMORROW)
