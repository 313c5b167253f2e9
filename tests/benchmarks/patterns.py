"""How long the summarizer takes for texts that are no articles, and its patterns for long runs."""

import pkgutil
import re
import time
from collections.abc import Callable, Iterator
from importlib import import_module

import summarizer
from summarizer import clean, datelines, summarize
from summarizer.sentences import split_sentences
from tests.benchmarks.figures import Figure
from tests.summarizer.hostile import KINDS, hostile

CHARACTERS = 500_000
PATTERN_CHARACTERS = 100_000
_UNITS = ("a", " ", "A", "1", ".", '"', "a.", "A ", "- ", "( ", "<a ", "a@")
_TASKS: dict[str, Callable[[str], object]] = {
    "clean": clean,
    "split": split_sentences,
    "summarize": summarize,
}


async def run(people: int) -> list[Figure]:
    """Give the longest time of each function and of each pattern; ``people`` does not matter here."""
    del people
    summarize(hostile("one line", 100))  # loads what is loaded once
    return [*(_task(name) for name in _TASKS), _patterns()]


def _task(name: str) -> Figure:
    times = {kind: _seconds(_TASKS[name], hostile(kind, CHARACTERS)) for kind in KINDS}
    worst = max(times, key=times.__getitem__)
    return Figure(f"patterns: {name}, 500,000 characters", f"{times[worst]:.2f} s ({worst})", "≤ 0.5 s")


def _patterns() -> Figure:
    times = {
        f"{name}, {unit!r}": _searched(pattern, unit) for name, pattern in _every_pattern() for unit in _UNITS
    }
    worst = max(times, key=times.__getitem__)
    return Figure(
        "patterns: a pattern, 100,000 characters", f"{times[worst] * 1000:.0f} ms ({worst})", "≤ 50 ms"
    )


def _searched(pattern: re.Pattern[str], unit: str) -> float:
    text = unit * (PATTERN_CHARACTERS // len(unit))
    if pattern is datelines._FORMS:  # asked at the beginning of a sentence only
        return _seconds(pattern.match, text)
    return _seconds(lambda text: sum(1 for _ in pattern.finditer(text)), text)


def _seconds(task: Callable[[str], object], text: str) -> float:
    began = time.process_time()
    task(text)
    return time.process_time() - began


def _every_pattern() -> Iterator[tuple[str, re.Pattern[str]]]:
    for module in pkgutil.iter_modules(summarizer.__path__):
        for name, value in vars(import_module(f"summarizer.{module.name}")).items():
            for number, pattern in enumerate(value if isinstance(value, tuple) else (value,)):
                if isinstance(pattern, re.Pattern) and isinstance(pattern.pattern, str):
                    yield f"{module.name}.{name}.{number}", pattern
