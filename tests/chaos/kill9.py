"""SIGKILL at random moments of a push: nobody is left out, and only what was in flight may come twice."""

import random
import statistics
import time
from collections.abc import Callable
from contextlib import suppress

from tests.chaos.pushing import Stage, on_stage
from tests.chaos.tally import Report, broken_bounds

IN_FLIGHT = 8  # at the default pace; what may arrive twice for one kill
KILLS_A_PUSH = 5
# One life in five is ended while the bot starts: before, in or just behind planning and recovery.
EARLY = 0.2
START_SECONDS = 2.5
LONGEST_LIFE = 60.0


async def run(
    *, people: int, kills: int, seed: int, say: Callable[[str], None], kills_a_push: int = KILLS_A_PUSH
) -> Report:
    """Push one story after the other to ``people`` readers, and kill the bot ``kills`` times meanwhile."""
    chance = random.Random(seed)
    first_messages: list[float] = []
    async with on_stage(people, seed=seed) as stage:
        for first in range(0, kills, kills_a_push):
            await stage.announce()
            for _ in range(min(kills_a_push, kills - first)):
                await _live_and_die(stage, chance, first_messages, people // kills_a_push)
            await _last_life(stage, first_messages)
            say(f"{min(first + kills_a_push, kills)} kills: {stage.tally()}")
        return await _report(stage, kills, first_messages)


async def _live_and_die(stage: Stage, chance: random.Random, first_messages: list[float], share: int) -> None:
    if chance.random() < EARLY:
        await stage.bot.launch()
        with suppress(TimeoutError):
            await stage.accepted(1_000_000, within=chance.uniform(0.2, START_SECONDS))
    else:
        await stage.bot.launch()
        await _first_message(stage, first_messages)
        with suppress(TimeoutError):
            await stage.accepted(chance.randint(0, share), within=LONGEST_LIFE)
        # Between two messages too, not only behind one.
        with suppress(TimeoutError):
            await stage.accepted(1_000_000, within=chance.uniform(0, 0.08))
    await stage.bot.kill()


async def _first_message(stage: Stage, first_messages: list[float]) -> None:
    """Wait for the first message of a life, if there is anything left to send."""
    if not await stage.is_drained():
        await stage.accepted(1, within=LONGEST_LIFE)
        first_messages.append(time.monotonic() - stage.bot.started_at)


async def _last_life(stage: Stage, first_messages: list[float]) -> None:
    await stage.bot.launch()
    await _first_message(stage, first_messages)
    await stage.drained()
    await stage.bot.stop()


async def _report(stage: Stage, kills: int, first_messages: list[float]) -> Report:
    found, states = stage.tally(), await stage.desk.states()
    figures = (
        ("messages expected", str(found.expected)),
        ("kills", str(kills)),
        ("lost", str(found.lost)),
        ("doubled", f"{found.doubled} (bound {IN_FLIGHT * kills}, {found.doubled / kills:.2f} a kill)"),
        ("second copies with a sound", str(found.loud)),
        ("most copies of one message", str(found.most_copies)),
        ("rows at the end", ", ".join(f"{number} {state}" for state, number in sorted(states.items()))),
        # Told but no bound: it is the machine's doing more than ours.
        ("start to first message, median", f"{statistics.median(first_messages):.1f} s"),
        ("start to first message, longest", f"{max(first_messages):.1f} s"),
    )
    return Report(
        figures,
        broken_bounds(
            {
                "lost": (found.lost, 0),
                "doubled": (found.doubled, IN_FLIGHT * kills),
                "doubled, on average for a kill": (found.doubled / kills, 3),
                "second copies with a sound": (found.loud, 0),
                "rows still open": (states.get("sending", 0) + states.get("pending", 0), 0),
            }
        ),
    )
