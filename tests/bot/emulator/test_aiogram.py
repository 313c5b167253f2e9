"""A small bot written with aiogram, at work against the emulator: it is true to Telegram, not to us."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from aiogram import Bot, Dispatcher, F
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import TelegramForbiddenError, TelegramNetworkError, TelegramRetryAfter
from aiogram.filters import Command
from aiogram.types import (
    BotCommand,
    BufferedInputFile,
    CallbackQuery,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQuery,
    InlineQueryResultArticle,
    InputTextMessageContent,
    Message,
    ReplyKeyboardMarkup,
)
from aiogram.types import KeyboardButton as Key
from aiogram.webhook.aiohttp_server import SimpleRequestHandler
from aiohttp import web

from bot.emulator import Emulator, Person

from .pictures import PICTURE

SECRET = "very-secret"  # for the webhook of the emulator alone


def buttons(number: int) -> InlineKeyboardMarkup:
    """One button that counts on."""
    button = InlineKeyboardButton(text="Count", callback_data=f"count:{number}")
    return InlineKeyboardMarkup(inline_keyboard=[[button]])


def dispatcher() -> Dispatcher:
    """A bot that counts, echoes files, and answers in inline mode."""
    dp = Dispatcher()

    @dp.message(Command("start"))
    async def start(message: Message) -> None:
        button = InlineKeyboardButton(text="Count", callback_data="count:1")
        await message.answer(
            "<b>Hello</b>, Anna",
            parse_mode="HTML",
            reply_markup=InlineKeyboardMarkup(inline_keyboard=[[button]]),
        )

    @dp.message(Command("keys"))
    async def keys(message: Message) -> None:
        await message.reply("Choose", reply_markup=ReplyKeyboardMarkup(keyboard=[[Key(text="Left")]]))

    @dp.callback_query(F.data.startswith("count:"))
    async def count(query: CallbackQuery) -> None:
        assert isinstance(query.message, Message)
        assert query.data is not None
        number = int(query.data.partition(":")[2]) + 1
        await query.message.edit_text(f"Counted {number}", reply_markup=buttons(number))
        await query.answer(f"{number}!", show_alert=True)

    @dp.message(F.document)
    async def document(message: Message, bot: Bot) -> None:
        assert message.document is not None
        content = await bot.download(message.document)
        assert content is not None
        again = BufferedInputFile(content.read()[::-1], "again.txt")
        await message.answer_document(again, caption=f"{message.caption}, read backwards")

    @dp.message(F.photo)
    async def photo(message: Message) -> None:
        assert message.photo
        await message.answer_photo(message.photo[-1].file_id, caption="The same")
        await message.answer_photo(BufferedInputFile(PICTURE, "dot.png"))

    @dp.message(Command("flood"))
    async def flood(message: Message) -> None:
        try:
            await message.answer("At once")
        except TelegramRetryAfter as error:
            await asyncio.sleep(error.retry_after)
            await message.answer(f"After {error.retry_after} s")

    @dp.inline_query()
    async def inline(query: InlineQuery) -> None:
        content = InputTextMessageContent(message_text=f"You wrote {query.query}")
        article = InlineQueryResultArticle(id="1", title="Echo", input_message_content=content)
        await query.answer([article], cache_time=1)

    return dp


@pytest.fixture
async def other(emulator: Emulator) -> AsyncIterator[Bot]:
    """The bot's client, not listening yet."""
    server = TelegramAPIServer.from_base(emulator.base_url)
    bot = Bot(emulator.token, session=AiohttpSession(api=server, timeout=10))
    yield bot
    await bot.session.close()


@pytest.fixture
async def polling(other: Bot) -> AsyncIterator[None]:
    """The bot at work, by long polling."""
    dp = dispatcher()
    work = asyncio.create_task(dp.start_polling(other, handle_signals=False, polling_timeout=5))
    yield
    await dp.stop_polling()
    await work


@pytest.fixture
async def webhook(other: Bot) -> AsyncIterator[None]:
    """The bot at work, with updates pushed to it."""
    app = web.Application()
    SimpleRequestHandler(dispatcher(), other, secret_token=SECRET).register(app, path="/hook")
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    await other.set_webhook(f"http://127.0.0.1:{runner.addresses[0][1]}/hook", secret_token=SECRET)
    yield
    assert (await other.get_webhook_info()).pending_update_count == 0
    await other.delete_webhook()
    await runner.cleanup()


@pytest.fixture
def anna(emulator: Emulator) -> Person:
    """A person who has not written yet."""
    return emulator.person("Anna", id=1001)


@pytest.mark.usefixtures("polling")
async def test_a_command_and_taps(anna: Person) -> None:
    await _starts_and_counts(anna)


@pytest.mark.usefixtures("webhook")
async def test_a_command_and_taps_by_webhook(anna: Person) -> None:
    await _starts_and_counts(anna)


async def _starts_and_counts(anna: Person) -> None:
    await anna.sends("/start")
    message = await anna.sees("Hello, Anna")
    assert message["entities"] == [{"type": "bold", "offset": 0, "length": 5}]
    answer = await anna.taps("Count")
    assert (answer.text, answer.show_alert) == ("2!", True)
    await anna.taps("Count")
    await anna.sees("Counted 3")


@pytest.mark.usefixtures("polling")
async def test_files_both_ways(emulator: Emulator, anna: Person) -> None:
    await anna.sends("/start")
    await anna.sees("Hello")
    await anna.sends_file("words.txt", b"gnirps", caption="A word")
    message = await anna.sees("A word, read backwards")
    stored = emulator.world.files.by_id[message["document"]["file_id"]]
    assert (stored.name, stored.data) == ("again.txt", b"spring")
    await anna.sends_photo(PICTURE)
    first = await anna.sees("The same")
    await anna.sees("", after=first)
    assert [bool(message.get("photo")) for message in anna.messages[-3:]] == [True, True, True]


@pytest.mark.usefixtures("polling")
async def test_a_flood_is_understood(emulator: Emulator, anna: Person) -> None:
    emulator.faults.add(method="sendMessage", kind="freeze", retry_after=1)
    await anna.sends("/flood")
    await anna.sees("After 1 s")


@pytest.mark.usefixtures("polling")
async def test_keyboards_and_inline_mode(anna: Person) -> None:
    await anna.sends("/keys")
    message = await anna.sees("Choose")
    assert message["reply_to_message"]["text"] == "/keys"
    await anna.taps("Left")
    [result] = await anna.asks_inline("spring")
    sent = await anna.picks_inline(result)
    assert sent["text"] == "You wrote spring"


async def test_refusals_and_troubles_are_told_apart(other: Bot, emulator: Emulator, anna: Person) -> None:
    with pytest.raises(TelegramForbiddenError):
        await other.send_message(anna.id, "Too early")
    await anna.sends("/start")
    emulator.faults.add(kind="drop_before", method="sendMessage")
    with pytest.raises(TelegramNetworkError):
        await other.send_message(anna.id, "Lost")
    sent = await other.send_message(anna.id, "There")
    assert await other.edit_message_text("Changed", chat_id=anna.id, message_id=sent.message_id)
    assert await other.delete_message(anna.id, sent.message_id)
    assert await other.set_my_commands([BotCommand(command="start", description="Begin")])
    assert [one.command for one in await other.get_my_commands()] == ["start"]
    assert (await other.get_chat(anna.id)).first_name == "Anna"
    assert (await other.get_me()).is_bot
