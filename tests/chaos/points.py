"""SIGKILL at each named moment of a push, and in a checkpoint: the worst places instead of random ones."""

import random
from collections.abc import Callable, Sequence

from bot.moments import Moment
from tests.chaos.databases import is_postgresql
from tests.chaos.kill9 import IN_FLIGHT
from tests.chaos.life import CHECKPOINT
from tests.chaos.pushing import Stage, on_stage
from tests.chaos.tally import Findings, Report

# How often each moment comes in a push, at least; a death at the first time alone would be no choice.
OF_A_PUSH = {
    Moment.PLANNING: 1,
    Moment.PLANNED: 1,
    Moment.CLAIMED: 3,
    Moment.ACCEPTED: 4,
    Moment.MARKING: 3,
    Moment.MARKED: 3,
    CHECKPOINT: 3,
}


async def run(*, people: int, rounds: int, seed: int, say: Callable[[str], None]) -> Report:
    """Push stories to ``people`` readers; in every round the bot dies once at each moment.

    One round is one push with all deaths in it. With more rounds each death has a push of its own.
    """
    chance, found = random.Random(seed), Findings()
    moments = [moment for moment in OF_A_PUSH if not (moment == CHECKPOINT and is_postgresql())]
    pushes = [moments] if rounds == 1 else [[moment] for moment in moments for _ in range(rounds)]
    async with on_stage(people, seed=seed) as stage:
        for deaths in pushes:
            before = stage.tally().doubled
            await _push(stage, deaths, chance)
            say(f"died when {', '.join(deaths)}: {stage.tally().doubled - before} doubled")
        counted, states = stage.tally(), await stage.desk.states()
    kills = sum(map(len, pushes))
    found.tell("messages expected", counted.expected)
    found.tell("kills", kills)
    found.at_most("lost", counted.lost, 0)
    found.at_most("doubled", counted.doubled, IN_FLIGHT * kills)
    found.at_most("second copies with a sound", counted.loud, 0)
    found.none_open(states)
    return found.report()


async def _push(stage: Stage, deaths: Sequence[str], chance: random.Random) -> None:
    await stage.announce()
    for moment in deaths:
        await stage.bot.launch(moment, chance.randint(1, OF_A_PUSH[moment]))
        code = await stage.bot.ended()
        assert code == -9, f"'{moment}' did not come (exit code {code}): {stage.bot.log()[-1000:]}"
    await stage.bot.launch()
    await stage.drained()
    await stage.bot.stop()
