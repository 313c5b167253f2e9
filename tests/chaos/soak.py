"""A long day in a short time: the clock runs through it by the hour, with faults; memory stays as it is."""

import random
from collections.abc import Callable, Sequence
from datetime import timedelta

import sqlalchemy as sa

from bot.storage.tables import deliveries, subscribers
from tests.chaos.botprocess import Use, comes_true
from tests.chaos.pushing import Stage, on_stage
from tests.chaos.tally import Findings, Report

PACE = 500
MOST_GROWTH = 1.05
FAULTS = {"502": 0.003, "drop_before": 0.003, "drop_reply": 0.002, "429": 0.002}


async def run(*, people: int, hours: int, seed: int, say: Callable[[str], None]) -> Report:
    """Run a bot with ``people`` readers, a digest a day each, through ``hours`` of its clock."""
    chance, found = random.Random(seed), Findings()
    uses: list[Use] = []
    async with on_stage(people, send_rate=PACE, seed=seed, ruled=True) as stage:
        await _spread(stage, chance)
        for kind, share in FAULTS.items():
            stage.emulator.faults.add(kind=kind, method="sendMessage", share=share, times=None, retry_after=1)
        await stage.bot.start()
        for hour in range(hours):
            await stage.publish()
            stage.bot.rule.sleep(3600.0)
            await comes_true(lambda: _is_quiet(stage), 120)
            uses.append(stage.bot.use())
            say(f"hour {hour + 1}: {len(stage.emulator.log)} messages, {uses[-1].memory:.0f} MB")
        code, _ = await stage.bot.stop()
        lost_replies = sum(fault.kind == "drop_reply" for fault in stage.emulator.faults.taken)
        states, twice, stuck = await stage.desk.states(), await _twice(stage), await _without_next(stage)
    arrived = list(stage.emulator.log)
    told = [(one.chat_id, words) for one in arrived for words in stage.headlines if words in one.text]
    found.tell("messages", len(stage.emulator.log))
    found.at_most("exit code", code, 0)
    found.at_most("stories twice to one reader", len(told) - len(set(told)), lost_replies * hours)
    found.at_most("messages beyond one a digest", len(arrived) - states.get("sent", 0), lost_replies)
    found.at_most("rows of one slot and part twice", twice, 0)
    found.at_most("readers without a next digest", stuck, 0)
    found.at_most("failed", states.get("failed", 0), 0)
    _tell_growth(found, uses)
    found.none_open(states)
    return found.report()


def _tell_growth(found: Findings, uses: Sequence[Use]) -> None:
    half = uses[len(uses) // 2 :]
    found.tell("memory at the end, in MB", half[-1].memory)
    found.at_most("memory at the end to that of the middle", half[-1].memory / half[0].memory, MOST_GROWTH)
    found.at_most("open files more at the end", half[-1].files - half[0].files, 2)


async def _spread(stage: Stage, chance: random.Random) -> None:
    """Give every reader a minute of the day of their own."""
    now = stage.bot.rule.now()
    minutes = [(chat, chance.randrange(24 * 60)) for chat in stage.desk.people]
    values = [
        {
            "chat": chat,
            "time": f"{now + timedelta(minutes=minute):%H:%M}",
            "due": (now + timedelta(minutes=minute)).replace(second=0, microsecond=0),
        }
        for chat, minute in minutes
    ]
    statement = (
        sa.update(subscribers)
        .where(subscribers.c.chat_id == sa.bindparam("chat"))
        .values(
            times=sa.bindparam("time"),
            next_digest_at=sa.bindparam("due", type_=subscribers.c.next_digest_at.type),
        )
    )
    async with stage.desk.database.write() as conn:
        await conn.execute(statement, values)


async def _is_quiet(stage: Stage) -> bool:
    """Whether everybody who was due is planned, and everything planned has ended."""
    now = stage.bot.rule.now()
    async with stage.desk.database.read() as conn:
        due = await conn.execute(
            sa.select(sa.func.count()).where(subscribers.c.next_digest_at <= now - timedelta(seconds=5))
        )
        waiting = due.scalar_one()
    states = await stage.desk.states()
    return not waiting and not states.keys() & {"pending", "sending"}


async def _twice(stage: Stage) -> int:
    key = (deliveries.c.subscriber_id, deliveries.c.kind, deliveries.c.slot, deliveries.c.part)
    async with stage.desk.database.read() as conn:
        found = await conn.execute(sa.select(*key).group_by(*key).having(sa.func.count() > 1))
        return len(found.all())


async def _without_next(stage: Stage) -> int:
    limit = stage.bot.rule.now() - timedelta(minutes=1)
    async with stage.desk.database.read() as conn:
        found = await conn.execute(
            sa.select(sa.func.count()).where(
                subscribers.c.active,
                (subscribers.c.next_digest_at.is_(None)) | (subscribers.c.next_digest_at < limit),
            )
        )
        return int(found.scalar_one())
