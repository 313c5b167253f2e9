"""SIGKILL while commands are in work: each has its effect exactly once, and each is answered."""

import asyncio
import random
import tempfile
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from bot.emulator import Emulator, Person
from tests.chaos.botprocess import BotProcess, comes_true
from tests.chaos.newsdesk import Desk, open_desk
from tests.chaos.tally import Report, broken_bounds

FIRST_EDITOR = 2001
# So many answers a person gets without the pause of a second that Telegram asks for.
COMMANDS_EACH = 3
LONGEST_WAIT = 0.1
LONGEST_LIFE = 20.0
# What was open at a death is taken up one by one, and answers keep the pace.
END_SECONDS, COMMANDS_A_SECOND = 120.0, 5


@dataclass(frozen=True)
class Newsroom:
    """Editors who write to a bot that is killed; a topic's short name is the proof of its command."""

    emulator: Emulator
    desk: Desk
    bot: BotProcess
    editors: tuple[Person, ...]

    def commands(self) -> Iterator[tuple[Person, str]]:
        """Every editor's commands, one of each editor in turn."""
        for number in range(COMMANDS_EACH):
            for editor in self.editors:
                yield editor, f"topic-{editor.id}-{number}"

    async def is_answered(self) -> bool:
        """Whether every command was answered and left nothing open."""
        answers = Counter(delivery.chat_id for delivery in self.emulator.log)
        made = set(await self.desk.audited("topic.create"))
        wanted = {slug for _, slug in self.commands()}
        return wanted <= made and all(answers[editor.id] >= COMMANDS_EACH for editor in self.editors)


async def run(*, commands: int, kills: int, seed: int, say: Callable[[str], None]) -> Report:
    """Send ``commands`` that each make a topic, and kill the bot ``kills`` times meanwhile."""
    chance = random.Random(seed)
    async with _newsroom(-(-commands // COMMANDS_EACH)) as room:
        waiting = list(room.commands())
        share = -(-len(waiting) // (kills + 1))
        for number in range(kills):
            batch, waiting = waiting[:share], waiting[share:]
            await _live_and_die(room, batch, chance)
            say(f"{number + 1} kills, {len(await room.desk.audited('topic.create'))} commands done")
        await _send(waiting)
        await room.bot.start()
        await comes_true(room.is_answered, END_SECONDS + commands / COMMANDS_A_SECOND)
        await room.bot.stop()
        return await _report(room, kills)


async def _live_and_die(room: Newsroom, batch: list[tuple[Person, str]], chance: random.Random) -> None:
    """One life: half of its commands wait for it, the others come while it runs."""
    half = len(batch) // 2
    await _send(batch[:half])
    await room.bot.start()
    await _send(batch[half:])
    answers = len(room.emulator.log) + chance.randint(0, len(batch))
    with suppress(TimeoutError):
        await room.bot.until(lambda: len(room.emulator.log) >= answers, within=LONGEST_LIFE)
    # Between two answers too, not only behind one.
    await asyncio.sleep(chance.uniform(0, LONGEST_WAIT))
    await room.bot.kill()


async def _send(batch: list[tuple[Person, str]]) -> None:
    for editor, slug in batch:
        await editor.sends(f"/newtopic {slug} A topic")


async def _report(room: Newsroom, kills: int) -> Report:
    done = Counter(await room.desk.audited("topic.create"))
    wanted = [slug for _, slug in room.commands()]
    answers = Counter(delivery.chat_id for delivery in room.emulator.log)
    lost = sum(not done[slug] for slug in wanted)
    twice = sum(done[slug] > 1 for slug in wanted)
    run_again = sum("is there already" in delivery.text for delivery in room.emulator.log)
    unanswered = sum(max(0, COMMANDS_EACH - answers[editor.id]) for editor in room.editors)
    again = sum(max(0, answers[editor.id] - COMMANDS_EACH) for editor in room.editors)
    figures = (
        ("commands", str(len(wanted))),
        ("kills", str(kills)),
        ("lost", str(lost)),
        ("done twice", str(twice)),
        ("run again after their effect", str(run_again)),
        ("unanswered", str(unanswered)),
        ("answered once more", str(again)),
    )
    bounds: dict[str, tuple[float, float]] = {
        "lost": (lost, 0),
        "done twice": (twice, 0),
        "run again after their effect": (run_again, 0),
        "unanswered": (unanswered, 0),
    }
    return Report(figures, broken_bounds(bounds))


@asynccontextmanager
async def _newsroom(editors: int) -> AsyncIterator[Newsroom]:
    with tempfile.TemporaryDirectory(prefix="digestbot-chaos-") as folder:
        emulator = Emulator()
        await emulator.start()
        ids = range(FIRST_EDITOR, FIRST_EDITOR + editors)
        bot = BotProcess(emulator, Path(folder), admins=",".join(map(str, ids)))
        desk = await open_desk(bot.database_url, emulator, people=0)
        people = tuple(emulator.person(f"Editor {number}", id=number) for number in ids)
        try:
            yield Newsroom(emulator, desk, bot, people)
        finally:
            await bot.kill()
            await desk.database.close()
            await emulator.stop()
