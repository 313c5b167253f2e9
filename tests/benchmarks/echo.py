"""The bots to compare with, as their libraries' first examples have them: one answer to everything."""

import asyncio
import sys


def ptb(base_url: str, token: str) -> None:
    """python-telegram-bot with its defaults."""
    from telegram import Update
    from telegram.ext import ApplicationBuilder, ContextTypes, MessageHandler, filters

    async def answer(update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        assert update.message is not None
        await update.message.reply_text("Here is some help.")

    application = ApplicationBuilder().token(token).base_url(f"{base_url}/bot").build()
    application.add_handler(MessageHandler(filters.COMMAND, answer))
    application.run_polling()


def aiogram(base_url: str, token: str) -> None:
    """Aiogram with its defaults."""
    from aiogram import Bot, Dispatcher
    from aiogram.client.session.aiohttp import AiohttpSession
    from aiogram.client.telegram import TelegramAPIServer
    from aiogram.types import Message

    dispatcher = Dispatcher()

    @dispatcher.message()
    async def answer(message: Message) -> None:
        await message.answer("Here is some help.")

    bot = Bot(token, session=AiohttpSession(api=TelegramAPIServer.from_base(base_url)))
    asyncio.run(dispatcher.start_polling(bot))


if __name__ == "__main__":
    who, *where = sys.argv[1:]
    {"ptb": ptb, "aiogram": aiogram}[who](*where)
