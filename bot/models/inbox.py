"""The inbox: updates, and how far each has come."""

from dataclasses import dataclass
from enum import StrEnum


class InboxState(StrEnum):
    """How far an update has come; a row whose work is done keeps only its id."""

    NEW = "new"
    APPLIED = "applied"
    DONE = "done"
    ASIDE = "aside"


@dataclass(frozen=True, slots=True)
class InboxRow:
    """One update as Telegram gave it; ``deaths`` counts the processes that died with it in work."""

    update_id: int
    raw: str
    state: InboxState
    deaths: int = 0
