import asyncio
import os
import signal
import sys
from asyncio.subprocess import PIPE
from collections.abc import Awaitable, Callable

import pytest

from bot.workers import Workers, WorkerStoppedError

MakeWorkers = Callable[..., Workers]
Ends = Callable[[int], Awaitable[None]]

# A bot of two lines: it starts a worker, tells its number, gives it work, and is killed.
BOT = """
import asyncio, sys
from bot.workers import Job, Workers
async def main():
    job = Job(target="tests.bot.workers.jobs:obey", warm_up={}, memory=2**30, seconds=100.0)
    pool = Workers(job, size=1)
    print((await pool.call({}))["pid"], flush=True)
    await pool.call({"do": sys.argv[1]}) if sys.argv[1] else await asyncio.sleep(100)
asyncio.run(main())
"""


async def test_a_worker_answers_and_is_used_again(workers: MakeWorkers) -> None:
    pool = workers()
    first = await pool.call({"echo": ["text", 1, None, "\ud800", "ї"]}, b"x" * 3_000_000)
    second = await pool.call({})
    assert first["echo"] == ["text", 1, None, "\ud800", "ї"]
    assert first["size"] == 3_000_000
    assert first["pid"] == second["pid"] != os.getpid()


async def test_so_many_work_at_once_and_the_others_wait(workers: MakeWorkers) -> None:
    pool = workers(size=2)
    answers = await asyncio.gather(*(pool.call({"echo": n}) for n in range(7)))
    assert [answer["echo"] for answer in answers] == list(range(7))
    assert len({answer["pid"] for answer in answers}) <= 2


async def test_started_workers_are_warm(workers: MakeWorkers) -> None:
    pool = workers(size=2)
    await pool.start()
    pids = {worker._process.pid for worker in pool._free}
    assert len(pids) == 2
    assert (await pool.call({}))["pid"] in pids


@pytest.mark.parametrize("verb", ["spin", "nap", "eat", "die", "babble", "fail"])
async def test_a_worker_that_fails_is_told_and_the_next_call_works(workers: MakeWorkers, verb: str) -> None:
    pool = workers(seconds=0.5)
    with pytest.raises(WorkerStoppedError):
        await pool.call({"do": verb})
    assert (await pool.call({"echo": "again"}))["echo"] == "again"


@pytest.mark.parametrize("verb", ["spin", "nap", "eat"])
async def test_a_worker_that_overruns_is_killed(workers: MakeWorkers, ends: Ends, verb: str) -> None:
    pool = workers(seconds=0.5)
    pid = (await pool.call({}))["pid"]
    with pytest.raises(WorkerStoppedError):
        await pool.call({"do": verb})
    await ends(pid)


async def test_an_exception_is_told_by_its_class_alone(workers: MakeWorkers) -> None:
    with pytest.raises(WorkerStoppedError, match=r"^the function raised LookupError$"):
        await workers().call({"do": "fail"})


async def test_what_a_library_prints_is_no_answer(workers: MakeWorkers) -> None:
    assert (await workers().call({"do": "print", "echo": 1}))["echo"] == 1


async def test_the_limits_are_those_of_one_message_not_of_a_life(workers: MakeWorkers) -> None:
    pool = workers(seconds=2.0)
    pids = {(await pool.call({"echo": n}))["pid"] for n in range(200)}
    assert len(pids) == 1


async def test_a_worker_is_replaced_after_its_messages(workers: MakeWorkers, ends: Ends) -> None:
    pool = workers(messages=2)
    pids = [(await pool.call({}))["pid"] for _ in range(4)]
    assert pids[0] == pids[1] != pids[2] == pids[3]
    await ends(pids[0])


async def test_an_idle_worker_ends_and_another_takes_over(workers: MakeWorkers, ends: Ends) -> None:
    pool = workers(idle=0.1)
    pid = (await pool.call({}))["pid"]
    await ends(pid)
    assert (await pool.call({}))["pid"] != pid


async def test_a_worker_that_died_while_it_waited_is_replaced(workers: MakeWorkers) -> None:
    pool = workers()
    pid = (await pool.call({}))["pid"]
    os.kill(pid, signal.SIGKILL)
    await pool._free[0]._process.wait()
    assert (await pool.call({}))["pid"] != pid


async def test_a_caller_that_gives_up_leaves_no_answer_for_the_next(workers: MakeWorkers, ends: Ends) -> None:
    pool = workers()
    pid = (await pool.call({}))["pid"]
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.2):
            await pool.call({"do": "nap", "echo": "old"})
    await ends(pid)
    assert (await pool.call({"echo": "new"}))["echo"] == "new"


async def test_closing_ends_idle_and_busy_workers(workers: MakeWorkers, ends: Ends) -> None:
    pool = workers(size=2)
    await pool.start()
    pids = [worker._process.pid for worker in pool._free]
    busy = asyncio.create_task(pool.call({"do": "nap"}))
    await asyncio.sleep(0)
    await pool.aclose()
    with pytest.raises(WorkerStoppedError):
        await busy
    for pid in pids:
        await ends(pid)
    with pytest.raises(WorkerStoppedError):
        await pool.call({})


async def test_a_job_that_does_not_exist_is_told(
    workers: MakeWorkers, capfd: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(WorkerStoppedError):
        await workers(target="tests.bot.workers.jobs:nobody").start()
    assert "AttributeError" in capfd.readouterr().err


async def test_a_worker_that_cannot_warm_up_is_not_used(workers: MakeWorkers) -> None:
    pool = workers(warm_up={"do": "fail"})
    with pytest.raises(WorkerStoppedError, match="LookupError"):
        await pool.start()
    assert not pool._alive


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
async def test_signals_are_left_to_the_bot(workers: MakeWorkers, number: signal.Signals) -> None:
    pool = workers()
    pid = (await pool.call({}))["pid"]
    os.kill(pid, number)
    assert (await pool.call({}))["pid"] == pid


async def test_secrets_of_the_bot_stay_with_the_bot(
    workers: MakeWorkers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", "123:secret")
    environment = (await workers().call({}))["environment"]
    assert "TELEGRAM_BOT_TOKEN" not in environment
    assert "OPENBLAS_NUM_THREADS" in environment


@pytest.mark.parametrize("verb", ["", "spin", "nap"])
async def test_workers_end_with_a_bot_that_is_killed(ends: Ends, verb: str) -> None:
    bot = await asyncio.create_subprocess_exec(sys.executable, "-c", BOT, verb, stdout=PIPE)
    assert bot.stdout is not None
    pid = int(await bot.stdout.readline())
    bot.kill()
    await bot.wait()
    await ends(pid)
