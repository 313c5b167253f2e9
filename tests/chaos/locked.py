"""Another process holds the database's write lock: the bot waits, and no person meets an error."""

import asyncio
import sqlite3
from collections.abc import Callable

import sqlalchemy as sa

from tests.chaos.botprocess import comes_true
from tests.chaos.databases import is_postgresql
from tests.chaos.pushing import Stage, on_stage
from tests.chaos.tally import Findings, Report

COMMANDS = ("/settings headlines on", "/subscribe world", "/topics")
APOLOGY = "went wrong"


async def run(*, people: int, held: float, seed: int, say: Callable[[str], None]) -> Report:
    """Hold the lock for ``held`` seconds in the middle of a push to ``people`` readers who also write."""
    found = Findings()
    if is_postgresql():
        found.tell("on PostgreSQL", "there is no lock on the whole database")
        return found.report()
    async with on_stage(people, seed=seed) as stage:
        anna = stage.emulator.person("Anna", id=1001)
        await stage.announce()
        await stage.bot.start()
        await stage.accepted(1, within=60)
        holder = _hold(stage)
        for command in COMMANDS:
            await anna.sends(command)
        await asyncio.sleep(held)
        said = [one.text for one in stage.emulator.log.to(anna.id)]
        say(f"while locked for {held:.0f} s, she was told {len(said)} times")
        holder.rollback()
        holder.close()

        async def is_answered() -> bool:
            return len(stage.emulator.log.to(anna.id)) >= len(COMMANDS)

        await comes_true(is_answered, 60)
        await stage.drained()
        code, _ = await stage.bot.stop()
        counted, states = stage.tally(), await stage.desk.states()
    answers = [one.text for one in stage.emulator.log.to(anna.id)]
    found.at_most("exit code", code, 0)
    found.at_most("commands without an answer", len(COMMANDS) - len(answers), 0)
    found.at_most("answers that are apologies", sum(APOLOGY in text for text in answers), 0)
    found.at_most("lost", counted.lost, 0)
    found.at_most("doubled", counted.doubled, 0)
    found.none_open(states)
    return found.report()


def _hold(stage: Stage) -> sqlite3.Connection:
    """Take the write lock of the file as another program would."""
    path = sa.make_url(stage.bot.database_url).database
    assert path is not None, "a SQLite file has a path"
    holder = sqlite3.connect(path, timeout=20, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    return holder
