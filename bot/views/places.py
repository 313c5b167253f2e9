"""Where a reader is: likely zones, the clocks of the world, and the places that share one time."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.locales import Texts, clock_time
from bot.locales.places import city
from bot.models import Button, Keyboard, OutgoingMessage, Subscriber
from bot.views.buttons import rows
from bot.views.html import cut

# A first guess at where the readers of a language are.
LIKELY = {
    "en": ("Europe/London", "America/New_York", "America/Los_Angeles"),
    "uk": ("Europe/Kyiv", "Europe/Warsaw", "Europe/London"),
    "de": ("Europe/Berlin", "Europe/Vienna", "Europe/Zurich"),
    "es": ("Europe/Madrid", "America/Mexico_City", "America/Argentina/Buenos_Aires"),
    "fr": ("Europe/Paris", "America/Montreal", "Africa/Abidjan"),
    "pl": ("Europe/Warsaw", "Europe/London", "Europe/Berlin"),
    "ar": ("Africa/Cairo", "Asia/Riyadh", "Africa/Casablanca"),
}
LABEL = 30


def zones(
    reader: Subscriber, texts: Texts, now: datetime, *, mode: str, words: bool = True
) -> OutgoingMessage:
    """The likely zones of the reader's language, each with its time now.

    ``words`` tells that a city in words and a shared location are understood here, too.
    """
    names = tuple(dict.fromkeys((reader.schedule.zone, *likely(texts))))
    other = Button(texts.plain("What time is it for you?"), f"clocks:{mode}")
    question = texts.t("Where are you? The digest follows your local time, also when the clocks change.")
    if words:
        question += "\n" + texts.t("Tap a place, type your city, or share your location.")
    return OutgoingMessage(question, (*rows(zone_buttons(names, texts, now, mode=mode), 1), (other,)))


def likely(texts: Texts) -> tuple[str, ...]:
    """A first guess at where a reader of a language is."""
    return LIKELY.get(texts.language, LIKELY["en"])


def clocks(offsets: Sequence[timedelta], texts: Texts, now: datetime, *, mode: str) -> OutgoingMessage:
    """Every time that it is somewhere now: people know what time it is for them."""
    buttons = [
        Button(clock_time((now.astimezone(UTC) + offset).time()), f"clock:{mode}:{offset // A_MINUTE}")
        for offset in offsets
    ]
    back = (Button(texts.plain("◀ Back"), f"zones:{mode}"),)
    return OutgoingMessage(texts.t("What time is it for you now?"), (*rows(buttons, 5), back))


A_MINUTE = timedelta(minutes=1)


def candidates(names: Sequence[str], texts: Texts, now: datetime, *, mode: str) -> OutgoingMessage:
    """The places that share a time, to choose from: their clocks may change on different days."""
    question = texts.t("Which of these places has your time? If none does, type your city.")
    back = (Button(texts.plain("◀ Back"), f"clocks:{mode}"),)
    return OutgoingMessage(question, (*rows(zone_buttons(names, texts, now, mode=mode), 2), back))


def located(zone: str, texts: Texts, now: datetime) -> OutgoingMessage:
    """After a location that nobody asked for: offer its clock."""
    question = texts.t("There it is {zone}. Shall your digest follow the clock of that place?", zone=zone)
    return OutgoingMessage(question, rows(zone_buttons([zone], texts, now, mode="panel"), 1))


def zone_buttons(names: Iterable[str], texts: Texts, now: datetime, *, mode: str) -> list[Button]:
    """A button for each zone: its time now and its city in the reader's language."""
    return [Button(_label(name, texts, now), f"zone:{mode}:{name}") for name in names]


def offered(names: Sequence[str], texts: Texts, now: datetime, *, mode: str) -> Keyboard:
    """The zones that a word may have meant, as buttons."""
    return rows(zone_buttons(names, texts, now, mode=mode), 2)


def _label(name: str, texts: Texts, now: datetime) -> str:
    local = now.astimezone(ZoneInfo(name))
    return cut(f"{clock_time(local.time())} · {city(name, texts.language)}", LABEL)
