import asyncio
from datetime import timedelta

from bot.clock import Clock, utc_now


async def test_the_clock_knocks_until_it_is_stopped() -> None:
    knocks = 0
    third = asyncio.Event()

    async def tick() -> None:
        nonlocal knocks
        knocks += 1
        if knocks == 3:
            third.set()

    clock = Clock(tick, tick, seconds=0.01)
    clock.start()
    async with asyncio.timeout(30):
        await third.wait()
    clock.stop()
    clock.stop()
    stopped_at = knocks
    await asyncio.sleep(0.1)
    assert knocks == stopped_at


async def test_a_tick_that_takes_long_is_never_run_beside_itself() -> None:
    running = most = ended = 0
    enough = asyncio.Event()

    async def tick() -> None:
        nonlocal running, most, ended
        running += 1
        most = max(most, running)
        await asyncio.sleep(0.05)
        running -= 1
        ended += 1
        if ended == 3:
            enough.set()

    async def maintain() -> None:
        raise AssertionError("an hour has not passed")

    clock = Clock(tick, maintain, seconds=0.01)
    clock.start()
    async with asyncio.timeout(30):
        await enough.wait()
    clock.stop()
    assert most == 1


def test_a_clock_that_never_started_can_be_stopped() -> None:
    async def tick() -> None:
        raise AssertionError("never started")

    clock = Clock(tick, tick)
    clock.stop()
    assert not clock._scheduler.running


def test_the_present_is_aware_utc() -> None:
    assert utc_now().utcoffset() == timedelta(0)
