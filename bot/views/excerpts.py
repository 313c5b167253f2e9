"""The words that were looked for, shown where they stand: verbatim excerpts with the matches in bold."""

from collections.abc import Sequence

from bot.models import Query
from bot.terms import Piece, is_single, pieces
from bot.views.html import escape

LONGEST = 220  # characters of an excerpt
LEAD = 60  # characters before the first match
READ = 20_000  # characters of a body that are looked through
ELLIPSIS = "…"


def highlighted(text: str, query: Query) -> str:
    """A text as HTML with every match in bold; its visible text is the text."""
    shown: list[str] = []
    last = 0
    for start, end in _joined(_matches(text, query)):
        shown += [escape(text[last:start]), f"<b>{escape(text[start:end])}</b>"]
        last = end
    return "".join([*shown, escape(text[last:])])


def excerpt(text: str, query: Query) -> str:
    """The stretch of a text with most of the words, at most ``LONGEST`` characters; "" without any."""
    text = " ".join(text[:READ].split())
    found = _matches(text, query)
    if not found:
        return ""
    best = max(found, key=lambda piece: (_held(found, piece, query), -piece.start))
    start = _word_start(text, max(0, best.start - LEAD))
    end = _word_end(text, start + LONGEST)
    before = ELLIPSIS if start else ""
    after = ELLIPSIS if end < len(text) else ""
    return f"{before}{text[start:end].strip()}{after}"


def _matches(text: str, query: Query) -> list[Piece]:
    exact = set(query.terms)
    beginnings = tuple(term for term in query.terms if is_single(term))
    if query.prefix:
        beginnings += query.terms[-1:]
    return [
        piece
        for piece in pieces(text)
        if any(term in exact or term.startswith(beginnings or "\0") for term in piece.terms)
    ]


def _held(found: Sequence[Piece], first: Piece, query: Query) -> int:
    """How many different matches an excerpt that begins with one holds."""
    within = first.start + LONGEST - LEAD
    held = {piece.terms[0] for piece in found if first.start <= piece.start and piece.end <= within}
    return min(len(held), len(query.terms))


def _joined(found: Sequence[Piece]) -> list[tuple[int, int]]:
    """Spans in order; neighbours in scripts without spaces overlap and become one."""
    spans: list[tuple[int, int]] = []
    for piece in found:
        if spans and piece.start <= spans[-1][1]:
            spans[-1] = (spans[-1][0], max(spans[-1][1], piece.end))
        else:
            spans.append((piece.start, piece.end))
    return spans


def _word_start(text: str, place: int) -> int:
    """The beginning of the word after a place, unless it is far: scripts without spaces are cut anywhere."""
    space = text.find(" ", place, place + 20) if place else -1
    return space + 1 if space >= 0 else place


def _word_end(text: str, place: int) -> int:
    if place >= len(text):
        return len(text)
    space = text.rfind(" ", place - 20, place)
    return space if space >= 0 else place
