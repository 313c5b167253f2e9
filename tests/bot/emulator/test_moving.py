import asyncio
from datetime import UTC, datetime

import pytest

from bot.emulator import EmulatorClock
from bot.emulator.moving import Mover

NOON = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)


async def test_what_a_move_began_is_finished_although_nobody_waits() -> None:
    done, begun, release = asyncio.Event(), asyncio.Event(), asyncio.Event()

    async def after_move() -> None:
        begun.set()
        await release.wait()
        done.set()

    moving = asyncio.create_task(Mover(EmulatorClock(), after_move=after_move).advance(60))
    await begun.wait()
    moving.cancel()
    with pytest.raises(asyncio.CancelledError):
        await moving
    release.set()
    await asyncio.wait_for(done.wait(), 5)


async def test_an_event_that_is_due_already_moves_nothing() -> None:
    woken: list[datetime] = []
    clock = EmulatorClock(lambda: NOON)

    async def overdue() -> datetime | None:
        return NOON.replace(hour=8)

    async def after_move() -> None:
        woken.append(clock.now())

    assert await Mover(clock, overdue, after_move).move_to_next() == NOON.replace(hour=8)
    assert woken == [NOON]
