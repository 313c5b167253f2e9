"""digestbot: the bot around the summarizer (storage, services, Telegram, emulator)."""

__version__ = "0.1.0"
