from datetime import UTC, datetime

from bot.emulator import Delivery
from tests.chaos.tally import Findings, Report, Tally, broken_bounds, tally

NOW = datetime(2026, 3, 4, 8, 0, tzinfo=UTC)


def message(chat: int, text: str, *, is_silent: bool = False) -> Delivery:
    return Delivery(1, "sendMessage", chat, 1, text, is_silent, NOW, NOW)


def test_who_got_nothing_is_lost_and_who_got_two_is_doubled() -> None:
    arrived = [message(1, "News: ferry."), message(1, "News: ferry.", is_silent=True), message(2, "Hello")]
    found = tally(arrived, people=[1, 2], headlines=["ferry"])
    assert found == Tally(expected=2, lost=1, doubled=1, loud=0, most_copies=2)


def test_a_second_copy_with_a_sound_is_loud() -> None:
    found = tally([message(1, "ferry")] * 3, people=[1], headlines=["ferry"])
    assert found == Tally(expected=1, lost=0, doubled=2, loud=2, most_copies=3)


def test_one_message_may_tell_several_stories() -> None:
    found = tally([message(1, "ferry and bridge")], people=[1], headlines=["ferry", "bridge"])
    assert found == Tally(expected=2, lost=0, doubled=0, loud=0, most_copies=1)


def test_a_bound_is_broken_above_it_only() -> None:
    assert broken_bounds({"lost": (0, 0), "doubled": (9, 8)}) == ("doubled: 9, at most 8",)


def test_findings_tell_figures_and_broken_bounds() -> None:
    found = Findings()
    found.tell("readers", 7)
    found.at_most("lost", 1, 0)
    found.at_least("told", 0.5, 1)
    found.at_most("seconds", 3.0, 2, timed=True)
    found.none_open({"sent": 7, "pending": 1})
    assert found.report() == Report(
        figures=(
            ("readers", "7"),
            ("lost", "1 (at most 0)"),
            ("told", "0.50 (at least 1)"),
            ("seconds", "3 (at most 2)"),
            ("rows at the end", "1 pending, 7 sent"),
            ("rows still open", "1 (at most 0)"),
        ),
        broken=("lost: 1, at most 0", "told: 0.50, at least 1", "rows still open: 1, at most 0"),
        slow=("seconds: 3, at most 2",),
    )
