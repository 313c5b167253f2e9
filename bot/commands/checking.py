"""``check``: settings, database and token, every mistake at once."""

import argparse
import asyncio
import json
import os
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from bot.commands.parsing import Commands, add_command
from bot.errors import DatabaseRefusedError, DigestbotError, SettingsError

if TYPE_CHECKING:
    from bot.settings import Settings

_DATABASE = frozenset({"DATABASE_URL"})
_API = frozenset({"TELEGRAM_BOT_TOKEN", "TELEGRAM_API_BASE_URL"})
PATIENCE = 10.0  # seconds for the Bot API to answer


def add(commands: Commands) -> None:
    """Add the command."""
    add_command(
        commands,
        "check",
        check,
        summary="check settings, database and token; list every mistake",
        example="digestbot check",
        details="Nothing is changed.",
    )


def check(_: argparse.Namespace) -> int:
    """Print what is well and what is not; the exit code is 1 if anything is not."""
    from bot.commands.console import say

    warnings, mistakes = _findings()
    for warning in warnings:
        say(f"warning  {warning}")
    for mistake in mistakes:
        say(f"mistake  {mistake}")
    if mistakes:
        names = ", ".join(dict.fromkeys(mistake.partition(":")[0] for mistake in mistakes))
        raise DigestbotError(f"{len(mistakes)} to correct: {names}")
    return 0


def _findings() -> tuple[list[str], list[str]]:
    """Give warnings and mistakes; a wrong setting does not keep the others from being tried out."""
    from bot.commands.console import say
    from bot.logs import redact
    from bot.settings import load_settings, salvaged_settings

    warnings: list[str] = []
    mistakes: list[str] = []
    settings: Settings | None
    say(f"ok       time zones: tzdata {version('tzdata')}")
    try:
        settings, warnings = load_settings(require_token=True)
        say("ok       settings")
    except SettingsError as error:
        settings, mistakes = salvaged_settings(), list(error.problems)
    if settings is None:
        return warnings, mistakes
    refused = {mistake.partition(":")[0] for mistake in mistakes}
    for needs, finding in ((_DATABASE, _database), (_API, _token)):
        if refused.isdisjoint(needs):
            try:
                say(f"ok       {finding(settings)}")
            except DigestbotError as error:
                mistakes.append(redact(str(error)))
    return warnings, mistakes


def _database(settings: "Settings") -> str:
    from bot.storage.schema import damage, status

    try:
        current, needed = status(settings.database)
    except DatabaseRefusedError as error:
        raise DatabaseRefusedError(f"DATABASE_URL: {error}") from error
    if current is not None and (found := damage(settings.database)):
        raise DatabaseRefusedError(f"DATABASE_URL: {found}")
    if current is None:
        return "database: empty, will be set up at the first run"
    return f"database: schema {current}" + ("" if current == needed else f", will be migrated to {needed}")


def _token(settings: "Settings") -> str:
    answer = asyncio.run(_get_me(settings))
    if not answer.get("ok"):
        reason = str(answer.get("description", "no reason given"))
        raise DigestbotError(f"TELEGRAM_BOT_TOKEN: refused by the Bot API ({reason}); get it from @BotFather")
    return f"token: belongs to @{answer['result'].get('username', '?')}"


async def _get_me(settings: "Settings") -> dict[str, Any]:
    import aiohttp

    base = settings.telegram_api_base_url
    url = f"{base}/bot{settings.token}/getMe"
    try:
        timeout = aiohttp.ClientTimeout(total=PATIENCE)
        async with aiohttp.ClientSession(timeout=timeout) as session, session.get(url) as response:
            answer: Any = json.loads(await response.read())
    except (aiohttp.ClientError, TimeoutError, OSError) as error:
        raise DigestbotError(f"TELEGRAM_API_BASE_URL: {base} cannot be reached: {_reason(error)}") from error
    except ValueError as error:
        raise DigestbotError(f"TELEGRAM_API_BASE_URL: {base} is no Bot API server") from error
    if not isinstance(answer, dict):
        raise DigestbotError(f"TELEGRAM_API_BASE_URL: {base} is no Bot API server")
    return answer


def _reason(error: Exception) -> str:
    if isinstance(error, TimeoutError):
        return f"no answer within {PATIENCE:.0f} s"
    cause = getattr(error, "os_error", error)
    code = getattr(cause, "errno", None)
    # Look-ups of names have negative codes and words of their own.
    return os.strerror(code) if code and code > 0 else str(getattr(cause, "strerror", None) or cause)
