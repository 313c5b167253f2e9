"""The whole table of what an answer means."""

import ssl
from typing import Any

import aiohttp
import pytest
from aiohttp.client_reqrep import ConnectionKey

from bot.gateway.outcomes import (
    NOT_CONNECTED,
    SERVER_TROUBLE,
    is_lost_contact,
    outcome_of,
    outcome_of_error,
)
from bot.models import Gone, Moved, Outcome, Refused, RetryAt, Sent, ThreadGone, TokenDead, Uncertain

KEY = ConnectionKey("api.example.org", 443, True, True, None, None, None)


def refusal(status: int, description: str, **parameters: Any) -> Outcome:
    return outcome_of(
        status, {"ok": False, "error_code": status, "description": description, "parameters": parameters}
    )


def test_an_accepted_message() -> None:
    assert outcome_of(200, {"ok": True, "result": {"message_id": 7}}) == Sent(7)


@pytest.mark.parametrize(
    "payload", [None, [], "ok", {}, {"ok": "yes"}, {"ok": True}, {"ok": True, "result": []}]
)
def test_a_success_that_is_no_answer_of_the_bot_api_is_uncertain(payload: object) -> None:
    assert isinstance(outcome_of(200, payload), Uncertain)


@pytest.mark.parametrize("status", [301, 400, 401, 403, 404, 429, 500, 502, 504])
def test_a_failure_that_is_no_answer_of_the_bot_api_comes_from_something_between(status: int) -> None:
    assert outcome_of(status, None) == RetryAt(0.0, SERVER_TROUBLE)


@pytest.mark.parametrize("status", [500, 502, 503, 504])
def test_a_server_in_trouble(status: int) -> None:
    assert refusal(status, "Internal Server Error") == RetryAt(0.0, SERVER_TROUBLE)


def test_a_flood() -> None:
    assert refusal(429, "Too Many Requests", retry_after=7) == RetryAt(7.0, "flood", flood=True)
    assert refusal(429, "Too Many Requests") == RetryAt(1.0, "flood", flood=True)


@pytest.mark.parametrize("status", [401, 404])
def test_a_dead_token(status: int) -> None:
    assert refusal(status, "Unauthorized") == TokenDead()


@pytest.mark.parametrize(
    ("status", "description"),
    [
        (403, "Forbidden: bot was blocked by the user"),
        (403, "Forbidden: user is deactivated"),
        (403, "Forbidden: bot was kicked from the supergroup chat"),
        (403, "Forbidden: bot can't initiate conversation with a user"),
        (400, "Bad Request: chat not found"),
        (400, "Bad Request: not enough rights to send text messages to the chat"),
        (400, "Bad Request: PEER_ID_INVALID"),
        (400, "Bad Request: TOPIC_CLOSED"),
        (400, "Bad Request: CHAT_WRITE_FORBIDDEN"),
    ],
)
def test_a_chat_that_cannot_be_written_to(status: int, description: str) -> None:
    assert refusal(status, description) == Gone(description)


@pytest.mark.parametrize(
    "description", ["Bad Request: message thread not found", "Bad Request: TOPIC_DELETED"]
)
def test_a_thread_that_is_gone(description: str) -> None:
    assert refusal(400, description) == ThreadGone()


def test_a_group_that_moved() -> None:
    told = refusal(400, "Bad Request: group chat was upgraded to a supergroup chat", migrate_to_chat_id=-1009)
    assert told == Moved(-1009)


@pytest.mark.parametrize(
    ("description", "markup"),
    [
        ('Bad Request: can\'t parse entities: Unsupported start tag "x" at byte offset 3', True),
        ("Bad Request: message is too long", False),
        ("Bad Request: text must be non-empty", False),
        ("Bad Request: something that nobody has seen", False),
    ],
)
def test_a_message_that_is_never_accepted(description: str, markup: bool) -> None:  # noqa: FBT001 - a case
    assert refusal(400, description) == Refused(description, markup=markup)


@pytest.mark.parametrize(
    "error",
    [
        aiohttp.ClientConnectorError(KEY, OSError("refused")),
        aiohttp.ClientConnectorDNSError(KEY, OSError("no name")),
        aiohttp.ClientConnectorSSLError(KEY, ssl.SSLError("handshake")),
        aiohttp.ConnectionTimeoutError("slow to connect"),
    ],
)
def test_without_a_connection_nothing_was_sent(error: Exception) -> None:
    assert outcome_of_error(error) == RetryAt(0.0, NOT_CONNECTED)


@pytest.mark.parametrize(
    "error",
    [
        aiohttp.ServerDisconnectedError(),
        aiohttp.ClientOSError(104, "reset"),
        aiohttp.SocketTimeoutError("no answer"),
        aiohttp.ClientPayloadError("half an answer"),
        TimeoutError(),
        ConnectionResetError(),
    ],
)
def test_after_the_request_left_a_lost_reply_is_uncertain(error: Exception) -> None:
    assert outcome_of_error(error) == Uncertain(type(error).__name__)
    assert is_lost_contact(error)


def test_our_own_mistakes_are_not_blamed_on_the_network() -> None:
    assert not is_lost_contact(KeyError("text"))
