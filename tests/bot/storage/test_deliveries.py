"""The outbox on both databases: planned once, claimed in order, marked truthfully, recovered.

More than 300 lines: the life of a row from its planning to its end is one subject.
"""

import dataclasses
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy import event

from bot.models import (
    Button,
    Delivery,
    DeliveryKind,
    NewDelivery,
    OutgoingMessage,
    Preferences,
    Schedule,
    Subscriber,
)
from bot.storage import bodies as texts
from bot.storage import deliveries as outbox
from bot.storage import marks
from bot.storage import subscribers as readers
from bot.storage.engine import Database
from bot.storage.marks import DEATHS_AT_MOST
from bot.storage.tables import bodies, deliveries, subscribers

NOW = datetime(2026, 3, 4, 8, 0, tzinfo=UTC)
ME = "this-process"


def minutes(number: float) -> datetime:
    return NOW + timedelta(minutes=number)


def reader(chat_id: int, thread_id: int = 0, cursor: int = 0) -> Subscriber:
    return Subscriber(
        id=0,
        chat_id=chat_id,
        thread_id=thread_id,
        kind="private",
        language="en",
        schedule=Schedule(times=(), zone="UTC"),
        preferences=Preferences(),
        cursor=cursor,
    )


def part(subscriber_id: int, slot: int = 1, number: int = 1, **more: object) -> NewDelivery:
    row = NewDelivery(
        subscriber_id=subscriber_id,
        kind=DeliveryKind.DIGEST,
        slot=slot,
        part=number,
        message=OutgoingMessage(f"slot {slot} part {number}"),
    )
    return dataclasses.replace(row, **more)  # type: ignore[arg-type]


class Desk:
    """The outbox as a planner, a worker and an operator use it, one transaction a call."""

    def __init__(self, database: Database) -> None:
        self.database = database

    async def reader(self, chat_id: int, thread_id: int = 0, cursor: int = 0) -> int:
        async with self.database.write() as conn:
            return (await readers.insert_if_absent(conn, reader(chat_id, thread_id, cursor), NOW)).id

    async def plans(self, *rows: NewDelivery, now: datetime = NOW) -> int:
        async with self.database.write() as conn:
            return await outbox.plan(conn, rows, now)

    async def claims(self, limit: int = 100, now: datetime = NOW, owner: str = ME) -> list[Delivery]:
        async with self.database.write() as conn:
            return await outbox.claim(conn, owner, now, limit)

    async def claims_names(self, now: datetime = NOW) -> list[tuple[int, int, int]]:
        return [(row.subscriber_id, row.slot, row.part) for row in await self.claims(now=now)]

    async def sends(self, *rows: Delivery, owner: str = ME) -> None:
        async with self.database.write() as conn:
            await marks.mark_sent(conn, owner, [(row.id, 1000 + row.id) for row in rows], NOW)

    async def retries(self, row: Delivery, at: datetime = NOW) -> None:
        async with self.database.write() as conn:
            await marks.mark_retry(conn, ME, [(row.id, at, "refused connection")], NOW)

    async def loses_reply(self, row: Delivery) -> None:
        async with self.database.write() as conn:
            await marks.mark_uncertain(conn, ME, [(row.id, NOW, "no answer")], NOW)

    async def fails(self, row: Delivery) -> None:
        async with self.database.write() as conn:
            await marks.mark_failed(conn, ME, [(row.id, "message is too long")], NOW)

    async def cancels(self, subscriber_id: int) -> int:
        async with self.database.write() as conn:
            return await outbox.cancel_for(conn, subscriber_id, "unsubscribed", NOW)

    async def expires(self, now: datetime) -> int:
        async with self.database.write() as conn:
            return (await outbox.expire(conn, now)).rows

    async def recovers(self, owner: str = "next-process", now: datetime = NOW) -> int:
        async with self.database.write() as conn:
            return await outbox.recover(conn, owner, now)

    async def requeues(self) -> int:
        async with self.database.write() as conn:
            return await outbox.requeue_failed(conn, NOW)

    async def states(self, subscriber_id: int) -> list[tuple[int, int, str]]:
        async with self.database.read() as conn:
            found = await conn.execute(
                sa.select(deliveries.c.slot, deliveries.c.part, deliveries.c.state)
                .where(deliveries.c.subscriber_id == subscriber_id)
                .order_by(deliveries.c.id)
            )
            return [(row.slot, row.part, row.state) for row in found]

    async def cursor(self, subscriber_id: int) -> int:
        async with self.database.read() as conn:
            found = await conn.execute(
                sa.select(subscribers.c.cursor).where(subscribers.c.id == subscriber_id)
            )
            return int(found.scalar_one())


@pytest.fixture
def desk(database: Database) -> Desk:
    return Desk(database)


async def test_planning_a_slot_again_adds_nothing(desk: Desk) -> None:
    anna = await desk.reader(1)
    assert await desk.plans(part(anna, number=1), part(anna, number=2)) == 2
    assert await desk.plans(part(anna, number=1), part(anna, number=2), part(anna, slot=2)) == 1


async def test_a_text_for_many_readers_is_stored_once(desk: Desk) -> None:
    same = OutgoingMessage("the same for all", ((Button("More", data="m:1"),),))
    ids = [await desk.reader(chat) for chat in range(1, 5)]
    await desk.plans(*(part(one, message=same) for one in ids))
    async with desk.database.read() as conn:
        assert (await conn.execute(sa.select(sa.func.count()).select_from(bodies))).scalar() == 1
    assert [row.message for row in await desk.claims()] == [same] * 4


async def test_more_rows_than_one_statement_takes(desk: Desk) -> None:
    anna = await desk.reader(1)
    assert await desk.plans(*(part(anna, slot=slot) for slot in range(1201))) == 1201


async def test_a_claim_brings_all_that_sending_needs(desk: Desk) -> None:
    anna = await desk.reader(-100, thread_id=7)
    message = OutgoingMessage(
        "<b>News</b>", ((Button("Site", url="https://example.org"), Button("Pause", "p")),)
    )
    await desk.plans(part(anna, slot=5, message=message, silent=True))
    (row,) = await desk.claims()
    assert row == Delivery(
        id=row.id, subscriber_id=anna, chat_id=-100, thread_id=7, kind=DeliveryKind.DIGEST, slot=5, part=1,
        message=message, silent=True, attempts=0, uncertain=0, plain=False,
    )  # fmt: skip


async def test_parts_go_one_after_the_other(desk: Desk) -> None:
    anna = await desk.reader(1)
    await desk.plans(part(anna, number=1), part(anna, number=2))
    (first,) = await desk.claims()
    assert first.part == 1
    assert await desk.claims() == []
    await desk.sends(first)
    assert [row.part for row in await desk.claims()] == [2]


async def test_a_part_that_waits_holds_up_its_reader_only(desk: Desk) -> None:
    anna, boris = await desk.reader(1), await desk.reader(2)
    await desk.plans(part(anna, number=1), part(anna, number=2), part(boris))
    first, other = await desk.claims()
    await desk.retries(first, at=minutes(5))
    await desk.sends(other)
    assert await desk.claims_names(minutes(4)) == []
    assert await desk.claims_names(minutes(5)) == [(anna, 1, 1)]


async def test_two_threads_of_one_chat_are_never_in_flight_together(desk: Desk) -> None:
    one, two = await desk.reader(-100, thread_id=1), await desk.reader(-100, thread_id=2)
    await desk.plans(part(one), part(two))
    (first,) = await desk.claims()
    assert await desk.claims() == []
    await desk.sends(first)
    assert await desk.claims_names() == [(two, 1, 1)]


async def test_a_person_who_asked_goes_before_a_push(desk: Desk) -> None:
    anna, boris = await desk.reader(1), await desk.reader(2)
    await desk.plans(part(anna))
    await desk.plans(part(boris, kind=DeliveryKind.REQUEST), now=minutes(60))
    assert await desk.claims_names(minutes(60)) == [(boris, 1, 1), (anna, 1, 1)]


async def test_a_lost_reply_goes_again_once_and_then_fails(desk: Desk) -> None:
    anna = await desk.reader(1)
    await desk.plans(part(anna))
    for already in (0, 1):
        (row,) = await desk.claims()
        assert row.uncertain == already
        await desk.loses_reply(row)
    assert await desk.claims() == []
    assert await desk.states(anna) == [(1, 1, "failed")]


async def test_what_a_dead_process_had_in_flight_goes_again_at_once(desk: Desk) -> None:
    anna, boris = await desk.reader(1), await desk.reader(2)
    await desk.plans(part(anna), part(boris))
    rows = await desk.claims(owner="dead")
    await desk.sends(rows[0], owner="dead")
    assert await desk.recovers() == 1
    (again,) = await desk.claims(owner="next-process")
    assert (again.subscriber_id, again.uncertain) == (boris, 1)
    assert await desk.recovers() == 0


async def test_deaths_of_the_process_bury_a_row_only_when_it_may_be_what_kills(desk: Desk) -> None:
    anna = await desk.reader(1, cursor=9)
    await desk.plans(part(anna, cursor_before=4, cursor_after=9))
    for life in range(DEATHS_AT_MOST):
        (row,) = await desk.claims(owner=f"life {life}")
        assert row.uncertain == life
        assert await desk.recovers() == 1
    assert await desk.states(anna) == [(1, 1, "failed")]
    assert await desk.cursor(anna) == 4


async def test_a_row_that_a_death_interrupted_goes_before_those_planned_later(desk: Desk) -> None:
    anna, boris = await desk.reader(1), await desk.reader(2)
    await desk.plans(part(anna))
    await desk.claims(owner="dead")
    await desk.plans(part(boris), now=minutes(1))
    await desk.recovers(now=minutes(2))
    assert await desk.claims_names(minutes(2)) == [(anna, 1, 1), (boris, 1, 1)]


async def test_marks_of_a_process_that_lost_its_rows_change_nothing(desk: Desk) -> None:
    anna = await desk.reader(1)
    await desk.plans(part(anna))
    (row,) = await desk.claims(owner="slow")
    await desk.recovers()
    await desk.sends(row, owner="slow")
    assert await desk.states(anna) == [(1, 1, "pending")]


async def test_a_refused_markup_goes_once_more_as_plain_text(desk: Desk) -> None:
    anna = await desk.reader(1)
    await desk.plans(part(anna))
    (row,) = await desk.claims()
    async with desk.database.write() as conn:
        await marks.mark_plain(conn, ME, [row.id], NOW)
    (again,) = await desk.claims()
    assert again.plain
    assert again.attempts == 1


async def test_server_trouble_makes_the_resend_silent_and_is_never_counted(desk: Desk) -> None:
    anna = await desk.reader(1)
    await desk.plans(part(anna))
    for _ in range(5):
        (row,) = await desk.claims()
        async with desk.database.write() as conn:
            await marks.mark_trouble(conn, ME, [(row.id, NOW, "502")], NOW)
    (row,) = await desk.claims()
    assert row.silent
    assert (row.attempts, row.uncertain) == (0, 0)


async def test_a_failed_part_takes_the_later_ones_with_it_and_gives_the_cursor_back(desk: Desk) -> None:
    anna = await desk.reader(1, cursor=30)
    await desk.plans(*(part(anna, number=number, cursor_before=20, cursor_after=30) for number in (1, 2)))
    await desk.fails((await desk.claims())[0])
    assert await desk.states(anna) == [(1, 1, "failed"), (1, 2, "failed")]
    assert await desk.cursor(anna) == 20


async def test_a_cursor_never_goes_back_behind_a_part_that_arrived(desk: Desk) -> None:
    anna = await desk.reader(1, cursor=30)
    await desk.plans(*(part(anna, number=number, cursor_before=20, cursor_after=30) for number in (1, 2)))
    await desk.sends(*await desk.claims())
    await desk.fails((await desk.claims())[0])
    assert await desk.states(anna) == [(1, 1, "sent"), (1, 2, "failed")]
    assert await desk.cursor(anna) == 30


async def test_a_rewound_cursor_takes_the_digests_behind_it_along(desk: Desk) -> None:
    anna = await desk.reader(1, cursor=40)
    await desk.plans(
        part(anna, slot=1, cursor_before=20, cursor_after=30),
        part(anna, slot=2, cursor_before=30, cursor_after=40),
        part(anna, slot=3, kind=DeliveryKind.BROADCAST),
    )
    await desk.fails((await desk.claims())[0])
    assert await desk.states(anna) == [(1, 1, "failed"), (2, 1, "cancelled"), (3, 1, "pending")]
    assert await desk.cursor(anna) == 20


async def test_unsubscribing_cancels_and_gives_the_cursor_back(desk: Desk) -> None:
    anna, boris = await desk.reader(1, cursor=9), await desk.reader(2, cursor=9)
    await desk.plans(*(part(one, cursor_before=4, cursor_after=9) for one in (anna, boris)))
    assert await desk.cancels(anna) == 1
    assert await desk.claims_names() == [(boris, 1, 1)]
    assert (await desk.cursor(anna), await desk.cursor(boris)) == (4, 9)


async def test_a_row_cancelled_in_flight_that_arrived_counts_as_sent(desk: Desk) -> None:
    anna = await desk.reader(1, cursor=9)
    await desk.plans(*(part(anna, number=number, cursor_before=4, cursor_after=9) for number in (1, 2)))
    (row,) = await desk.claims()
    await desk.cancels(anna)
    assert await desk.cursor(anna) == 9
    await desk.sends(row)
    assert await desk.states(anna) == [(1, 1, "sent"), (1, 2, "cancelled")]
    assert await desk.cursor(anna) == 9


async def test_a_row_cancelled_in_flight_that_did_not_arrive_is_not_sent_again(desk: Desk) -> None:
    anna = await desk.reader(1, cursor=9)
    await desk.plans(part(anna, cursor_before=4, cursor_after=9))
    (row,) = await desk.claims()
    await desk.cancels(anna)
    await desk.retries(row)
    assert await desk.claims() == []
    assert await desk.states(anna) == [(1, 1, "cancelled")]
    assert await desk.cursor(anna) == 4


async def test_what_is_too_late_expires_and_its_stories_come_with_the_next(desk: Desk) -> None:
    anna = await desk.reader(1, cursor=9)
    await desk.plans(part(anna, cursor_before=4, cursor_after=9, expires_at=minutes(10)))
    assert await desk.expires(minutes(9)) == 0
    assert await desk.expires(minutes(10)) == 1
    assert await desk.states(anna) == [(1, 1, "expired")]
    assert await desk.cursor(anna) == 4


async def test_never_two_digests_in_a_row_expire(desk: Desk) -> None:
    anna = await desk.reader(1)
    await desk.plans(part(anna, slot=1, expires_at=minutes(10)))
    assert await desk.expires(minutes(20)) == 1
    await desk.plans(part(anna, slot=2, expires_at=minutes(30)))
    assert await desk.expires(minutes(40)) == 0
    assert await desk.claims_names(minutes(40)) == [(anna, 2, 1)]


async def test_a_late_digest_with_a_newer_one_behind_it_is_kept(desk: Desk) -> None:
    anna = await desk.reader(1)
    await desk.plans(part(anna, slot=1, expires_at=minutes(10)), part(anna, slot=2, expires_at=minutes(90)))
    assert await desk.expires(minutes(20)) == 0
    assert await desk.states(anna) == [(1, 1, "pending"), (2, 1, "pending")]


async def test_a_message_that_has_begun_to_arrive_is_finished_however_late(desk: Desk) -> None:
    anna = await desk.reader(1)
    await desk.plans(*(part(anna, number=number, expires_at=minutes(10)) for number in (1, 2)))
    await desk.sends(*await desk.claims())
    assert await desk.expires(minutes(60)) == 0
    assert await desk.claims_names(minutes(60)) == [(anna, 1, 2)]


async def test_requeueing_leaves_alone_what_the_cursor_offers_anew(desk: Desk) -> None:
    anna, boris, clara = [await desk.reader(chat, cursor=9) for chat in (1, 2, 3)]
    await desk.plans(
        part(anna, cursor_before=4, cursor_after=9),
        part(boris, number=1, cursor_before=4, cursor_after=9),
        part(boris, number=2, cursor_before=4, cursor_after=9),
        part(clara, kind=DeliveryKind.BROADCAST),
    )
    first, second, third = await desk.claims()
    await desk.fails(first)
    await desk.sends(second)
    await desk.fails(third)
    await desk.fails((await desk.claims())[0])
    assert await desk.requeues() == 2
    assert await desk.claims_names() == [(boris, 1, 2), (clara, 1, 1)]


async def test_the_state_of_the_outbox_in_numbers(desk: Desk) -> None:
    anna, boris = await desk.reader(1), await desk.reader(2)
    await desk.plans(part(anna), part(boris), part(boris, slot=2))
    await desk.sends((await desk.claims(limit=1))[0])
    async with desk.database.read() as conn:
        assert await outbox.counts(conn) == {"sent": 1, "pending": 2}
        assert await outbox.oldest_pending_seconds(conn, minutes(2)) == 120.0


async def test_an_empty_outbox_has_no_age_and_nothing_due(desk: Desk) -> None:
    async with desk.database.read() as conn:
        assert await outbox.oldest_pending_seconds(conn, NOW) == 0.0
        assert await outbox.next_due(conn, NOW) is None


async def test_the_next_due_instant_is_that_of_a_waiting_row_in_the_future(desk: Desk) -> None:
    anna, boris = await desk.reader(1), await desk.reader(2)
    await desk.plans(part(anna), part(boris))
    for row, wait in zip(await desk.claims(), (7, 3), strict=True):
        await desk.retries(row, at=minutes(wait))
    async with desk.database.read() as conn:
        assert await outbox.next_due(conn, NOW) == minutes(3)
        assert await outbox.next_due(conn, minutes(3)) == minutes(7)


async def test_pruning_forgets_what_ended_long_ago_and_its_texts(desk: Desk) -> None:
    anna = await desk.reader(1)
    await desk.plans(part(anna, slot=1), part(anna, slot=2))
    await desk.sends(*await desk.claims())
    async with desk.database.write() as conn:
        assert (await outbox.prune(conn, NOW)).rows == 0
        assert (await outbox.prune(conn, minutes(1))).rows == 1
        assert (await texts.sweep(conn)).rows == 1
        assert (await conn.execute(sa.select(bodies.c.text))).scalars().all() == ["slot 2 part 1"]


async def test_a_sweep_goes_on_where_it_stopped(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outbox, "CHUNK", 2)
    monkeypatch.setattr(texts, "CHUNK", 2)
    anna = await desk.reader(1)
    await desk.plans(*(part(anna, slot=slot) for slot in range(1, 6)))
    for _ in range(5):
        await desk.sends(*await desk.claims())
    for step in (lambda conn, behind: outbox.prune(conn, minutes(1), behind), texts.sweep):
        gone, behind = [], 0
        async with desk.database.write() as conn:
            while True:
                swept = await step(conn, behind)
                gone.append(swept.rows)
                if swept.behind is None:
                    break
                behind = swept.behind
        assert gone == [2, 2, 1]


async def test_a_claim_stays_a_look_up_however_many_rows_wait(desk: Desk) -> None:
    if desk.database.dialect != "sqlite":
        pytest.skip("PostgreSQL chooses its plan by the size of the tables")
    seen: list[tuple[str, Any]] = []
    event.listen(
        desk.database._writer.sync_engine,
        "before_cursor_execute",
        lambda conn, cursor, statement, parameters, *rest: seen.append((statement, parameters)),
    )
    await desk.claims()
    statement, parameters = next(one for one in seen if one[0].startswith("SELECT"))
    async with desk.database.read() as conn:
        plan = await conn.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
        steps = [str(row.detail) for row in plan]
    assert any("deliveries USING INDEX ix_deliveries_open" in step for step in steps), steps
    assert not any(step.startswith("SCAN") or "TEMP B-TREE" in step for step in steps), steps
