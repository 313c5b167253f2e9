import argparse
import doctest
import re
from pathlib import Path

from bot.cli import build_parser
from bot.handlers import all_commands

ROOT = Path(__file__).parents[2]


def readme() -> str:
    return (ROOT / "README.md").read_text(encoding="utf-8")


def section(title: str) -> str:
    [text] = re.findall(rf"^## {title}$(.*?)(?=^## |\Z)", readme(), re.MULTILINE | re.DOTALL)
    return str(text)


def commands() -> set[str]:
    actions = build_parser()._actions
    [chosen] = [action for action in actions if isinstance(action, argparse._SubParsersAction)]
    return set(chosen.choices)


def chat_commands(*, editor: bool) -> list[str]:
    """The names and short forms of the commands for readers or for the desk."""
    mine = [command for command in all_commands() if command.editor == editor]
    return sorted(name for command in mine for name in (command.name, *command.aliases))


def told_commands(title: str) -> list[str]:
    """The commands in the table of a section of the README."""
    rows = re.findall(r"^\| (`.*?) \|", section(title), re.MULTILINE)
    return sorted(name for row in rows for name in re.findall(r"`/(\w+)", row))


def test_every_command_is_in_the_readme_and_no_other() -> None:
    # The name itself is followed by a command wherever it stands in code.
    named = set(re.findall(r"\bdigestbot ([a-z]+)", "\n".join(_code_of(readme()))))
    assert sorted(commands() - named) == []
    assert sorted(named - commands()) == []


def test_the_readers_commands_are_those_of_the_table_of_commands() -> None:
    assert told_commands("What readers can say") == chat_commands(editor=False)


def test_the_editors_commands_are_those_of_the_table_of_commands() -> None:
    assert told_commands("What editors can say") == chat_commands(editor=True)


def test_every_make_target_is_in_the_readme() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    [phony] = re.findall(r"^\.PHONY: (.*)$", makefile, re.MULTILINE)
    told = set(re.findall(r"\bmake ([a-z]+)", "\n".join(_code_of(readme()))))
    assert told == set(phony.split())


def test_the_summarizers_example_gives_what_is_told() -> None:
    [example] = re.findall(r"```pycon\n(.*?)```", readme(), re.DOTALL)
    test = doctest.DocTestParser().get_doctest(example, {}, "README.md", "README.md", 0)
    results = doctest.DocTestRunner(verbose=False).run(test)
    assert results.attempted > 0
    assert results.failed == 0


def test_the_procfile_runs_the_bot() -> None:
    assert (ROOT / "Procfile").read_text(encoding="utf-8") == "worker: python -m bot run\n"


def _code_of(text: str) -> list[str]:
    return re.findall(r"```.*?```", text, re.DOTALL) + re.findall(r"`[^`\n]+`", text)
