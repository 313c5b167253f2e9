"""Words for the terminal, and the settings as commands read them."""

import logging
import sys

from bot import logs
from bot.settings import Settings, load_settings

log = logging.getLogger(__name__)


def say(line: str) -> None:
    """Print one line of the answer."""
    sys.stdout.write(f"{line}\n")


def settings_for(*, token: bool = False, service: bool = False) -> Settings:
    """Read the settings and set the log up; a ``service`` logs as they say, a command only warnings.

    Raises:
        SettingsError: names every mistake.
    """
    settings, warnings = load_settings(require_token=token)
    logs.configure(settings.log_level if service else "WARNING", settings.log_format, settings.secrets)
    for warning in warnings:
        log.warning(warning)
    return settings
