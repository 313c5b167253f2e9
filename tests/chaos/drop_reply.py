"""Replies lost after the message was accepted: it comes again without a sound, and nobody is left out."""

from collections.abc import Callable

from tests.chaos.pushing import on_stage
from tests.chaos.tally import Report, broken_bounds

SHARE = 0.02


async def run(
    *, people: int, seed: int, say: Callable[[str], None], share: float = SHARE, send_rate: int = 25
) -> Report:
    """Push a story to ``people`` readers while a ``share`` of the replies is lost."""
    async with on_stage(people, send_rate=send_rate, seed=seed) as stage:
        stage.emulator.faults.add(method="sendMessage", kind="drop_reply", share=share, times=None)
        await stage.announce()
        await stage.bot.start()
        await stage.drained()
        code, _ = await stage.bot.stop()
        found, states = stage.tally(), await stage.desk.states()
        dropped = len(stage.emulator.faults.taken)
    say(f"{dropped} replies were dropped")
    open_rows = states.get("sending", 0) + states.get("pending", 0)
    figures = (
        ("messages expected", str(found.expected)),
        ("replies dropped", str(dropped)),
        ("lost", str(found.lost)),
        ("doubled", f"{found.doubled} (bound {dropped})"),
        ("second copies with a sound", str(found.loud)),
        ("most copies of one message", str(found.most_copies)),
        ("rows still open", str(open_rows)),
        ("exit code", str(code)),
    )
    assert dropped, "no reply was lost, so nothing was tried"
    bounds: dict[str, tuple[float, float]] = {
        "lost": (found.lost, 0),
        "doubled": (found.doubled, dropped),
        "second copies with a sound": (found.loud, 0),
        "rows still open": (open_rows, 0),
    }
    return Report(figures, broken_bounds(bounds))
