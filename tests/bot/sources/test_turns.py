import asyncio

import pytest

from bot.errors import Reason, RejectedError
from bot.sources.turns import Turns


class Queue:
    """People who take a turn and keep it until they are told to leave."""

    def __init__(self, turns: Turns) -> None:
        self.turns = turns
        self.inside: list[int] = []
        self.door = asyncio.Event()
        self.people: list[asyncio.Task[None]] = []

    async def comes(self, person: int) -> None:
        self.people.append(asyncio.create_task(self._stays(person)))
        await asyncio.sleep(0)

    async def _stays(self, person: int) -> None:
        async with self.turns.turn():
            self.inside.append(person)
            await self.door.wait()

    async def all_leave(self) -> None:
        self.door.set()
        await asyncio.gather(*self.people, return_exceptions=True)


async def test_so_many_are_in_some_wait_and_the_next_is_refused() -> None:
    queue = Queue(Turns(at_once=2, waiting=1))
    for person in range(4):
        await queue.comes(person)
    assert queue.inside == [0, 1]
    refusal = queue.people[3].exception()
    assert isinstance(refusal, RejectedError)
    assert refusal.reason is Reason.BUSY
    await queue.all_leave()
    assert queue.inside == [0, 1, 2]


async def test_who_gives_up_waiting_makes_room() -> None:
    queue = Queue(Turns(at_once=1, waiting=1))
    await queue.comes(0)
    await queue.comes(1)
    queue.people[1].cancel()
    await asyncio.sleep(0)
    await queue.comes(2)
    await queue.all_leave()
    assert queue.inside == [0, 2]


async def test_a_turn_is_given_back_after_an_error() -> None:
    turns = Turns(at_once=1, waiting=0)
    with pytest.raises(ZeroDivisionError):
        async with turns.turn():
            raise ZeroDivisionError
    async with turns.turn():
        with pytest.raises(RejectedError):
            await turns.turn().__aenter__()
