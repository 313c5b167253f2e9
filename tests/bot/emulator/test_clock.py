from datetime import UTC, datetime, timedelta

import pytest

from bot.emulator import EmulatorClock

NOON = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)


def test_the_clock_runs_on_from_where_it_was_moved_to() -> None:
    wall = [NOON]
    clock = EmulatorClock(lambda: wall[0])
    assert clock.move_to(NOON + timedelta(hours=20)) == NOON + timedelta(hours=20)
    wall[0] += timedelta(seconds=5)
    assert clock.now() == NOON + timedelta(hours=20, seconds=5)
    assert clock.advance(timedelta(minutes=1)) == NOON + timedelta(hours=20, minutes=1, seconds=5)


def test_the_clock_never_goes_back() -> None:
    clock = EmulatorClock(lambda: NOON)
    with pytest.raises(ValueError, match="forward only"):
        clock.advance(timedelta(seconds=-1))
    with pytest.raises(ValueError, match="forward only"):
        clock.move_to(NOON - timedelta(days=1))
    with pytest.raises(ValueError, match="time zone"):
        clock.move_to(datetime(2027, 1, 1))  # noqa: DTZ001 - a naive instant is what is refused
    assert clock.now() == NOON


def test_subscribers_are_called_until_they_leave() -> None:
    clock = EmulatorClock(lambda: NOON)
    told: list[datetime] = []
    leave = clock.subscribe(told.append)
    clock.advance(timedelta(hours=1))
    leave()
    clock.advance(timedelta(hours=1))
    assert told == [NOON + timedelta(hours=1)]
