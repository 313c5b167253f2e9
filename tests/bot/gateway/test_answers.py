"""PTB's requests through our limiter: 429 waited for within bounds, edits never slowed."""

from typing import Any

import aiohttp
import pytest
from telegram.error import BadRequest, Forbidden, InvalidToken, NetworkError, TelegramError
from telegram.ext import ExtBot

from bot.gateway.answers import LONGEST_WAIT, AnswerLimiter, Answers
from bot.gateway.limits import Limiter
from bot.gateway.request import AiohttpRequest, FloodError

TOKEN = "123456:test-token-that-must-not-leak"


def bot_with(limiter: Limiter, api: Any, session: aiohttp.ClientSession) -> ExtBot[None]:
    request = AiohttpRequest(session)
    return ExtBot(
        TOKEN,
        base_url=f"{api.base_url}/bot",
        request=request,
        get_updates_request=request,
        rate_limiter=AnswerLimiter(limiter),
    )


class Frozen:
    """A clock that stands still, so that a wait is never over by itself."""

    def __call__(self) -> float:
        return 100.0


async def test_a_flood_is_waited_for_and_the_answer_goes(api: Any, session: aiohttp.ClientSession) -> None:
    api.answers(7, 429, "Too Many Requests", retry_after=0.1)
    await bot_with(Limiter(1000), api, session).send_message(7, "hello")
    assert api.texts == ["hello"]
    assert len(api.asked("sendMessage")) == 2


async def test_a_flood_that_does_not_end_is_raised_after_three_retries(
    api: Any, session: aiohttp.ClientSession
) -> None:
    for _ in range(5):
        api.answers(7, 429, "Too Many Requests", retry_after=0.01)
    with pytest.raises(FloodError):
        await bot_with(Limiter(1000), api, session).edit_message_text("x", 7, 1)
    assert len(api.asked("editMessageText")) == 4


async def test_nobody_waits_longer_than_a_minute(api: Any, session: aiohttp.ClientSession) -> None:
    api.answers(7, 429, "Too Many Requests", retry_after=LONGEST_WAIT + 1)
    bot = bot_with(Limiter(1000), api, session)
    with pytest.raises(FloodError):
        await bot.send_message(7, "x")
    with pytest.raises(FloodError):
        await bot.send_message(7, "not even asked")
    assert len(api.asked("sendMessage")) == 1


async def test_a_flood_met_by_an_answer_is_known_to_the_push(
    api: Any, session: aiohttp.ClientSession
) -> None:
    limiter = Limiter(1000, clock=Frozen())
    api.answers(7, 429, "Too Many Requests", retry_after=LONGEST_WAIT + 1)
    with pytest.raises(FloodError):
        await bot_with(limiter, api, session).send_message(7, "x")
    assert limiter.push_delay(7) > LONGEST_WAIT
    assert limiter.push_delay(8) == 0.0


async def test_edits_and_taps_take_no_turn_of_the_pace(api: Any, session: aiohttp.ClientSession) -> None:
    # On a frozen clock a second new message would wait for ever.
    bot = bot_with(Limiter(1, clock=Frozen()), api, session)
    await bot.send_message(7, "only one")
    for _ in range(10):
        await bot.answer_callback_query("tap")
        await bot.edit_message_reply_markup(7, 1)
        await bot.send_chat_action(7, "typing")
    assert len(api.requests) == 31


async def test_new_messages_are_counted(api: Any, session: aiohttp.ClientSession) -> None:
    limiter = Limiter(1000, clock=Frozen())
    await bot_with(limiter, api, session).send_message(7, "x")
    assert limiter.push_delay(7) == 1.0


def answers(limiter: Limiter, api: Any, session: aiohttp.ClientSession) -> Answers:
    return Answers(session, AnswerLimiter(limiter), token=TOKEN, base_url=api.base_url)


async def test_a_call_gives_the_result_as_it_came(api: Any, session: aiohttp.ClientSession) -> None:
    sent = await answers(Limiter(1000), api, session).call("sendMessage", {"chat_id": 7, "text": "hello"})
    assert isinstance(sent, dict)
    assert sent["message_id"] == 1
    assert api.accepted == [{"chat_id": 7, "text": "hello"}]


async def test_a_call_waits_for_the_end_of_a_flood(api: Any, session: aiohttp.ClientSession) -> None:
    api.answers(7, 429, "Too Many Requests", retry_after=0.1)
    await answers(Limiter(1000), api, session).call("sendMessage", {"chat_id": 7, "text": "hello"})
    assert api.texts == ["hello"]


@pytest.mark.parametrize(
    ("status", "kind"), [(400, BadRequest), (403, Forbidden), (401, InvalidToken), (502, NetworkError)]
)
async def test_a_call_raises_what_the_library_would(
    status: int, kind: type[TelegramError], api: Any, session: aiohttp.ClientSession
) -> None:
    api.answers(7, status, "Bad Request: something")
    with pytest.raises(kind) as raised:
        await answers(Limiter(1000), api, session).call("sendMessage", {"chat_id": 7, "text": "hello"})
    assert TOKEN not in str(raised.value)


async def test_a_call_whose_reply_is_lost_names_no_address(api: Any, session: aiohttp.ClientSession) -> None:
    api.cuts(7)
    with pytest.raises(NetworkError) as raised:
        await answers(Limiter(1000), api, session).call("sendMessage", {"chat_id": 7, "text": "hello"})
    assert str(raised.value) == "ServerDisconnectedError"
