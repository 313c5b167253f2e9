import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.emulator import Emulator, Limits
from bot.emulator.errors import ApiError
from bot.emulator.limits import Gate

from .conftest import Bot


class Stopwatch:
    def __init__(self) -> None:
        self.seconds = 100.0

    def __call__(self) -> float:
        return self.seconds


def waits(gate: Gate, chat_id: int) -> int:
    try:
        gate.admit(chat_id)
    except ApiError as error:
        return int(error.parameters["retry_after"])
    return 0


def test_any_second_takes_so_many_messages() -> None:
    clock = Stopwatch()
    gate = Gate(Limits(per_second=3), clock)
    assert [waits(gate, chat) for chat in (1, 2, 3, 4)] == [0, 0, 0, 1]
    clock.seconds += 0.999
    assert waits(gate, 5) == 1
    clock.seconds += 0.001
    assert [waits(gate, chat) for chat in (1, 2, 3, 4)] == [0, 0, 0, 1]


def test_a_chat_and_a_group_have_limits_of_their_own() -> None:
    clock = Stopwatch()
    gate = Gate(Limits(per_chat_per_second=1, per_group_per_minute=2), clock)
    assert [waits(gate, chat) for chat in (7, 7, 8)] == [0, 1, 0]
    taken = []
    for _ in range(3):
        clock.seconds += 1
        taken.append(waits(gate, -9))
    assert taken == [0, 0, 58]


def test_refused_messages_count_for_nothing() -> None:
    clock = Stopwatch()
    gate = Gate(Limits(per_second=1, per_chat_per_second=1), clock)
    assert [waits(gate, chat) for chat in (1, 2, 2)] == [0, 1, 1]
    clock.seconds += 1
    assert waits(gate, 2) == 0


def test_who_floods_is_frozen_for_the_seconds_told_and_no_longer() -> None:
    clock = Stopwatch()
    gate = Gate(Limits(per_second=2, freeze=10), clock)
    assert [waits(gate, chat) for chat in (1, 2, 3)] == [0, 0, 10]
    for seconds, left in ((4.5, 6), (5.4, 1)):
        clock.seconds += seconds
        # Asking meanwhile makes it no longer.
        assert [waits(gate, chat) for chat in (1, 4)] == [left, left]
    clock.seconds += 0.1
    assert [waits(gate, chat) for chat in (1, 2)] == [0, 0]


def test_a_chat_that_is_flooded_freezes_alone() -> None:
    clock = Stopwatch()
    gate = Gate(Limits(per_second=30, per_chat_per_second=1, freeze=5), clock)
    assert [waits(gate, chat) for chat in (1, 1, 2)] == [0, 5, 0]
    clock.seconds += 4.9
    assert [waits(gate, chat) for chat in (1, 2)] == [1, 0]
    clock.seconds += 0.1
    assert waits(gate, 1) == 0


@given(st.lists(st.tuples(st.floats(0, 2), st.integers(1, 4)), max_size=60), st.integers(1, 5))
def test_no_second_ever_holds_more_than_its_limit(steps: list[tuple[float, int]], size: int) -> None:
    clock = Stopwatch()
    gate = Gate(Limits(per_second=size), clock)
    accepted: list[float] = []
    for pause, chat in steps:
        clock.seconds += pause
        if waits(gate, chat) == 0:
            accepted.append(clock.seconds)
    assert all(sum(start <= one < start + 1 for one in accepted) <= size for start in accepted)


def test_without_limits_everything_passes() -> None:
    gate = Gate(Limits())
    assert {waits(gate, 1) for _ in range(1000)} == {0}


@pytest.fixture
async def emulator() -> Emulator:
    return Emulator(limits=Limits(per_chat_per_second=1))


async def test_a_flood_is_refused_over_http(emulator: Emulator, bot: Bot) -> None:
    await emulator.start()
    try:
        anna = emulator.person("Anna", id=1001)
        await anna.sends("/start")
        await bot.call("sendMessage", chat_id=anna.id, text="x")
        async with bot.session.post(
            bot.url("sendMessage"), json={"chat_id": anna.id, "text": "y"}
        ) as response:
            assert (response.status, response.headers["Retry-After"]) == (429, "1")
        assert [delivery.text for delivery in emulator.log] == ["x"]
    finally:
        await emulator.stop()
