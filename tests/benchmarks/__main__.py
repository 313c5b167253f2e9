"""`python -m tests.benchmarks [NAME ...]`: measure the figures of docs/figures.md on this machine."""

import argparse
import asyncio
import sys
from collections.abc import Awaitable, Callable

from tests.benchmarks import (
    answers,
    broadcast,
    fuzz,
    memory,
    patterns,
    push,
    quality,
    replies,
    scale,
    search,
    sentences,
    start,
    summaries,
)
from tests.benchmarks.figures import Figure

BENCHMARKS: dict[str, Callable[[int], Awaitable[list[Figure]]]] = {
    "start": start.run,
    "answers": answers.run,
    "push": push.run,
    "memory": memory.run,
    "broadcast": broadcast.run,
    "replies": replies.run,
    "search": search.run,
    "sentences": sentences.run,
    "patterns": patterns.run,
    "scale": scale.sqlite,
    "scale_postgresql": scale.postgresql,
    "fuzz": fuzz.run,
    "summaries": summaries.run,
    "quality": quality.run,
}


def main() -> int:
    """Measure and print one line a figure; nothing is judged here, since times are the machine's too."""
    options = _arguments()
    for name in options.names or BENCHMARKS:
        count = options.articles if name == "search" else options.people
        for figure in asyncio.run(_measured(name, count)):
            print(f"{figure.name:<44} {figure.measured:<52} {figure.goal}".rstrip(), flush=True)  # noqa: T201 - the command line of this package
    return 0


async def _measured(name: str, count: int) -> list[Figure]:
    return await BENCHMARKS[name](count)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"of {', '.join(BENCHMARKS)} (default: all)")
    parser.add_argument("--people", type=_positive, default=1000, help="readers (default: 1000)")
    parser.add_argument(
        "--articles", type=_positive, default=100_000, help="articles to search in (default: 100000)"
    )
    options = parser.parse_args()
    if unknown := [name for name in options.names if name not in BENCHMARKS]:
        parser.error(f"there is no benchmark {unknown[0]!r}; there are {', '.join(BENCHMARKS)}")
    return options


def _positive(word: str) -> int:
    if not word.isdecimal() or int(word) == 0:
        raise argparse.ArgumentTypeError(f"{word!r} is not a number above 0")
    return int(word)


if __name__ == "__main__":
    sys.exit(main())
