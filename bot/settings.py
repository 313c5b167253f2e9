"""The settings: the only reader of the environment and of ``.env`` in the working directory."""

import hashlib
import hmac
import logging
import os
from collections.abc import Iterable
from datetime import time
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated, Any, Literal, Self
from urllib.parse import unquote

from dotenv.parser import Binding, parse_stream
from pydantic import AfterValidator, BeforeValidator, Field, SecretStr, ValidationError, ValidationInfo
from pydantic_core import PydanticCustomError
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from bot import setting_forms
from bot.errors import SettingsError
from bot.misspellings import meant

ENV_FILE = Path(".env")
ENCODING = "utf-8-sig"  # editors of one platform begin a file with a byte order mark

# Each is set by a host whose disk is emptied with every deploy or restart.
EPHEMERAL_HOSTS = (
    "DYNO",
    "RAILWAY_ENVIRONMENT",
    "RENDER",
    "FLY_APP_NAME",
    "KOYEB_APP_NAME",
    "K_SERVICE",
    "AWS_LAMBDA_FUNCTION_NAME",
)
FREE_RATE = 30  # Telegram's limit for bots that do not pay, in messages a second

_SAID = "said"  # the type of a mistake whose own message is better than its field's description


def _database(secret: SecretStr, info: ValidationInfo) -> SecretStr:
    url = secret.get_secret_value()
    if setting_forms.SQLITE.fullmatch(url):
        _check_disk(allowed=info.data.get("allow_ephemeral_sqlite", True))
        return secret
    if not setting_forms.is_postgres(url):
        raise ValueError
    if find_spec("psycopg") is None:
        raise PydanticCustomError(_SAID, "install the PostgreSQL driver: pip install 'digestbot[postgres]'")
    return secret


def _check_disk(*, allowed: bool) -> None:
    host = next((name for name in EPHEMERAL_HOSTS if os.environ.get(name)), None)
    if host is not None and not allowed:
        raise PydanticCustomError(
            _SAID,
            "this host ({host} is set) empties its disk at every deploy, and SQLite with it; "
            "write the address of a PostgreSQL database, or set ALLOW_EPHEMERAL_SQLITE=true",
            {"host": host},
        )


def _rate(rate: int, info: ValidationInfo) -> int:
    if rate > FREE_RATE and not info.data.get("paid_broadcast", True):
        raise ValueError
    return rate


def _derived_secret(fields: dict[str, Any]) -> SecretStr:
    token: SecretStr | None = fields["telegram_bot_token"]
    if token is None:
        return SecretStr("")
    return SecretStr(hmac.new(token.get_secret_value().encode(), b"webhook", hashlib.sha256).hexdigest())


class Settings(BaseSettings):
    """Every setting; the description of each says what to write when its value is refused.

    ``Settings.model_construct(...)`` takes values as they are and reads nothing from outside.
    """

    model_config = SettingsConfigDict(
        env_file=ENV_FILE,
        env_file_encoding=ENCODING,
        env_ignore_empty=True,
        extra="ignore",
        frozen=True,
        # A ValidationError would print the token otherwise.
        hide_input_in_errors=True,
        str_strip_whitespace=True,
    )

    telegram_bot_token: Annotated[SecretStr, AfterValidator(setting_forms.token)] | None = Field(
        default=None, description="write the token as @BotFather gave it: digits, a colon, letters and digits"
    )
    admin_ids: Annotated[tuple[int, ...], NoDecode, BeforeValidator(setting_forms.user_ids)] = Field(
        default=(), description="write numeric user ids separated by commas, such as 123456789,987654321"
    )
    # Before the address of the database, whose check asks for it; so with PAID_BROADCAST and SEND_RATE.
    allow_ephemeral_sqlite: bool = Field(default=False, description="write true or false")
    database_url: Annotated[SecretStr, AfterValidator(_database)] = Field(
        default=SecretStr("sqlite:///digestbot.db"),
        description="write sqlite:///file.db, without parameters, or "
        "postgresql://user:password@host:5432/name with the password percent-encoded",
    )
    telegram_api_base_url: Annotated[str, AfterValidator(setting_forms.base_url)] = Field(
        default="https://api.telegram.org",
        description="write the http(s) address of a Bot API server, without /bot and token",
    )
    webhook_url: Annotated[str, AfterValidator(setting_forms.webhook_url)] | None = Field(
        default=None,
        description="write an https address with a path other than /healthz, /readyz and /metrics "
        "(http only for this machine or a private network)",
    )
    webhook_secret: Annotated[SecretStr, AfterValidator(setting_forms.webhook_secret)] = Field(
        default_factory=_derived_secret,
        validate_default=False,  # without a token it is empty
        description="write 1 to 256 letters, digits, _ and - only",
    )
    port: int | None = Field(default=None, ge=0, le=65535, description="write a number from 0 to 65535")
    fetch_allowed_networks: Annotated[
        tuple[setting_forms.Network, ...], NoDecode, BeforeValidator(setting_forms.networks)
    ] = Field(
        default=(),
        description="write addresses or networks separated by commas, such as 192.168.1.7,10.0.0.0/8",
    )
    default_timezone: Annotated[str, AfterValidator(setting_forms.zone)] = Field(
        default="UTC", description="write an IANA time zone, such as Europe/Kyiv"
    )
    default_digest_time: Annotated[time, BeforeValidator(setting_forms.time_of_day)] = Field(
        default=time(8), description="write a time from 00:00 to 23:59"
    )
    paid_broadcast: bool = Field(default=False, description="write true or false")
    send_rate: Annotated[int, AfterValidator(_rate)] = Field(
        default=25,
        ge=1,
        le=1000,
        description="write a number of messages a second from 1 to 30 (to 1000 with PAID_BROADCAST=true)",
    )
    summary_workers: int = Field(default=1, ge=1, le=8, description="write a number of processes from 1 to 8")
    log_level: Annotated[
        Literal["DEBUG", "INFO", "WARNING", "ERROR"], BeforeValidator(setting_forms.upper)
    ] = Field(default="INFO", description="write DEBUG, INFO, WARNING or ERROR")
    log_format: Annotated[Literal["text", "json"], BeforeValidator(setting_forms.lower)] = Field(
        default="text", description="write text or json"
    )

    @classmethod
    def names(cls) -> tuple[str, ...]:
        """The names as the environment and ``.env`` spell them."""
        return tuple(field.upper() for field in cls.model_fields)

    @property
    def token(self) -> str:
        """The bot's token; "" where none is set."""
        return self.telegram_bot_token.get_secret_value() if self.telegram_bot_token else ""

    @property
    def database(self) -> str:
        """The address of the database, with its password."""
        return self.database_url.get_secret_value()

    @property
    def secrets(self) -> tuple[str, ...]:
        """What must never be logged or shown: token, webhook secret, database password in both spellings."""
        password = setting_forms.password(self.database)
        values = (self.token, self.webhook_secret.get_secret_value(), password, unquote(password))
        return tuple(dict.fromkeys(value for value in values if value))

    @classmethod
    def _read(cls) -> Self:
        try:
            return cls()
        except ValidationError as error:
            raise SettingsError([_problem(cls, detail) for detail in _details(error)]) from None


def load_settings(*, require_token: bool) -> tuple[Settings, list[str]]:
    """Read the settings, and the warnings that a person should see.

    Raises:
        SettingsError: names every mistake at once and what to write instead, never a secret value.
    """
    bindings = _env_file()
    spelled = {name.upper() for name, value in os.environ.items() if value}
    spelled |= {binding.key.upper() for binding in bindings if binding.key and binding.value}
    problems = [_missing(spelled)] if require_token and "TELEGRAM_BOT_TOKEN" not in spelled else []
    try:
        settings = Settings._read()  # noqa: SLF001 - the same module
    except SettingsError as error:
        raise SettingsError([*problems, *error.problems]) from None
    if problems:
        raise SettingsError(problems)
    return settings, [*_file_warnings(bindings), *_name_warnings(spelled)]


def salvaged_settings() -> Settings | None:
    """Read the settings with defaults for the refused ones, to find out what the others lead to.

    None when ``.env`` itself cannot be read.
    """
    # What a default would be refused for, or has none.
    kept: dict[str, Any] = {"allow_ephemeral_sqlite": True, "webhook_secret": SecretStr("unused")}
    try:
        return Settings()
    except ValidationError as error:
        fields = {str(detail["loc"][0]) for detail in _details(error)} - kept.keys()
        return Settings(**kept, **{name: Settings.model_fields[name].get_default() for name in fields})
    except (OSError, UnicodeDecodeError):
        return None


def _env_file() -> list[Binding]:
    # The parser logs what it cannot read; here that is a warning of ours.
    logging.getLogger("dotenv").setLevel(logging.ERROR)
    if not ENV_FILE.is_file():
        return []
    try:
        with ENV_FILE.open(encoding=ENCODING) as stream:
            return list(parse_stream(stream))
    except (OSError, UnicodeDecodeError):
        raise SettingsError([".env: cannot be read; make it a UTF-8 text file that you may read"]) from None


def _details(error: ValidationError) -> list[Any]:
    details = error.errors(include_url=False, include_input=False)
    # The derived webhook secret is not computed beside a mistake: that is none of its own.
    return [detail for detail in details if detail["type"] != "default_factory_not_called"]


def _problem(cls: type[Settings], detail: dict[str, Any]) -> str:
    field = str(detail["loc"][0])
    advice = detail["msg"] if detail["type"] == _SAID else cls.model_fields[field].description
    return f"{field.upper()}: {advice}"


def _missing(spelled: Iterable[str]) -> str:
    alike = [name for name in sorted(spelled) if meant(name, Settings.names()) == "TELEGRAM_BOT_TOKEN"]
    hint = f" ({alike[0]} is set: rename it)" if alike else ""
    return f"TELEGRAM_BOT_TOKEN: missing{hint}; put the token from @BotFather into .env or the environment"


def _file_warnings(bindings: list[Binding]) -> list[str]:
    broken = [binding.original.line for binding in bindings if binding.error]
    warnings = [f".env: line {line} is not NAME=value and is ignored" for line in broken]
    if bindings and os.name == "posix" and ENV_FILE.stat().st_mode & 0o077:
        warnings.append(".env: other users of this machine can read it; run chmod 600 .env")
    return warnings


def _name_warnings(spelled: set[str]) -> list[str]:
    names = Settings.names()
    pairs = [(name, meant(name, names)) for name in sorted(spelled)]
    return [
        f"{name}: not a setting; did you mean {setting}?"
        for name, setting in pairs
        if setting and setting not in spelled
    ]
