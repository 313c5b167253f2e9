"""How digests look: length, order, number of stories, silence, language."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from bot.errors import Reason, RejectedError
from bot.handlers.commands import Command, Part
from bot.handlers.context import Context
from bot.handlers.menus import speak_in_menu
from bot.locales import languages, texts
from bot.models import Length, Preferences, StoryOrder
from bot.services.typed import simplified
from bot.views import panels

FEWEST, MOST = 1, 50


async def settings(context: Context) -> None:
    """``/settings length 1 silent on`` in one line; alone, the panel."""
    if not context.words or context.query is not None:
        await context.show(panels.settings(context.reader, context.texts))
        return
    words = simplified(context.words).split()
    if len(words) % 2:
        raise RejectedError(Reason.BAD_SETTING, word=" ".join(words)[:40])
    await _set(context, list(zip(words[::2], words[1::2], strict=True)))


async def set_by_button(context: Context) -> None:
    """A tap in the panel: ``name:value``."""
    name, _, value = context.words.partition(":")
    await _set(context, [(name, value)])


async def language(context: Context) -> None:
    """``/language uk`` in one line; alone, buttons."""
    if context.words:
        await _set(context, [("language", simplified(context.words).split()[0])])
        return
    await context.show(panels.language_choice(context.texts, languages()))


async def _set(context: Context, pairs: list[tuple[str, str]]) -> None:
    """Change every setting that is named, or none where one of them is not understood."""
    subscribers, reader = context.services.subscribers, context.reader
    codes = [_language(value) for name, value in pairs if name == "language"]
    changes = [_change(name, value) for name, value in pairs if name != "language"]
    if changes:
        change = {field: value for one in changes for field, value in one.items()}
        reader = await subscribers.set_preferences(reader, lambda old: replace(old, **change))
    for code in codes[-1:]:
        reader = await subscribers.set_language(reader, code)
        if context.channel is None:
            await speak_in_menu(context, code)
    await context.show(panels.settings(reader, texts(reader.language)))


def _change(name: str, value: str) -> dict[str, Any]:
    """The field of ``Preferences`` that a setting's name and value stand for."""
    reading = _READINGS.get(name)
    if reading is None:
        raise RejectedError(Reason.BAD_SETTING, word=name[:40])
    return reading(value)


def _length(value: str) -> dict[str, Any]:
    if value not in set(Length):
        raise RejectedError(Reason.BAD_SETTING, word=f"length {value}"[:40])
    return {"length": Length(value)}


def _headlines(value: str) -> dict[str, Any]:
    return {"length": Length.HEADLINES if _switch("headlines", value) else Preferences().length}


def _stories(value: str) -> dict[str, Any]:
    if not value.isdecimal() or len(value) > 3 or not FEWEST <= int(value) <= MOST:
        raise RejectedError(Reason.BAD_NUMBER, word=value[:20], low=str(FEWEST), high=str(MOST))
    return {"stories": int(value)}


def _minimum(value: str) -> dict[str, Any]:
    return {"minimum": _stories(value)["stories"]}


def _order(value: str) -> dict[str, Any]:
    if value not in set(StoryOrder):
        raise RejectedError(Reason.BAD_SETTING, word=f"order {value}"[:40])
    return {"order": StoryOrder(value)}


def _switch(name: str, value: str) -> bool:
    if value not in {"on", "off"}:
        raise RejectedError(Reason.BAD_SETTING, word=f"{name} {value}"[:40])
    return value == "on"


def _language(value: str) -> str:
    if value not in languages():
        raise RejectedError(Reason.BAD_LANGUAGE, word=value[:20])
    return value


_READINGS: dict[str, Callable[[str], dict[str, Any]]] = {
    "length": _length,
    "headlines": _headlines,
    "stories": _stories,
    "minimum": _minimum,
    "order": _order,
    "plain": lambda value: {"plain": _switch("plain", value)},
    "silent": lambda value: {"silent": _switch("silent", value)},
}

PART = Part(
    commands=(
        Command(
            "settings",
            settings,
            "Length, order, silence, language",
            menu=True,
            settles=True,
            example="/settings length 1",
        ),
        Command(
            "language",
            language,
            "Change the language",
            aliases=("lang",),
            settles=True,
            example="/language de",
        ),
    ),
    reader_buttons={"set": set_by_button, "settings": settings, "languages": language},
)
