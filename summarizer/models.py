"""What the summarizer takes and gives: plain frozen values without I/O."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class Summary:
    """The chosen sentences, verbatim and in the article's order.

    `language` is the two-letter code whose rules were used, `removed` the lines cut as page furniture.
    `is_lead` says that the article was too short for a choice, so that these are its opening sentences.
    """

    sentences: tuple[str, ...]
    language: str
    method: str
    removed: tuple[str, ...] = ()
    is_lead: bool = False


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A text without its page furniture, and the lines that were cut, all unchanged and in order."""

    text: str
    removed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """What a page says: its title and body (one paragraph a line), and what it tells about itself.

    `language` is a two-letter code or None. `published` is an aware UTC instant (midnight when the page
    names a day only) or None. A page without an article is an empty document.
    """

    title: str = ""
    text: str = ""
    language: str | None = None
    site: str = ""
    published: datetime | None = None


@dataclass(frozen=True, slots=True)
class Ranking:
    """An article ranked once, so that a summary of any length is `pick`ed from it without work.

    `sentences` are the candidates in the article's order, `counts` their words; `order` lists indices into
    them, best first; `words` counts the whole cleaned text, for the limit on a summary's share of it.
    `needs` gives, for a sentence that opens with "He" or "But", the index of the sentence before it (its own
    where that one is not a candidate), and -1 for those that stand alone; it is empty where a method does not
    ask.
    """

    language: str
    method: str
    sentences: tuple[str, ...] = ()
    counts: tuple[int, ...] = ()
    order: tuple[int, ...] = ()
    words: int = 0
    removed: tuple[str, ...] = ()
    needs: tuple[int, ...] = ()

    def to_json(self) -> str:
        """Give the ranking as one line of JSON."""
        return json.dumps(asdict(self), ensure_ascii=False)

    @classmethod
    def from_json(cls, line: str) -> Ranking:
        """Read what `to_json` wrote; anything else raises ValueError."""
        try:
            return cls._from_fields(json.loads(line))
        except (TypeError, KeyError, AttributeError) as error:
            raise ValueError("this is not a stored ranking") from error

    @classmethod
    def _from_fields(cls, fields: dict[str, Any]) -> Ranking:
        return cls(
            language=str(fields["language"]),
            method=str(fields["method"]),
            sentences=tuple(map(str, fields["sentences"])),
            counts=tuple(map(int, fields["counts"])),
            order=tuple(map(int, fields["order"])),
            words=int(fields["words"]),
            removed=tuple(map(str, fields["removed"])),
            needs=tuple(map(int, fields.get("needs", ()))),  # younger than the first stored rankings
        )
