"""People with their roles, and what the bot waits for from them."""

from dataclasses import dataclass, field
from enum import StrEnum


class Role(StrEnum):
    """What a person may do on the desk."""

    OWNER = "owner"
    ADMIN = "admin"
    EDITOR = "editor"
    READER = "reader"

    @property
    def edits(self) -> bool:
        """Whether the role has the rights of the desk."""
        return self is not Role.READER


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody known by numeric id with a role on the desk."""

    id: int
    role: Role
    language: str = "en"


@dataclass(frozen=True, slots=True)
class Dialog:
    """What the bot is waiting for from one person in one chat, such as a title."""

    chat_id: int
    person_id: int
    kind: str
    payload: dict[str, object] = field(default_factory=dict)
