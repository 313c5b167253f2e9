"""A pool of worker processes: at most so many at once, each replaced when it overruns.

``concurrent.futures`` is not used: it cannot end one stuck process without private parts and the loss of its
neighbours' work, it pickles, and its processes outlive a parent that was killed.
"""

import asyncio
from collections.abc import Mapping
from typing import Any

from bot.workers.worker import Job, Worker, WorkerStoppedError

_START_SECONDS = 60.0  # a cold disk and a busy machine included


class Workers:
    """Up to ``size`` processes that do one job; they start when they are needed."""

    def __init__(self, job: Job, *, size: int) -> None:
        self._job = job
        self._size = size
        self._turns = asyncio.Semaphore(size)
        self._free: list[Worker] = []
        self._alive: set[Worker] = set()
        self._endings: set[asyncio.Task[None]] = set()
        self._closed = False

    async def start(self) -> None:
        """Start every process and warm it up, so that no message waits for imports."""
        await asyncio.gather(*(self._add_free() for _ in range(self._size)))

    async def call(self, fields: Mapping[str, Any], payload: bytes = b"") -> dict[str, Any]:
        """Let a worker answer a message, waiting for a free one; raises WorkerStoppedError."""
        async with self._turns:
            worker = await self._taken() or await self._started()
            answer = await self._asked(worker, fields, payload, self._job.seconds)
            await self._give_back(worker)
        return _result(answer)

    async def aclose(self) -> None:
        """End every process, busy ones too; what waits for an answer gets WorkerStoppedError."""
        self._closed = True
        self._free.clear()
        await asyncio.gather(*(self._end(worker) for worker in tuple(self._alive)), *self._endings)

    async def _add_free(self) -> None:
        # Its turn is taken meanwhile, so that a message waits for this process instead of starting another.
        async with self._turns:
            self._free.append(await self._started())

    async def _started(self) -> Worker:
        if self._closed:
            raise WorkerStoppedError("the workers are closed")
        worker = await Worker.spawn(self._job)
        self._alive.add(worker)
        answer = await self._asked(worker, self._job.warm_up, b"", _START_SECONDS)
        if "failed" in answer:
            await self._end(worker)
        _result(answer)
        return worker

    async def _taken(self) -> Worker | None:
        """Take a free worker, past those that died meanwhile, as the system kills for want of memory."""
        while self._free:
            worker = self._free.pop()
            if worker.timer is not None:
                worker.timer.cancel()
            if worker.is_running:
                return worker
            await self._end(worker)
        return None

    async def _asked(
        self, worker: Worker, fields: Mapping[str, Any], payload: bytes, seconds: float
    ) -> dict[str, Any]:
        try:
            return await worker.ask(fields, payload, seconds)
        except BaseException:  # a cancelled caller leaves an answer in the pipe that nobody must read
            await self._end(worker)
            raise

    async def _give_back(self, worker: Worker) -> None:
        worker.messages += 1
        if self._closed or worker.messages >= self._job.messages:
            await self._end(worker)
            return
        self._free.append(worker)
        if self._job.idle is not None:
            worker.timer = asyncio.get_running_loop().call_later(self._job.idle, self._dismiss, worker)

    def _dismiss(self, worker: Worker) -> None:
        self._free.remove(worker)
        ending = asyncio.create_task(self._end(worker))
        self._endings.add(ending)
        ending.add_done_callback(self._endings.discard)

    async def _end(self, worker: Worker) -> None:
        await worker.end()
        self._alive.discard(worker)


def _result(answer: dict[str, Any]) -> dict[str, Any]:
    if "failed" in answer:
        raise WorkerStoppedError(f"the function raised {answer['failed']}")
    result: dict[str, Any] = answer["answer"]
    return result
