"""Readable by everyone: every button has words that fit, states are said, and plain mode has no signs."""

import ast
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from datetime import time
from pathlib import Path

import pytest

from bot.locales import languages, texts
from bot.models import CountedTopic, OutgoingMessage, Subscription, Topic
from bot.views import choices, panels
from bot.views.buttons import LABEL, in_words
from tests.bot.views.test_panels import READER, TOPICS, every_panel

ROOT = Path(__file__).parents[3]
LONG = Topic(1, "x" * 32, {"en": "A topic with a name of many more words than a phone can show"})
COUNTS = (0, 1, 2, 3, 5, 11, 21, 50)


def labels() -> list[tuple[str, ...]]:
    """Every message that the code says on a button: one form, or two for a number."""
    found: set[tuple[str, ...]] = set()
    for path in sorted((ROOT / "bot").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and _name(node) == "Button":
                found |= {_said(inner) for inner in ast.walk(node) if isinstance(inner, ast.Call)}
    return sorted(found - {()})


def _name(call: ast.Call) -> str:
    return getattr(call.func, "id", getattr(call.func, "attr", ""))


def _said(call: ast.Call) -> tuple[str, ...]:
    if _name(call) not in {"plain", "plain_n"}:
        return ()
    return tuple(str(one.value) for one in call.args if isinstance(one, ast.Constant))


class Short(dict[str, str]):
    """Values as short as they come: what is long is cut where it is put in."""

    def __missing__(self, name: str) -> str:
        return "12"


def forms(message: tuple[str, ...], language: str) -> Iterator[str]:
    book = texts(language).catalogue
    if len(message) == 1:
        yield book.gettext(message[0]).format_map(Short())
    else:
        one, many = message[:2]
        yield from (book.ngettext(one, many, count).format_map(Short()) for count in COUNTS)


def is_readable(label: str) -> bool:
    return any(sign.isalnum() for sign in label) and len(label) <= LABEL


@pytest.mark.parametrize("language", languages())
def test_what_buttons_say_has_words_and_fits_in_every_language(language: str) -> None:
    found = labels()
    assert len(found) >= 39
    said = [form for message in found for form in forms(message, language)]
    assert [form for form in said if not is_readable(form)] == []


def keyboards(language: str, *, plain: bool) -> Iterator[OutgoingMessage]:
    reader = replace(READER, language=language, preferences=replace(READER.preferences, plain=plain))
    words = texts(language)
    yield from every_panel(reader, language)
    yield panels.topic_grid([CountedTopic(LONG, 1, 1234)], [LONG.slug], reader, words)
    yield panels.unsubscribe_choice([(LONG.slug, LONG.name("en"))], words)
    crowded = replace(reader.schedule, times=(time(7, 30), time(8)), quiet=None)
    yield panels.times(replace(reader, schedule=crowded), words, mode="panel")
    chosen = Subscription(1, 1, include=("a",), maximum=3, muted=True)
    yield choices.choice(LONG, chosen, reader, words, place=1, of=2)
    yield choices.choices([item.topic for item in TOPICS] + [LONG], reader, words)


@pytest.mark.parametrize("language", languages())
def test_every_button_of_every_panel_has_words_and_fits(language: str) -> None:
    shown = [b.text for one in keyboards(language, plain=False) for row in one.keyboard for b in row]
    assert len(shown) > 100
    assert [label for label in shown if not is_readable(label)] == []


@pytest.mark.parametrize("language", languages())
def test_plain_mode_says_in_words_what_is_chosen(language: str) -> None:
    words = texts(language)
    for one in keyboards(language, plain=True):
        before = [button for row in one.keyboard for button in row]
        after = [button for row in in_words(one.keyboard, words) for button in row]
        assert [button.data for button in after] == [button.data for button in before]
        for old, new in zip(before, after, strict=True):
            assert is_readable(new.text)
            assert not any(unicodedata.category(sign) == "So" for sign in new.text)
            assert not old.text.startswith("✓") or new.text.startswith(words.plain("On"))


@pytest.mark.parametrize("language", languages())
def test_a_state_in_a_text_is_a_word(language: str) -> None:
    words = texts(language)
    text = panels.settings(replace(READER, language=language), words).text
    assert text.count(words.plain("Off")) >= 2
