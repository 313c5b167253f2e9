"""The Bot API cannot be reached over several slots: afterwards everything comes once, the oldest first."""

import asyncio
import time
from collections import Counter
from collections.abc import Callable
from itertools import pairwise
from urllib.parse import urlsplit

from bot.emulator import Delivery
from tests.chaos.botprocess import comes_true
from tests.chaos.pushing import Stage, on_stage
from tests.chaos.tally import Findings, Report

SLOTS = 3
HOURS = 2.0
LARGEST_SHARE_OF_A_CORE = 0.05
PACE = 25


async def run(*, people: int, quiet: float, seed: int, say: Callable[[str], None]) -> Report:
    """Keep the API down for two hours of the bot's clock and ``quiet`` real seconds, over three slots."""
    found = Findings()
    async with on_stage(people, seed=seed, ruled=True) as stage:
        port = urlsplit(stage.emulator.base_url).port or 0
        await stage.bot.start()
        await stage.emulator.stop()
        for _ in range(SLOTS):
            stage.bot.rule.sleep(3600 * HOURS / SLOTS)
            await stage.announce()
            await comes_true(stage.is_planned, 60 + people / 20)
        say(f"{SLOTS} slots planned; the Bot API refuses connections")
        share = await _share_of_a_core(stage, quiet)
        await stage.emulator.start(port)
        back = time.monotonic()
        await stage.drained(60 + SLOTS * people / 20)
        seconds = time.monotonic() - back
        await stage.bot.stop()
        counted, states = stage.tally(), await stage.desk.states()
    found.tell("messages expected", counted.expected)
    found.at_most("share of a core while refused", share, LARGEST_SHARE_OF_A_CORE, timed=True)
    found.at_most("lost", counted.lost, 0)
    found.at_most("doubled", counted.doubled, 0)
    found.at_most("failed", states.get("failed", 0), 0)
    found.at_most("later stories before earlier ones", _out_of_order(stage), 0)
    found.at_most("most in any second", busiest_second(list(stage.emulator.log)), PACE + 1, timed=True)
    found.tell("seconds from the return to the last message", seconds)
    found.none_open(states)
    return found.report()


async def _share_of_a_core(stage: Stage, seconds: float) -> float:
    # What the last slot's planning costs is no part of it.
    await asyncio.sleep(2.0)
    before = stage.bot.use().cpu
    await asyncio.sleep(seconds)
    return (stage.bot.use().cpu - before) / seconds


def _out_of_order(stage: Stage) -> int:
    """How often a reader got a later story before an earlier one."""
    order: dict[int, list[int]] = {}
    for delivery in stage.emulator.log:
        told = [number for number, headline in enumerate(stage.headlines) if headline in delivery.text]
        order.setdefault(delivery.chat_id, []).extend(told)
    return sum(later < earlier for numbers in order.values() for earlier, later in pairwise(numbers))


def busiest_second(deliveries: list[Delivery]) -> int:
    """The most messages that were accepted within one second, however it begins."""
    instants = sorted(delivery.wall.timestamp() for delivery in deliveries)
    first, most = 0, 0
    for last, instant in enumerate(instants):
        while instants[first] <= instant - 1:
            first += 1
        most = max(most, last - first + 1)
    return most


def copies(deliveries: list[Delivery]) -> Counter[int]:
    """How many messages each chat got."""
    return Counter(delivery.chat_id for delivery in deliveries)
