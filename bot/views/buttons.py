"""Buttons: rows of them, labels that say what is chosen in words too, and those of numbered stories."""

import unicodedata
from collections.abc import Sequence
from dataclasses import replace

from bot.locales import Texts
from bot.models import Button, Keyboard
from bot.views.html import cut

LABEL = 30  # characters that a phone shows of a button
CHOSEN = "✓ "
# Symbols and arrows, by Unicode's categories; letters, digits and punctuation of every script stay.
SIGNS = frozenset({"So", "Sk"})
ARROWS = frozenset("◀▶★☆✓")

IN_A_ROW = 5
READ, SAVE, LESS = MODES = ("read", "save", "less")


def rows(buttons: Sequence[Button], width: int) -> Keyboard:
    """Buttons in rows of at most ``width``."""
    return tuple(tuple(buttons[start : start + width]) for start in range(0, len(buttons), width))


def label(text: str, *, on: bool) -> str:
    """A button's text, marked where it is what is chosen now."""
    return f"{CHOSEN}{text}" if on else text


def story_buttons(article_ids: Sequence[int], texts: Texts, *, first: int = 1, mode: str = READ) -> Keyboard:
    """What can be done with stories numbered from ``first``: opened, or in other modes saved, seen less of.

    A story alone has all three beside each other.
    """
    if len(article_ids) == 1 and first == 1:
        return (tuple(_deed(one, article_ids[0], texts) for one in MODES),)
    deeds = [_deed(mode, article_id, texts, number) for number, article_id in enumerate(article_ids, first)]
    if mode != READ:
        return (*rows(deeds, IN_A_ROW), (Button(texts.plain("◀ Back"), f"pick:{READ}:{first}"),))
    others = (
        Button(texts.plain("★ Save"), f"pick:{SAVE}:{first}"),
        Button(texts.plain("Less like this"), f"pick:{LESS}:{first}"),
    )
    return (*rows(deeds, IN_A_ROW), others) if deeds else ()


def in_mode(keyboard: Keyboard, texts: Texts, *, first: int, mode: str) -> Keyboard:
    """The buttons of numbered stories in another mode; rows that are about anything else stay.

    Raises:
        ValueError: no stories stand there, or there is no such mode.
    """
    data = [[button.data.split(":") for button in row] for row in keyboard]
    ids = list(dict.fromkeys(int(rest[0]) for row in data for name, *rest in row if name in MODES))
    if not ids or mode not in MODES:
        raise ValueError("no numbered stories")
    kept = [row for row, parts in zip(keyboard, data, strict=True) if parts[0][0] not in {*MODES, "pick"}]
    return (*story_buttons(ids, texts, first=first, mode=mode), *kept)


def _deed(mode: str, article_id: int, texts: Texts, number: int | None = None) -> Button:
    if mode == READ:
        name = texts.plain("Full summary") if number is None else texts.plain("Read {number}", number=number)
        return Button(name, f"read:{article_id}")
    if mode == SAVE:
        name = texts.plain("★ Save") if number is None else texts.plain("★ Save {number}", number=number)
        return Button(name, f"save:{article_id}:1")
    plain = texts.plain("Less like this")
    return Button(
        plain if number is None else texts.plain("Less: {number}", number=number), f"less:{article_id}"
    )


def in_words(keyboard: Keyboard, texts: Texts) -> Keyboard:
    """The buttons of plain mode: no sign without words, and what is chosen says so."""
    return tuple(
        tuple(replace(button, text=_words(button.text, texts)) for button in row) for row in keyboard
    )


def _words(text: str, texts: Texts) -> str:
    said = text.removeprefix(CHOSEN)
    kept = "".join(sign for sign in said if sign not in ARROWS and unicodedata.category(sign) not in SIGNS)
    words = " ".join(kept.split())
    if not any(sign.isalnum() for sign in words):
        return text
    if said == text:
        return words
    state = texts.plain("On")
    return cut(f"{state}: {words}", LABEL)
