"""The delivery log and the call log: what the bot asked for and what was accepted."""

from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, overload

from bot.emulator.clock import EmulatorClock, wall_clock


@dataclass(frozen=True)
class Delivery:
    """One accepted message: numbers grow by one; `wall` is real time, `at` the emulator's."""

    number: int
    method: str
    chat_id: int
    message_id: int
    text: str
    is_silent: bool
    wall: datetime
    at: datetime
    dropped_entities: int = 0

    def body(self) -> dict[str, Any]:
        """Gives the entry with its instants as ISO 8601 text."""
        return asdict(self) | {"wall": self.wall.isoformat(), "at": self.at.isoformat()}


@dataclass(frozen=True)
class Call:
    """One answered request: its method, chat, HTTP status, and the real time at which it came in."""

    method: str
    chat_id: str
    status: int
    wall: datetime

    def body(self) -> dict[str, Any]:
        """Gives the entry with its instant as ISO 8601 text."""
        return asdict(self) | {"wall": self.wall.isoformat()}


class DeliveryLog:
    """Every accepted message in order, and every call."""

    def __init__(self, clock: EmulatorClock) -> None:
        self._clock = clock
        self.on_accepted: Callable[[Delivery], None] = lambda _: None
        self.deliveries: list[Delivery] = []
        self.calls: list[Call] = []

    def __iter__(self) -> Iterator[Delivery]:
        return iter(self.deliveries)

    def __len__(self) -> int:
        return len(self.deliveries)

    @overload
    def __getitem__(self, index: int) -> Delivery: ...
    @overload
    def __getitem__(self, index: slice) -> list[Delivery]: ...
    def __getitem__(self, index: int | slice) -> Delivery | list[Delivery]:
        return self.deliveries[index]

    def to(self, chat_id: int) -> list[Delivery]:
        """Lists what was delivered to one chat."""
        return [delivery for delivery in self.deliveries if delivery.chat_id == chat_id]

    def accept(self, method: str, message: dict[str, Any], *, is_silent: bool, dropped: int = 0) -> None:
        """Notes an accepted message."""
        delivery = Delivery(
            number=len(self.deliveries) + 1,
            method=method,
            chat_id=message["chat"]["id"],
            message_id=message["message_id"],
            text=message.get("text") or message.get("caption") or "",
            is_silent=is_silent,
            wall=wall_clock(),
            at=self._clock.now(),
            dropped_entities=dropped,
        )
        self.deliveries.append(delivery)
        self.on_accepted(delivery)

    def called(self, method: str, chat_id: str, status: int, wall: datetime) -> None:
        """Notes an answered request."""
        self.calls.append(Call(method, chat_id, status, wall))
