import asyncio
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest

from bot.clock import Clock, ClockWatch, since_boot, utc_now


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


@dataclass
class Machine:
    """A machine with a wall clock and the seconds since its start."""

    wall: datetime = field(default_factory=lambda: datetime(2026, 3, 4, 8, tzinfo=UTC))
    boot: float = 1000.0

    def passes(self, seconds: float, *, wall_alone: float = 0.0) -> None:
        self.boot += seconds
        self.wall += timedelta(seconds=seconds + wall_alone)


@pytest.fixture
def machine() -> Machine:
    return Machine()


@pytest.fixture
def watch(machine: Machine) -> ClockWatch:
    watching = ClockWatch(lambda: machine.boot)
    assert not watching.holds(machine.wall)
    return watching


@pytest.mark.parametrize("asleep", [2.0, 5.0, 3 * 3600.0, 30 * 3600.0])
def test_nothing_waits_after_a_sleep(machine: Machine, watch: ClockWatch, asleep: float) -> None:
    machine.passes(asleep)
    assert not watch.holds(machine.wall)


@pytest.mark.parametrize("jump", [86_400.0, -86_400.0, 7200.0, -301.0])
def test_a_clock_that_is_set_is_believed_after_two_ticks(
    machine: Machine, watch: ClockWatch, jump: float, caplog: pytest.LogCaptureFixture
) -> None:
    held = []
    for step in range(5):
        machine.passes(2, wall_alone=0 if step else jump)
        held.append(watch.holds(machine.wall))
    assert held == [True, True, False, False, False]
    assert caplog.text.count("the clock was set") == 1


def test_a_clock_that_goes_wrong_and_comes_back_makes_nothing_due(
    machine: Machine, watch: ClockWatch
) -> None:
    machine.passes(2, wall_alone=7200)
    assert watch.holds(machine.wall)
    machine.passes(2, wall_alone=-7200)
    assert [watch.holds(machine.wall) for _ in range(3)] == [True, True, False]


def test_a_time_server_may_correct_the_clock(machine: Machine, watch: ClockWatch) -> None:
    machine.passes(2, wall_alone=-299)
    assert not watch.holds(machine.wall)


def test_the_time_since_the_start_goes_on() -> None:
    assert since_boot() <= since_boot()
