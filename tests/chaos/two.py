"""Two bots: on one database the second is refused; with one token on two hosts they do not spin."""

import asyncio
import resource
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from bot.emulator import Emulator
from tests.chaos.botprocess import BotProcess
from tests.chaos.databases import new_database
from tests.chaos.pushing import on_stage
from tests.chaos.tally import Findings, Report

REFUSED_WITHIN = 5.0
# A poll that meets another waits 1, 2, 4 ... 30 seconds: so many calls fit into the first minute.
MOST_POLLS_A_MINUTE = 40


async def run(*, people: int, seconds: float, seed: int, say: Callable[[str], None]) -> Report:
    """Start a second bot on the database of a running push, and one elsewhere for ``seconds``."""
    found = Findings()
    async with on_stage(people, seed=seed) as stage:
        await stage.announce()
        await stage.bot.start()
        await _second_on_the_same(stage.emulator, stage.bot, found)
        await _second_elsewhere(stage.emulator, stage.bot, seconds, found)
        say(f"two hosts polled for {seconds:.0f} s")
        await stage.drained()
        await stage.bot.stop()
        counted, states = stage.tally(), await stage.desk.states()
    found.at_most("lost", counted.lost, 0)
    found.at_most("doubled", counted.doubled, 0)
    found.none_open(states)
    return found.report()


async def _second_on_the_same(emulator: Emulator, first: BotProcess, found: Findings) -> None:
    with tempfile.TemporaryDirectory(prefix="digestbot-chaos-") as folder:
        second = BotProcess(emulator, Path(folder), database_url=first.database_url)
        began, used = time.monotonic(), resource.getrusage(resource.RUSAGE_CHILDREN)
        await second.launch()
        code = await second.ended(60)
        # Only children that ended are counted there, and this is the one that did. Its own seconds, since
        # those on the wall say more about the machine's other work.
        ended = resource.getrusage(resource.RUSAGE_CHILDREN)
        seconds = ended.ru_utime + ended.ru_stime - used.ru_utime - used.ru_stime
        found.at_most("its seconds until the second is refused", seconds, REFUSED_WITHIN, timed=True)
        found.tell("seconds on the wall", time.monotonic() - began)
        found.at_least("its exit code", code or 0, 1)
        found.at_least("its log says why", int("another digestbot" in second.log()), 1)


async def _second_elsewhere(emulator: Emulator, first: BotProcess, seconds: float, found: Findings) -> None:
    with (
        tempfile.TemporaryDirectory(prefix="digestbot-chaos-") as folder,
        new_database(Path(folder) / "digestbot.db") as url,
    ):
        second = BotProcess(emulator, Path(folder), database_url=url)
        await second.start()
        before = sum(call.method == "getUpdates" for call in emulator.log.calls)
        cpu = first.use().cpu + second.use().cpu
        await asyncio.sleep(seconds)
        cpu = first.use().cpu + second.use().cpu - cpu
        polls = sum(call.method == "getUpdates" for call in emulator.log.calls) - before
        await second.stop()
        most = MOST_POLLS_A_MINUTE * max(1.0, seconds / 60)
        found.at_most("polls of both", polls, most)
        found.tell("share of a core of both", f"{cpu / seconds:.2f}")
        warnings = max(life.log().count("polling_conflict") for life in (first, second))
        found.at_most("warnings of one of them", warnings, max(1, seconds // 20))
