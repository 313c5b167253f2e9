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
    """What a scenario found: lines of words and numbers, and the bounds that were broken.

    Those of time stand apart: on a machine with other work they say more about that.
    """

    figures: tuple[tuple[str, str], ...]
    broken: tuple[str, ...]
    slow: tuple[str, ...] = ()


class Findings:
    """Figures and bounds as a scenario finds them."""

    def __init__(self) -> None:
        self._figures: list[tuple[str, str]] = []
        self._broken: list[str] = []
        self._slow: list[str] = []

    def tell(self, name: str, value: object) -> None:
        """Note a figure that has no bound."""
        self._figures.append((name, f"{value:.2f}" if isinstance(value, float) else str(value)))

    def at_most(self, name: str, value: float, most: float, *, timed: bool = False) -> None:
        """Note a figure and the most that it may be; ``timed`` where a busy machine can break it."""
        self._note(name, value, f"at most {_plain(most)}", is_kept=value <= most, timed=timed)

    def at_least(self, name: str, value: float, least: float, *, timed: bool = False) -> None:
        """Note a figure and the least that it may be."""
        self._note(name, value, f"at least {_plain(least)}", is_kept=value >= least, timed=timed)

    def _note(self, name: str, value: float, bound: str, *, is_kept: bool, timed: bool) -> None:
        self._figures.append((name, f"{_plain(value)} ({bound})"))
        if not is_kept:
            (self._slow if timed else self._broken).append(f"{name}: {_plain(value)}, {bound}")

    def none_open(self, states: dict[str, int]) -> None:
        """Note the rows of the outbox, of which none may be left open."""
        self.tell("rows at the end", ", ".join(f"{count} {state}" for state, count in sorted(states.items())))
        self.at_most("rows still open", states.get("sending", 0) + states.get("pending", 0), 0)

    def report(self) -> Report:
        """Give what was found."""
        return Report(tuple(self._figures), tuple(self._broken), tuple(self._slow))


def _plain(value: float) -> str:
    return f"{value:.2f}" if isinstance(value, float) and value != int(value) else f"{int(value)}"


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
