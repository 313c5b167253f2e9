"""The emulator as python-telegram-bot sees it, with its own HTTP client and its own polling."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from telegram import Bot as LibraryBot
from telegram import (
    BotCommand,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputFile,
    ReplyParameters,
    Update,
)
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
)
from telegram.ext import (
    Application,
    CallbackQueryHandler,
    CommandHandler,
    ContextTypes,
    InlineQueryHandler,
    MessageHandler,
    filters,
)
from telegram.request import HTTPXRequest

from bot.emulator import CallbackAnswer, Emulator, Person

Context = ContextTypes.DEFAULT_TYPE


@pytest.fixture
async def library(emulator: Emulator) -> AsyncIterator[LibraryBot]:
    bot = LibraryBot(emulator.token, f"{emulator.base_url}/bot", f"{emulator.base_url}/file/bot")
    async with bot:
        yield bot


async def start(update: Update, _context: Context) -> None:
    assert update.message
    keyboard = InlineKeyboardMarkup([[InlineKeyboardButton("08:00", callback_data="time:8")]])
    await update.message.reply_html("<b>Hello</b>, when shall it come?", reply_markup=keyboard)


async def time_chosen(update: Update, _context: Context) -> None:
    query = update.callback_query
    assert query
    await query.answer("Saved")
    await query.edit_message_text("Next digest: 08:00")


async def document(update: Update, _context: Context) -> None:
    assert update.message
    assert update.message.document
    file = await update.message.document.get_file()
    text = (await file.download_as_bytearray()).decode()
    await update.message.reply_text(f"{update.message.document.file_name} says {text}")


async def inline(update: Update, _context: Context) -> None:
    from telegram import InlineQueryResultArticle, InputTextMessageContent

    assert update.inline_query
    content = InputTextMessageContent("<i>found</i>", parse_mode="HTML")
    await update.inline_query.answer([InlineQueryResultArticle("1", "A story", content)])


@pytest.fixture
async def application(emulator: Emulator) -> AsyncIterator[Application[Any, Any, Any, Any, Any, Any]]:
    builder = Application.builder().token(emulator.token).base_url(f"{emulator.base_url}/bot")
    application = builder.base_file_url(f"{emulator.base_url}/file/bot").build()
    application.add_handler(CommandHandler("start", start))
    application.add_handler(CallbackQueryHandler(time_chosen))
    application.add_handler(MessageHandler(filters.Document.ALL, document))
    application.add_handler(InlineQueryHandler(inline))
    assert application.updater
    async with application:
        await application.start()
        await application.updater.start_polling(timeout=5)
        yield application
        await application.updater.stop()
        await application.stop()


@pytest.mark.usefixtures("application")
async def test_a_dialogue_with_a_whole_application(emulator: Emulator) -> None:
    anna = emulator.person("Anna", id=1001)
    await anna.sends("/start")
    asked = await anna.sees("Hello, when shall it come?")
    assert asked["entities"] == [{"type": "bold", "offset": 0, "length": 5}]
    assert await anna.taps("08:00") == CallbackAnswer(text="Saved")
    assert (await anna.sees("Next digest: 08:00"))["message_id"] == asked["message_id"]
    await anna.sends_file("story.txt", "Привіт".encode())
    await anna.sees("story.txt says Привіт")
    [result] = await anna.asks_inline("ferries")
    assert result["content"]["text"] == "found"


async def test_the_library_reads_every_kind_of_answer(
    emulator: Emulator, library: LibraryBot, anna: Person
) -> None:
    message = await library.send_message(
        anna.id, "x <y> & z", reply_parameters=ReplyParameters(1), disable_notification=True
    )
    assert (message.text, message.reply_to_message is not None) == ("x <y> & z", True)
    assert emulator.log[-1].is_silent
    sent = await library.send_document(
        anna.id, InputFile(b"a,b\n", "export.csv"), caption="<b>x</b>", parse_mode="HTML"
    )
    assert (sent.document and sent.document.file_name, sent.caption_entities[0].type) == (
        "export.csv",
        "bold",
    )
    assert (await library.copy_message(anna.id, anna.id, message.id)).message_id == sent.id + 1
    assert (await library.forward_message(anna.id, anna.id, 1)).forward_origin
    assert await library.set_my_commands([BotCommand("help", "Help")])
    assert [command.command for command in await library.get_my_commands()] == ["help"]
    assert (await library.get_chat(anna.id)).first_name == "Anna"
    assert (await library.get_chat_member(anna.id, anna.id)).status == "member"
    assert (await library.get_webhook_info()).url == ""
    assert await library.delete_message(anna.id, message.id)


async def test_the_library_knows_every_refusal(
    emulator: Emulator, library: LibraryBot, anna: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "1")
    with pytest.raises(BadRequest, match="Can't parse entities"):
        await library.send_message(anna.id, "<b>x", parse_mode="HTML")
    with pytest.raises(BadRequest, match="Chat not found"):
        await library.send_message(77, "x")
    group = emulator.group("News room", id=-5001, administrators=[anna])
    successor = group.upgrades()
    with pytest.raises(ChatMigrated) as moved:
        await library.send_message(group.id, "x")
    assert moved.value.new_chat_id == successor.id
    await anna.blocks()
    with pytest.raises(Forbidden, match="bot was blocked by the user"):
        await library.send_message(anna.id, "x")
    emulator.faults.add(kind="429", retry_after=7)
    with pytest.raises(RetryAfter, match="Retry in 0:00:07"):
        await library.get_me()
    emulator.faults.add(kind="502")
    with pytest.raises(NetworkError, match="Bad Gateway"):
        await library.get_me()
    await library.set_webhook("http://127.0.0.1:9/hook", secret_token="secret")
    with pytest.raises(Conflict, match="webhook is active"):
        await library.get_updates()


async def test_the_library_knows_a_wrong_token(emulator: Emulator) -> None:
    async with HTTPXRequest() as request:
        for token in ("123456:another-token-of-good-shape", "nonsense"):
            with pytest.raises(InvalidToken):
                await LibraryBot(token, f"{emulator.base_url}/bot", request=request).get_me()
