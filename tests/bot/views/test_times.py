from dataclasses import replace
from datetime import UTC, datetime, time

import pytest

from bot.locales import texts
from bot.models import EVERY_DAY, Preferences, Schedule, Subscriber
from bot.views.times import next_digest, next_line, schedule_line

EN = texts("en")
SCHEDULE = Schedule((time(8), time(18, 30)), "Europe/Kyiv")
READER = Subscriber(
    1, 1, 0, "private", "en", SCHEDULE, Preferences(), next_digest_at=datetime(2026, 3, 4, 6, tzinfo=UTC)
)


def scheduled(**changes: object) -> Subscriber:
    return replace(READER, schedule=replace(SCHEDULE, **changes))  # type: ignore[arg-type]


def test_the_next_digest_is_named_in_the_readers_zone() -> None:
    assert next_line(READER, EN) == "Next digest: Wednesday 4 March, 08:00 (Europe/Kyiv)"


@pytest.mark.parametrize(
    ("reader", "words"),
    [
        (scheduled(paused=True), "/resume"),
        (scheduled(enabled=False), "/schedule 08:00"),
        (replace(READER, next_digest_at=None), "/topics"),
        (scheduled(paused=True, paused_until=datetime(2026, 3, 4, tzinfo=UTC)), "Wednesday 4 March, 08:00"),
    ],
)
def test_where_none_is_planned_the_reason_and_the_way_on_are_told(reader: Subscriber, words: str) -> None:
    assert words in next_line(reader, EN)


def test_only_a_planned_digest_can_be_named() -> None:
    with pytest.raises(AssertionError):
        next_digest(replace(READER, next_digest_at=None), EN)


@pytest.mark.parametrize(
    ("weekdays", "line"),
    [(EVERY_DAY, "Every day at 08:00, 18:30"), ((0, 3), "Mon, Thu at 08:00, 18:30")],
)
def test_a_schedule_reads_in_one_line(weekdays: tuple[int, ...], line: str) -> None:
    assert schedule_line(replace(SCHEDULE, weekdays=weekdays), EN) == line
