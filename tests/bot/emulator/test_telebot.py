"""A small bot written with pyTelegramBotAPI (requests, threads), at work against the emulator."""

import asyncio
import io
import time
from collections.abc import AsyncIterator
from typing import Any

import pytest
import telebot
from telebot import apihelper
from telebot.apihelper import ApiTelegramException
from telebot.types import BotCommand, InlineKeyboardButton, InlineKeyboardMarkup, InputFile

from bot.emulator import Emulator, Person

from .pictures import PICTURE


def _buttons(number: int) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup([[InlineKeyboardButton("Count", callback_data=f"count:{number}")]])


def make_bot(token: str) -> Any:
    """A bot that counts and echoes files."""
    bot: Any = telebot.TeleBot(token, threaded=False)

    def start(message: Any) -> None:
        bot.send_message(message.chat.id, "<b>Hello</b>, Anna", parse_mode="HTML", reply_markup=_buttons(1))

    def count(query: Any) -> None:
        number = int(query.data.partition(":")[2]) + 1
        place = {"chat_id": query.message.chat.id, "message_id": query.message.message_id}
        bot.edit_message_text(f"Counted {number}", **place, reply_markup=_buttons(number))
        bot.answer_callback_query(query.id, f"{number}!", show_alert=True)

    def document(message: Any) -> None:
        content = bot.download_file(bot.get_file(message.document.file_id).file_path)
        again = InputFile(io.BytesIO(content[::-1]), file_name="again.txt")
        bot.send_document(message.chat.id, again, caption=f"{message.caption}, read backwards")

    def photo(message: Any) -> None:
        bot.send_photo(message.chat.id, message.photo[-1].file_id, caption="The same")
        bot.send_photo(message.chat.id, PICTURE, reply_to_message_id=message.message_id)

    def flood(message: Any) -> None:
        try:
            bot.send_message(message.chat.id, "At once")
        except ApiTelegramException as error:
            wait = error.result_json["parameters"]["retry_after"]
            time.sleep(wait)
            bot.reply_to(message, f"After {wait} s")

    bot.register_message_handler(start, commands=["start"])
    bot.register_message_handler(flood, commands=["flood"])
    bot.register_message_handler(document, content_types=["document"])
    bot.register_message_handler(photo, content_types=["photo"])
    bot.register_callback_query_handler(count, func=lambda query: query.data.startswith("count:"))
    return bot


@pytest.fixture
async def other(emulator: Emulator, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Any]:
    """The bot's client; its library keeps the address for the whole process."""
    monkeypatch.setattr(apihelper, "API_URL", f"{emulator.base_url}/bot{{0}}/{{1}}")
    monkeypatch.setattr(apihelper, "FILE_URL", f"{emulator.base_url}/file/bot{{0}}/{{1}}")
    bot = make_bot(emulator.token)
    yield bot
    bot.stop_bot()
    requests: Any = apihelper
    requests._get_req_session(reset=True).close()


@pytest.fixture
async def polling(other: Any) -> AsyncIterator[None]:
    """The bot at work on a thread, by long polling."""
    work = asyncio.create_task(
        asyncio.to_thread(other.polling, non_stop=True, interval=0, timeout=1, long_polling_timeout=1)
    )
    yield
    other.stop_polling()
    await work


@pytest.fixture
def anna(emulator: Emulator) -> Person:
    """A person who has not written yet."""
    return emulator.person("Anna", id=1001)


@pytest.mark.usefixtures("polling")
async def test_a_command_and_taps(anna: Person) -> None:
    await anna.sends("/start")
    message = await anna.sees("Hello, Anna")
    assert message["entities"] == [{"type": "bold", "offset": 0, "length": 5}]
    answer = await anna.taps("Count")
    assert (answer.text, answer.show_alert) == ("2!", True)
    await anna.taps("Count")
    await anna.sees("Counted 3")


@pytest.mark.usefixtures("polling")
async def test_files_both_ways(emulator: Emulator, anna: Person) -> None:
    await anna.sends_file("words.txt", b"gnirps", caption="A word")
    message = await anna.sees("A word, read backwards")
    stored = emulator.world.files.by_id[message["document"]["file_id"]]
    assert (stored.name, stored.data) == ("again.txt", b"spring")
    sent = await anna.sends_photo(PICTURE)
    first = await anna.sees("The same")
    answer = await anna.sees("", after=first)
    assert answer["reply_to_message"]["message_id"] == sent["message_id"]


@pytest.mark.usefixtures("polling")
async def test_a_flood_is_understood(emulator: Emulator, anna: Person) -> None:
    emulator.faults.add(method="sendMessage", kind="freeze", retry_after=1)
    await anna.sends("/flood")
    await anna.sees("After 1 s")


async def test_refusals_are_told_as_telegram_does(other: Any, anna: Person) -> None:
    with pytest.raises(ApiTelegramException) as caught:
        await asyncio.to_thread(other.send_message, anna.id, "Too early")
    assert caught.value.error_code == 403
    await anna.sends("/start")
    sent = await asyncio.to_thread(other.send_message, anna.id, "There")
    await asyncio.to_thread(other.edit_message_text, "Changed", anna.id, sent.message_id)
    await asyncio.to_thread(other.set_my_commands, [BotCommand("start", "Begin")])
    assert [one.command for one in await asyncio.to_thread(other.get_my_commands)] == ["start"]
    assert await asyncio.to_thread(other.delete_message, anna.id, sent.message_id)
    assert (await asyncio.to_thread(other.get_me)).is_bot
