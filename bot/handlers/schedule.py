"""When digests come: times, weekdays, quiet hours, pauses."""

from dataclasses import replace
from datetime import datetime, time

from bot.handlers import places
from bot.handlers.commands import Command, Part
from bot.handlers.context import Context
from bot.models import OutgoingMessage, Schedule, Subscriber
from bot.services.schedule import in_quiet
from bot.services.schedule_words import (
    ScheduleChange,
    checked_times,
    parse_pause,
    parse_schedule,
    parse_time,
)
from bot.views import panels
from bot.views.times import next_line, schedule_line


async def schedule(context: Context) -> None:
    """``/schedule 07:30 18:00 weekdays quiet 22-7`` in one line; alone, the panel."""
    if not context.words:
        await context.say(panels.times(context.reader, context.texts, mode="panel"))
        return
    change = parse_schedule(context.words, context.texts.language)
    await context.say(_scheduled(context, await _apply(context, change)))


async def _apply(context: Context, change: ScheduleChange) -> Subscriber:
    subscribers = context.services.subscribers
    reader = await subscribers.set_schedule(context.reader, change.applied)
    skip_empty = change.skip_empty
    if skip_empty is None:
        return reader
    return await subscribers.set_preferences(
        reader, lambda preferences: replace(preferences, skip_empty=skip_empty)
    )


async def show_times(context: Context) -> None:
    """The schedule panel by button."""
    await context.show(panels.times(context.reader, context.texts, mode="panel"))


async def choose_time(context: Context) -> None:
    """A tap on a time: ``mode:HHMM`` for it alone, ``mode:HHMM:on|off`` for it among others."""
    mode, digits, *state = context.words.split(":")
    at = parse_time(f"{digits[:2]}:{digits[2:]}")
    if state and state[0] not in {"on", "off"}:
        raise ValueError(state[0][:20])

    def with_time(old: Schedule) -> Schedule:
        times = (at,) if not state else _switched(old.times, at, on=state[0] == "on")
        return replace(old, times=times, enabled=True)

    reader = await context.services.subscribers.set_schedule(context.reader, with_time)
    if mode == "start":
        context.words = mode
        await places.show_zones(context)
        return
    await context.show(panels.times(reader, context.texts, mode="panel"))


def _switched(times: tuple[time, ...], at: time, *, on: bool) -> tuple[time, ...]:
    """Times with one more or one less; the last one stays: switching digests off is another button."""
    if on:
        return checked_times([*times, at])
    return tuple(one for one in times if one != at) or times


async def set_calm(context: Context) -> None:
    """A tap on a switch of the schedule: ``quiet 22-7``, ``quiet off``, ``empty on``, ``off``, ``on``."""
    if context.words == "on":
        subscribers = context.services.subscribers
        reader = await subscribers.set_schedule(context.reader, lambda old: replace(old, enabled=True))
    else:
        reader = await _apply(context, parse_schedule(context.words))
    await context.show(panels.times(reader, context.texts, mode="panel"))


async def choose_days(context: Context) -> None:
    """A tap on daily, weekdays or weekends."""
    change = parse_schedule(context.words, context.texts.language)
    reader = await context.services.subscribers.set_schedule(context.reader, change.applied)
    await context.show(panels.times(reader, context.texts, mode="panel"))


async def pause(context: Context) -> None:
    """``/pause``, ``/pause 3d``, ``/pause until friday``."""
    until = _pause_end(context)
    reader = await context.services.subscribers.pause(context.reader, until)
    await context.show(panels.pause_choice(reader, context.texts))


async def resume(context: Context) -> None:
    """End a pause."""
    reader = await context.services.subscribers.resume(context.reader)
    text = context.texts.t("Welcome back: digests are on again.")
    await context.show(OutgoingMessage(f"{text}\n{next_line(reader, context.texts)}"))


def _pause_end(context: Context) -> datetime | None:
    return parse_pause(context.words, context.now, context.reader.schedule.zone, context.texts.language)


def _scheduled(context: Context, reader: Subscriber) -> OutgoingMessage:
    texts, plan = context.texts, reader.schedule
    lines = [texts.t("{schedule}.", schedule=schedule_line(plan, texts))]
    if any(in_quiet(at, plan.quiet) for at in plan.times):
        lines.append(texts.t("A time inside your quiet hours moves to their end."))
    lines.append(next_line(reader, texts))
    return OutgoingMessage("\n".join(lines))


PART = Part(
    commands=(
        Command(
            "schedule",
            schedule,
            "When your digest comes",
            aliases=("time",),
            menu=True,
            settles=True,
            example="/schedule 07:30 18:00 weekdays",
        ),
        Command("pause", pause, "Pause for a while", settles=True, example="/pause 3d"),
        Command("resume", resume, "End a pause", settles=True),
    ),
    reader_buttons={
        "times": show_times,
        "time": choose_time,
        "days": choose_days,
        "calm": set_calm,
        "pause": pause,
        "resume": resume,
    },
)
