"""Who asks too much in a minute is told once, and the memory of it is bounded."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.handlers.hints import Hints
from bot.handlers.throttle import A_MINUTE, MINUTE, Kind, Throttle, Verdict

NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)


@pytest.mark.parametrize("kind", list(Kind))
def test_the_first_that_is_too_much_is_told_and_the_others_are_dropped(kind: Kind) -> None:
    dropped: list[int] = []
    throttle = Throttle(lambda: dropped.append(1))
    allowed = A_MINUTE[kind]
    verdicts = [throttle.judge(7, kind, NOON + timedelta(milliseconds=one)) for one in range(allowed + 9)]
    assert verdicts == [Verdict.DO] * allowed + [Verdict.TELL] + [Verdict.DROP] * 8
    assert len(dropped) == 9
    assert throttle.judge(8, kind, NOON) is Verdict.DO
    assert throttle.judge(7, kind, NOON + MINUTE) is Verdict.DO


def test_kinds_are_counted_apart() -> None:
    throttle = Throttle()
    for _ in range(A_MINUTE[Kind.HEAVY] + 1):
        throttle.judge(7, Kind.HEAVY, NOON)
    assert throttle.judge(7, Kind.HEAVY, NOON) is Verdict.DROP
    assert throttle.judge(7, Kind.COMMAND, NOON) is Verdict.DO


def test_two_hundred_taps_and_more_than_twenty_commands_a_minute_are_too_many() -> None:
    assert A_MINUTE[Kind.TAP] < 200
    assert A_MINUTE[Kind.COMMAND] == 20
    assert A_MINUTE[Kind.HEAVY] == 5


@given(
    st.lists(
        st.tuples(st.integers(1, 4), st.sampled_from(list(Kind)), st.integers(0, 240)), max_size=400
    ).map(lambda asked: sorted(asked, key=lambda one: one[2]))
)
def test_nobody_gets_more_than_the_limit_nor_is_told_twice_in_a_minute(
    asked: list[tuple[int, Kind, int]],
) -> None:
    throttle = Throttle()
    done: dict[tuple[int, Kind], list[int]] = {}
    told: dict[tuple[int, Kind], list[int]] = {}
    for person, kind, second in asked:
        verdict = throttle.judge(person, kind, NOON + timedelta(seconds=second))
        if verdict is Verdict.DO:
            done.setdefault((person, kind), []).append(second)
        elif verdict is Verdict.TELL:
            told.setdefault((person, kind), []).append(second)
    for (_, kind), seconds in done.items():
        limit = A_MINUTE[kind]
        # Two minutes that touch may share a span of one, so twice the limit is the most in any minute.
        assert all(sum(begin <= one < begin + 60 for one in seconds) <= 2 * limit for begin in seconds)
    # No more minutes than these can begin in the time of all examples.
    assert all(len(seconds) <= 5 for seconds in told.values())


def test_the_one_longest_unused_is_forgotten_first() -> None:
    throttle = Throttle(remembered=3)
    for person in (1, 2, 3, 1, 4):
        throttle.judge(person, Kind.TAP, NOON)
    assert len(throttle) == 3
    hints = Hints(remembered=2)
    assert [hints.due(-5, person, NOON.date()) for person in (1, 2, 1, 3, 1)] == [
        True,
        True,
        False,
        True,
        True,
    ]
