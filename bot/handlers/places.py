"""Where a reader is: a zone in one line, by a city in words, a shared location, or what time it is there."""

from contextlib import suppress
from datetime import timedelta

from bot.errors import Reason, RejectedError
from bot.handlers import onboarding
from bot.handlers.commands import Command, Part
from bot.handlers.context import Context
from bot.models import OutgoingMessage
from bot.services.places import offsets, parse_zone, zone_at, zones_with
from bot.views import places
from bot.views.refusals import sentence
from bot.views.times import next_line

ZONE_DIALOG = "zone"
MODES = frozenset({"start", "panel"})
A_DAY = 24 * 60


async def timezone(context: Context) -> None:
    """``/timezone Europe/Kyiv``, ``/timezone Київ``, ``/timezone 15:45`` in one line; alone, buttons."""
    if context.words:
        await _take(context, context.words, mode="panel")
        return
    await _ask(context, mode="panel")


async def show_zones(context: Context) -> None:
    """The likely zones by button: ``mode``."""
    await _ask(context, mode=_mode(context.words.partition(":")[0]))


async def show_clocks(context: Context) -> None:
    """Every time that it is somewhere now: ``mode``."""
    mode = _mode(context.words)
    await context.show(places.clocks(offsets(context.now), context.texts, context.now, mode=mode))


async def show_places(context: Context) -> None:
    """The places of one time: ``mode:minutes ahead of UTC``."""
    mode, _, minutes = context.words.partition(":")
    if len(minutes) > 5 or abs(int(minutes)) > A_DAY:
        raise ValueError(minutes[:20])
    first = (context.reader.schedule.zone, *places.likely(context.texts))
    names = zones_with(timedelta(minutes=int(minutes)), context.now, first)
    if not names:  # the clocks have changed since the button was made
        await show_clocks_again(context, mode)
        return
    await context.show(places.candidates(names[:8], context.texts, context.now, mode=_mode(mode)))


async def show_clocks_again(context: Context, mode: str) -> None:
    """The clocks as they stand now."""
    context.words = mode
    await show_clocks(context)


async def choose_zone(context: Context) -> None:
    """A tap on a zone: ``mode:name``; in the first dialogue, it is the last step."""
    mode, _, name = context.words.partition(":")
    await _move(context, parse_zone(name), mode=_mode(mode))


async def take_place(context: Context) -> None:
    """The answer to "where are you?": a city in words, or a location."""
    mode = _mode(str(context.dialog.payload["mode"]) if context.dialog else "panel")
    location = context.message.location
    if location is not None:
        await _move(context, _zone_at(location.latitude, location.longitude), mode=mode)
    elif context.words:
        await _take(context, context.words, mode=mode)
    else:
        raise RejectedError(Reason.NEEDS_PLACE)


async def offer_place(context: Context) -> None:
    """A location that nobody asked for: its zone is offered, nothing is changed."""
    location = context.message.location
    if location is None:
        raise RejectedError(Reason.NEEDS_PLACE)
    zone = _zone_at(location.latitude, location.longitude)
    await context.say(places.located(zone, context.texts, context.now))


async def _ask(context: Context, *, mode: str) -> None:
    if context.private:
        await context.expect(ZONE_DIALOG, mode=mode)
    await context.show(
        places.zones(context.reader, context.texts, context.now, mode=mode, words=context.private)
    )


async def _take(context: Context, words: str, *, mode: str) -> None:
    """Move to the place that words mean; where they may mean several, offer these as buttons."""
    try:
        zone = parse_zone(words, context.texts.language, context.now)
    except RejectedError as error:
        nearest = error.details["nearest"].split()
        keyboard = places.offered(nearest, context.texts, context.now, mode=mode)
        await context.refuse(sentence(error, context.texts), keyboard)
        return
    await _move(context, zone, mode=mode)


async def _move(context: Context, zone: str, *, mode: str) -> None:
    reader = await context.services.subscribers.set_zone(context.reader, zone)
    await _forget_question(context)
    if mode == "start":
        await onboarding.finish(context)
        return
    text = context.texts.t("Your time zone is now {zone}.", zone=zone)
    await context.show(OutgoingMessage(f"{text}\n{next_line(reader, context.texts)}"))


async def _forget_question(context: Context) -> None:
    dialog = await context.services.dialogs.open(context.chat.id, context.person.id)
    if dialog is not None and dialog.kind == ZONE_DIALOG:
        await context.answered_question()


def _zone_at(latitude: float, longitude: float) -> str:
    zone = None
    with suppress(ValueError, OverflowError):
        zone = zone_at(latitude, longitude)
    if zone is None:
        raise RejectedError(Reason.NEEDS_PLACE)
    return zone


def _mode(word: str) -> str:
    if word not in MODES:
        raise ValueError(word[:20])
    return word


PART = Part(
    commands=(
        Command(
            "timezone",
            timezone,
            "Your time zone",
            settles=True,
            example="/timezone Europe/Kyiv",
        ),
    ),
    reader_buttons={"zones": show_zones, "clocks": show_clocks, "clock": show_places, "zone": choose_zone},
    answers={ZONE_DIALOG: take_place},
)
