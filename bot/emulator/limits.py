"""Telegram's flood limits, as sliding windows over the messages accepted."""

import math
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from bot.emulator.errors import too_many_requests


@dataclass(frozen=True)
class Limits:
    """How many messages a window takes; None is no limit. Telegram's own: about 30, 1 and 20."""

    per_second: int | None = None
    per_chat_per_second: int | None = None
    per_group_per_minute: int | None = None


class Gate:
    """Lets messages through within the limits; the rest get 429 and count for nothing."""

    def __init__(self, limits: Limits, monotonic: Callable[[], float] = time.monotonic) -> None:
        self.limits = limits
        self._monotonic = monotonic
        self._windows: dict[str, deque[float]] = {}

    def admit(self, chat_id: int) -> None:
        """Counts one message to a chat; ApiError 429 naming the seconds to wait if a window is full."""
        windows = self._of(chat_id)
        now = self._monotonic()
        waits = [wait for window, size, span in windows if (wait := _wait(window, size, span, now)) > 0]
        if waits:
            raise too_many_requests(max(1, math.ceil(max(waits))))
        for window, _, _ in windows:
            window.append(now)

    def _of(self, chat_id: int) -> list[tuple[deque[float], int, float]]:
        named = (
            ("all", self.limits.per_second, 1.0),
            (f"chat {chat_id}", self.limits.per_chat_per_second, 1.0),
            (f"group {chat_id}", self.limits.per_group_per_minute if chat_id < 0 else None, 60.0),
        )
        return [
            (self._windows.setdefault(name, deque()), size, span)
            for name, size, span in named
            if size is not None
        ]


def _wait(window: deque[float], size: int, span: float, now: float) -> float:
    while window and window[0] <= now - span:
        window.popleft()
    return window[0] + span - now if len(window) >= size else 0.0
