"""What the commands' parsers share: one-line mistakes, an example in every help, types of arguments."""

import argparse
from collections.abc import Callable
from typing import Any, NoReturn

from bot import __version__

Command = Callable[[argparse.Namespace], int]
Commands = Any  # argparse's own name for it is private
METHODS_HELP = "news (default), lead, lexrank, textrank, lsa, luhn, edmundson, kl, sumbasic or reduction"


class UsageError(Exception):
    """The command line itself is wrong: exit code 2."""


class Parser(argparse.ArgumentParser):
    """argparse's, telling a mistake in one line."""

    def error(self, message: str) -> NoReturn:
        """Exit with 2 after one line on standard error."""
        self.exit(2, f"{self.prog}: {' '.join(message.split())}; see {self.prog} --help\n")


def add_command(
    commands: Commands, name: str, run: Command, *, summary: str, example: str, details: str = ""
) -> Parser:
    """Add a command with its help; ``run`` takes the parsed arguments and gives the exit code."""
    parser: Parser = commands.add_parser(
        name,
        help=summary,
        description=f"{summary[0].upper()}{summary[1:]}. {details}".strip(),
        epilog=f"example: {example}",
        allow_abbrev=False,
    )
    add_version(parser)
    parser.set_defaults(run=run)
    return parser


def add_version(parser: argparse.ArgumentParser) -> None:
    """Let a parser answer ``--version``."""
    parser.add_argument("--version", action="version", version=f"digestbot {__version__}")


def port(text: str) -> int:
    """A port number; 0 stands for any that is free."""
    return _bounded(text, 0, 65535)


def count(text: str) -> int:
    """A number of things from 1 to 1000."""
    return _bounded(text, 1, 1000)


def _bounded(text: str, low: int, high: int) -> int:
    # At most 9 digits: int() refuses thousands of them with an error of its own.
    if not (text.isascii() and text.isdigit() and len(text) < 10 and low <= int(text) <= high):
        raise argparse.ArgumentTypeError(f"{text[:40]!r} is not a number from {low} to {high}")
    return int(text)
