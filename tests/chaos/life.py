"""`python -m tests.chaos.life`: `digestbot run` with a clock, a disk and a death that its parent rules.

The parent writes into a small file that both map: by how many seconds the clocks are ahead, and how many
pages the SQLite file may have (0: any number). Nothing of this exists in the bot itself.
"""

import argparse
import asyncio
import mmap
import os
import random
import signal
import sqlite3
import struct
import sys
import threading
import time
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event

from bot import logs, moments
from bot.moments import Moment

CHECKPOINT = "checkpoint"
DEATHS = (*Moment, CHECKPOINT)
_SHAPE = struct.Struct("dqd")
_UNLIMITED = 2**30
# A checkpoint of the WAL of a push takes about this long; the death comes somewhere in it.
_CHECKPOINT_SECONDS = 0.004


class Rule:
    """What the parent rules, as both see it."""

    def __init__(self, path: Path) -> None:
        with path.open("r+b" if path.exists() else "w+b") as file:
            file.truncate(_SHAPE.size)
            self._map = mmap.mmap(file.fileno(), _SHAPE.size)

    @property
    def offset(self) -> float:
        """By how many seconds the bot's clock is ahead."""
        return float(_SHAPE.unpack(self._map[:])[0])

    @property
    def pages(self) -> int:
        """How many pages the database may have; 0 for any number."""
        return int(_SHAPE.unpack(self._map[:])[1])

    @property
    def slept(self) -> float:
        """For how many seconds the machine was asleep, as its own clock since the start counts them."""
        return float(_SHAPE.unpack(self._map[:])[2])

    def set_clock(self, seconds: float) -> None:
        """Set the bot's wall clock forth or back."""
        self._write(self.offset + seconds, self.pages, self.slept)

    def sleep(self, seconds: float) -> None:
        """Let time pass for the bot's machine, on every clock of it."""
        self._write(self.offset + seconds, self.pages, self.slept + seconds)

    def limit(self, pages: int) -> None:
        """Let the database have so many pages; 0 for any number."""
        self._write(self.offset, pages, self.slept)

    def _write(self, offset: float, pages: int, slept: float) -> None:
        self._map[:] = _SHAPE.pack(offset, pages, slept)

    def boot(self) -> float:
        """The seconds since the machine's start, as the bot's watch reads them."""
        from bot.clock import since_boot

        return since_boot() + self.slept

    def now(self) -> datetime:
        """The time as the bot's clock tells it."""
        from bot.clock import utc_now

        return utc_now() + timedelta(seconds=self.offset)


def main() -> int:
    """Run the bot until it is told to stop, or until its moment comes."""
    options = _arguments()
    from bot import app
    from bot.clock import ClockWatch
    from bot.settings import load_settings

    settings, _ = load_settings(require_token=True)
    logs.configure(settings.log_level, settings.log_format, settings.secrets)
    rule = Rule(options.rule)
    _limit_pages(rule)
    app.ClockWatch = partial(ClockWatch, rule.boot)  # type: ignore[attr-defined,assignment]
    if options.die:
        _die_at(options.die, options.at, settings.database)
    return asyncio.run(app.serve(settings, rule.now))


def _limit_pages(rule: Rule) -> None:
    def limit(conn: sa.Connection) -> None:
        if conn.dialect.name == "sqlite":
            conn.exec_driver_sql(f"PRAGMA max_page_count={rule.pages or _UNLIMITED}")

    event.listen(sa.Engine, "begin", limit)


def _die_at(death: str, at: int, database_url: str) -> None:
    left = at
    awaited = Moment.MARKED if death == CHECKPOINT else Moment(death)

    def look(moment: Moment) -> None:
        nonlocal left
        left -= moment is awaited
        if left == 0 and moment is awaited:
            if death == CHECKPOINT:
                _begin_checkpoint(database_url)
            os.kill(os.getpid(), signal.SIGKILL)

    if death == CHECKPOINT:
        event.listen(sa.Engine, "connect", _without_checkpoints)
    moments.listen(look)


def _without_checkpoints(dbapi_connection: Any, _record: object) -> None:
    # So that the one checkpoint of this life has something to do.
    dbapi_connection.cursor().execute("PRAGMA wal_autocheckpoint=0")


def _begin_checkpoint(database_url: str) -> None:
    path = sa.make_url(database_url).database or ""

    def checkpoint() -> None:
        sqlite3.connect(path).execute("PRAGMA wal_checkpoint(PASSIVE)")

    threading.Thread(target=checkpoint, daemon=True).start()
    time.sleep(random.uniform(0, _CHECKPOINT_SECONDS))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.chaos.life", description=__doc__)
    parser.add_argument("--rule", type=Path, required=True, help="the file that the parent writes")
    parser.add_argument("--die", choices=DEATHS, help="where to end with SIGKILL")
    parser.add_argument("--at", type=int, default=1, help="the how many-th time (default: 1)")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
