"""People's words about one topic, turned into its filters: pure; errors name what was not understood."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.errors import Reason, RejectedError
from bot.models import Subscription
from bot.services.editions import as_compared
from bot.services.typed import simplified

MOST_WORDS = 20  # of each list
LONGEST_WORD = 40
MOST_STORIES = 50
OFF = frozenset({"off", "-", "0"})
MOVES = ("up", "down", "first", "last")
OPTIONS = frozenset({"max", "mute", "words", "place", *MOVES})
SEPARATORS = re.compile(r"[\s,;،、，]+")


@dataclass(frozen=True, slots=True)
class TopicChange:
    """What a ``/topics`` line named about one topic; None stands for "stays as it is".

    ``move`` is one of ``MOVES``, or the number of a place, from 1 on; "" for none.
    """

    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    words_off: bool = False
    maximum: int | None = None
    muted: bool | None = None
    move: str = ""

    def applied(self, choice: Subscription) -> Subscription:
        """The subscription with what was named; a word stands in one of the two lists only.

        Raises:
            RejectedError: TOO_MANY_WORDS.
        """
        kept = replace(choice, include=(), exclude=()) if self.words_off else choice
        return replace(
            kept,
            include=_joined(kept.include, self.include, self.exclude),
            exclude=_joined(kept.exclude, self.exclude, self.include),
            maximum=kept.maximum if self.maximum is None else self.maximum,
            muted=kept.muted if self.muted is None else self.muted,
        )


def parse_topic_line(line: str) -> tuple[str, TopicChange]:
    """Read ``world +nato -sport max 3 mute on up``: the topic's name as it was typed, and the change.

    Raises:
        RejectedError: the first word that is not understood.
    """
    words = line.split()
    end = next((place for place, word in enumerate(words) if place and _is_option(word)), len(words))
    return " ".join(words[:end]), _change(words[end:])


def parse_words(line: str) -> tuple[str, ...]:
    """The words of an answer, each once and ``as_compared``; none for "off" alone.

    Raises:
        RejectedError: BAD_TOPIC_WORD or TOO_MANY_WORDS.
    """
    if line.strip().casefold() in OFF:
        return ()
    pieces = [piece.lstrip("+-–—−＋－") for piece in SEPARATORS.split(line) if piece]
    words = tuple(dict.fromkeys(_word(piece) for piece in pieces))
    if not words:
        raise RejectedError(Reason.BAD_TOPIC_WORD, word=line.strip()[:LONGEST_WORD])
    return _limited(words)


def _is_option(word: str) -> bool:
    return _sign(word) != "" or word.casefold() in OPTIONS


def _sign(word: str) -> str:
    """Whether a word asks for ("+") or against ("-") another; dashes that keyboards make of a minus count."""
    return {"+": "+", "＋": "+", "-": "-", "–": "-", "—": "-", "−": "-", "－": "-"}.get(word[:1], "")


def _change(words: list[str]) -> TopicChange:
    change, rest = TopicChange(), list(words)
    while rest:
        word = rest.pop(0)
        sign = _sign(word)
        if sign == "+":
            change = replace(change, include=(*change.include, _word(word[1:])))
        elif sign == "-":
            change = replace(change, exclude=(*change.exclude, _word(word[1:])))
        else:
            change = _with_option(change, word.casefold(), rest)
    return change


def _with_option(change: TopicChange, name: str, rest: list[str]) -> TopicChange:
    if name in MOVES:
        return replace(change, move=name)
    value = simplified(rest.pop(0)) if name in OPTIONS and rest else ""
    if name == "max" and (value in OFF or (value.isdecimal() and 1 <= int(value[:4]) <= MOST_STORIES)):
        return replace(change, maximum=0 if value in OFF else int(value))
    if name == "mute" and value in {"on", "off"}:
        return replace(change, muted=value == "on")
    if name == "place" and value.isdecimal() and len(value) <= 3:
        return replace(change, move=value)
    if name == "words" and value == "off":
        return replace(change, words_off=True)
    raise RejectedError(Reason.BAD_TOPIC_WORD, word=f"{name} {value}".strip()[:LONGEST_WORD])


def _word(piece: str) -> str:
    word = as_compared(piece.strip())
    if len(word) > LONGEST_WORD or not any(sign.isalnum() for sign in word) or len(word.split()) != 1:
        raise RejectedError(Reason.BAD_TOPIC_WORD, word=piece[:LONGEST_WORD])
    return word


def _joined(had: Sequence[str], added: Sequence[str], elsewhere: Sequence[str]) -> tuple[str, ...]:
    return _limited(tuple(dict.fromkeys(word for word in (*had, *added) if word not in elsewhere)))


def _limited(words: tuple[str, ...]) -> tuple[str, ...]:
    if len(words) > MOST_WORDS:
        raise RejectedError(Reason.TOO_MANY_WORDS, limit=str(MOST_WORDS))
    return words
