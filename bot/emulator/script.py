"""A script of faults as a file: the seed of the chances, the limits, and the lines, checked as a whole."""

import json
from dataclasses import dataclass, field
from typing import Any

from bot.emulator import faults, limits
from bot.emulator.limits import Limits
from bot.emulator.world import World


class ScriptError(Exception):
    """A script with mistakes; `mistakes` tells each in one sentence, with its place."""

    def __init__(self, mistakes: list[str]) -> None:
        super().__init__(" ".join(mistakes))
        self.mistakes = tuple(mistakes)


@dataclass(frozen=True)
class Script:
    """What a file says; limits that it does not name stay as they are."""

    seed: int = 0
    limits: Limits | None = None
    lines: tuple[dict[str, Any], ...] = field(default=())

    def put_into(self, world: World) -> None:
        """Puts the script into force, instead of every line that was there before."""
        world.faults.clear()
        world.faults.seed(self.seed)
        for line in self.lines:
            world.faults.add(**line)
        if self.limits is not None:
            world.gate.limits = self.limits


def parse(text: str | bytes) -> Script:
    """Reads a script; ScriptError telling every mistake."""
    try:
        written = json.loads(text)
    except ValueError as error:
        where = f" (line {error.lineno})" if isinstance(error, json.JSONDecodeError) else ""
        raise ScriptError([f"The script is not JSON{where}."]) from None
    except RecursionError:
        raise ScriptError(["The script is nested too deeply."]) from None
    return read(written)


def read(written: object) -> Script:
    """Takes a script apart that was read from JSON; ScriptError telling every mistake."""
    if not isinstance(written, dict):
        raise ScriptError(['A script is an object such as {"faults": [{"kind": "502", "share": 0.1}]}.'])
    found = [
        f"A script has no field {name!r}; it has seed, limits, faults."
        for name in sorted(set(written) - {"seed", "limits", "faults"})
    ]
    seed, lines, limiting = written.get("seed", 0), written.get("faults", []), written.get("limits")
    if type(seed) is not int:
        found.append("'seed' must be a whole number.")
    found += _mistakes_of_lines(lines)
    found += _mistakes_of_limits(limiting)
    if found:
        raise ScriptError(found)
    return Script(seed, None if limiting is None else Limits(**limiting), tuple(lines))


def _mistakes_of_lines(lines: object) -> list[str]:
    if not isinstance(lines, list):
        return ["'faults' must be a list of lines."]
    found = []
    for number, line in enumerate(lines, start=1):
        sentences = faults.mistakes(line) if isinstance(line, dict) else ["A line must be an object."]
        found += [f"Fault {number}: {sentence}" for sentence in sentences]
    return found


def _mistakes_of_limits(limiting: object) -> list[str]:
    if limiting is None:
        return []
    return limits.mistakes(limiting) if isinstance(limiting, dict) else ["'limits' must be an object."]
