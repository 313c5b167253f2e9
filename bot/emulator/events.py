"""What happens in the emulated world, told to whoever listens: the chat page and waiting tests."""

import asyncio
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

_REMEMBERED = 1000


@dataclass(frozen=True)
class Event:
    """One thing that happened; numbers grow by one."""

    number: int
    kind: str
    data: dict[str, Any]


class Hub:
    """Passes each event to every listener and remembers the latest for those who reconnect."""

    def __init__(self) -> None:
        self.number = 0
        self._recent: deque[Event] = deque(maxlen=_REMEMBERED)
        self._listeners: set[asyncio.Queue[Event]] = set()

    def publish(self, kind: str, data: dict[str, Any]) -> None:
        """Tells every listener of an event."""
        self.number += 1
        event = Event(self.number, kind, data)
        self._recent.append(event)
        for listener in self._listeners:
            listener.put_nowait(event)

    @contextmanager
    def listen(self) -> Iterator[asyncio.Queue[Event]]:
        """Opens a queue that gets each event until the context ends."""
        queue: asyncio.Queue[Event] = asyncio.Queue()
        self._listeners.add(queue)
        try:
            yield queue
        finally:
            self._listeners.discard(queue)

    def since(self, number: int) -> list[Event] | None:
        """Gives the events after a number, or None if some are no longer remembered."""
        if number > self.number or number < self.number - len(self._recent):
            return None
        return [event for event in self._recent if event.number > number]
