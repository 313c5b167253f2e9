"""The fault script: what goes wrong, with which call, how often."""

import random
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, fields, replace
from typing import Any

from bot.emulator.errors import ActionError

# 429, 500-504: refused. freeze: 429 for every message from then on until `retry_after` is over, to the chat
# of the line or to all. error: refused with a code and words of your own.
# drop_before, drop_reply: the connection is cut before anything is done; after it was done.
# slow: done after a delay. torn, garbage: done, but the answer breaks off halfway; is no JSON.
# hang, hang_reply: nothing comes until the caller gives up, and nothing is done; it was done.
# blocked, deactivated, migrated: the chat changes for good at this moment, and the call meets that.
SERVER_TROUBLE = ("500", "501", "502", "503", "504")
CHANGES = ("blocked", "deactivated", "migrated")
KINDS = (
    "429", "freeze", *SERVER_TROUBLE, "error", "drop_before", "drop_reply", "slow", "hang", "hang_reply",
    "torn", "garbage", *CHANGES,
)  # fmt: skip


@dataclass(frozen=True)
class Fault:
    """One line of the script.

    It meets calls of `method` (any, if empty) to `chat_id` (any, if None): the first `skip` pass, of the
    others the `share` (0 to 1) is hit, until `times` were hit (for ever, if None). It is in force from
    `after` to `until` (for ever, if None), counted from when it was added. `after`, `until`, `retry_after`
    and `delay` are seconds.
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
    after: float = 0.0
    until: float | None = None

    def meets(self, method: str, chat_id: str) -> bool:
        """Tells whether this line is about such a call."""
        right_method = not self.method or self.method.lower() == method.lower()
        # Only groups move to another id, and only they have a negative one.
        right_chat = chat_id[:1] == "-" if self.kind == "migrated" else chat_id[:1].isdecimal()
        right_kind = self.kind not in CHANGES or right_chat
        return right_method and right_kind and (self.chat_id is None or str(self.chat_id) == chat_id)


FIELDS = tuple(field.name for field in fields(Fault) if field.name != "id")


class FaultScript:
    """The lines in force; the first that meets a call takes it. The same seed gives the same faults."""

    def __init__(self, seed: int = 0, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._random = random.Random(seed)  # noqa: S311 - repeatable chance for tests, nothing secret
        self._monotonic = monotonic
        self._next_id = 1
        self._added: dict[int, float] = {}
        self.lines: list[Fault] = []
        self.taken: list[Fault] = []

    def seed(self, seed: int) -> None:
        """Begins the chances anew."""
        self._random.seed(seed)

    def add(self, *, kind: str, **rest: Any) -> Fault:
        """Adds a line (fields of Fault); ActionError with one sentence for each mistake in it."""
        found = mistakes({"kind": kind} | rest)
        if found:
            raise ActionError(" ".join(found))
        fault = Fault(id=self._next_id, kind=kind, **rest)
        self._next_id += 1
        self._added[fault.id] = self._monotonic()
        self.lines.append(fault)
        return fault

    def clear(self) -> None:
        """Takes every line out of force."""
        self.lines.clear()

    def take(self, method: str, chat_id: str) -> Fault | None:
        """Finds the fault that a call meets, and counts it."""
        for index, fault in enumerate(self.lines):
            if fault.meets(method, chat_id) and self._is_in_force(fault):
                if fault.skip > 0:
                    self.lines[index] = replace(fault, skip=fault.skip - 1)
                elif self._random.random() < fault.share:
                    self._count(index, fault)
                    return fault
        return None

    def _is_in_force(self, fault: Fault) -> bool:
        age = self._monotonic() - self._added[fault.id]
        return fault.after <= age and (fault.until is None or age < fault.until)

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


def mistakes(line: Mapping[str, Any]) -> list[str]:
    """Tells what is wrong with the fields of a line, in one sentence each."""
    unknown = sorted(set(line) - set(FIELDS))
    found = [f"A fault has no field {name!r}; it has {', '.join(FIELDS)}." for name in unknown]
    if line.get("kind") not in KINDS:
        found.append(f"There is no fault {line.get('kind')!r}; there are {', '.join(KINDS)}.")
    found += [
        sentence for name, (is_right, sentence) in _RULES.items() if name in line and not is_right(line[name])
    ]
    if not found and line.get("until") is not None and line["until"] <= line.get("after", 0):
        found.append("'until' must be later than 'after'.")
    return found


def _is_whole(least: int, most: int = 2**52) -> Callable[[object], bool]:
    return lambda value: isinstance(value, int) and not isinstance(value, bool) and least <= value <= most


def _is_number(value: object, most: float = 10**9) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= most


def _or_none(is_right: Callable[[object], bool]) -> Callable[[object], bool]:
    return lambda value: value is None or is_right(value)


_RULES: dict[str, tuple[Callable[[object], bool], str]] = {
    "method": (lambda value: isinstance(value, str), "'method' must be the name of a method, or empty."),
    "chat_id": (_or_none(_is_whole(-(2**52))), "'chat_id' must be a whole number, or null."),
    "times": (_or_none(_is_whole(1)), "'times' must be a whole number above 0, or null for ever."),
    "skip": (_is_whole(0), "'skip' must be a whole number, 0 or more."),
    "share": (lambda value: _is_number(value, 1), "'share' must be a number from 0 to 1."),
    "retry_after": (_is_whole(1), "'retry_after' must be a whole number of seconds above 0."),
    "delay": (_is_number, "'delay' must be a number of seconds, 0 or more."),
    "error_code": (_is_whole(400, 599), "'error_code' must be a number from 400 to 599."),
    "description": (lambda value: isinstance(value, str), "'description' must be a text."),
    "after": (_is_number, "'after' must be a number of seconds, 0 or more."),
    "until": (_or_none(_is_number), "'until' must be a number of seconds, or null for ever."),
}
