"""The disk is full for a while: nothing crashes, nothing leaves unrecorded, and it goes on by itself."""

import asyncio
import re
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import aiohttp
import sqlalchemy as sa

from tests.chaos.botprocess import comes_true
from tests.chaos.databases import is_postgresql
from tests.chaos.pushing import Stage, on_stage
from tests.chaos.tally import Findings, Report

BACK_WITHIN = 60.0
# Enough for one write to fail and be tried again.
FULL_SECONDS = 6.0
MEGABYTES = 8


async def run(
    *, people: int, rounds: int, seed: int, say: Callable[[str], None], real: bool = False
) -> Report:
    """Let the disk be full in ``rounds`` pushes to ``people`` readers, and give it room again.

    With ``real``, a small file system is mounted and filled, which takes root; else SQLite is told that its
    file may not grow, so that only writes that need a new page fail.
    """
    found = Findings()
    if is_postgresql():
        found.tell("on PostgreSQL", "the server's disk is not ours to fill")
        return found.report()
    waits, unready = [], 0
    with _small_disk() if real else _no_disk() as disk:
        async with on_stage(people, seed=seed, ruled=True, disk=disk) as stage:
            await stage.bot.start()
            for number in range(rounds):
                await stage.announce_later(2.0)
                await _fill(stage, disk)
                assert await comes_true(lambda: _fails(stage), FULL_SECONDS + 20), "no write failed"
                await asyncio.sleep(FULL_SECONDS)
                unready += await _is_unready(stage)
                began = time.monotonic()
                _free(stage, disk)
                await stage.drained(BACK_WITHIN + people / 20)
                waits.append(time.monotonic() - began - people / 25)
                say(f"{number + 1} times full, {stage.tally()}")
            code, _ = await stage.bot.stop()
            counted, states = stage.tally(), await stage.desk.states()
            sound = await _integrity(stage)
    found.tell("times full", rounds)
    found.tell("not ready while full", unready)
    if real:
        found.at_least("not ready while full", unready, rounds)
    found.at_most("exit code", code, 0)
    found.at_most("seconds until all is sent, above the pace's", max(waits), BACK_WITHIN, timed=True)
    found.at_most("lost", counted.lost, 0)
    found.at_most("doubled", counted.doubled, 0)
    found.at_most("integrity broken", int(sound != "ok"), 0)
    found.none_open(states)
    return found.report()


@contextmanager
def _no_disk() -> Iterator[None]:
    yield None


@contextmanager
def _small_disk() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="digestbot-disk-") as folder:
        subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={MEGABYTES}m", "tmpfs", folder], check=True)
        try:
            yield Path(folder)
        finally:
            subprocess.run(["umount", "--lazy", folder], check=True)


async def _fill(stage: Stage, disk: Path | None) -> None:
    stage.failures = stage.bot.log().count(_FAILURE)
    if disk is None:
        stage.bot.rule.limit(await _pages(stage))
        return
    with (disk / "ballast").open("wb", buffering=0) as ballast:
        try:
            while True:
                ballast.write(bytes(4096))
        except OSError:
            return


def _free(stage: Stage, disk: Path | None) -> None:
    if disk is None:
        stage.bot.rule.limit(0)
    else:
        (disk / "ballast").unlink()


async def _pages(stage: Stage) -> int:
    async with stage.desk.database.read() as conn:
        return int((await conn.execute(sa.text("PRAGMA page_count"))).scalar_one())


async def _integrity(stage: Stage) -> str:
    async with stage.desk.database.read() as conn:
        return str((await conn.execute(sa.text("PRAGMA integrity_check"))).scalar_one())


_FAILURE = "OperationalError"


async def _fails(stage: Stage) -> bool:
    return stage.bot.log().count(_FAILURE) > stage.failures


async def _is_unready(stage: Stage) -> bool:
    """Whether /readyz says that the bot cannot do its work."""
    port = re.search(r"port=(\d+)", stage.bot.log())
    assert port is not None, "the bot tells where its pages are"
    async with aiohttp.ClientSession() as session, session.get(f"http://127.0.0.1:{port[1]}/readyz") as page:
        return page.status == 503
