"""The command line as a person uses it, in a folder of its own and without settings around it."""

import io
import sys
from pathlib import Path

import pytest

from bot import cli
from bot.settings import EPHEMERAL_HOSTS, Settings

ARTICLE = (
    "The mayor opened the new bridge on Monday. It took four years to build. Many people came to see it."
)
TOKEN = "123456789:an-invented_token-of-the-usual-length"
ROOT = Path(__file__).parents[3]


def go_to(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Work in an empty folder, without the settings of this machine."""
    for name in (*Settings.names(), *EPHEMERAL_HOSTS):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(place)
    # The log's set-up is the process's; here it would outlive the test.
    monkeypatch.setattr("bot.logs.configure", lambda *_: None)


def run(*arguments: str) -> int:
    """The exit code of a command, however it ends."""
    try:
        return cli.main(arguments)
    except SystemExit as exit_:
        return int(exit_.code or 0)


def feed(monkeypatch: pytest.MonkeyPatch, data: bytes) -> None:
    """Put bytes on standard input."""
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
