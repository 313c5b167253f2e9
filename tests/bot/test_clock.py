"""The clock knocks, and ends quietly."""

import asyncio
import logging

import pytest

from bot.clock import Clock


async def test_it_knocks_until_it_is_stopped() -> None:
    knocks: list[int] = []
    twice = asyncio.Event()

    async def tick() -> None:
        knocks.append(1)
        if len(knocks) == 2:
            twice.set()

    clock = Clock(tick, tick, seconds=0.01)
    clock.start()
    async with asyncio.timeout(5):
        await twice.wait()
    clock.stop()
    await asyncio.sleep(0)
    count = len(knocks)
    await asyncio.sleep(0.05)
    assert len(knocks) == count


async def test_a_knock_that_the_stop_cuts_off_is_no_error(caplog: pytest.LogCaptureFixture) -> None:
    begun = asyncio.Event()

    async def tick() -> None:
        begun.set()
        await asyncio.sleep(60)

    clock = Clock(tick, tick, seconds=0.01)
    clock.start()
    async with asyncio.timeout(5):
        await begun.wait()
    clock.stop()
    await asyncio.sleep(0.05)
    assert [record for record in caplog.records if record.levelno >= logging.ERROR] == []
