"""A push to very many readers without a limit, under faults and SIGKILLs: nobody is left out."""

import random
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress

from tests.chaos.outage import copies
from tests.chaos.pushing import Stage, on_stage
from tests.chaos.tally import Findings, Report

PACE = 1000
LARGEST_WINDOW = 128
# Three of a hundred calls meet one of these.
FAULTS = {"502": 0.01, "drop_before": 0.005, "drop_reply": 0.007, "slow": 0.005, "500": 0.003}


async def run(*, people: int, kills: int, seed: int, say: Callable[[str], None]) -> Report:
    """Push a story to ``people`` readers as fast as it goes, and kill the bot ``kills`` times meanwhile."""
    chance, found = random.Random(seed), Findings()
    async with on_stage(people, send_rate=PACE, seed=seed) as stage:
        _add_faults(stage)
        await stage.announce()
        began = time.monotonic()
        for number in range(kills):
            await _live_and_die(stage, chance, people // (kills + 1))
            say(f"{number + 1} kills, {len(stage.emulator.log)} messages, {time.monotonic() - began:.0f} s")
        await stage.bot.launch()
        await stage.drained(300 + people / 50)
        code, _ = await stage.bot.stop()
        seconds = time.monotonic() - began
        taken = Counter(fault.kind for fault in stage.emulator.faults.taken)
        states = await stage.desk.states()
    got = copies(list(stage.emulator.log))
    lost = sum(not got[chat] for chat in stage.desk.people)
    doubled = sum(count - 1 for count in got.values())
    found.tell("messages expected", people)
    found.tell("faults", ", ".join(f"{count} {kind}" for kind, count in sorted(taken.items())))
    found.at_most("exit code", code, 0)
    found.at_most("lost", lost, 0)
    found.at_most("doubled", doubled, LARGEST_WINDOW * kills + taken["drop_reply"])
    by_kills = max(0, doubled - taken["drop_reply"])
    found.at_most("doubled by one kill, on average", by_kills / max(kills, 1), LARGEST_WINDOW)
    # A message that was in flight at three deaths or lost replies ends so; it may well have arrived.
    found.tell("failed after three uncertain tries", states.get("failed", 0))
    found.tell("messages a second, deaths and starts included", people / seconds)
    found.none_open(states)
    return found.report()


def _add_faults(stage: Stage) -> None:
    passed = 1.0
    for kind, share in FAULTS.items():
        # Lines are asked one after the other: a later one sees only what the earlier ones let pass.
        stage.emulator.faults.add(
            kind=kind, method="sendMessage", share=share / passed, times=None, delay=0.5
        )
        passed -= share


async def _live_and_die(stage: Stage, chance: random.Random, share: int) -> None:
    await stage.bot.launch()
    with suppress(TimeoutError):
        await stage.accepted(chance.randint(share // 2, share), within=600)
    with suppress(TimeoutError):
        await stage.accepted(10**9, within=chance.uniform(0, 0.02))
    await stage.bot.kill()
