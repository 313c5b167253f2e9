"""Telegram's flood limits, as sliding windows over the messages accepted, and the freezes that follow."""

import math
import time
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from typing import Any

from bot.emulator.errors import too_many_requests


@dataclass(frozen=True)
class Limits:
    """How many messages a window takes; None is no limit. Telegram's own: about 30, 1 and 20.

    Who goes beyond one is frozen, the bot or one chat of it, until the window has room again, and for
    `freeze` seconds at least.
    """

    per_second: int | None = None
    per_chat_per_second: int | None = None
    per_group_per_minute: int | None = None
    freeze: int = 0


LIMITS = tuple(field.name for field in fields(Limits))


def mistakes(limits: Mapping[str, Any]) -> list[str]:
    """Tells what is wrong with limits that were written down, in one sentence each."""
    unknown = sorted(set(limits) - set(LIMITS))
    found = [f"There is no limit {name!r}; there are {', '.join(LIMITS)}." for name in unknown]
    for name, value in limits.items():
        least, may_be_none = (0, False) if name == "freeze" else (1, True)
        is_right = (value is None and may_be_none) or (type(value) is int and least <= value <= 10**6)
        if name in LIMITS and not is_right:
            found.append(f"The limit {name!r} must be a whole number from {least} to 1000000.")
    return found


@dataclass(frozen=True)
class _Window:
    """One limit at work: `size` messages in `span` seconds for a scope."""

    scope: str
    size: int
    span: float
    sent: deque[float]

    def wait(self, now: float) -> float:
        """Tells for how many seconds it takes no more; 0 when it has room."""
        while self.sent and self.sent[0] <= now - self.span:
            self.sent.popleft()
        return self.sent[0] + self.span - now if len(self.sent) >= self.size else 0.0


class Gate:
    """Lets messages through within the limits; the rest get 429 and count for nothing.

    What was refused stays refused for the seconds that were told, and asking meanwhile makes it no longer.
    """

    def __init__(self, limits: Limits, monotonic: Callable[[], float] = time.monotonic) -> None:
        self.limits = limits
        self._monotonic = monotonic
        self._sent: dict[str, deque[float]] = {}
        self._frozen: dict[str, float] = {}

    def admit(self, chat_id: int) -> None:
        """Counts one message to a chat; ApiError 429 naming the seconds to wait if it may not go."""
        now = self._monotonic()
        self._refuse_if_frozen(chat_id, now)
        windows = self._windows(chat_id)
        full = [(wait, window.scope) for window in windows if (wait := window.wait(now)) > 0]
        if full:
            wait, scope = max(full)
            self._freeze(scope, max(1, math.ceil(max(wait, self.limits.freeze))), now)
            self._refuse_if_frozen(chat_id, now)
        for window in windows:
            window.sent.append(now)

    def freeze(self, seconds: int, chat_id: int | None = None) -> None:
        """Refuses every message to a chat, or to all, for some seconds."""
        self._freeze("all" if chat_id is None else f"chat {chat_id}", seconds, self._monotonic())

    def _freeze(self, scope: str, seconds: float, now: float) -> None:
        self._frozen[scope] = max(self._frozen.get(scope, 0.0), now + seconds)

    def _refuse_if_frozen(self, chat_id: int, now: float) -> None:
        ends = [self._frozen.get(scope, 0.0) for scope in ("all", f"chat {chat_id}")]
        if (left := max(ends) - now) > 0:
            raise too_many_requests(math.ceil(left))

    def _windows(self, chat_id: int) -> list[_Window]:
        chat = f"chat {chat_id}"
        limits = (
            ("all", "all", self.limits.per_second, 1.0),
            (chat, chat, self.limits.per_chat_per_second, 1.0),
            (f"minute {chat_id}", chat, self.limits.per_group_per_minute if chat_id < 0 else None, 60.0),
        )
        return [
            _Window(scope, size, span, self._sent.setdefault(name, deque()))
            for name, scope, size, span in limits
            if size is not None
        ]
