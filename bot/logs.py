"""The log: one line an event on standard error, as key=value or JSON, never with a secret in it.

Only our own loggers follow the level: libraries log requests with the token, and statements and updates with
people's texts, so they are heard from warnings upwards.
"""

import hashlib
import hmac
import json
import logging
import re
import secrets as randomness
import sys
import threading
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from types import TracebackType
from typing import Any, Literal, TextIO

OURS = ("bot", "summarizer")
HIDDEN = "[hidden]"

_TOKEN = re.compile(r"[0-9]{6,12}:[A-Za-z0-9_-]{30,}")
_PASSWORD = re.compile(r"(://[^\s:/@]*:)[^\s/@]+(?=@)")
_SHORTEST = 4  # hiding every "a" because a password is "a" would hide the log
_PLAIN = re.compile(r"[^\s\"'=\\\x00-\x1f\x7f-\x9f\u2028\u2029]+")
_STANDARD = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}
_BREAKS = {ord(character): ascii(character)[1:-1] for character in "\x85\u2028\u2029"}


@dataclass(slots=True)
class _Known:
    """What the process must not tell: the secrets, and the key that hides chat ids."""

    secrets: tuple[str, ...] = ()
    key: bytes = field(default_factory=lambda: randomness.token_bytes(16))


_known = _Known()
_log = logging.getLogger("bot.logs")


def configure(
    level: str, style: Literal["text", "json"], secrets: Iterable[str], *, stream: TextIO | None = None
) -> None:
    """Log from ``level`` upwards to ``stream`` (standard error), without the given secrets.

    What nobody catches is logged too, on any thread, as are warnings of libraries. asyncio reports what its
    loop catches through a logger of its own, and so through here.
    """
    spellings = {spelling for secret in secrets for spelling in _spellings(secret)}
    # The longest first: one secret may be the beginning of another.
    _known.secrets = tuple(sorted(spellings, key=lambda spelling: (-len(spelling), spelling)))
    if _known.secrets:
        _known.key = hashlib.sha256("\0".join(_known.secrets).encode()).digest()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(LineFormatter(style))
    root = logging.getLogger()
    for old in [old for old in root.handlers if isinstance(old.formatter, LineFormatter)]:
        root.removeHandler(old)
    root.addHandler(handler)
    root.setLevel(max(logging.WARNING, logging.getLevelNamesMapping()[level]))
    for name in OURS:
        logging.getLogger(name).setLevel(level)
    logging.captureWarnings(True)
    sys.excepthook = _log_unhandled
    threading.excepthook = _log_unhandled_on_thread


def redact(text: str) -> str:
    """Give the text without bot tokens, passwords in addresses, and every secret known to ``configure``."""
    for secret in _known.secrets:
        text = text.replace(secret, HIDDEN)
    return _PASSWORD.sub(rf"\1{HIDDEN}", _TOKEN.sub(HIDDEN, text))


def chat_hash(chat_id: int) -> str:
    """Give a short name that stands for a chat in the log and tells nobody which one it is."""
    return hmac.new(_known.key, str(chat_id).encode(), hashlib.sha256).hexdigest()[:10]


def _spellings(secret: str) -> set[str]:
    """Give a secret as it stands, and as it looks inside a value that is shown by Python or JSON."""
    return {secret, repr(secret)[1:-1], json.dumps(secret)[1:-1]} if len(secret) >= _SHORTEST else set()


class LineFormatter(logging.Formatter):
    """One line for each record: time, level, logger, event, the record's extra fields, the traceback."""

    def __init__(self, style: Literal["text", "json"]) -> None:
        super().__init__()
        self._render = _as_json if style == "json" else _as_text

    def format(self, record: logging.LogRecord) -> str:
        """Hide the secrets in each value, where quoting has not changed them, and in the whole line."""
        fields = {name: _redacted(value) for name, value in self._fields(record).items()}
        return redact(self._render(fields))

    def _fields(self, record: logging.LogRecord) -> dict[str, Any]:
        instant = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        fields: dict[str, Any] = {"ts": instant.replace("+00:00", "Z"), "level": record.levelname}
        fields |= {"logger": record.name, "event": record.getMessage()}
        fields |= {name: value for name, value in vars(record).items() if name not in _STANDARD}
        if record.exc_info:
            fields["traceback"] = self.formatException(record.exc_info)
        return fields


def _redacted(value: object) -> object:
    return redact(value) if isinstance(value, str) else value


def _as_json(fields: dict[str, Any]) -> str:
    return json.dumps(fields, ensure_ascii=False, default=str).translate(_BREAKS)


def _as_text(fields: dict[str, Any]) -> str:
    return " ".join(f"{name}={_quoted(str(value))}" for name, value in fields.items())


def _quoted(value: str) -> str:
    if _PLAIN.fullmatch(value):
        return value
    return json.dumps(value, ensure_ascii=False).translate(_BREAKS)


def _log_unhandled(kind: type[BaseException], error: BaseException, traceback: TracebackType | None) -> None:
    if issubclass(kind, KeyboardInterrupt):
        return
    _log.critical("unhandled error", exc_info=(kind, error, traceback))


def _log_unhandled_on_thread(caught: threading.ExceptHookArgs) -> None:
    if caught.exc_value is not None:
        _log_unhandled(caught.exc_type, caught.exc_value, caught.exc_traceback)
