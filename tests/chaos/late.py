"""The bot is down over slots: at its next start each reader gets exactly one digest, and it says so."""

from collections.abc import Callable
from datetime import timedelta

import sqlalchemy as sa

from bot.storage.tables import subscribers
from tests.chaos.outage import copies
from tests.chaos.pushing import Stage, on_stage
from tests.chaos.tally import Findings, Report

HOUR = 3600.0
DAY = 24 * HOUR
ELSEWHERE = "Asia/Kathmandu"


async def run(*, people: int, seed: int, say: Callable[[str], None]) -> Report:
    """Take a bot with ``people`` readers down over one slot, over five, and over the slots of two zones."""
    found = Findings()
    async with on_stage(people, seed=seed, ruled=True) as stage:
        for name, before, down in (
            ("down over one slot", 600.0, HOUR + 600),
            ("down over five slots", 600.0, 4 * DAY + HOUR),
        ):
            fewest, most, late = await _down(stage, before, down)
            say(f"{name}: {fewest} to {most} digests a reader, {late} of them say that they are late")
            found.at_least(f"digests for each, {name}", fewest, 1)
            found.at_most(f"digests for each, {name}", most, 1)
            found.at_least(f"late ones that say so, {name}", late, people)
        await _move_half_elsewhere(stage)
        fewest, most, _ = await _down(stage, 600.0, 7 * HOUR, moved=True)
        say(f"down over the slots of two zones: {fewest} to {most} digests a reader")
        found.at_least("digests for each, two zones", fewest, 1)
        found.at_most("digests for each, two zones", most, 1)
        counted, states = stage.tally(), await stage.desk.states()
    found.at_most("lost", counted.lost, 0)
    found.at_most("doubled", counted.doubled, 0)
    found.none_open(states)
    return found.report()


async def _down(stage: Stage, before: float, down: float, *, moved: bool = False) -> tuple[int, int, int]:
    """Be down from ``before`` seconds ahead of a slot for ``down``: fewest, most, and those told late."""
    began, due = len(stage.emulator.log), stage.bot.rule.now() + timedelta(seconds=before)
    await stage.announce(due)
    if moved:
        await _due_elsewhere_later(stage)
    stage.bot.rule.sleep(down)
    await stage.bot.start()
    await stage.drained_of_latest(60 + len(stage.desk.people) / 10)
    await stage.bot.stop()
    arrived = stage.emulator.log[began:]
    got = copies(arrived)
    late = sum("Late:" in one.text for one in arrived)
    return min(got[chat] for chat in stage.desk.people), max(got.values()), late


async def _move_half_elsewhere(stage: Stage) -> None:
    half = stage.desk.people[: len(stage.desk.people) // 2]
    async with stage.desk.database.write() as conn:
        await conn.execute(
            sa.update(subscribers).where(subscribers.c.chat_id.in_(half)).values(zone=ELSEWHERE)
        )


async def _due_elsewhere_later(stage: Stage) -> None:
    async with stage.desk.database.write() as conn:
        await conn.execute(
            sa.update(subscribers)
            .where(subscribers.c.zone == ELSEWHERE)
            .values(next_digest_at=stage.bot.rule.now() + timedelta(hours=5))
        )
