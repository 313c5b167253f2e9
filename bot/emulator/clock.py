"""The emulator's clock: real time plus an offset that only grows."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta


def wall_clock() -> datetime:
    """Tells the real time, aware, in UTC."""
    return datetime.now(UTC)


class EmulatorClock:
    """Tells the time of the emulated world; it can be moved forward, never back."""

    def __init__(self, wall: Callable[[], datetime] = wall_clock) -> None:
        self._wall = wall
        self._callbacks: list[Callable[[datetime], None]] = []
        self.offset = timedelta()

    def now(self) -> datetime:
        """Gives the present instant, aware, in UTC."""
        return self._wall() + self.offset

    def advance(self, by: timedelta) -> datetime:
        """Moves the clock forward and gives the new instant; ValueError for a step back."""
        if by < timedelta():
            raise ValueError("The clock moves forward only.")
        self.offset += by
        moved_to = self.now()
        for callback in list(self._callbacks):
            callback(moved_to)
        return moved_to

    def move_to(self, instant: datetime) -> datetime:
        """Moves the clock to an aware instant in the future; ValueError otherwise."""
        if instant.tzinfo is None:
            raise ValueError("An instant needs a time zone, for example 2026-03-04T08:00:00+00:00.")
        return self.advance(instant - self.now())

    def subscribe(self, callback: Callable[[datetime], None]) -> Callable[[], None]:
        """Calls back with the new instant at each move; gives the function that ends this."""
        self._callbacks.append(callback)
        return lambda: self._callbacks.remove(callback)
