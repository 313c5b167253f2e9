"""The Bot API: requests, limits, the outbox's worker, and what Telegram sends to us."""
