"""Power cuts: write-ahead logs that are cut or torn anywhere; what was committed before stays, in order."""

import random
import shutil
import sqlite3
import tempfile
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import sqlalchemy as sa

from bot.emulator import Emulator
from bot.models import Delivery, DeliveryKind, NewDelivery, OutgoingMessage, Sent
from bot.storage import deliveries, meta, schema
from bot.storage.engine import Database
from bot.storage.results import Result, record
from bot.storage.tables import subscribers
from tests.chaos.databases import is_postgresql
from tests.chaos.newsdesk import open_desk
from tests.chaos.tally import Findings, Report

STEPS = 40
READERS = 20
NOW = datetime(2026, 3, 4, 8, tzinfo=UTC)
# A plan, a claim, or marks: each is one transaction that says its number.
_NUMBER = "chaos-step"


async def run(*, cuts: int, seed: int, say: Callable[[str], None]) -> Report:
    """Work through a push, and open ``cuts`` copies of its database with a damaged log."""
    chance, found = random.Random(seed), Findings()
    if is_postgresql():
        found.tell("on PostgreSQL", "its own log is its own matter")
        return found.report()
    with tempfile.TemporaryDirectory(prefix="digestbot-chaos-") as name:
        folder = Path(name)
        histories = await _work(folder)
        unsound = out_of_order = unusable = 0
        depths = []
        for number in range(cuts):
            copy = _damaged(folder, folder / f"cut{number}", chance)
            sound, step, rows = _read(copy)
            unsound += not sound
            out_of_order += histories.get(step) != rows
            depths.append(step)
            unusable += not await _recovers(copy)
            shutil.rmtree(copy.parent)
    say(f"{cuts} logs damaged; from {min(depths)} to {max(depths)} of {STEPS} steps were left")
    found.tell("logs cut or torn", cuts)
    found.at_most("databases that are not sound", unsound, 0)
    found.at_most("states that never were", out_of_order, 0)
    found.at_most("outboxes that do not recover", unusable, 0)
    return found.report()


async def _work(folder: Path) -> dict[int, list[tuple[int, str]]]:
    """Plan, claim and mark in numbered transactions; the outbox as it was after each."""
    whole = folder / "whole.db"
    readers = await _readers(f"sqlite:///{whole}")
    database = Database(f"sqlite:///{whole}")
    claimed: list[Delivery] = []
    histories = {}
    for step in range(STEPS + 1):
        claimed = await _step(database, step, readers, claimed)
        if step == 0:
            # From here on everything stands in the log alone.
            with closing(sqlite3.connect(whole)) as other:
                other.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        histories[step] = _read(whole)[2]
    for ending in ("", "-wal"):
        shutil.copyfile(f"{whole}{ending}", folder / f"kept.db{ending}")
    await database.close()
    return histories


async def _step(database: Database, step: int, readers: list[int], claimed: list[Delivery]) -> list[Delivery]:
    """One transaction: a plan, a claim, or marks; what is in flight after it."""
    async with database.write() as conn:
        await meta.put(conn, _NUMBER, str(step))
        match step % 4:
            case 0:
                await deliveries.plan(conn, [_row(reader, step) for reader in readers], NOW)
                return claimed
            case 1:
                return await deliveries.claim(conn, "worker", NOW, 16)
            case _:
                done = [Result(one, Sent(one.id)) for one in claimed[:8]]
                await record(conn, "worker", done, NOW)
                return claimed[8:]


async def _readers(url: str) -> list[int]:
    desk = await open_desk(url, Emulator(), READERS)
    async with desk.database.read() as conn:
        ids = list((await conn.execute(sa.select(subscribers.c.id))).scalars())
    await desk.database.close()
    return ids


def _row(reader: int, step: int) -> NewDelivery:
    return NewDelivery(reader, DeliveryKind.NOTICE, step, 0, OutgoingMessage(f"Ferry number {step} sails."))


def _damaged(folder: Path, place: Path, chance: random.Random) -> Path:
    place.mkdir()
    copy = place / "digestbot.db"
    shutil.copyfile(folder / "kept.db", copy)
    log = bytearray((folder / "kept.db-wal").read_bytes())
    at = chance.randrange(len(log))
    match chance.choice(("cut", "zeroed", "torn")):
        case "cut":
            del log[at:]
        case "zeroed":
            log[at:] = bytes(len(log) - at)
        case _:
            end = min(len(log), at + chance.randint(1, 4096))
            log[at:end] = chance.randbytes(end - at)
    copy.with_name("digestbot.db-wal").write_bytes(log)
    return copy


def _read(path: Path) -> tuple[bool, int, list[tuple[int, str]]]:
    """Whether the file is sound, the last step in it, and its outbox."""
    with closing(sqlite3.connect(path)) as conn:
        sound = conn.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        step = conn.execute("SELECT value FROM meta WHERE key = ?", (_NUMBER,)).fetchone()
        rows = conn.execute("SELECT id, state FROM deliveries ORDER BY id").fetchall()
    return sound, int(step[0]) if step else -1, rows


async def _recovers(path: Path) -> bool:
    """Whether the bot's own start takes the file up and leaves nothing in flight."""
    url = f"sqlite:///{path}"
    schema.prepare(url)
    database = Database(url)
    try:
        async with database.write() as conn:
            await deliveries.recover(conn, "next", datetime.now(UTC))
            states = await deliveries.counts(conn)
            claimed = await deliveries.claim(conn, "next", datetime.now(UTC), 8)
    finally:
        await database.close()
    return "sending" not in states and bool(claimed) == bool(states.get("pending"))
