"""What arrived, counted: nobody left out, nobody twice but within the bound."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.emulator import Delivery


@dataclass(frozen=True)
class Tally:
    """Messages expected, expected but never accepted, accepted once too often; and of these, with a sound."""

    expected: int
    lost: int
    doubled: int
    loud: int
    most_copies: int


@dataclass(frozen=True)
class Report:
    """What a scenario found: lines of words and numbers, and the bounds that were broken."""

    figures: tuple[tuple[str, str], ...]
    broken: tuple[str, ...]


def tally(deliveries: Iterable[Delivery], people: Sequence[int], headlines: Sequence[str]) -> Tally:
    """Count the copies of each story's digest to each reader."""
    copies: Counter[tuple[int, str]] = Counter()
    loud = 0
    for delivery in deliveries:
        # A digest that was given up hands its story on to the next one, so a message may tell several.
        told = [(delivery.chat_id, headline) for headline in headlines if headline in delivery.text]
        loud += any(copies[pair] for pair in told) and not delivery.is_silent
        copies.update(told)
    wanted = [(chat, headline) for chat in people for headline in headlines]
    return Tally(
        expected=len(wanted),
        lost=sum(not copies[pair] for pair in wanted),
        doubled=sum(count - 1 for count in copies.values() if count > 1),
        loud=loud,
        most_copies=max(copies.values(), default=0),
    )


def broken_bounds(bounds: dict[str, tuple[float, float]]) -> tuple[str, ...]:
    """One sentence for each figure (name → figure, the most it may be) above its bound."""
    return tuple(
        f"{name}: {figure:g}, at most {most:g}" for name, (figure, most) in bounds.items() if figure > most
    )
