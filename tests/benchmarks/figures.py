"""A figure and how it is told; times are in seconds until they are printed."""

import statistics
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """One line of the table; ``goal`` is empty where there is none."""

    name: str
    measured: str
    goal: str = ""


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest value that at least ``share`` of the values do not exceed."""
    ordered = sorted(values)
    return ordered[max(0, -(-int(share * 100) * len(ordered) // 100) - 1)]


def spread(values: Sequence[float]) -> str:
    """Median, 95th percentile, maximum and the number of samples, in milliseconds."""
    ends = statistics.median(values), percentile(values, 0.95), max(values)
    middle, high, longest = (round(value * 1000) for value in ends)
    return f"p50 {middle}, p95 {high}, longest {longest} ms, {len(values)} samples"


def most_in_a_second(instants: Sequence[float]) -> int:
    """How many of the instants (seconds, ascending) the fullest window of one second holds."""
    most = first = 0
    for last, instant in enumerate(instants):
        while instants[first] <= instant - 1:
            first += 1
        most = max(most, last - first + 1)
    return most
