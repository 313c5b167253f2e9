"""SIGTERM in the middle of a push: the bot ends in good order, and the next start goes on where it was."""

import random
from collections.abc import Callable

from tests.chaos.pushing import Stage, on_stage
from tests.chaos.tally import Report, broken_bounds

STOP_SECONDS = 10.0


async def run(*, people: int, stops: int, seed: int, say: Callable[[str], None]) -> Report:
    """Push a story to ``people`` readers and stop the bot ``stops`` times meanwhile."""
    chance = random.Random(seed)
    async with on_stage(people, seed=seed) as stage:
        await stage.announce()
        endings = [await _live_and_stop(stage, chance, people // (stops + 1)) for _ in range(stops)]
        await stage.bot.start()
        await stage.drained()
        endings.append(await stage.bot.stop())
        found, states = stage.tally(), await stage.desk.states()
    say(f"stopped after {', '.join(f'{seconds:.2f}' for _, seconds in endings)} s")
    return _report(found.lost, found.doubled, states, endings)


async def _live_and_stop(stage: Stage, chance: random.Random, most: int) -> tuple[int, float]:
    await stage.bot.launch()
    await stage.accepted(chance.randint(1, most), within=60.0)
    return await stage.bot.stop()


def _report(lost: int, doubled: int, states: dict[str, int], endings: list[tuple[int, float]]) -> Report:
    slowest = max(seconds for _, seconds in endings)
    bad_codes = sum(code != 0 for code, _ in endings)
    open_rows = states.get("sending", 0) + states.get("pending", 0)
    figures = (
        ("stops", str(len(endings))),
        ("exit codes other than 0", str(bad_codes)),
        ("longest stop", f"{slowest:.2f} s"),
        ("lost", str(lost)),
        ("doubled", str(doubled)),
        ("rows still open", str(open_rows)),
    )
    bounds: dict[str, tuple[float, float]] = {
        "exit codes other than 0": (bad_codes, 0),
        "seconds to stop": (slowest, STOP_SECONDS),
        "lost": (lost, 0),
        "doubled": (doubled, 0),
        "rows still open": (open_rows, 0),
    }
    return Report(figures, broken_bounds(bounds))
