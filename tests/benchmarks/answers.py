"""How soon a command and a tap are answered, also while a push runs at the full pace."""

import asyncio
import time
from collections.abc import Sequence

from bot.emulator import Emulator, Person
from tests.benchmarks.figures import Figure, spread
from tests.chaos.newsdesk import open_chats
from tests.chaos.pushing import on_stage

FIRST_WRITER = 5001
WRITERS = 200
GOAL = "p95 ≤ 100 ms"


async def run(people: int) -> list[Figure]:
    """Time the answers to 200 people, alone and beside a push to ``people`` readers."""
    async with on_stage(people) as stage:
        await stage.bot.start()
        alone = await timed_answers(stage.emulator, range(FIRST_WRITER, FIRST_WRITER + WRITERS))
        await stage.announce()
        # From the slot on, so that the planning of the push is met as well.
        beside = await timed_answers(
            stage.emulator, range(FIRST_WRITER + WRITERS, FIRST_WRITER + 2 * WRITERS)
        )
        pushed = len(stage.emulator.log) - 2 * WRITERS
        await stage.bot.stop()
    whole = "" if pushed < people else " (the push ended before)"
    return [
        Figure("answer to a command", spread(alone[0]), GOAL),
        Figure("answer to a tap", spread(alone[1]), GOAL),
        Figure(f"answer to a command beside a push{whole}", spread(beside[0]), GOAL),
        Figure(f"answer to a tap beside a push{whole}", spread(beside[1]), GOAL),
    ]


async def timed_answers(
    emulator: Emulator, ids: Sequence[int], topic: str = "World"
) -> tuple[list[float], list[float]]:
    """How long answers to a command and to a tap on a topic take, as people write one after the other."""
    open_chats(emulator, ids)
    commands, taps = [], []
    for number in ids:
        person = emulator.person(f"Writer {number}", id=number)
        commands.append(await _command(emulator, person))
        began = time.monotonic()
        await person.taps(topic)
        taps.append(time.monotonic() - began)
        # Apart from each other, as people write; and never at the same beat as the push.
        await asyncio.sleep(0.013)
    return commands, taps


async def _command(emulator: Emulator, person: Person) -> float:
    began = time.time()
    await person.sends("/topics")
    await person.sees("Your topics")
    return emulator.log.to(person.id)[-1].wall.timestamp() - began
