"""Times: every answer ends with the next digest, and what it promises is kept to the minute."""

import asyncio
from datetime import datetime, timedelta

import pytest

from tests.acceptance.stage import Stage, promised
from tests.acceptance.stories import GLACIER, HARBOUR, LIBRARY

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def subscribed(desk: Stage) -> None:
    await desk.anna.sends("/subscribe world")
    await desk.anna.sees("Subscribed")


# The dialogues begin on Wednesday 4 March, 10:00 UTC.
PLANS = [
    ("/schedule 8", "Every day at 08:00.", "Thursday 5 March, 08:00 (UTC)"),
    ("/schedule 10:30", "Every day at 10:30.", "Wednesday 4 March, 10:30 (UTC)"),
    ("/schedule 08.30", "Every day at 08:30.", "Thursday 5 March, 08:30 (UTC)"),
    ("/schedule 7:30pm", "Every day at 19:30.", "Wednesday 4 March, 19:30 (UTC)"),
    ("/time 12am", "Every day at 00:00.", "Thursday 5 March, 00:00 (UTC)"),
    ("/schedule ７：３０", "Every day at 07:30.", "Thursday 5 March, 07:30 (UTC)"),
    ("/schedule ١٢:٤٥", "Every day at 12:45.", "Wednesday 4 March, 12:45 (UTC)"),
    ("/schedule 07:30 18:00 13", "Every day at 07:30, 13:00, 18:00.", "Wednesday 4 March, 13:00 (UTC)"),
    ("/schedule 07:30, 18:00", "Every day at 07:30, 18:00.", "Wednesday 4 March, 18:00 (UTC)"),
    ("/schedule 9 weekends", "Sat, Sun at 09:00.", "Saturday 7 March, 09:00 (UTC)"),
    ("/schedule mon,thu 9:15", "Mon, Thu at 09:15.", "Thursday 5 March, 09:15 (UTC)"),
    ("/schedule weekdays", "Mon, Tue, Wed, Thu, Fri at 08:00.", "Thursday 5 March, 08:00 (UTC)"),
    ("/schedule 23:30 quiet 22-7", "moves to their end.", "Thursday 5 March, 07:00 (UTC)"),
    ("/schedule 12 quiet 12:00-12:00", "Every day at 12:00.", "Wednesday 4 March, 12:00 (UTC)"),
    ("/timezone Europe/Kyiv", "now Europe/Kyiv.", "Thursday 5 March, 08:00 (Europe/Kyiv)"),
    ("/timezone europe/berlin", "now Europe/Berlin.", "Thursday 5 March, 08:00 (Europe/Berlin)"),
    ("/timezone new york", "now America/New_York.", "Wednesday 4 March, 08:00 (America/New_York)"),
    ("/timezone Pacific/Kiritimati", "Kiritimati.", "Thursday 5 March, 08:00 (Pacific/Kiritimati)"),
    ("/timezone kathmandu", "now Asia/Kathmandu.", "Thursday 5 March, 08:00 (Asia/Kathmandu)"),
]


async def test_every_digest_comes_in_the_minute_that_its_answer_says(desk: Stage) -> None:
    await desk.publishes(HARBOUR)
    due: dict[int, datetime] = {}
    for number, (line, seen, promise) in enumerate(PLANS):
        reader = desk.emulator.person(f"Reader {number}", id=2000 + number)
        await reader.sends("/subscribe world")
        await reader.sees("Subscribed")
        await reader.sends(line)
        said = await reader.sees(seen)
        assert said["text"].endswith(f"Next digest: {promise}"), line
        due[reader.id] = promised(said, desk.now)
    for instant in sorted(set(due.values())):
        await desk.comes_to(instant - timedelta(seconds=30))
        await desk.comes_to(instant)
        await desk.settles()
    for number, (line, _, _) in enumerate(PLANS):
        digests = [one for one in desk.emulator.log.to(2000 + number) if HARBOUR.title in one.text]
        assert [one.at - due[2000 + number] < timedelta(seconds=10) for one in digests] == [True], line
        assert digests[0].at >= due[2000 + number], line


async def test_each_digest_promises_the_next_one_and_nothing_comes_of_nothing(desk: Stage) -> None:
    anna = desk.anna
    await subscribed(desk)
    await anna.sends("/schedule 18:00")
    said = await anna.sees("Every day at 18:00.")
    await desk.publishes(HARBOUR)
    await desk.keeps_promise(anna, said, HARBOUR)
    first = await anna.sees(HARBOUR.title)
    assert "Next digest: Thursday 5 March, 18:00 (UTC)" in first["text"]
    await desk.comes_to(desk.now.replace(day=5, hour=18, minute=0))
    assert await desk.pushed(anna, first) == []
    await desk.publishes(GLACIER)
    await desk.comes_to(desk.now.replace(day=6, hour=18, minute=0))
    (second,) = await desk.pushed(anna, first)
    assert GLACIER.title in second
    assert HARBOUR.title not in second


async def test_a_host_that_slept_through_the_minute_sends_one_digest_and_says_it_is_late(desk: Stage) -> None:
    await subscribed(desk)
    said = await desk.anna.sees("Subscribed")
    await desk.publishes(HARBOUR)
    await desk.comes_to(desk.now.replace(day=5, hour=11))
    (digest,) = await desk.pushed(desk.anna, said)
    assert "Late: this digest was due at 08:00." in digest
    assert "Next digest: Friday 6 March, 08:00 (UTC)" in digest


async def test_off_stops_scheduled_digests_only_and_a_time_turns_them_on(desk: Stage) -> None:
    anna = desk.anna
    await subscribed(desk)
    await desk.publishes(HARBOUR)
    await anna.sends("/schedule off")
    off = await anna.sees("Scheduled digests are off.")
    await desk.comes_to(desk.now.replace(day=6))
    assert await desk.pushed(anna, off) == []
    await anna.sends("/digest")
    await anna.sees(HARBOUR.title)
    await desk.publishes(GLACIER)
    await anna.sends("/schedule 12:00")
    await desk.keeps_promise(anna, await anna.sees("Every day at 12:00."), GLACIER)


async def test_empty_on_asks_for_a_word_on_quiet_days_too(desk: Stage) -> None:
    anna = desk.anna
    await subscribed(desk)
    await anna.sends("/schedule 12:00 empty on")
    said = await anna.sees("Every day at 12:00.")
    await desk.comes_to(promised(said, desk.now))
    (empty,) = await desk.pushed(anna, said)
    assert "Nothing new since your last digest." in empty
    assert "Next digest: Thursday 5 March, 12:00 (UTC)" in empty


async def test_the_panel_changes_time_days_and_zone_by_buttons(desk: Stage) -> None:
    anna = desk.anna
    await subscribed(desk)
    await anna.sends("/schedule")
    assert (await anna.sees("Your schedule"))["text"].endswith("Next digest: Thursday 5 March, 08:00 (UTC)")
    await anna.taps("21:00")
    both = await anna.sees("Every day at 08:00, 21:00")
    assert both["text"].endswith("Wednesday 4 March, 21:00 (UTC)")
    await asyncio.gather(*(anna.taps("✓ 08:00", message=both) for _ in range(2)))
    await anna.sees("Every day at 21:00")
    assert (await anna.taps("✓ 21:00")).text == ""  # the last time stays
    await anna.taps("Quiet hours 22:00–07:00")
    await anna.sees("Quiet hours: 22:00–07:00")
    await anna.taps("No quiet hours")
    await anna.sees("Quiet hours: Off")
    await anna.taps("When nothing is new: Off")
    await anna.sees("Message when nothing is new: On")
    await anna.taps("Weekends")
    assert (await anna.sees("Sat, Sun at 21:00"))["text"].endswith("Saturday 7 March, 21:00 (UTC)")
    await anna.taps("Every day")
    await anna.sees("Every day at 21:00")
    await anna.taps("Time zone")
    await anna.sees("Where are you?")
    await anna.taps("London")
    said = await anna.sees("Your time zone is now Europe/London.")
    assert said["text"].endswith("Next digest: Wednesday 4 March, 21:00 (Europe/London)")
    await desk.publishes(HARBOUR)
    await desk.keeps_promise(anna, said, HARBOUR)


async def test_the_promise_is_kept_across_the_spring_change(desk: Stage) -> None:
    anna = desk.anna
    await subscribed(desk)
    await anna.sends("/timezone Europe/Kyiv")
    await anna.sees("Your time zone")
    await desk.comes_to(desk.now.replace(day=28, hour=12))
    await desk.publishes(HARBOUR)
    await anna.sends("/schedule 03:30")
    # At 03:00 on that day the clocks of Kyiv go to 04:00.
    said = await anna.sees("Every day at 03:30.")
    assert said["text"].endswith("Next digest: Sunday 29 March, 04:30 (Europe/Kyiv)")
    await desk.keeps_promise(anna, said, HARBOUR)
    assert "Next digest: Monday 30 March, 03:30 (Europe/Kyiv)" in (await anna.sees(HARBOUR.title))["text"]


@pytest.mark.parametrize(
    ("line", "until", "promise"),
    [
        ("/pause 3d", "Saturday 7 March, 10:00", "Sunday 8 March, 08:00"),
        ("/pause 2w", "Wednesday 18 March, 10:00", "Thursday 19 March, 08:00"),
        ("/pause until friday", "Friday 6 March, 00:00", "Friday 6 March, 08:00"),
        ("/pause until 2026-12-01", "Tuesday 1 December, 00:00", "Tuesday 1 December, 08:00"),
    ],
)
async def test_a_pause_ends_when_it_says(desk: Stage, line: str, until: str, promise: str) -> None:
    anna = desk.anna
    await subscribed(desk)
    await anna.sends(line)
    said = await anna.sees(f"Paused until {until}.")
    assert said["text"].endswith(f"Next digest: {promise} (UTC)")
    due = promised(said, desk.now)
    # Written during the pause, so that it is young enough at its end.
    await desk.comes_to(due.replace(minute=0, hour=0))
    await desk.publishes(LIBRARY)
    await desk.keeps_promise(anna, said, LIBRARY)


async def test_a_pause_without_end_ends_by_resume(desk: Stage) -> None:
    anna = desk.anna
    await subscribed(desk)
    await desk.publishes(HARBOUR)
    await anna.sends("/pause")
    paused = await anna.sees("Paused. No digest comes until you send /resume.")
    await desk.comes_to(desk.now.replace(day=6))
    assert await desk.pushed(anna, paused) == []
    await anna.taps("1 week")
    await anna.sees("Paused until Friday 13 March")
    await anna.sends("/resume")
    said = await anna.sees("Welcome back: digests are on again.")
    await desk.keeps_promise(anna, said, HARBOUR)
