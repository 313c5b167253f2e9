"""`python -m tests.chaos [NAME ...]`: break a running bot on purpose, and count what was lost or came twice.

Ends with 1 when a bound was broken.
"""

import argparse
import asyncio
import inspect
import sys
import time
from typing import Any

from tests.chaos.databases import stop_postgresql, use_postgresql
from tests.chaos.scenarios import SCENARIOS
from tests.chaos.tally import Report

SIZES = ("people", "kills", "rounds", "commands", "stops", "cuts", "hours")


def say(line: str) -> None:
    """Print a line at once."""
    print(line, flush=True)  # noqa: T201 - the command line of this package


def main() -> int:
    """Run the scenarios; 1 when any bound was broken."""
    options = _arguments()
    if options.database == "postgres":
        use_postgresql()
    try:
        reports = [_run(name, options) for name in options.names or SCENARIOS]
    finally:
        stop_postgresql()
    return 1 if any(report.broken or report.slow for report in reports) else 0


def _run(name: str, options: argparse.Namespace) -> Report:
    scenario, size = SCENARIOS[name], _size(name, options)
    words = ", ".join(f"{value} {what}" for what, value in size.items())
    say(f"\n{name} ({scenario.goal}): {words}, seed {options.seed}")
    began = time.monotonic()

    async def play() -> Report:
        return await scenario.run(**size, seed=options.seed, say=say)

    report = asyncio.run(play())
    for figure, value in report.figures:
        say(f"  {figure:<46} {value}")
    for sentence in (*report.broken, *report.slow):
        say(f"  BROKEN: {sentence}")
    say(f"  {'not kept' if report.broken or report.slow else 'kept'}, in {time.monotonic() - began:.0f} s")
    return report


def _size(name: str, options: argparse.Namespace) -> dict[str, Any]:
    scenario = SCENARIOS[name]
    size = scenario.usual | (scenario.long if options.long else {})
    given = {what: getattr(options, what) for what in SIZES if getattr(options, what) is not None}
    known = inspect.signature(scenario.run).parameters
    return size | {what: value for what, value in given.items() if what in known}


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.chaos", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"of {', '.join(SCENARIOS)} (default: all)")
    parser.add_argument("--long", action="store_true", help="in the sizes of the goals: some take an hour")
    parser.add_argument("--database", choices=("sqlite", "postgres"), default="sqlite")
    for what in SIZES:
        parser.add_argument(
            f"--{what}", type=_positive, metavar="N", help=f"how many {what}, where it counts"
        )
    parser.add_argument("--seed", type=int, default=1, help="of the random moments (default: 1)")
    options = parser.parse_args()
    if unknown := [name for name in options.names if name not in SCENARIOS]:
        parser.error(f"there is no scenario {unknown[0]!r}; there are {', '.join(SCENARIOS)}")
    return options


def _positive(word: str) -> int:
    if not (word.isascii() and word.isdigit()) or int(word) == 0:
        raise argparse.ArgumentTypeError(f"{word!r} is not a number above 0")
    return int(word)


if __name__ == "__main__":
    sys.exit(main())
