"""Everything that can become of a message in one push: each reader gets one, who is gone none more."""

import random
from collections import Counter
from collections.abc import Callable

from bot.emulator import membership
from tests.chaos.outage import copies
from tests.chaos.pushing import Stage, on_stage
from tests.chaos.tally import Findings, Report

BLOCKED = 0.03
MOVED = 0.005
UNPARSABLE = 0.005
TIMEOUTS = 0.01
# Of a pace of 25 a second; not asked of so few people that the start counts.
SLOWEST = 24.0
ENOUGH = 1000


async def run(*, people: int, seed: int, say: Callable[[str], None], timeouts: float = TIMEOUTS) -> Report:
    """Push to ``people`` readers, of whom some are gone, moved, unparsable, or slow to be answered."""
    chance, found = random.Random(seed), Findings()
    groups = max(1, round(people * MOVED))
    async with on_stage(people - groups, groups=groups, seed=seed) as stage:
        persons = [chat for chat in stage.desk.people if chat > 0]
        chance.shuffle(persons)
        blocked = persons[: max(1, round(people * BLOCKED))]
        unparsable = persons[len(blocked) :][: max(1, round(people * UNPARSABLE))]
        _go(stage, blocked, unparsable)
        moved = {chat: stage.emulator.world.chats[chat].migrated_to for chat in stage.desk.people if chat < 0}
        _add_timeouts(stage, timeouts)
        await stage.announce()
        await stage.bot.launch()
        await stage.drained(180 + people / 15)
        await stage.bot.stop()
        states = await stage.desk.states()
        silent = [fault for fault in stage.emulator.faults.taken if fault.kind.startswith("hang")]
        calls = Counter(call.chat_id for call in stage.emulator.log.calls if call.method == "sendMessage")
    got = copies([one for one in stage.emulator.log if any(words in one.text for words in stage.headlines)])
    rest = set(persons) - set(blocked)
    arrived = {moved.get(chat) or chat for chat in (*rest, *moved)}
    unknown = sum(fault.kind == "hang_reply" for fault in silent)
    instants = [one.wall.timestamp() for one in stage.emulator.log]
    # The last ones wait for answers that never come; the pace is that of the first nine tenths.
    most = sorted(instants)[: round(len(instants) * 0.9)]
    found.tell("readers", people)
    found.tell(
        "blocked, moved, unparsable, timeouts",
        f"{len(blocked)}, {groups}, {len(unparsable)}, {len(silent)}",
    )
    found.at_most("lost", sum(not got[chat] for chat in arrived if chat), 0)
    found.at_most("doubled", sum(got[chat] - 1 for chat in arrived if chat and got[chat] > 1), unknown)
    found.at_most("requests to one who blocked", max(calls[str(chat)] for chat in blocked), 1)
    found.at_most("failed", states.get("failed", 0), 0)
    if people >= ENOUGH:
        found.at_least("messages a second", (len(most) - 1) / (most[-1] - most[0]), SLOWEST, timed=True)
    found.none_open(states)
    say(f"{len(got)} readers reached")
    return found.report()


def _go(stage: Stage, blocked: list[int], unparsable: list[int]) -> None:
    world = stage.emulator.world
    for chat in blocked:
        world.chats[chat].bot_status = "kicked"
    for chat in unparsable:
        stage.emulator.faults.add(
            kind="error", method="sendMessage", chat_id=chat, error_code=400,
            description="Bad Request: can't parse entities: a fault of the script",
        )  # fmt: skip
    for chat in [chat for chat in stage.desk.people if chat < 0]:
        membership.upgrade(world, world.chats[chat])
    # The service messages of the upgrades would tell the bot before it is refused.
    world.updates.pending.clear()


def _add_timeouts(stage: Stage, share: float) -> None:
    for kind in ("hang", "hang_reply"):
        stage.emulator.faults.add(kind=kind, method="sendMessage", share=share / 2, times=None)
