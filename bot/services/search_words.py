"""What a search means: its words and its filters ``topic:``, ``source:`` and ``since:``; pure."""

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.errors import Reason, RejectedError
from bot.models import Query, Topic
from bot.services.topics import find_topic
from bot.terms import is_pair, is_single, pieces, terms

LONGEST = 256  # characters of a search; what stands behind them is left out
MOST_TERMS = 16
SHORTEST_BEGINNING = 3  # letters: shorter beginnings would find half of the desk
_FILTER = re.compile(r"(?:^|(?<=\s))(topic|source|since):(\"[^\"]*\"|“[^”]*”|\S+)", re.IGNORECASE)
_SPAN = re.compile(r"(\d{1,4})([hdwmy])", re.IGNORECASE)
_HOURS = {"h": 1, "d": 24, "w": 7 * 24, "m": 30 * 24, "y": 365 * 24}
_LONGEST_SPAN = timedelta(days=36500)


def parse(text: str, topics: Sequence[Topic], *, now: datetime, zone: str) -> Query:
    """Understand a search; a search without a word and without a filter has no terms.

    Raises:
        RejectedError: NO_SUCH_TOPIC with the nearest ones, or BAD_SINCE.
    """
    words = cleaned(text)
    filters: dict[str, str] = {}
    for name, value in _FILTER.findall(words):
        filters[name.casefold()] = value.strip('"“”')
    found = [piece.terms[0] for piece in pieces(_FILTER.sub(" ", words))]
    wanted = tuple(dict.fromkeys(_without_last_halves(found)))[:MOST_TERMS]
    return Query(
        words=words,
        terms=wanted,
        prefix=bool(wanted) and _may_be_begun(wanted[-1]),
        topic=find_topic(filters["topic"], topics) if filters.get("topic") else None,
        source=tuple(dict.fromkeys(terms(filters.get("source", ""))))[:MOST_TERMS],
        since=_since(filters["since"], now, zone) if "since" in filters else None,
    )


def cleaned(text: str) -> str:
    """A search on one line, without what cannot be seen, and no longer than anybody types."""
    seen = "".join(character if character.isprintable() else " " for character in text[: LONGEST * 4])
    return " ".join(seen.split())[:LONGEST].strip()


def is_empty(query: Query) -> bool:
    """Whether a search asks for nothing at all."""
    return not (query.terms or query.topic or query.source or query.since)


def _without_last_halves(found: list[str]) -> list[str]:
    """A run of pairs ends in its last character alone, which the last pair holds already."""
    kept = []
    for place, term in enumerate(found):
        before = found[place - 1] if place else ""
        if not (is_single(term) and is_pair(before) and before.endswith(term)):
            kept.append(term)
    return kept


def _may_be_begun(term: str) -> bool:
    return is_single(term) or (len(term) >= SHORTEST_BEGINNING and term[-1] not in "+#")


def _since(word: str, now: datetime, zone: str) -> datetime:
    plain = "".join(terms(word)) if not word.isascii() else word.casefold()
    span = _SPAN.fullmatch(plain)
    try:
        if span:
            return now - min(_LONGEST_SPAN, timedelta(hours=int(span[1]) * _HOURS[span[2].casefold()]))
        return datetime.combine(_day(word, now, zone), time(), ZoneInfo(zone)).astimezone(UTC)
    except (ValueError, OverflowError):
        raise RejectedError(Reason.BAD_SINCE, word=word[:40]) from None


def _day(word: str, now: datetime, zone: str) -> date:
    today = now.astimezone(ZoneInfo(zone)).date()
    if word.casefold() == "today":
        return today
    if word.casefold() == "yesterday":
        return today - timedelta(days=1)
    return date.fromisoformat(word)
