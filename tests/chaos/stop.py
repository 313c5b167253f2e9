"""SIGTERM in the middle of a push, also twice and with a handler at work: an end in good order, and soon."""

import asyncio
import random
import signal
import time
from collections.abc import Callable

from tests.chaos.pushing import Stage, on_stage
from tests.chaos.tally import Findings, Report

STOP_SECONDS = 10.0
BUSY_STOP_SECONDS = 20.0
IN_FLIGHT = 8
# Every third stop is asked for twice.
TWICE = 3


async def run(*, people: int, stops: int, seed: int, say: Callable[[str], None], busy: int = 1) -> Report:
    """Push to ``people`` readers and stop the bot ``stops`` times meanwhile, ``busy`` times at work."""
    chance, found = random.Random(seed), Findings()
    async with on_stage(people, seed=seed) as stage:
        await stage.announce()
        share = people // (stops + busy + 1)
        endings = [await _stop(stage, chance, share, twice=number % TWICE == 0) for number in range(stops)]
        busy_endings = [await _stop_at_work(stage, chance, share) for _ in range(busy)]
        await stage.bot.start()
        await stage.drained()
        endings.append(await stage.bot.stop())
        counted, states = stage.tally(), await stage.desk.states()
        answered = len(stage.emulator.log.to(1001))
    say(f"stopped after {', '.join(f'{seconds:.2f}' for _, seconds in (*endings, *busy_endings))} s")
    found.tell("stops", len(endings) + busy)
    found.at_most("exit codes other than 0", sum(code != 0 for code, _ in (*endings, *busy_endings)), 0)
    found.at_most(
        "longest stop, in seconds", max(seconds for _, seconds in endings), STOP_SECONDS, timed=True
    )
    if busy:
        longest = max(seconds for _, seconds in busy_endings)
        found.at_most("longest stop at work, in seconds", longest, BUSY_STOP_SECONDS, timed=True)
        found.at_least("answers to who had asked meanwhile", answered, busy)
    found.at_most("lost", counted.lost, 0)
    found.at_most("doubled", counted.doubled, 0)
    found.none_open(states)
    return found.report()


async def _stop(stage: Stage, chance: random.Random, most: int, *, twice: bool) -> tuple[int, float]:
    await stage.bot.launch()
    await stage.accepted(chance.randint(1, max(1, most)), within=60.0)
    if twice:
        stage.bot.signal(signal.SIGTERM)
    return await stage.bot.stop()


async def _stop_at_work(stage: Stage, chance: random.Random, most: int) -> tuple[int, float]:
    """Stop while eight messages and the answer to a command hang, and nothing will come of them."""
    await stage.bot.start()
    await stage.accepted(chance.randint(1, max(1, most)), within=60.0)
    stage.emulator.faults.add(kind="hang", method="sendMessage", times=None)
    await stage.emulator.person("Anna", id=1001).sends("/about")
    await asyncio.sleep(2.0)
    began = time.monotonic()
    stage.bot.signal(signal.SIGTERM)
    code, _ = await stage.bot.stop(within=40)
    seconds = time.monotonic() - began
    stage.emulator.faults.clear()
    return code, seconds
