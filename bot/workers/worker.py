"""One worker process as the bot sees it: start it, ask it, kill it."""

import asyncio
import os
import signal
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

import bot
from bot.errors import DigestbotError
from bot.workers.frames import HEAD, fields_of, frame

_LONGEST_ANSWER = 32 * 2**20
_PIECE = 2**16  # what a pipe takes at once: a longer buffer is moved in memory for every write
_LOADER_NAMES = ("PATH", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH")


class WorkerStoppedError(DigestbotError):
    """A worker gave no answer: out of memory or time, dead, or its function raised; the text says which."""


@dataclass(frozen=True, slots=True)
class Job:
    """What the workers of one pool do, and within which limits.

    ``target`` is ``module:function``; ``warm_up`` a message whose answer is dropped: it makes the function
    import what it needs. ``memory`` counts bytes of address space, ``seconds`` the wall and CPU time of one
    message; a worker is replaced after ``messages``, and ended when ``idle`` seconds pass without one.
    """

    target: str
    warm_up: Mapping[str, Any]
    memory: int
    seconds: float
    messages: int = 1000
    idle: float | None = None


class Worker:
    """A running process that answers one message at a time."""

    def __init__(self, process: Process) -> None:
        self._process = process
        self.messages = 0
        self.timer: asyncio.TimerHandle | None = None

    @classmethod
    async def spawn(cls, job: Job) -> Self:
        """Start a process in a session of its own, so that signals for the bot's group pass it by."""
        arguments = (job.target, str(job.memory), str(int(job.seconds) + 1))
        command = (sys.executable, "-P", "-m", "bot.workers.child", *arguments)
        return cls(
            await asyncio.create_subprocess_exec(
                *command, stdin=PIPE, stdout=PIPE, env=_environment(), start_new_session=True
            )
        )

    @property
    def is_running(self) -> bool:
        """Whether the end of the process has not been noticed."""
        return self._process.returncode is None

    async def ask(self, fields: Mapping[str, Any], payload: bytes, seconds: float) -> dict[str, Any]:
        """Give the fields of the answer; after WorkerStoppedError the process is of no more use."""
        try:
            async with asyncio.timeout(seconds):
                return await self._exchanged(frame(fields, payload))
        except TimeoutError:
            raise WorkerStoppedError("the time is up") from None
        except (OSError, EOFError, ValueError) as error:
            raise WorkerStoppedError("the process ended or answered nonsense") from error

    async def _exchanged(self, message: bytes) -> dict[str, Any]:
        source, sink = self._process.stdout, self._process.stdin
        assert source is not None
        assert sink is not None
        for start in range(0, len(message), _PIECE):
            sink.write(message[start : start + _PIECE])
            await sink.drain()
        length, _ = HEAD.unpack(await source.readexactly(HEAD.size))
        if length > _LONGEST_ANSWER:
            raise ValueError("the answer is too long")
        return fields_of(await source.readexactly(length))

    async def end(self) -> None:
        """Kill the process with all that it started, and wait until it is gone."""
        if self.is_running:
            with suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)
        if self.timer is not None:
            self.timer.cancel()
        await self._process.wait()


def _environment() -> dict[str, str]:
    """Give what Python needs to start and to find its libraries: secrets stay with the bot."""
    loader = {name: os.environ[name] for name in _LOADER_NAMES if name in os.environ}
    return loader | {
        "OPENBLAS_NUM_THREADS": "1",  # each thread would take address space and a core from the bot
        "PYTHONPATH": str(Path(bot.__file__).parent.parent),
        "PYTHONUTF8": "1",
    }
