"""When a message may go: exact instants, no clock."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.gateway.ledger import Ledger, is_group


def sent_at(
    ledger: Ledger, chat: int, count: int, *, answer: bool = False, now: float = 100.0
) -> list[float]:
    """The earliest instants of messages to one chat, one after the other."""
    instants = []
    for _ in range(count):
        now = ledger.chat_opens(chat, now, answer=answer)
        ledger.note(chat, now)
        instants.append(now)
    return instants


def test_the_pace_is_exact_and_an_idle_time_saves_up_no_burst() -> None:
    ledger, now, instants = Ledger(25), 1000.0, []
    for _ in range(4):
        now = ledger.pace_opens(now)
        ledger.take_turn(now)
        instants.append(round(now - 1000.0, 3))
    assert instants[0] == 0.0
    assert instants[1:] == [0.035, 0.075, 0.115]


@given(st.lists(st.floats(0, 0.3), min_size=60, max_size=120), st.sampled_from([1, 25, 30, 960]))
def test_no_second_ever_holds_more_than_the_pace_and_one(pauses: list[float], rate: int) -> None:
    ledger, now, instants = Ledger(rate), 50.0, []
    for pause in pauses:
        now = ledger.pace_opens(now + pause)
        ledger.take_turn(now)
        instants.append(now)
    for begin in instants:
        assert sum(begin <= one < begin + 1.0 for one in instants) <= rate * 1.005 + 2


def test_a_push_to_one_chat_goes_once_a_second() -> None:
    assert sent_at(Ledger(25), 7, 3) == [100.0, 101.0, 102.0]


def test_answers_to_a_person_go_at_once() -> None:
    assert sent_at(Ledger(25), 7, 5, answer=True) == [100.0] * 5


def test_a_group_gets_at_most_twenty_a_minute_even_of_answers() -> None:
    instants = sent_at(Ledger(25), -7, 41, answer=True)
    assert instants[:20] == [100.0 + second for second in range(20)]
    assert instants[20] == 160.0
    assert instants[40] == 220.0


def test_channels_named_by_text_count_as_groups() -> None:
    assert is_group("@news")
    assert is_group(-100)
    assert not is_group(100)


def test_a_flood_halts_its_chat_and_no_other() -> None:
    ledger = Ledger(25)
    ledger.flood(1, 7, 100.0)
    assert ledger.chat_opens(1, 100.0, answer=True) == 107.1
    assert ledger.chat_opens(2, 100.0, answer=True) == 100.0
    assert ledger.all_halted_until(100.0) == 100.0
    assert ledger.pace_opens(100.0) == 100.0


def test_a_second_chat_in_flood_soon_after_halts_everybody_for_the_longest() -> None:
    ledger = Ledger(25)
    ledger.flood(1, 30, 100.0)
    ledger.flood(2, 5, 101.9)
    assert ledger.all_halted_until(102.0) == 130.1
    assert ledger.pace_opens(102.0) == 130.1
    assert ledger.halted_until(3, 102.0) == 130.1


def test_floods_far_apart_or_of_the_same_chat_halt_their_chats_only() -> None:
    ledger = Ledger(25)
    ledger.flood(1, 30, 100.0)
    ledger.flood(1, 30, 100.5)
    ledger.flood(2, 5, 103.0)
    assert ledger.all_halted_until(103.0) == 103.0


def test_a_shorter_flood_never_shortens_a_longer_one() -> None:
    ledger = Ledger(25)
    ledger.flood(1, 60, 100.0)
    ledger.flood(1, 1, 101.0)
    assert ledger.halted_until(1, 102.0) == 160.1


def test_chats_of_the_past_are_forgotten() -> None:
    ledger = Ledger(25)
    for chat in range(1, 1001):
        ledger.note(chat, float(chat))
    assert set(ledger._sent) == set(range(940, 1001))
    for chat in range(1, 101):
        ledger.flood(chat, 1, float(chat * 10))
    assert len(ledger._floods) == 1


def flood_everybody(ledger: Ledger, now: float) -> None:
    for chat in (1, 2):
        ledger.flood(chat, 2.0, now)


def test_a_flood_of_everybody_slows_the_pace_and_it_recovers_slowly() -> None:
    ledger = Ledger(100)
    flood_everybody(ledger, 0.0)
    assert ledger.rate(0.0) == pytest.approx(70)
    halted = ledger.all_halted_until(0.0)
    assert ledger.rate(halted) == pytest.approx(70)
    assert ledger.rate(halted + 20) == pytest.approx(80)
    assert ledger.rate(halted + 61) == 100


def test_floods_of_one_halt_slow_the_pace_once() -> None:
    ledger = Ledger(100)
    for chat in range(1, 30):
        ledger.flood(chat, 2.0, 0.1)
    assert ledger.rate(0.1) == pytest.approx(70)


def test_a_pace_that_meets_floods_again_and_again_never_stops() -> None:
    ledger = Ledger(100)
    for number in range(50):
        flood_everybody(ledger, number * 3.0)
    assert ledger.rate(150.0) >= 10


def test_a_flood_of_one_chat_leaves_the_pace_alone() -> None:
    ledger = Ledger(100)
    ledger.flood(1, 5.0, 0.0)
    assert ledger.rate(0.0) == 100


def test_the_turns_until_an_instant_are_those_that_the_pace_allows() -> None:
    ledger = Ledger(100)
    assert ledger.turns_until(10.05, 10.0) == 6
    ledger.take_turn(10.0, waited=False)
    assert ledger.turns_until(10.05, 10.0) == 5
    assert ledger.turns_until(10.005, 10.0) == 0
