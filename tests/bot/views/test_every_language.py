"""Whatever is said fits Telegram in every language: panels, toasts, buttons, the bot's descriptions."""

import ast
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime, time
from pathlib import Path
from string import Formatter

import pytest

from bot.errors import Reason, RejectedError
from bot.handlers.menus import description, short_description
from bot.locales import ISOLATE, POP, languages, texts
from bot.models import (
    CountedTopic,
    Keyboard,
    Length,
    Preferences,
    QuietHours,
    Schedule,
    StoryOrder,
    Subscriber,
    Topic,
)
from bot.views import panels
from bot.views.html import LIMIT, to_plain, units, visible_units
from bot.views.refusals import sentence

ROOT = Path(__file__).parents[3] / "bot"
NOON = datetime(2026, 9, 30, 12, tzinfo=UTC)  # in many languages the longest names of a day and a month
LABEL, TOAST, DATA = 30, 200, 64
# In a sentence a value may be long, on a button it is a number or a short name.
LONG = dict.fromkeys(("word", "slug", "nearest", "name", "known", "zones", "places"), "x" * 20)
DETAILS = {**LONG, "low": "1", "high": "50", "limit": "4000", "status": "404", "id": "123456"}
SAMPLES = defaultdict(lambda: "10", slug="politics")

every_language = pytest.mark.parametrize("language", languages())


def readers() -> Iterator[Subscriber]:
    """Readers whose panels show each state."""
    for on in (True, False):
        schedule = Schedule(
            times=(time(7, 30), time(13), time(18, 45)),
            zone="America/Argentina/Buenos_Aires",
            quiet=QuietHours(time(22), time(7)) if on else None,
            paused=on,
            paused_until=NOON if on else None,
        )
        for length in Length:
            looks = Preferences(
                length=length, plain=on, silent=on, order=StoryOrder.TIME if on else StoryOrder.TOPIC
            )
            yield Subscriber(1, 1, 0, "private", "en", schedule, looks, next_digest_at=NOON)


def labels_in_the_code() -> set[tuple[str, ...]]:
    """The messages that are said right on a button."""
    found = set()
    for path in ROOT.rglob("*.py"):
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(call, ast.Call) and ast.unparse(call.func) == "Button" and call.args:
                found |= {said for said in map(_literals, ast.walk(call.args[0])) if said}
    return found


def _literals(node: ast.AST) -> tuple[str, ...]:
    if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
        return ()
    if node.func.attr not in {"plain", "plain_n"}:
        return ()
    said = [part.value for part in node.args if isinstance(part, ast.Constant)]
    return tuple(text for text in said if isinstance(text, str))


def names(message: str) -> list[str]:
    return [name for _, name, _, _ in Formatter().parse(message) if name]


def too_long(keyboard: Keyboard) -> list[str]:
    buttons = [button for row in keyboard for button in row]
    assert all(len(button.data.encode()) <= DATA for button in buttons)
    return [button.text for button in buttons if not 1 <= len(button.text) <= LABEL]


@every_language
def test_every_label_is_short(language: str) -> None:
    words, said = texts(language), labels_in_the_code()
    assert len(said) > 30
    shown = []
    for message in said:
        values = {name: SAMPLES[name] for name in names(message[0]) if name != "count" or len(message) == 1}
        if len(message) == 2:
            shown += [words.plain_n(message[0], message[1], count, **values) for count in (1, 2, 5, 20, 100)]
        else:
            shown.append(words.plain(message[0], **values))
    bare = [text.replace(ISOLATE, "").replace(POP, "") for text in shown]
    assert [text for text in bare if not 1 <= len(text) <= LABEL] == []


@every_language
def test_the_panels_fit(language: str) -> None:
    words = texts(language)
    topics = [CountedTopic(Topic(n, f"topic-{n}", {"en": f"Topic number {n}"}), 3, 120) for n in range(20)]
    for reader in readers():
        shown = (
            panels.settings(reader, words),
            panels.times(reader, words, mode="panel"),
            panels.pause_choice(reader, words),
            panels.left_everything(words),
            panels.welcome_back(reader, ["World", "Technology"], words),
            panels.language_choice(words, languages()),
            panels.topic_grid(topics, {"topic-9"}, reader, words, page=1, mode="start"),
        )
        for message in shown:
            assert visible_units(message.text) <= LIMIT
            assert too_long(message.keyboard) == []


@every_language
def test_every_refusal_fits_a_toast(language: str) -> None:
    for reason in Reason:
        told = to_plain(sentence(RejectedError(reason, **DETAILS), texts(language)))
        assert 10 <= units(told) <= TOAST, told


@every_language
def test_the_descriptions_fit(language: str) -> None:
    words = texts(language)
    assert 1 <= len(description(words)) <= 512
    assert 1 <= len(short_description(words)) <= 120


# From right to left


def test_nothing_without_a_direction_stands_loose_before_latin_letters() -> None:
    """A sign before a Latin word is isolated with it, or it would be shown at the word's other end."""
    words = texts("ar")
    loose = re.compile(r"(?<![\w/])[/#.][A-Za-z{]")
    for message in _messages("ar"):
        values = dict.fromkeys(names(message), "Latin")
        told = to_plain(words.t(message, **values))
        outside = re.sub(f"{ISOLATE}[^{ISOLATE}{POP}]*(?:{ISOLATE}[^{POP}]*{POP}[^{POP}]*)?{POP}", "", told)
        assert not loose.search(outside), told
        assert told.count(ISOLATE) == told.count(POP)


def test_arabic_sentences_begin_from_the_right() -> None:
    """The first letter that is not isolated decides in which direction a line runs."""
    for message in _messages("ar"):
        told = to_plain(texts("ar").t(message, **dict.fromkeys(names(message), "Latin")))
        for line in told.splitlines():
            outside = re.sub(f"{ISOLATE}.*?{POP}+", "", line)
            first = next((unicodedata.bidirectional(one) for one in outside if one.isalpha()), "AL")
            assert first in {"AL", "R"}, line


def _messages(language: str) -> list[str]:
    catalogue = texts(language).catalogue._catalog  # type: ignore[attr-defined]
    patterns = {"EEEE d MMMM", ""}
    return [key for key in catalogue if isinstance(key, str) and key not in patterns]
