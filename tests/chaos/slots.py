"""From the slot to the accepted request: on an idle bot, and for very many readers at one slot."""

import statistics
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import sqlalchemy as sa

from bot.storage.tables import subscribers
from tests.chaos.pushing import Stage, on_stage
from tests.chaos.tally import Findings, Report

HALF, NEARLY_ALL = 5.0, 10.0
LAST_OF_5000 = 240.0


async def run(*, people: int, single: int, seed: int, say: Callable[[str], None]) -> Report:
    """Give ``single`` readers a slot each, one a second, and then ``people`` readers one together."""
    found = Findings()
    async with on_stage(people, seed=seed) as stage:
        await stage.bot.start()
        waits = await _one_by_one(stage, single)
        say(f"{len(waits)} single slots")
        due = datetime.now(UTC) + timedelta(seconds=1)
        began = len(stage.emulator.log)
        await stage.announce(due)
        await stage.drained_of_latest(60 + people / 15)
        last = max(one.wall for one in stage.emulator.log[began:]) - due
        await stage.bot.stop()
        counted, states = stage.tally(), await stage.desk.states()
    nearly_all = sorted(waits)[int(len(waits) * 0.99)]
    most = people / 5000 * LAST_OF_5000 + NEARLY_ALL
    found.at_most("slot to request, median in seconds", statistics.median(waits), HALF, timed=True)
    found.at_most("slot to request, 99 of 100, in seconds", nearly_all, NEARLY_ALL, timed=True)
    found.at_most(f"slot to the last of {people}, in seconds", last.total_seconds(), most, timed=True)
    found.at_most("lost", counted.lost, 0)
    found.at_most("doubled", counted.doubled, 0)
    found.none_open(states)
    return found.report()


async def _one_by_one(stage: Stage, single: int) -> list[float]:
    """A story for everybody, due for one reader a second; the seconds from each slot to its message."""
    first = datetime.now(UTC) + timedelta(seconds=2)
    dues = {
        chat: first + timedelta(seconds=index * 0.97) for index, chat in enumerate(stage.desk.people[:single])
    }
    await stage.announce(first + timedelta(days=300))
    async with stage.desk.database.write() as conn:
        for chat, due in dues.items():
            await conn.execute(
                sa.update(subscribers).where(subscribers.c.chat_id == chat).values(next_digest_at=due)
            )
    await stage.accepted(len(dues), within=60 + single)
    arrived = {one.chat_id: one.wall for one in stage.emulator.log}
    return [(arrived[chat] - due).total_seconds() for chat, due in dues.items()]
