"""Names that people write instead of ours: what a setting's near-miss was meant to be. Pure."""

from collections.abc import Sequence
from difflib import get_close_matches

# What other bots and platforms call the same thing; no likeness of letters would find these.
_OTHER_NAMES = {
    "API_TOKEN": "TELEGRAM_BOT_TOKEN",
    "BOT_API_TOKEN": "TELEGRAM_BOT_TOKEN",
    "BOT_TOKEN": "TELEGRAM_BOT_TOKEN",
    "TELEGRAM_API_TOKEN": "TELEGRAM_BOT_TOKEN",
    "TELEGRAM_TOKEN": "TELEGRAM_BOT_TOKEN",
    "TG_BOT_TOKEN": "TELEGRAM_BOT_TOKEN",
    "TG_TOKEN": "TELEGRAM_BOT_TOKEN",
    "TOKEN": "TELEGRAM_BOT_TOKEN",
    "ADMIN": "ADMIN_IDS",
    "ADMIN_ID": "ADMIN_IDS",
    "ADMINS": "ADMIN_IDS",
    "OWNER_ID": "ADMIN_IDS",
    "OWNER_IDS": "ADMIN_IDS",
    "DATABASE": "DATABASE_URL",
    "DATABASE_URI": "DATABASE_URL",
    "DB_URI": "DATABASE_URL",
    "DB_URL": "DATABASE_URL",
    "POSTGRES_URL": "DATABASE_URL",
    "API_BASE_URL": "TELEGRAM_API_BASE_URL",
    "TELEGRAM_API_URL": "TELEGRAM_API_BASE_URL",
    "TIME_ZONE": "DEFAULT_TIMEZONE",
    "TIMEZONE": "DEFAULT_TIMEZONE",
    "TZ": "DEFAULT_TIMEZONE",
    "DIGEST_TIME": "DEFAULT_DIGEST_TIME",
    "WEBHOOK": "WEBHOOK_URL",
    "WORKERS": "SUMMARY_WORKERS",
    "LOGLEVEL": "LOG_LEVEL",
}
# The tests' own setting stands beside ours in an engineer's shell, and is meant as it is spelled.
_OWN = "TEST_DATABASE_URL"
_SHORTEST = 6  # in shorter names one letter is too much of a difference
_LIKENESS = 0.82


def meant(name: str, names: Sequence[str]) -> str | None:
    """Give the setting that a name was probably meant to be; None for one of ``names`` and for others."""
    if name in names or name == _OWN:
        return None
    if name in _OTHER_NAMES:
        return _OTHER_NAMES[name]
    if len(name) < _SHORTEST:
        return None
    alike = get_close_matches(name, names, n=1, cutoff=_LIKENESS)
    return alike[0] if alike else None
