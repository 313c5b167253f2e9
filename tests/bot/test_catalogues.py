"""The catalogues hold every sentence of the code, and say it with the same values, tags and commands."""

import ast
import re
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from gettext import c2py
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_keywords
from babel.messages.pofile import read_po

from bot import locales
from bot.handlers import all_commands
from bot.locales import languages, texts

ROOT = Path(__file__).parents[2]
TRANSLATED = sorted(path.stem for path in locales.FOLDER.glob("*.po"))
TAG = re.compile(r"</?[a-z][^>]*>")
COMMAND = re.compile(r"(?<![\w</])/[a-z]+")
LONGEST_SUMMARY = 256

Id = str | tuple[str, ...]

every_language = pytest.mark.parametrize("language", TRANSLATED)


def keywords() -> str:
    """What ``make texts`` looks for."""
    found = re.search(r'--keywords="([^"]+)"', (ROOT / "Makefile").read_text(encoding="utf-8"))
    assert found
    return found[1]


@lru_cache(maxsize=1)
def in_the_code() -> frozenset[Id]:
    """Every message that ``make texts`` extracts."""
    found = extract_from_dir(ROOT / "bot", keywords=parse_keywords(keywords().split()))
    return frozenset(message for _, _, message, _, _ in found)


@lru_cache(maxsize=16)
def catalogue(language: str) -> Catalog:
    with (locales.FOLDER / f"{language}.po").open("rb") as source:
        return read_po(source, locale=language)


def messages(language: str) -> list[Message]:
    return [message for message in catalogue(language) if message.id]


def identity(message: Message) -> Id:
    return message.id if isinstance(message.id, str) else tuple(message.id)


def strings(message: Message) -> tuple[str, ...]:
    return (message.string,) if isinstance(message.string, str) else tuple(message.string or ())


def form_of(language: str, count: int) -> int:
    """The plural form that a count takes."""
    return int(c2py(catalogue(language).plural_expr)(count))


@lru_cache(maxsize=64)
def is_alone(language: str, form: int) -> bool:
    """Whether a form stands for a single count and may say it in words, as Arabic's for 0, 1 and 2."""
    return [form_of(language, count) for count in range(200)].count(form) == 1


def may_leave_out(language: str, message: Message, form: int) -> set[str]:
    return {"count"} if message.pluralizable and is_alone(language, form) else set()


def values(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def parts(text: str) -> tuple[set[str], Counter[str], Counter[str], int]:
    """What a translation keeps: values, tags, commands and the number of lines."""
    return values(text), Counter(TAG.findall(text)), Counter(COMMAND.findall(text)), text.count("\n")


# The code


def calls() -> Iterator[tuple[str, ast.Call]]:
    for path in sorted((ROOT / "bot").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute | ast.Name):
                yield node.func.attr if isinstance(node.func, ast.Attribute) else node.func.id, node


def argument(call: ast.Call, place: int, name: str) -> ast.expr:
    named = {keyword.arg: keyword.value for keyword in call.keywords}
    return call.args[place] if len(call.args) > place else named[name]


def said(name: str, call: ast.Call) -> tuple[ast.expr, ...]:
    """The messages that a call says, as they stand in the syntax tree."""
    if name == "Command":
        return (argument(call, 2, "summary"),)
    if name in {"n", "plain_n"}:
        return (argument(call, 0, "one"), argument(call, 1, "many"))
    return (argument(call, 0, "message"),)


def test_extraction_finds_every_message() -> None:
    spoken = [said(name, call) for name, call in calls() if name in parse_keywords(keywords().split())]
    written: set[Id] = set()
    for message in spoken:
        literals = tuple(str(part.value) for part in message if isinstance(part, ast.Constant))
        if len(literals) == len(message):
            written.add(literals if len(literals) > 1 else literals[0])
        else:
            # The summary of a command is extracted where the command is made.
            assert [ast.unparse(part).rpartition(".")[2] for part in message] == ["summary"]
    assert written == in_the_code()


# The catalogues


def test_there_are_translations() -> None:
    assert {"ar", "de", "es", "fr", "pl", "uk"} <= set(TRANSLATED)
    assert languages() == ("en", *TRANSLATED)


@every_language
def test_a_catalogue_holds_the_messages_of_the_code_exactly(language: str) -> None:
    held = {identity(message) for message in messages(language)}
    assert held == in_the_code(), "run `make texts` and translate what is new"


@every_language
def test_a_catalogue_holds_nothing_doubtful_or_left_over(language: str) -> None:
    book = catalogue(language)
    assert [message.id for message in book if message.fuzzy] == []
    assert list(book.obsolete) == []


@every_language
def test_every_message_is_translated_in_every_plural_form(language: str) -> None:
    book = catalogue(language)
    for message in messages(language):
        wanted = book.num_plurals if message.pluralizable else 1
        assert len(strings(message)) == wanted, message.id
        assert all(text.strip() for text in strings(message)), message.id


@every_language
def test_a_translation_keeps_values_tags_commands_and_lines(language: str) -> None:
    for message in messages(language):
        source = message.id if isinstance(message.id, str) else message.id[-1]
        for form, text in enumerate(strings(message)):
            kept, wanted = parts(text), parts(source)
            assert kept[1:] == wanted[1:], message.id
            assert wanted[0] - kept[0] <= may_leave_out(language, message, form), message.id
            assert kept[0] <= wanted[0], message.id


def test_both_english_forms_name_the_same_values() -> None:
    plural = [message for message in in_the_code() if isinstance(message, tuple)]
    assert plural
    assert [message for message in plural if values(message[0]) != values(message[1])] == []


@pytest.mark.parametrize("language", ["en", *TRANSLATED])
def test_every_sentence_can_be_said(language: str) -> None:
    words = texts(language)
    for message in in_the_code():
        if isinstance(message, str):
            given_values = {name: f"[{name}]" for name in values(message)}
            told = words.t(message, **given_values)
            assert sorted(re.findall(r"\[\w+\]", told)) == sorted(given_values.values())


@pytest.mark.parametrize("count", [0, 1, 2, 5, 11, 21, 111])
@pytest.mark.parametrize("language", ["en", *TRANSLATED])
def test_every_number_can_be_said(language: str, count: int) -> None:
    words = texts(language)
    for message in in_the_code():
        if not isinstance(message, str):
            given_values = {name: f"[{name}]" for name in values(message[1]) - {"count"}}
            told = words.n(message[0], message[1], count, **given_values)
            assert sorted(re.findall(r"\[\w+\]", told)) == sorted(given_values.values())
            alone = language != "en" and is_alone(language, form_of(language, count))
            assert re.findall(r"\d+", told) in ([[], [str(count)]] if alone else [[str(count)]])


# The menu


@pytest.mark.parametrize("language", ["en", *TRANSLATED])
def test_every_summary_fits_the_menu(language: str) -> None:
    words = texts(language)
    summaries = {command.name: words.plain(command.summary) for command in all_commands()}
    assert summaries
    assert [name for name, line in summaries.items() if not 1 <= len(line) <= LONGEST_SUMMARY] == []


@every_language
def test_every_summary_is_translated(language: str) -> None:
    words = texts(language)
    same = [command.name for command in all_commands() if words.plain(command.summary) == command.summary]
    assert same == []
