"""``migrate``, ``backup``, ``restore``, ``requeue``, ``import`` and ``export``: the database as a whole."""

import argparse
import asyncio
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from bot.commands.parsing import Commands, add_command
from bot.errors import DigestbotError

if TYPE_CHECKING:
    from typing import TextIO

    from bot.services.transfer import Imported, Tally
    from bot.settings import Settings

FORMATS = "The ending names the format: .jsonl, or .csv with articles only."


def add(commands: Commands) -> None:
    """Add the commands."""
    add_command(
        commands,
        "migrate",
        migrate,
        summary="bring the database to this version's schema",
        example="digestbot migrate",
        details="A SQLite file is copied into the folder backups first. A start of the bot does the same.",
    )
    _with_file(
        add_command(
            commands,
            "backup",
            backup,
            summary="copy the database, which may be in use, into a new SQLite file",
            example="digestbot backup digestbot-monday.db",
        )
    )
    restoring = add_command(
        commands,
        "restore",
        restore,
        summary="put a backup in the place of the database",
        example="digestbot restore digestbot-monday.db --replace",
        details="Not while the bot runs. What was due before is not sent again.",
    )
    _with_file(restoring)
    restoring.add_argument("--replace", action="store_true", help="over data, which is copied aside first")
    add_command(
        commands,
        "requeue",
        requeue,
        summary="send again the messages that failed for good",
        example="digestbot requeue",
        details="Also while the bot runs. Of what no part arrived, the stories come with the next digest.",
    )
    _with_file(
        add_command(
            commands,
            "import",
            import_,
            summary="add the articles, topics and subscribers of a file",
            example="digestbot import desk.jsonl",
            details=f"{FORMATS} What is there already stays as it is.",
        )
    )
    _with_file(
        add_command(
            commands,
            "export",
            export,
            summary="write articles, topics and subscribers to a file",
            example="digestbot export desk.jsonl",
            details=FORMATS,
        )
    )


def _with_file(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE")


def migrate(_: argparse.Namespace) -> int:
    """Migrate, and say to which schema."""
    from bot.commands.console import say, settings_for

    say(f"schema {_prepared(settings_for())}")
    return 0


def backup(arguments: argparse.Namespace) -> int:
    """Write a backup, and say what it holds."""
    from bot.commands.console import say, settings_for
    from bot.storage.copies import backup as write

    rows = write(settings_for().database, arguments.file)
    say(f"{arguments.file}: {_listed(rows)}")
    return 0


def restore(arguments: argparse.Namespace) -> int:
    """Restore a backup, and say what the database then holds."""
    from bot.commands.console import say, settings_for
    from bot.services.copies import restore as put_back

    rows = put_back(arguments.file, settings_for().database, replace=arguments.replace, now=datetime.now(UTC))
    say(f"restored from {arguments.file}: {_listed(rows)}")
    return 0


def requeue(_: argparse.Namespace) -> int:
    """Put what failed back into the outbox, and say how many messages."""
    from bot.commands.console import say, settings_for
    from bot.storage.schema import status

    settings = settings_for()
    if status(settings.database)[0] is None:
        raise DigestbotError("there is nothing to send again: the database is empty")
    _prepared(settings)
    say(f"messages to send again: {asyncio.run(_requeue(settings))}")
    return 0


def import_(arguments: argparse.Namespace) -> int:
    """Import a file; lines that are left out are told on standard error, and the exit code is 1."""
    from bot.commands.console import say, settings_for
    from bot.services.transfer import format_of

    format_of(arguments.file)
    settings = settings_for()
    if not arguments.file.is_file():
        raise DigestbotError(f"there is no file {arguments.file}")
    _prepared(settings)
    with _bar("import") as progress:
        done = asyncio.run(_import(settings, arguments.file, progress))
    for line in done.problems:
        sys.stderr.write(f"line {line.number}: {line.problem}\n")
    say(
        f"articles: {_tallied(done.articles)}; topics: {_tallied(done.topics)}; "
        f"subscribers: {_tallied(done.subscribers)}; errors: {len(done.problems)}"
    )
    return 1 if done.problems else 0


def export(arguments: argparse.Namespace) -> int:
    """Export to a file, and say how many of what."""
    from bot.commands.console import say, settings_for
    from bot.services.transfer import export_to
    from bot.storage.schema import status

    settings = settings_for()
    if status(settings.database)[0] is None:
        raise DigestbotError("there is nothing to export: the database is empty")
    _prepared(settings)
    with _bar("export") as progress, export_to(arguments.file) as file:
        counts = asyncio.run(_export(settings, file, arguments.file, progress))
    say(f"{arguments.file}: {_listed(counts)}")
    return 0


def _prepared(settings: "Settings") -> str:
    """Bring the schema up to date unless it is; only then no bot may be running."""
    from bot.storage.lock import InstanceLock
    from bot.storage.schema import prepare, status

    current, needed = status(settings.database)
    if current == needed:
        return needed
    with InstanceLock(settings.database):
        return prepare(settings.database)


async def _requeue(settings: "Settings") -> int:
    from bot.services.desk import DeskReport
    from bot.storage.engine import Database

    database = Database(settings.database)
    try:
        return await DeskReport(database, lambda: datetime.now(UTC)).send_failed_again(by=None)
    finally:
        await database.close()


async def _import(settings: "Settings", path: Path, progress: Callable[[int, int], None]) -> "Imported":
    import os

    from bot.services.transfer import import_file
    from bot.storage.engine import Database
    from bot.summaries import SummaryPool

    # This command is nobody's server: it may use every core.
    database, pool = Database(settings.database), SummaryPool(os.cpu_count() or 1)
    try:
        return await import_file(path, database, pool, datetime.now(UTC), progress=progress)
    finally:
        await pool.aclose()
        await database.close()


async def _export(
    settings: "Settings", file: "TextIO", path: Path, progress: Callable[[int, int], None]
) -> dict[str, int]:
    from bot.services.transfer import export_file, format_of
    from bot.storage.engine import Database

    database = Database(settings.database)
    try:
        return await export_file(file, format_of(path), database, progress=progress)
    finally:
        await database.close()


@contextmanager
def _bar(name: str) -> Iterator[Callable[[int, int], None]]:
    """Give a function that is told (done, all) and shows both on standard error."""
    from tqdm import tqdm

    with tqdm(desc=name, unit=" records", file=sys.stderr) as bar:

        def progress(done: int, total: int) -> None:
            bar.total = total
            bar.update(done - bar.n)

        yield progress


def _listed(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{name} {count}" for name, count in counts.items() if count) or "nothing"


def _tallied(tally: "Tally") -> str:
    return f"{tally.new} new, {tally.known} known"
