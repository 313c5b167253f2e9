"""`python -m tests.chaos [NAME ...]`: break a running bot on purpose, and count what was lost or came twice.

Ends with 1 when a bound was broken.
"""

import argparse
import asyncio
import sys
import time
from collections.abc import Awaitable, Callable

from tests.chaos import drop_reply, inbox, kill9, points, sigterm
from tests.chaos.tally import Report

COMMANDS_A_KILL = 10
STOPS = 10

Scenario = Callable[[argparse.Namespace], Awaitable[Report]]

SCENARIOS: dict[str, Scenario] = {
    "kill9": lambda o: kill9.run(people=o.people, kills=o.kills, seed=o.seed, say=say),
    "points": lambda o: points.run(people=o.people, rounds=o.rounds, seed=o.seed, say=say),
    "inbox": lambda o: inbox.run(commands=COMMANDS_A_KILL * o.kills, kills=o.kills, seed=o.seed, say=say),
    "drop_reply": lambda o: drop_reply.run(people=o.people, seed=o.seed, say=say),
    "sigterm": lambda o: sigterm.run(people=o.people, stops=STOPS, seed=o.seed, say=say),
}


def say(line: str) -> None:
    """Print a line at once."""
    print(line, flush=True)  # noqa: T201 - the command line of this package


def main() -> int:
    """Run the scenarios; 1 when any bound was broken."""
    options = _arguments()
    reports = [_run(name, options) for name in options.names or SCENARIOS]
    return 1 if any(report.broken for report in reports) else 0


def _run(name: str, options: argparse.Namespace) -> Report:
    say(f"\n{name}")
    began = time.monotonic()

    async def scenario() -> Report:
        return await SCENARIOS[name](options)

    report = asyncio.run(scenario())
    for figure, value in report.figures:
        say(f"  {figure:<34} {value}")
    for sentence in report.broken:
        say(f"  BROKEN: {sentence}")
    say(f"  {'kept' if not report.broken else 'not kept'}, in {time.monotonic() - began:.0f} s")
    return report


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.chaos", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"of {', '.join(SCENARIOS)} (default: all)")
    parser.add_argument("--kills", type=_positive, default=25, help="SIGKILLs (default: 25)")
    parser.add_argument("--rounds", type=_positive, default=5, help="deaths at each moment (default: 5)")
    parser.add_argument("--people", type=_positive, default=800, help="readers of one push (default: 800)")
    parser.add_argument("--seed", type=int, default=1, help="of the random moments (default: 1)")
    options = parser.parse_args()
    if unknown := [name for name in options.names if name not in SCENARIOS]:
        parser.error(f"there is no scenario {unknown[0]!r}; there are {', '.join(SCENARIOS)}")
    return options


def _positive(word: str) -> int:
    if not word.isdecimal() or int(word) == 0:
        raise argparse.ArgumentTypeError(f"{word!r} is not a number above 0")
    return int(word)


if __name__ == "__main__":
    sys.exit(main())
