"""The process is killed during a push and before it: everybody gets the digest, and nobody two.

The bot is a real process with the real clock.
"""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import pytest_asyncio
import sqlalchemy as sa

from bot.emulator import Emulator, Person
from bot.storage.dialects import sync_url
from bot.storage.tables import subscribers
from tests.acceptance.stage import OWNER, until
from tests.acceptance.stories import GLACIER, HARBOUR

pytestmark = pytest.mark.asyncio(loop_scope="session")
READERS = 4
ROOT = Path(__file__).resolve().parents[2]


class Program:
    """``python -m bot run`` as its operator runs it."""

    def __init__(self, folder: Path, emulator: Emulator) -> None:
        self.folder = folder
        self.emulator = emulator
        self.log = folder / "bot.log"
        self._process: asyncio.subprocess.Process | None = None

    async def starts(self) -> None:
        environment = {
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(ROOT),
            "TELEGRAM_BOT_TOKEN": self.emulator.token,
            "TELEGRAM_API_BASE_URL": self.emulator.base_url,
            "ADMIN_IDS": str(OWNER),
            "DATABASE_URL": f"sqlite:///{self.folder / 'digestbot.db'}",
            "PORT": "0",
            "LOG_LEVEL": "DEBUG",
        }
        with self.log.open("ab") as output:
            self._process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "bot", "run"),
                cwd=self.folder,
                env=environment,
                stdout=output,
                stderr=output,
            )

    async def is_killed(self) -> None:
        assert self._process is not None
        self._process.kill()
        assert await self._process.wait() == -signal.SIGKILL
        self._process = None

    def makes_everybody_due(self, ahead: timedelta) -> datetime:
        """Bring every reader's next digest near, so that nobody waits for it; when it is due."""
        due = datetime.now(UTC) + ahead
        engine = sa.create_engine(sync_url(f"sqlite:///{self.folder / 'digestbot.db'}"))
        with engine.begin() as conn:
            conn.execute(sa.update(subscribers).values(next_digest_at=due))
        engine.dispose()
        return due

    async def stops(self) -> int:
        """Ask it to end as a supervisor does; its exit code."""
        if self._process is None:
            return 0
        process, self._process = self._process, None
        process.terminate()
        async with asyncio.timeout(25):
            return await process.wait()


@pytest_asyncio.fixture(loop_scope="session")
async def program(tmp_path: Path) -> AsyncIterator[Program]:
    emulator = Emulator()
    await emulator.start(port=0)
    program = Program(tmp_path, emulator)
    try:
        yield program
    finally:
        await program.stops()
        await emulator.stop()


async def publishes(ed: Person, title: str, body: str) -> None:
    await ed.sends(f"/add #world {title}\n{body}")
    await ed.taps("Publish", message=await ed.sees("Publish", within=20))
    await ed.sees("Published.")


def digests(emulator: Emulator, reader: Person, title: str) -> int:
    return len([one for one in emulator.log.to(reader.id) if title in one.text])


async def test_killed_twice_around_the_minute_nobody_is_left_out(program: Program) -> None:
    emulator = program.emulator
    ed = emulator.person("Ed", id=OWNER)
    readers = [emulator.person(f"Reader {number}", id=1001 + number) for number in range(READERS)]
    await program.starts()
    await ed.sends("/newtopic world World news")
    await ed.sees("is there", within=20)
    await publishes(ed, HARBOUR.title, HARBOUR.body)
    for reader in readers:
        await reader.sends("/subscribe world")
        await reader.sees("Subscribed")
        await reader.sends("/digest")
        await reader.sees(HARBOUR.title)
    await publishes(ed, GLACIER.title, GLACIER.body)
    # Once between the publishing and the minute ...
    await program.is_killed()
    due = program.makes_everybody_due(timedelta(seconds=4))
    await program.starts()
    # ... and once while each message is on its way: half of them are accepted, and no answer comes back.
    for number, reader in enumerate(readers):
        kind = "hang_reply" if number % 2 else "hang"
        emulator.faults.add(method="sendMessage", kind=kind, chat_id=reader.id)

    async def are_on_their_way() -> bool:
        return len(emulator.faults.taken) == READERS

    await until(are_on_their_way, within=30)
    taken = datetime.now(UTC)
    accepted = {reader.id: digests(emulator, reader, GLACIER.title) for reader in readers}
    assert due <= taken <= due + timedelta(seconds=10)
    await program.is_killed()
    await program.starts()

    async def have_come_again() -> bool:
        return all(digests(emulator, one, GLACIER.title) > accepted[one.id] for one in readers)

    await until(have_come_again, within=20)
    # Whoever had it without our knowing hears nothing of the second copy; the others have it once.
    for reader in readers:
        got = [one for one in emulator.log.to(reader.id) if GLACIER.title in one.text]
        assert len(got) == accepted[reader.id] + 1
        assert HARBOUR.title not in got[-1].text
        assert not accepted[reader.id] or got[-1].is_silent
    # The first commands after the restart are answered, and the end is an orderly one.
    await readers[0].sends("/digest")
    await readers[0].sees("Nothing new since your last digest.", within=20)
    assert await program.stops() == 0
    log = program.log.read_text(encoding="utf-8")
    assert emulator.token not in log
    assert emulator.token.partition(":")[2] not in log
    assert "Traceback" not in log
