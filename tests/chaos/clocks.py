"""The clock jumps, or the host sleeps: nobody gets a digest twice, and after a sleep everybody gets one."""

import asyncio
import signal
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta

from bot.clock import TICK_SECONDS
from tests.chaos.outage import copies
from tests.chaos.pushing import Stage, on_stage
from tests.chaos.tally import Findings, Report

DAY = 86_400.0
HOUR = 3600.0
# By how much the clock is set, and how long the host sleeps; each undoes nothing of the one before.
JUMPS = (DAY, -DAY, 2 * HOUR, -2 * HOUR)
SLEEPS = (5.0, 3 * HOUR, 30 * HOUR)
# A stopped process is stopped for so long, whatever its clock says then.
REAL_SLEEP = 1.0
TICKS = 5.0


async def run(
    *,
    people: int,
    seed: int,
    say: Callable[[str], None],
    jumps: Sequence[float] = JUMPS,
    sleeps: Sequence[float] = SLEEPS,
) -> Report:
    """Set the clock of a bot with ``people`` readers forth and back, and let it sleep."""
    found = Findings()
    async with on_stage(people, seed=seed, ruled=True) as stage:
        await stage.bot.start()
        await stage.announce()
        await stage.drained(30 + people / 10)
        for seconds in jumps:
            wait = await _jump(stage, seconds)
            say(f"clock set by {seconds / HOUR:+.0f} h")
            found.at_most(f"copies of a story after {seconds / HOUR:+.0f} h", stage.tally().most_copies, 1)
            if wait is not None:
                found.at_least(f"seconds held after {seconds / HOUR:+.0f} h", wait, TICK_SECONDS)
        for seconds in sleeps:
            fewest, most = await _sleep(stage, seconds)
            say(f"slept {seconds / HOUR:.1f} h: {fewest} to {most} for each reader")
            found.at_most(f"digests after a sleep of {seconds / HOUR:.1f} h", most, 1)
            found.at_least(f"digests after a sleep of {seconds / HOUR:.1f} h over a slot", fewest, 1)
        await stage.bot.stop()
        counted, states = stage.tally(), await stage.desk.states()
    found.at_most("lost", counted.lost, 0)
    found.at_most("doubled", counted.doubled, 0)
    found.none_open(states)
    return found.report()


async def _jump(stage: Stage, seconds: float) -> float | None:
    """Set the clock, forth over a slot; how long digests waited, None where nothing was due."""
    if seconds > 0:
        await stage.announce(stage.bot.rule.now() + timedelta(seconds=seconds / 2))
    await asyncio.sleep(TICKS)
    began, instant = len(stage.emulator.log), datetime.now(UTC)
    stage.bot.rule.set_clock(seconds)
    if seconds < 0:
        await asyncio.sleep(TICKS)
        return None
    await stage.drained_of_latest(60 + len(stage.desk.people) / 10)
    return (stage.emulator.log[began].wall - instant).total_seconds()


async def _sleep(stage: Stage, seconds: float) -> tuple[int, int]:
    """Stop the process over a slot; the fewest and the most digests that each reader got then."""
    began = len(stage.emulator.log)
    due = stage.bot.rule.now() + timedelta(seconds=min(seconds / 2, 4 * HOUR) + TICKS)
    if seconds > DAY:
        # The slot's time is theirs from now on, so that the sleep holds the next day's slot too.
        due = due.replace(second=0, microsecond=0)
        await stage.desk.set_time(due.time())
    await stage.announce(due)
    stage.bot.signal(signal.SIGSTOP)
    await asyncio.sleep(REAL_SLEEP)
    stage.bot.rule.sleep(seconds + TICKS)
    stage.bot.signal(signal.SIGCONT)
    await stage.drained_of_latest(60 + len(stage.desk.people) / 10)
    await asyncio.sleep(TICKS)
    got = copies(stage.emulator.log[began:])
    return min(got[chat] for chat in stage.desk.people), max(got.values())
