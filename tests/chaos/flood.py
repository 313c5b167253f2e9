"""Telegram asks for a pause: nothing goes before it is over, one chat's pause holds up no other."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from itertools import pairwise

from bot.emulator import Call, Limits
from tests.chaos.newsdesk import FIRST_READER
from tests.chaos.pushing import Stage, on_stage
from tests.chaos.tally import Findings, Report

RETRY_AFTER = 7
PACE = 25
# What had left before the refusal came back.
UNDER_WAY = timedelta(seconds=0.2)
LONGEST_GAP = 1.0
SLACK = 10.0


async def run(
    *, people: int, seed: int, say: Callable[[str], None], retry_after: int = RETRY_AFTER
) -> Report:
    """Push to ``people`` readers: one chat is refused early on, two together later.

    Fewer than 130 readers bring the three refusals so close that all are one.
    """
    found = Findings()
    alone, pair = people // 10, people // 2
    async with on_stage(people, seed=seed, limits=Limits(per_second=30, per_chat_per_second=1)) as stage:
        for reader in (alone, pair, pair + 1):
            stage.emulator.faults.add(
                method="sendMessage", kind="freeze", chat_id=FIRST_READER + reader, retry_after=retry_after
            )
        anna = stage.emulator.person("Anna", id=1001)
        await stage.announce()
        await stage.bot.start()
        await stage.bot.until(lambda: len(_refusals(stage)) >= 3, within=60 + people / 10)
        # An answer in the middle of the halt: it waits too, and is not lost.
        await anna.sends("/about")
        await stage.drained()
        await anna.sees("", within=retry_after + 5)
        await stage.bot.stop()
        counted, states = stage.tally(), await stage.desk.states()
        calls = [call for call in stage.emulator.log.calls if call.method == "sendMessage"]
    refused = first, second, third = [call.wall for call in _refusals(stage)[:3]]
    halted = timedelta(seconds=retry_after)
    found.tell("messages expected", counted.expected)
    found.tell("refusals", len(_refusals(stage)))
    found.at_most("refusals", len(_refusals(stage)), 3)
    found.at_most("longest gap in one chat's pause", _gap(calls, first, halted), LONGEST_GAP, timed=True)
    begun = sum(third + UNDER_WAY < call.wall < second + halted for call in calls)
    found.at_most("requests begun while all were refused", begun, 0)
    took = (calls[-1].wall - calls[0].wall).total_seconds()
    found.at_most("seconds in all", took, people / PACE + retry_after + SLACK, timed=True)
    found.at_most("answers lost", int(not stage.emulator.log.to(anna.id)), 0)
    found.at_most("lost", counted.lost, 0)
    found.at_most("doubled", counted.doubled, 0)
    found.at_most("failed", states.get("failed", 0), 0)
    found.none_open(states)
    say(f"refused after {', '.join(f'{(at - calls[0].wall).total_seconds():.1f}' for at in refused)} s")
    return found.report()


def _refusals(stage: Stage) -> list[Call]:
    return [call for call in stage.emulator.log.calls if call.status == 429]


def _gap(calls: Sequence[Call], begin: datetime, span: timedelta) -> float:
    """The longest time without a request after an instant."""
    within = [begin, *(call.wall for call in calls if begin < call.wall < begin + span)]
    return max(((later - earlier).total_seconds() for earlier, later in pairwise(within)), default=0.0)
