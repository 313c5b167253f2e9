"""The fault script: what goes wrong, with which call, how often."""

import random
from dataclasses import asdict, dataclass, replace
from typing import Any

from bot.emulator.errors import ActionError

# 429, 500, 502: refused. error: refused with a code and words of your own.
# drop_before, drop_reply: the connection is cut before anything is done; after it was done.
# slow: done after a delay. torn, garbage: done, but the answer breaks off halfway; is no JSON.
# hang, hang_reply: nothing comes until the caller gives up, and nothing is done; it was done.
_REFUSED = ("429", "500", "502", "error")
KINDS = (*_REFUSED, "drop_before", "drop_reply", "slow", "hang", "hang_reply", "torn", "garbage")


@dataclass(frozen=True)
class Fault:
    """One line of the script.

    It meets calls of `method` (any, if empty) to `chat_id` (any, if None): the first `skip` pass, of the
    others the `share` (0 to 1) is hit, until `times` were hit (for ever, if None). `retry_after` and `delay`
    are seconds.
    """

    id: int
    kind: str
    method: str = ""
    chat_id: int | None = None
    times: int | None = 1
    skip: int = 0
    share: float = 1.0
    retry_after: int = 3
    delay: float = 1.0
    error_code: int = 400
    description: str = "Bad Request: a fault of the script"

    def meets(self, method: str, chat_id: str) -> bool:
        """Tells whether this line is about such a call."""
        right_method = not self.method or self.method.lower() == method.lower()
        return right_method and (self.chat_id is None or str(self.chat_id) == chat_id)


class FaultScript:
    """The lines in force; the first that meets a call takes it. The same seed gives the same faults."""

    def __init__(self, seed: int = 0) -> None:
        self._random = random.Random(seed)  # noqa: S311 - repeatable chance for tests, nothing secret
        self._next_id = 1
        self.lines: list[Fault] = []
        self.taken: list[Fault] = []

    def add(self, *, kind: str, method: str = "", chat_id: int | None = None, **rest: Any) -> Fault:
        """Adds a line (fields of Fault); ActionError if the kind or a field is unknown."""
        if kind not in KINDS:
            raise ActionError(f"There is no fault {kind!r}; there are {', '.join(KINDS)}.")
        try:
            fault = Fault(id=self._next_id, kind=kind, method=method, chat_id=chat_id, **rest)
        except TypeError:
            raise ActionError(f"A fault has no such field among {', '.join(sorted(rest))}.") from None
        self._next_id += 1
        self.lines.append(fault)
        return fault

    def clear(self) -> None:
        """Takes every line out of force."""
        self.lines.clear()

    def take(self, method: str, chat_id: str) -> Fault | None:
        """Finds the fault that a call meets, and counts it."""
        for index, fault in enumerate(self.lines):
            if fault.meets(method, chat_id):
                if fault.skip > 0:
                    self.lines[index] = replace(fault, skip=fault.skip - 1)
                elif self._random.random() < fault.share:
                    self._count(index, fault)
                    return fault
        return None

    def _count(self, index: int, fault: Fault) -> None:
        self.taken.append(fault)
        if fault.times is None:
            return
        if fault.times <= 1:
            del self.lines[index]
        else:
            self.lines[index] = replace(fault, times=fault.times - 1)

    def body(self) -> list[dict[str, Any]]:
        """Lists the lines in force as JSON objects."""
        return [asdict(fault) for fault in self.lines]
