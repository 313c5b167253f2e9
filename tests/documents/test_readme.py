import argparse
import re
from pathlib import Path

from bot.cli import build_parser

ROOT = Path(__file__).parents[2]


def readme() -> str:
    return (ROOT / "README.md").read_text(encoding="utf-8")


def commands() -> set[str]:
    actions = build_parser()._actions
    [chosen] = [action for action in actions if isinstance(action, argparse._SubParsersAction)]
    return set(chosen.choices)


def test_every_command_is_in_the_readme_and_no_other() -> None:
    # The name itself is followed by a command wherever it stands in code.
    named = set(re.findall(r"\bdigestbot ([a-z]+)", "\n".join(_code_of(readme()))))
    assert sorted(commands() - named) == []
    assert sorted(named - commands()) == []


def test_every_make_target_is_in_the_readme() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    [phony] = re.findall(r"^\.PHONY: (.*)$", makefile, re.MULTILINE)
    text = readme()
    assert [target for target in phony.split() if f"make {target}" not in text] == []


def test_the_procfile_runs_the_bot() -> None:
    assert (ROOT / "Procfile").read_text(encoding="utf-8") == "worker: python -m bot run\n"


def _code_of(text: str) -> list[str]:
    return re.findall(r"```.*?```", text, re.DOTALL) + re.findall(r"`[^`\n]+`", text)
