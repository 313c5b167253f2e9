"""The bot to compare with: python-telegram-bot as its first example has it, which answers every command."""

import sys

from telegram import Update
from telegram.ext import ApplicationBuilder, ContextTypes, MessageHandler, filters


async def answer(update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
    """Answer with the same words every time."""
    assert update.message is not None
    await update.message.reply_text("Here is some help.")


if __name__ == "__main__":
    base_url, token = sys.argv[1:]
    application = ApplicationBuilder().token(token).base_url(f"{base_url}/bot").build()
    application.add_handler(MessageHandler(filters.COMMAND, answer))
    application.run_polling()
