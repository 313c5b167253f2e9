"""PTB's own Bot over our request: forms, files, downloads, and errors without the token."""

import asyncio
import traceback
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
import pytest_asyncio
from telegram import Bot, InputFile, InputMediaPhoto
from telegram.error import BadRequest, InvalidToken, NetworkError, TelegramError, TimedOut

from bot.gateway.request import AiohttpRequest, FloodError, NotSentError

TOKEN = "123456:test-token-that-must-not-leak"


def bot_at(base_url: str, session: aiohttp.ClientSession) -> Bot:
    return Bot(
        TOKEN,
        base_url=f"{base_url}/bot",
        base_file_url=f"{base_url}/bot",
        request=AiohttpRequest(session),
        get_updates_request=AiohttpRequest(session),
    )


@pytest_asyncio.fixture
async def bot(api: Any, session: aiohttp.ClientSession) -> AsyncIterator[Bot]:
    yield bot_at(api.base_url, session)


async def test_a_message_goes_out_and_comes_back_as_an_object(bot: Bot, api: Any) -> None:
    message = await bot.send_message(7, "Привіт & <b>x</b>")
    assert (message.message_id, message.text) == (1, "Привіт & <b>x</b>")
    assert api.texts_to(7) == ["Привіт & <b>x</b>"]


async def test_a_file_is_uploaded_with_its_name_and_bytes(bot: Bot, api: Any) -> None:
    content = bytes(range(256)) * 40
    await bot.send_document(7, InputFile(content, filename="новини 1.csv"), caption="rows")
    (form,) = api.asked("sendDocument")
    assert form["chat_id"] == 7
    assert form["caption"] == "rows"
    assert form["document"] == ("новини 1.csv", content)


async def test_attached_files_of_a_media_group_are_uploaded(bot: Bot, api: Any) -> None:
    photos = [InputMediaPhoto(InputFile(name, filename="p.jpg", attach=True)) for name in (b"one", b"two")]
    await bot.send_media_group(7, photos)
    (form,) = api.asked("sendMediaGroup")
    uploads = sorted(value for value in form.values() if isinstance(value, tuple))
    assert uploads == [("p.jpg", b"one"), ("p.jpg", b"two")]
    assert form["media"].count("attach://") == 2


@pytest.mark.parametrize(
    ("status", "expected"), [(400, BadRequest), (401, InvalidToken), (502, NetworkError)]
)
async def test_refusals_become_ptbs_errors(
    bot: Bot, api: Any, status: int, expected: type[TelegramError]
) -> None:
    api.answers(7, status, "something is wrong")
    with pytest.raises(expected, match="something is wrong"):
        await bot.send_message(7, "x")


async def test_a_flood_names_its_seconds(bot: Bot, api: Any) -> None:
    api.answers(7, 429, "Too Many Requests", retry_after=9)
    with pytest.raises(FloodError) as caught:
        await bot.send_message(7, "x")
    assert caught.value.seconds == 9.0


async def test_no_connection_is_told_from_a_lost_reply(api: Any, session: aiohttp.ClientSession) -> None:
    with pytest.raises(NotSentError):
        await bot_at("http://127.0.0.1:9", session).send_message(7, "x")
    api.cuts(7)
    with pytest.raises(NetworkError) as caught:
        await bot_at(api.base_url, session).send_message(7, "x")
    assert not isinstance(caught.value, NotSentError)


async def test_an_answer_that_takes_too_long_times_out(bot: Bot, api: Any) -> None:
    never = asyncio.Event()
    api.hangs(7, never)
    with pytest.raises(TimedOut):
        await bot.send_message(7, "x", read_timeout=0.05)
    never.set()


async def test_no_error_shows_the_token_or_the_address(api: Any, session: aiohttp.ClientSession) -> None:
    api.cuts(7)
    for base_url in ("http://127.0.0.1:9", api.base_url, "not-a-url"):
        with pytest.raises(NetworkError) as caught:
            await bot_at(base_url, session).send_message(7, "x")
        shown = "".join(traceback.format_exception(caught.value))
        assert TOKEN not in shown
        assert "sendMessage" not in str(caught.value)


async def test_ptb_neither_opens_nor_closes_the_shared_session(
    bot: Bot, session: aiohttp.ClientSession
) -> None:
    request = AiohttpRequest(session)
    await request.initialize()
    await request.shutdown()
    assert not session.closed
    assert request.read_timeout == 20.0
