"""Random lives of readers, desk, clock and process: what must hold after each step, and at the end.

The numbers I1 to I9 are those of docs/delivery.md. `CHAOS_EXAMPLES` tries more lives. Above 300 lines,
because the steps of one machine and what holds after them are read together.
"""

import asyncio
import os
import tempfile
from collections import defaultdict
from collections.abc import Coroutine
from dataclasses import replace
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any

import hypothesis.strategies as st
from hypothesis import HealthCheck, settings
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from bot.models import DeliveryState, Schedule, Subscriber
from bot.storage import schema
from tests.chaos.reading import CHATS, ZONES, Reading

EXAMPLES = int(os.environ.get("CHAOS_EXAMPLES", "12"))
STEPS = 25
HOUR = 3600.0
FRESH = timedelta(days=7)
LONGEST_GAP = timedelta(hours=48)
# Between the farthest zones of the world.
OFFSETS = timedelta(hours=26)
OPEN = {"pending", "sending"}
ENDED = {state.value for state in DeliveryState} - OPEN

chats = st.sampled_from(CHATS)
_folder = tempfile.TemporaryDirectory(prefix="digestbot-template-", ignore_cleanup_errors=True)


def template() -> Path:
    """A migrated database to copy, made once."""
    path = Path(_folder.name) / "template.db"
    if not path.exists():
        schema.prepare(f"sqlite:///{path}")
    return path


class Lives(RuleBasedStateMachine):
    """Every step is one thing that a person, the desk, Telegram, the clock or the host does."""

    def __init__(self) -> None:
        super().__init__()
        self.runner = asyncio.Runner()
        self.folder = tempfile.TemporaryDirectory(prefix="digestbot-lives-", ignore_cleanup_errors=True)
        self.asked = 0
        self.promised: dict[int, datetime | None] = {}

    @initialize()
    def begins(self) -> None:
        self.reading = self.runner.run(self._made())
        self._note_promises()

    async def _made(self) -> Reading:
        reading = Reading(template(), Path(self.folder.name))
        await reading.begin()
        return reading

    def does(self, work: Coroutine[Any, Any, object]) -> None:
        self.runner.run(work)

    # The clock and the host.

    @rule(hours=st.sampled_from((0.02, 0.5, 5.0, 13.0, 26.0)))
    def time_passes(self, hours: float) -> None:
        self.does(self.reading.move(hours * HOUR))

    @rule(hours=st.sampled_from((3.0, 30.0, 100.0)))
    def the_host_sleeps(self, hours: float) -> None:
        self.does(self.reading.move(hours * HOUR, suspended=True))

    @rule(hours=st.sampled_from((-24.0, -2.0, 2.0, 24.0)))
    def the_clock_is_set(self, hours: float) -> None:
        self.does(self.reading.jump(hours * HOUR))

    @rule()
    def the_process_is_killed(self) -> None:
        self.does(self.reading.kill())
        self.does(self.reading.settle())

    @rule()
    def the_process_is_restarted(self) -> None:
        self.does(self.reading.restart())
        self.does(self.reading.settle())

    # Telegram.

    @rule(
        mode=st.sampled_from(("late", "429", "timeout_sent", "timeout_unsent", "unreachable", "forbidden")),
        times=st.integers(1, 3),
    )
    def telegram_does_otherwise(self, mode: str, times: int) -> None:
        self.reading.post.becomes(mode, times)

    @rule()
    def late_answers_come(self) -> None:
        async def come() -> None:
            self.reading.post.let_go.set()
            await asyncio.sleep(0)
            await self.reading.settle()
            self.reading.post.let_go.clear()

        self.does(come())

    # The desk.

    @rule(count=st.sampled_from((1, 2, 12)))
    def the_desk_publishes(self, count: int) -> None:
        self.does(self.reading.publish(count))

    @rule(data=st.data())
    def the_desk_takes_back(self, data: st.DataObject) -> None:
        left = sorted(set(self.reading.published) - self.reading.undone)
        if left:
            self.does(self.reading.undo(data.draw(st.sampled_from(left))))

    # Readers.

    @rule(chat=chats, hour=st.integers(0, 23))
    def a_reader_changes_the_time(self, chat: int, hour: int) -> None:
        async def change() -> None:
            reader = await self.reading.reader(chat)
            await self.reading.subscribers.set_schedule(reader, lambda schedule: _at(schedule, hour))

        self.does(change())
        self._reached(chat)

    @rule(chat=chats, zone=st.sampled_from(ZONES))
    def a_reader_moves(self, chat: int, zone: str) -> None:
        async def change() -> None:
            await self.reading.subscribers.set_zone(await self.reading.reader(chat), zone)

        self.does(change())
        self._reached(chat)

    @rule(chat=chats)
    def a_reader_asks(self, chat: int) -> None:
        async def ask() -> None:
            reader = await self.reading.reader(chat)
            if reader.active:
                self.asked += 1
                await self.reading.digests.on_request(reader, self.asked)
                await self.reading.settle()

        self.does(ask())

    @rule(chat=chats, hours=st.sampled_from((None, 20.0, 80.0)))
    def a_reader_pauses(self, chat: int, hours: float | None) -> None:
        async def pause() -> None:
            until = None if hours is None else self.reading.wall + timedelta(hours=hours)
            await self.reading.subscribers.pause(await self.reading.reader(chat), until)

        self.does(pause())
        self._reached(chat)

    @rule(chat=chats)
    def a_reader_resumes(self, chat: int) -> None:
        async def resume() -> None:
            await self.reading.subscribers.resume(await self.reading.reader(chat))

        self.does(resume())
        self._reached(chat)

    @rule(chat=chats)
    def a_reader_blocks(self, chat: int) -> None:
        async def block() -> None:
            await self.reading.subscribers.leave(chat, "blocked")
            self.reading.post.gone.add(chat)

        self.does(block())

    @rule(chat=chats)
    def a_reader_unblocks(self, chat: int) -> None:
        async def unblock() -> None:
            await self.reading.subscribers.reached(await self.reading.reader(chat))
            if (await self.reading.reader(chat)).active:
                self.reading.post.gone.discard(chat)

        self.does(unblock())

    @rule(chat=chats)
    def a_reader_unsubscribes(self, chat: int) -> None:
        async def leave() -> None:
            await self.reading.subscribers.unsubscribe_all(await self.reading.reader(chat))
            self.reading.post.gone.add(chat)

        self.does(leave())

    @rule(chat=chats)
    def a_reader_subscribes(self, chat: int) -> None:
        async def come() -> None:
            await self.reading.subscribers.subscribe(await self.reading.reader(chat), ["world"])

        self.does(come())
        self._reached(chat)

    def _reached(self, chat: int) -> None:
        # Who changes something is a reader again.
        self.reading.post.gone.discard(chat)

    # What must hold.

    @invariant()
    def i1_to_i5_hold(self) -> None:
        rows = self.runner.run(self.reading.rows())
        keys = [(row.subscriber_id, row.kind, row.slot, row.part) for row in rows]
        assert len(keys) == len(set(keys)), "I1: one row a reader, kind, slot and part"
        assert {row.state for row in rows} <= OPEN | ENDED, "I2: each row is open or has one end"
        copies: dict[int, list[datetime]] = defaultdict(list)
        for copy in self.reading.post.accepted:
            copies[copy.delivery.id].append(copy.at)
        for row in rows:
            assert len(copies[row.id]) <= 1 + row.uncertain, "I3: one copy, and one an uncertain resend"
        assert not self.reading.post.sent_to_gone, "I4: nothing is sent to who is gone"
        self._parts_are_in_order()

    def _parts_are_in_order(self) -> None:
        seen: dict[tuple[int, str, int], int] = defaultdict(lambda: -1)
        for copy in self.reading.post.accepted:
            one = copy.delivery
            key = (one.subscriber_id, one.kind.value, one.slot)
            assert one.part <= seen[key] + 1, "I5: no part before the one ahead of it"
            seen[key] = max(seen[key], one.part)

    @invariant()
    def i6_to_i8_hold(self) -> None:
        now = self.reading.wall
        for chat in CHATS:
            reader = self.runner.run(self.reading.reader(chat))
            schedule, due = reader.schedule, reader.next_digest_at
            if not reader.active or (schedule.paused and schedule.paused_until is None):
                assert due is None, "nobody who left or pauses has a next digest"
                continue
            assert due is not None, "I6: every reader has a next digest"
            self._promise_is_kept(reader)
            if due != self.promised.get(chat):
                base = max(now, schedule.paused_until or now, reader.last_digest_at or now)
                assert due - base <= LONGEST_GAP + OFFSETS, "I8: the next digest is not days away"
        self._note_promises()

    def _promise_is_kept(self, reader: Subscriber) -> None:
        promised = self.promised.get(reader.chat_id)
        if promised is None or reader.next_digest_at == promised or reader.last_digest_at is None:
            return
        if reader.last_slot is None or promised > self.reading.wall:
            return
        rows = self.runner.run(self.reading.rows())
        slots = [row.slot for row in rows if row.subscriber_id == reader.id and row.kind == "digest"]
        assert any(slot >= int(promised.timestamp()) for slot in slots), "I7: what was promised was planned"

    def _note_promises(self) -> None:
        for chat in CHATS:
            self.promised[chat] = self.runner.run(self.reading.reader(chat)).next_digest_at

    def teardown(self) -> None:
        if hasattr(self, "reading"):
            self.runner.run(self._end())
        self.runner.close()
        self.folder.cleanup()

    async def _end(self) -> None:
        """Let everything be well for two days: then every story that is still fresh has been told once."""
        reading = self.reading
        try:
            reading.post.becomes("ok", 0)
            reading.post.let_go.set()
            for chat in CHATS:
                reading.post.gone.discard(chat)
                back = await reading.subscribers.subscribe(await reading.reader(chat), ["world"])
                await reading.subscribers.resume(back.reader)
            for _ in range(3):
                await reading.move(26 * HOUR)
            await self._i9_holds()
        finally:
            await reading.close()

    async def _i9_holds(self) -> None:
        rows = {row.id: row for row in await self.reading.rows()}
        assert not [row for row in rows.values() if row.state in OPEN], "everything ends"
        for chat in CHATS:
            slots: dict[str, set[tuple[str, int]]] = defaultdict(set)
            doubtful: set[str] = set()
            for title, copy in self.reading.told(chat):
                slots[title].add((copy.delivery.kind.value, copy.delivery.slot))
                if rows[copy.delivery.id].uncertain:
                    doubtful.add(title)
            twice = {title for title, found in slots.items() if len(found) > 1} - doubtful
            assert not twice, f"I9: told twice to {chat}: {sorted(twice)}"
            since = self.reading.wall - FRESH
            fresh = {title for title, at in self.reading.published.items() if at >= since}
            missing = fresh - self.reading.undone - set(slots) - self._cut_off(list(rows.values()))
            assert not missing, f"I9: never told to {chat}: {sorted(missing)}"

    def _cut_off(self, rows: list[Any]) -> set[str]:
        """Stories in the rest of a message that had begun to arrive when its reader left, or that failed.

        The cursor stays then, since the stories of the first part must not come again.
        """
        begun = {(row.subscriber_id, row.kind, row.slot) for row in rows if row.state == "sent"}
        texts = [
            row.text or ""
            for row in rows
            if row.state in {"cancelled", "failed"} and (row.subscriber_id, row.kind, row.slot) in begun
        ]
        return {title for title in self.reading.published if any(title in text for text in texts)}


def _at(schedule: Schedule, hour: int) -> Schedule:
    return replace(schedule, times=(time(hour),))


TestLives = Lives.TestCase
TestLives.settings = settings(
    max_examples=EXAMPLES,
    stateful_step_count=STEPS,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
)
