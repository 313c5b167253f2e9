"""What an answer of the Bot API means for a message, as a pure table.

The phrases are those of Telegram's own descriptions, lower-cased; where it has several for one thing, each is
listed. The table itself is explained in ``docs/delivery.md``.
"""

from typing import Any

import aiohttp

from bot.gateway.request import retry_after, surely_not_sent
from bot.models import Gone, Moved, Outcome, Refused, RetryAt, Sent, ThreadGone, TokenDead, Uncertain

# The reasons of a RetryAt that is no flood; its delay is the worker's, which knows how long this has gone on.
NOT_CONNECTED = "not connected"
SERVER_TROUBLE = "server trouble"
# Where a 429 does not say how long.
FLOOD_SECONDS = 1.0

_THREAD_GONE = ("message thread not found", "topic_deleted")
_GONE = (
    "chat not found",
    "peer_id_invalid",
    "not enough rights",
    "have no rights to send",
    "need administrator rights",
    "chat_write_forbidden",
    "chat_admin_required",
    "topic_closed",
    "group chat was deactivated",
    "user is deactivated",
)
_BAD_MARKUP = "can't parse entities"


def outcome_of(status: int, payload: object) -> Outcome:
    """What became of a message; ``payload`` is the decoded answer, or None if it was no JSON."""
    if not isinstance(payload, dict) or not isinstance(payload.get("ok"), bool):
        # Not the Bot API's answer: with 200 something took the message, else a proxy stands in between.
        return Uncertain("an answer that is none") if status == 200 else RetryAt(0.0, SERVER_TROUBLE)
    if payload["ok"]:
        return _sent(payload.get("result"))
    code = payload.get("error_code")
    return _refusal(code if isinstance(code, int) else status, str(payload.get("description", "")), payload)


def outcome_of_error(error: Exception) -> Outcome:
    """What became of a message whose request failed with an error of aiohttp or of the system."""
    if surely_not_sent(error):
        return RetryAt(0.0, NOT_CONNECTED)
    return Uncertain(type(error).__name__)


def is_lost_contact(error: Exception) -> bool:
    """Whether an error comes from the network rather than from our own code."""
    return isinstance(error, aiohttp.ClientError | TimeoutError | OSError)


def _sent(result: object) -> Outcome:
    message_id = result.get("message_id") if isinstance(result, dict) else None
    return Sent(message_id) if isinstance(message_id, int) else Uncertain("an answer without message_id")


def _refusal(code: int, description: str, payload: dict[Any, Any]) -> Outcome:
    if code in {401, 404}:
        return TokenDead()
    if code == 429:
        return RetryAt(retry_after(payload) or FLOOD_SECONDS, "flood", flood=True)
    if code >= 500:
        return RetryAt(0.0, SERVER_TROUBLE)
    if (new_id := _moved_to(payload)) is not None:
        return Moved(new_id)
    return Gone(description) if code == 403 else _bad_request(description)


def _bad_request(description: str) -> Outcome:
    words = description.casefold()
    if any(phrase in words for phrase in _THREAD_GONE):
        return ThreadGone()
    if any(phrase in words for phrase in _GONE):
        return Gone(description)
    return Refused(description, markup=_BAD_MARKUP in words)


def _moved_to(payload: dict[Any, Any]) -> int | None:
    parameters = payload.get("parameters")
    new_id = parameters.get("migrate_to_chat_id") if isinstance(parameters, dict) else None
    return new_id if isinstance(new_id, int) else None
