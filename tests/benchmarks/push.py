"""How late a digest is at its slot, how fast a push is, and whether everybody gets it once."""

from datetime import UTC, datetime, timedelta

from bot.emulator import Limits
from tests.benchmarks.figures import Figure, most_in_a_second
from tests.chaos.pushing import on_stage

RATE = 25
LEAD = timedelta(seconds=6)
TELEGRAM = Limits(per_second=30, per_chat_per_second=1)


async def run(people: int) -> list[Figure]:
    """Push a story that is due for ``people`` readers at one slot, at the default pace."""
    async with on_stage(people, send_rate=RATE, limits=TELEGRAM) as stage:
        await stage.bot.start()
        slot = datetime.now(UTC) + LEAD
        await stage.announce(slot)
        await stage.drained()
        await stage.bot.stop()
        found, log = stage.tally(), stage.emulator.log
        instants = [delivery.wall.timestamp() for delivery in log]
        refused = sum(call.status == 429 for call in log.calls)
    late = [instant - slot.timestamp() for instant in instants]
    rate = (len(instants) - 1) / (instants[-1] - instants[0])
    return [
        Figure("digest: slot to the first message", f"{late[0]:.2f} s", "≤ 10 s"),
        Figure(f"digest: slot to the last of {people}", f"{late[-1]:.1f} s", f"{people / RATE:.1f} s + 10 s"),
        Figure("push: messages a second", f"{rate:.2f} ({rate / RATE:.1%} of SEND_RATE)", "≥ 98 %"),
        Figure("push: most in any second", f"{most_in_a_second(instants)}, {refused} refused with 429", "0"),
        Figure("push: left out, twice", f"{found.lost}, {found.doubled}", "0, 0"),
    ]
