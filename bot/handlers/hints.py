"""The one hint that a person gets in a group where only administrators may change things."""

from collections import OrderedDict
from datetime import date

REMEMBERED = 10_000


class Hints:
    """Remembers in memory who was told today; the longest ago is forgotten first."""

    def __init__(self, remembered: int = REMEMBERED) -> None:
        self._told: OrderedDict[tuple[int, int], date] = OrderedDict()
        self._remembered = remembered

    def due(self, chat_id: int, person_id: int, today: date) -> bool:
        """Whether a person has not been told in a chat today; from now on they have."""
        key = (chat_id, person_id)
        if self._told.get(key) == today:
            return False
        self._told[key] = today
        self._told.move_to_end(key)
        while len(self._told) > self._remembered:
            self._told.popitem(last=False)
        return True
