"""The requests that handlers make through PTB keep to the same limits as the push, and before it."""

from collections.abc import Callable, Coroutine
from typing import Any

from telegram.ext import BaseRateLimiter

from bot.gateway.ledger import Chat
from bot.gateway.limits import Limiter
from bot.gateway.request import FloodError

RETRIES = 3
LONGEST_WAIT = 60.0
# Only new messages count against the pace; an edit or the answer to a tap is never slowed by it.
NEW_MESSAGES = ("send", "copy", "forward")
NOT_MESSAGES = ("sendChatAction",)

Answer = bool | dict[str, Any] | list[dict[str, Any]]


class AnswerLimiter(BaseRateLimiter[None]):
    """PTB's rate limiter over ours; a 429 is waited for a few times and within a minute, then raised."""

    def __init__(self, limiter: Limiter) -> None:
        self._limiter = limiter

    async def initialize(self) -> None:
        """Nothing to do: the limiter lives as long as the bot."""

    async def shutdown(self) -> None:
        """Nothing to do: who waits is cancelled with its handler."""

    async def process_request(  # noqa: PLR0917 - PTB's interface
        self,
        callback: Callable[..., Coroutine[Any, Any, Answer]],
        args: Any,
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: None,  # noqa: ARG002 - PTB's interface
    ) -> Answer:
        """Make a request when its turn has come."""
        chat: Chat | None = data.get("chat_id")
        waited = 0.0
        for attempt in range(RETRIES + 1):
            await self._turn(endpoint, chat)
            try:
                return await callback(*args, **kwargs)
            except FloodError as flood:
                self._limiter.flood(chat, flood.seconds)
                waited += flood.seconds
                if attempt == RETRIES or waited > LONGEST_WAIT:
                    raise
        raise AssertionError("the last attempt returns or raises")

    async def _turn(self, endpoint: str, chat: Chat | None) -> None:
        halt = self._limiter.halt(chat)
        if halt > LONGEST_WAIT:
            raise FloodError(halt)
        if chat is not None and endpoint.startswith(NEW_MESSAGES) and endpoint not in NOT_MESSAGES:
            await self._limiter.answer(chat)
        else:
            await self._limiter.until_allowed(chat)
