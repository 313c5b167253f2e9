"""The limiter's two lanes on a clock that runs as fast as the test asks."""

import asyncio

from bot.gateway.limits import Limiter


class Clock:
    """Stands still until moved."""

    def __init__(self) -> None:
        self.time = 100.0

    def __call__(self) -> float:
        return self.time


async def in_order(limiter: Limiter, *, pushes: int, answers: int) -> list[str]:
    order: list[str] = []

    async def push(chat: int) -> None:
        await limiter.push(chat)
        order.append("push")

    async def answer(chat: int) -> None:
        await limiter.answer(chat)
        order.append("answer")

    waiting = [asyncio.create_task(push(chat)) for chat in range(1, pushes + 1)]
    await asyncio.sleep(0)
    waiting += [asyncio.create_task(answer(chat)) for chat in range(1001, 1001 + answers)]
    await asyncio.gather(*waiting)
    return order


async def test_answers_overtake_a_push_that_waits() -> None:
    order = await in_order(Limiter(500), pushes=20, answers=3)
    assert sorted(order) == ["answer"] * 3 + ["push"] * 20
    assert order.index("answer") <= 2
    assert order[:6].count("answer") == 3


async def test_who_gave_up_waiting_takes_no_turn() -> None:
    clock = Clock()
    limiter = Limiter(200, clock=clock)
    await limiter.push(1)
    gone = [asyncio.create_task(limiter.push(chat)) for chat in range(2, 50)]
    await asyncio.sleep(0)
    for task in gone:
        task.cancel()
    await asyncio.gather(*gone, return_exceptions=True)
    clock.time += 1
    await limiter.push(99)
    assert limiter._ledger.pace_opens(clock.time) <= clock.time + 0.005


async def test_a_push_learns_how_long_its_chat_must_wait() -> None:
    clock = Clock()
    limiter = Limiter(25, clock=clock)
    assert limiter.push_delay(1) == 0.0
    await limiter.push(1)
    assert limiter.push_delay(1) == 1.0
    assert limiter.push_delay(2) == 0.0
    clock.time += 1.0
    assert limiter.push_delay(1) == 0.0


async def test_what_a_person_asked_for_goes_as_an_answer_does() -> None:
    clock = Clock()
    limiter = Limiter(500, clock=clock)
    await limiter.push(7)
    assert limiter.push_delay(7) > 0
    assert limiter.push_delay(7, asked=True) == 0


async def test_a_flood_is_seen_by_answers_and_by_the_push() -> None:
    limiter = Limiter(25, clock=Clock())
    limiter.flood(1, 5)
    assert round(limiter.push_delay(1), 3) == round(limiter.halt(1), 3) == 5.1
    assert limiter.halt_all() == 0.0
    limiter.flood(2, 9)
    assert round(limiter.halt_all(), 3) == 9.1


async def test_an_answer_waits_for_the_end_of_a_halt() -> None:
    clock = Clock()
    limiter = Limiter(1000, clock=clock)
    limiter.flood(1, 0.01)
    waiting = asyncio.create_task(limiter.answer(1))
    await asyncio.sleep(0.2)
    assert not waiting.done()
    clock.time += 0.2
    await asyncio.wait_for(waiting, 5)


async def test_a_turn_planned_before_a_halt_waits_for_its_end() -> None:
    clock = Clock()
    limiter = Limiter(50, clock=clock)
    await limiter.push(1)
    waiting = asyncio.create_task(limiter.push(2))
    await asyncio.sleep(0)
    for chat in (3, 4):
        limiter.flood(chat, 0.01)
    clock.time += 0.1
    await asyncio.sleep(0.1)
    assert not waiting.done()
    clock.time += 0.1
    await asyncio.wait_for(waiting, 5)
