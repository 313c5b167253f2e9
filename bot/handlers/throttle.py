"""How much one person may ask in a minute: a pure decision over a small, bounded memory.

A minute begins with the first thing asked in it. What is too much is not done at all, never half, and the
person is told once a minute. Owners are people too.
"""

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum, StrEnum

MINUTE = timedelta(minutes=1)
REMEMBERED = 10_000


class Kind(StrEnum):
    """What is counted apart."""

    COMMAND = "command"
    HEAVY = "heavy"  # a search, a digest, a file: work for the database
    INLINE = "inline"  # asked anew while somebody types
    TAP = "tap"
    WORDS = "words"  # what is no command, where nothing waits for words


A_MINUTE: dict[Kind, int] = {
    Kind.COMMAND: 20,
    Kind.HEAVY: 5,
    Kind.INLINE: 20,
    Kind.TAP: 100,
    Kind.WORDS: 20,
}


class Verdict(Enum):
    """What to do with something asked."""

    DO = "do"
    TELL = "tell"  # too much, and the first of this minute
    DROP = "drop"


@dataclass(slots=True)
class _Minute:
    began: datetime
    asked: int = 0


class Throttle:
    """Counts by person and kind; of ten thousand counts the one longest unused is forgotten first."""

    def __init__(
        self, on_throttled: Callable[[], object] = lambda: None, *, remembered: int = REMEMBERED
    ) -> None:
        self._minutes: OrderedDict[tuple[int, Kind], _Minute] = OrderedDict()
        self._remembered = remembered
        self._on_throttled = on_throttled

    def judge(self, person_id: int, kind: Kind, at: datetime) -> Verdict:
        """Count one thing asked at an instant: that of sending where Telegram tells it.

        So what waited while the bot was down is judged by when it was sent, and done.
        """
        minute = self._minute(person_id, kind, at)
        minute.asked += 1
        over = minute.asked - A_MINUTE[kind]
        if over <= 0:
            return Verdict.DO
        self._on_throttled()
        return Verdict.TELL if over == 1 else Verdict.DROP

    def __len__(self) -> int:
        return len(self._minutes)

    def _minute(self, person_id: int, kind: Kind, at: datetime) -> _Minute:
        key = (person_id, kind)
        minute = self._minutes.get(key)
        if minute is None or at - minute.began >= MINUTE:
            minute = self._minutes[key] = _Minute(at)
        self._minutes.move_to_end(key)
        while len(self._minutes) > self._remembered:
            self._minutes.popitem(last=False)
        return minute
