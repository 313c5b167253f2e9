"""Words about time, read; over 300 lines, for each kind of word has its table of examples here."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import Reason, RejectedError
from bot.locales import languages, texts
from bot.models import EVERY_DAY, QuietHours, Schedule
from bot.services.schedule_words import (
    ScheduleChange,
    checked_times,
    parse_pause,
    parse_quiet,
    parse_schedule,
    parse_time,
    parse_weekdays,
)

NOW = datetime(2026, 3, 4, 12, tzinfo=UTC)  # a Wednesday
KYIV = "Europe/Kyiv"
LONG = "x" * 5000


def refused(reason: Reason) -> pytest.RaisesExc[RejectedError]:
    return pytest.RaisesExc(RejectedError, check=lambda error: error.reason is reason)


@pytest.mark.parametrize(
    ("word", "at"),
    [
        ("8", time(8)),
        ("08", time(8)),
        ("8:30", time(8, 30)),
        ("08.30", time(8, 30)),
        ("8h30", time(8, 30)),
        ("7:30pm", time(19, 30)),
        ("7PM", time(19)),
        ("12am", time(0)),
        ("12pm", time(12)),
        ("0:00", time(0)),
        ("23:59", time(23, 59)),
        ("０８：３０", time(8, 30)),
        ("٠٨:٣٠", time(8, 30)),
        ("٨", time(8)),
        ("१८", time(18)),
        (" 8:30 ", time(8, 30)),
    ],
)
def test_a_time_is_read_in_every_form(word: str, at: time) -> None:
    assert parse_time(word) == at


@pytest.mark.parametrize(
    "word",
    ["24:00", "24", "25:00", "7:60", "8:3", "13pm", "0am", "-1", "8:30:00", "", ":", "noon", "8\x00", LONG],
)
def test_what_is_no_time_is_refused_with_the_word(word: str) -> None:
    with refused(Reason.BAD_TIME) as caught:
        parse_time(word)
    assert caught.value.details == {"word": word[:40]}


@given(st.times())
def test_every_time_is_read_back(at: time) -> None:
    assert parse_time(f"{at:%H:%M}") == at.replace(second=0, microsecond=0)


@pytest.mark.parametrize(
    ("line", "change"),
    [
        ("", ScheduleChange()),
        ("07:30 18:00", ScheduleChange(times=(time(7, 30), time(18)))),
        ("18, 8", ScheduleChange(times=(time(8), time(18)))),
        ("8,18", ScheduleChange(times=(time(8), time(18)))),
        ("8 8:00", ScheduleChange(times=(time(8),))),
        ("daily", ScheduleChange(weekdays=EVERY_DAY)),
        ("WEEKDAYS", ScheduleChange(weekdays=(0, 1, 2, 3, 4))),
        ("weekends", ScheduleChange(weekdays=(5, 6))),
        ("mon,thu", ScheduleChange(weekdays=(0, 3))),
        ("thu, monday", ScheduleChange(weekdays=(0, 3))),
        ("mon thu", ScheduleChange(weekdays=(0, 3))),
        ("8 mon tue weekends", ScheduleChange(times=(time(8),), weekdays=(0, 1, 5, 6))),
        ("quiet 22-7", ScheduleChange(quiet=QuietHours(time(22), time(7)))),
        ("quiet 22:30–06.15", ScheduleChange(quiet=QuietHours(time(22, 30), time(6, 15)))),
        ("quiet off", ScheduleChange(quiet_off=True)),
        ("empty on", ScheduleChange(skip_empty=False)),
        ("empty off", ScheduleChange(skip_empty=True)),
        ("off", ScheduleChange(off=True)),
        (
            "7:30 weekdays quiet 22-7 empty off",
            ScheduleChange(
                (time(7, 30),), (0, 1, 2, 3, 4), QuietHours(time(22), time(7)), skip_empty=True
            ),
        ),
    ],
)  # fmt: skip
def test_a_schedule_line_names_what_changes_in_any_order(line: str, change: ScheduleChange) -> None:
    assert parse_schedule(line) == change


@pytest.mark.parametrize(
    ("line", "reason", "word"),
    [
        ("25:00", Reason.BAD_TIME, "25:00"),
        ("24:00", Reason.BAD_TIME, "24:00"),
        ("8 someday", Reason.BAD_SCHEDULE_WORD, "someday"),
        ("mon,xyz", Reason.BAD_SCHEDULE_WORD, "mon,xyz"),
        ("mx", Reason.BAD_SCHEDULE_WORD, "mx"),
        ("quiet", Reason.BAD_QUIET_HOURS, ""),
        ("quiet on", Reason.BAD_QUIET_HOURS, "on"),
        ("quiet 22-25", Reason.BAD_QUIET_HOURS, "22-25"),
        ("empty", Reason.BAD_SCHEDULE_WORD, "empty"),
        ("empty maybe", Reason.BAD_SCHEDULE_WORD, "empty maybe"),
        (LONG, Reason.BAD_SCHEDULE_WORD, LONG[:40]),
    ],
)
def test_the_first_word_that_is_not_understood_is_named(line: str, reason: Reason, word: str) -> None:
    with refused(reason) as caught:
        parse_schedule(line)
    assert caught.value.details == {"word": word}


@pytest.mark.parametrize("line", ["7 8:00 9:30 11", "1 3 5 7"])
def test_more_than_three_times_are_refused(line: str) -> None:
    with refused(Reason.TOO_MANY_TIMES):
        parse_schedule(line)


@pytest.mark.parametrize("line", ["8:00 8:59", "23:30 0:15", "7 12 12:30"])
def test_times_closer_than_an_hour_are_refused_also_over_midnight(line: str) -> None:
    with refused(Reason.TIMES_TOO_CLOSE):
        parse_schedule(line)


def test_an_hour_apart_is_enough() -> None:
    assert checked_times([time(0), time(23)]) == (time(0), time(23))


def test_what_is_not_named_stays() -> None:
    schedule = Schedule((time(8),), KYIV, (0, 1), QuietHours(time(22), time(7)), enabled=False)
    assert ScheduleChange().applied(schedule) == schedule
    assert parse_schedule("weekends").applied(schedule).times == (time(8),)
    assert parse_schedule("quiet off").applied(schedule).quiet is None
    assert parse_schedule("9").applied(schedule).quiet == schedule.quiet


def test_off_stops_scheduled_digests_and_a_time_turns_them_on() -> None:
    schedule = Schedule((time(8),), KYIV)
    off = parse_schedule("off").applied(schedule)
    assert (off.enabled, off.times) == (False, (time(8),))
    assert not parse_schedule("weekdays").applied(off).enabled
    on = parse_schedule("9").applied(off)
    assert (on.enabled, on.times) == (True, (time(9),))


def test_equal_ends_of_quiet_hours_are_kept_as_none_at_all() -> None:
    assert parse_quiet("7-7") == QuietHours(time(7), time(7))


@pytest.mark.parametrize(
    ("words", "until"),
    [
        ("3d", NOW + timedelta(days=3)),
        ("2w", NOW + timedelta(weeks=2)),
        ("12h", NOW + timedelta(hours=12)),
        ("366d", NOW + timedelta(days=366)),
        ("٣d", NOW + timedelta(days=3)),
        ("until friday", datetime(2026, 3, 5, 22, tzinfo=UTC)),
        ("until FRI", datetime(2026, 3, 5, 22, tzinfo=UTC)),
        ("friday", datetime(2026, 3, 5, 22, tzinfo=UTC)),
        ("until wednesday", datetime(2026, 3, 10, 22, tzinfo=UTC)),
        ("until 2026-12-01", datetime(2026, 11, 30, 22, tzinfo=UTC)),
    ],
)
def test_a_pause_ends_after_a_span_or_with_the_start_of_a_day(words: str, until: datetime) -> None:
    assert parse_pause(words, NOW, KYIV) == until


def test_a_pause_without_words_has_no_end() -> None:
    assert parse_pause("  ", NOW, KYIV) is None


@pytest.mark.parametrize(
    "words",
    [
        *("0d", "-1d", "367d", "999w", "until", "until doomsday", "until 2026-03-04", "until 2020-01-01"),
        *("until 2028-01-01", "until 2026-02-30", "3 days", "forever", "until until friday", LONG, "\x00"),
        *("until 0001-01-01", "until 9999-12-31", "d", "3m"),
    ],
)
def test_a_pause_that_is_none_or_past_or_beyond_a_year_is_refused(words: str) -> None:
    with refused(Reason.BAD_PAUSE) as caught:
        parse_pause(words, NOW, KYIV)
    assert caught.value.details == {"word": words.strip()[:40]}


PARSERS: list[Callable[[str], object]] = [
    parse_schedule,
    parse_time,
    parse_weekdays,
    parse_quiet,
    lambda line: parse_pause(line, NOW, "Pacific/Kiritimati"),
    lambda line: parse_pause(line, NOW, "Pacific/Pago_Pago"),
]
PIECES = st.sampled_from(
    [
        "8",
        ":",
        "30",
        "pm",
        "quiet",
        "off",
        "empty",
        "until",
        " ",
        ",",
        "-",
        "mon",
        "3d",
        "2026-",
        "9999-12-31",
    ]
)


@given(st.sampled_from(PARSERS), st.text() | st.lists(PIECES, max_size=8).map("".join))
def test_any_text_gives_a_value_or_one_clear_refusal(parse: Callable[[str], object], text: str) -> None:
    refusal = _refusal(parse, text)
    details = refusal.details if refusal else {}
    assert set(details) <= {"word", "nearest"}
    assert len(details.get("word", "")) <= 40


def _refusal(parse: Callable[[str], object], text: str) -> RejectedError | None:
    try:
        parse(text)
    except RejectedError as error:
        return error
    return None


@pytest.mark.parametrize(
    ("word", "language", "days"),
    [
        ("вівторок", "uk", (1,)),
        ("пн,чт", "uk", (0, 3)),
        ("пн,чт", "en", (0, 3)),
        ("п’ятниця", "uk", (4,)),
        ("dienstag", "en", (1,)),
        ("di", "de", (1,)),
        ("di.", "de", (1,)),
        ("miercoles", "es", (2,)),
        ("mié", "es", (2,)),
        ("dimanche,lundi", "fr", (0, 6)),
        ("sobota", "pl", (5,)),
        ("śr", "pl", (2,)),
        ("الجمعة", "ar", (4,)),
        ("الجمعة،السبت", "ar", (4, 5)),
        ("mon-fri", "en", (0, 1, 2, 3, 4)),
        ("fri-mon", "en", (0, 4, 5, 6)),
        ("пн-пт", "uk", (0, 1, 2, 3, 4)),
        ("wednes", "en", (2,)),
    ],
)
def test_weekdays_are_understood_in_every_language(word: str, language: str, days: tuple[int, ...]) -> None:
    assert parse_weekdays(word, language) == days


@pytest.mark.parametrize("language", languages())
def test_the_names_that_a_language_shows_are_understood(language: str) -> None:
    words = texts(language)
    for number in range(7):
        assert parse_weekdays(words.weekday(number).casefold(), language) == (number,)
        day = date(2026, 3, 2 + number)
        name = next(
            word for word in words.day(day).replace("،", ",").split(",")[0].split() if not word.isdigit()
        )
        assert parse_schedule(f"{name} 8", language).weekdays == (number,)


@pytest.mark.parametrize(
    ("line", "change"),
    [
        ("7:30 pm", ScheduleChange(times=(time(19, 30),))),
        ("quiet 22 - 7", ScheduleChange(quiet=QuietHours(time(22), time(7)))),
        ("quiet ٢٢–٧", ScheduleChange(quiet=QuietHours(time(22), time(7)))),
        ("mon - fri 8 am 6 PM", ScheduleChange(times=(time(8), time(18)), weekdays=(0, 1, 2, 3, 4))),
        ("８：００", ScheduleChange(times=(time(8),))),
        ("٠٨:٣٠", ScheduleChange(times=(time(8, 30),))),
        ("08∶30", ScheduleChange(times=(time(8, 30),))),
    ],
)
def test_spaces_and_signs_of_other_keyboards_are_understood(line: str, change: ScheduleChange) -> None:
    assert parse_schedule(line) == change


def test_a_pause_ends_on_a_weekday_of_any_language() -> None:
    friday = datetime(2026, 3, 5, 22, tzinfo=UTC)
    assert parse_pause("until п’ятниця", NOW, KYIV, "uk") == friday
    assert parse_pause("until viernes", NOW, KYIV, "es") == friday
    assert parse_pause("freitag", NOW, KYIV, "en") == friday
