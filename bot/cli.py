"""The door: ``digestbot COMMAND``; every mistake is one line on standard error.

Exit codes: 0 done, 1 not done, 2 the command line is wrong.
"""

import argparse
import os
import sys
from collections.abc import Sequence

from bot.commands import checking, data, evaluating, running, summaries
from bot.commands.parsing import Parser, UsageError, add_version
from bot.errors import DigestbotError

FAILED = 1
MISUSED = 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and give its exit code; ``--help``, ``--version`` and misuse end in SystemExit."""
    parser = build_parser()
    chosen = parser.parse_args(arguments)
    if chosen.command is None:
        parser.print_help()
        return MISUSED
    try:
        code: int = chosen.run(chosen)
        # Now, not when the interpreter ends: a closed pipe is then told by a traceback.
        sys.stdout.flush()
    except KeyboardInterrupt:
        code = FAILED
    except BrokenPipeError:
        code = _reader_left()
    except Exception as error:  # noqa: BLE001 - the last place where it can be told in one line
        code = _told(chosen.command, error)
    return code


def build_parser() -> argparse.ArgumentParser:
    """Give the parser of the whole command line."""
    parser = Parser(
        prog="digestbot",
        description="A Telegram bot that sends every reader one digest of summarized news at their own time.",
        epilog="example: digestbot demo",
        allow_abbrev=False,
    )
    add_version(parser)
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", title="commands")
    for group in (running, checking, summaries, evaluating, data):
        group.add(commands)
    return parser


def _told(command: str, error: Exception) -> int:
    from bot.logs import redact

    words = redact(" ".join(_words(error).split()))
    if isinstance(error, UsageError):
        sys.stderr.write(f"digestbot {command}: {words}; see digestbot {command} --help\n")
        return MISUSED
    sys.stderr.write(f"digestbot: {words}\n")
    return FAILED


def _words(error: Exception) -> str:
    if isinstance(error, (DigestbotError, UsageError)):
        return str(error)
    if isinstance(error, OSError) and error.filename is not None:
        return f"{error.filename}: {error.strerror}"
    if sys.flags.dev_mode:
        raise error
    # Behind the first line, libraries quote statements and the texts in them.
    first = str(error).partition("\n")[0][:200]
    return f"unexpected {type(error).__name__}: {first} (python -X dev -m bot shows where)"


def _reader_left() -> int:
    # Python flushes once more at its end, and must not meet the closed pipe again.
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return FAILED
