"""The fields of a line: each read by its kind, or refused with what to write instead; pure."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from bot.services.topics import SLUG

LANGUAGE = re.compile(r"[a-z]{2}")


class BadRecordError(ValueError):
    """A line cannot be taken; the text says which field and what to write."""


def text(fields: Mapping[str, Any], name: str) -> str:
    """Give text; "" where there is none."""
    value = fields.get(name)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise BadRecordError(f"{name}: write text")
    return value


def flag(fields: Mapping[str, Any], name: str, *, default: bool = False) -> bool:
    """Give true or false."""
    value = fields.get(name, default)
    if not isinstance(value, bool):
        raise BadRecordError(f"{name}: write true or false")
    return value


def number(fields: Mapping[str, Any], name: str, low: int, high: int, default: int | None = None) -> int:
    """Give a whole number from ``low`` to ``high``; without ``default`` it must be there."""
    value = fields.get(name, default)
    if not isinstance(value, int) or isinstance(value, bool) or not low <= value <= high:
        raise BadRecordError(f"{name}: write a number from {low} to {high}")
    return value


def one_of(fields: Mapping[str, Any], name: str, known: tuple[str, ...], default: str) -> str:
    """Give one of the known words."""
    value = fields.get(name, default)
    if value not in known:
        raise BadRecordError(f"{name}: write one of {', '.join(known)}")
    return str(value)


def language(fields: Mapping[str, Any]) -> str:
    """Give the two-letter code of a language; "" where there is none."""
    code = text(fields, "language").strip().lower()
    if code and not LANGUAGE.fullmatch(code):
        raise BadRecordError("language: write two letters, such as en")
    return code


def instant(fields: Mapping[str, Any], name: str) -> datetime | None:
    """Give an aware UTC instant, of a time without a zone too; None where there is none."""
    value = text(fields, name).strip()
    if not value:
        return None
    try:
        found = datetime.fromisoformat(value)
        return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise BadRecordError(f"{name}: write a time such as 2026-03-04T08:00:00Z") from error


def slug(value: object) -> str:
    """Give a topic's slug as it is stored."""
    word = value.removeprefix("#").strip().lower() if isinstance(value, str) else ""
    if not SLUG.match(word):
        raise BadRecordError("topic: write a slug of a-z, 0-9, - and _, at most 32 characters")
    return word


def instant_text(value: datetime | None) -> str | None:
    """Give an instant in UTC as ISO 8601."""
    return value.astimezone(UTC).isoformat().replace("+00:00", "Z") if value else None
