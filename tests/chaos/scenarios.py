"""Every scenario by name, with its sizes: in a test, in `make chaos`, and in its `--long` form."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from tests.chaos import (
    broadcast,
    clocks,
    disk,
    drop_reply,
    flood,
    inbox,
    kill9,
    late,
    locked,
    mixed,
    outage,
    points,
    power,
    slots,
    soak,
    stop,
    two,
)
from tests.chaos.tally import Report

Size = dict[str, Any]


@dataclass(frozen=True)
class Scenario:
    """What runs, how large it is in each form, and which goal of the design it measures."""

    run: Callable[..., Awaitable[Report]]
    goal: str
    test: Size
    usual: Size
    long: Size = field(default_factory=dict)


SCENARIOS: dict[str, Scenario] = {
    "kill9": Scenario(
        kill9.run,
        "G1",
        test={"people": 60, "kills": 4},
        usual={"people": 300, "kills": 25},
        long={"people": 5000, "kills": 200, "kills_a_push": 200},
    ),
    "points": Scenario(
        points.run,
        "G1",
        test={"people": 60, "rounds": 1},
        usual={"people": 60, "rounds": 5},
        long={"people": 200, "rounds": 10},
    ),
    "drop_reply": Scenario(
        drop_reply.run,
        "G2",
        test={"people": 40, "share": 0.1},
        usual={"people": 500},
        long={"people": 5000},
    ),
    "outage": Scenario(
        outage.run,
        "G3",
        test={"people": 15, "quiet": 3.0},
        usual={"people": 200, "quiet": 20.0},
        long={"people": 1000, "quiet": 60.0},
    ),
    "flood": Scenario(
        flood.run,
        "G4",
        test={"people": 140, "retry_after": 3},
        usual={"people": 300},
        long={"people": 1000},
    ),
    "mixed": Scenario(
        mixed.run,
        "G5",
        # Half a minute passes until a silent chat is given up.
        test={"people": 60, "timeouts": 0.0},
        usual={"people": 1000},
        long={"people": 10_000},
    ),
    "slots": Scenario(
        slots.run,
        "G6",
        test={"people": 30, "single": 5},
        usual={"people": 500, "single": 50},
        long={"people": 5000, "single": 200},
    ),
    "clocks": Scenario(
        clocks.run,
        "G8",
        test={"people": 8, "jumps": (86_400.0, -86_400.0), "sleeps": (108_000.0,)},
        usual={"people": 50},
        long={"people": 500},
    ),
    "late": Scenario(late.run, "G9", test={"people": 8}, usual={"people": 50}, long={"people": 1000}),
    "disk": Scenario(
        disk.run,
        "G10",
        test={"people": 40, "rounds": 1},
        usual={"people": 100, "rounds": 5},
        long={"people": 500, "rounds": 20, "real": True},
    ),
    "locked": Scenario(
        locked.run,
        "G11",
        test={"people": 30, "held": 3.0},
        usual={"people": 200, "held": 20.0},
        long={"people": 1000, "held": 29.0},
    ),
    "power": Scenario(power.run, "G12", test={"cuts": 15}, usual={"cuts": 200}),
    "inbox": Scenario(
        inbox.run,
        "G13, D4",
        test={"commands": 45, "kills": 2},
        usual={"commands": 500, "kills": 50},
        long={"commands": 2000, "kills": 20},
    ),
    "stop": Scenario(
        stop.run,
        "G14",
        test={"people": 40, "stops": 1, "busy": 0},
        usual={"people": 500, "stops": 10},
        long={"people": 2000, "stops": 50},
    ),
    "two": Scenario(
        two.run,
        "G15",
        test={"people": 20, "seconds": 4.0},
        usual={"people": 100, "seconds": 30.0},
        long={"people": 200, "seconds": 60.0},
    ),
    "broadcast": Scenario(
        broadcast.run,
        "D3",
        test={"people": 200, "kills": 1},
        usual={"people": 5000, "kills": 5},
        long={"people": 100_000, "kills": 20},
    ),
    "soak": Scenario(
        soak.run,
        "G18",
        test={"people": 60, "hours": 3},
        usual={"people": 500, "hours": 12},
        long={"people": 2000, "hours": 24},
    ),
}
