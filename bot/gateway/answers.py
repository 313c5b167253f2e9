"""The requests that handlers make through PTB keep to the same limits as the push, and before it."""

from collections.abc import Callable, Coroutine
from typing import Any

import aiohttp
from telegram.ext import BaseRateLimiter

from bot.gateway.ledger import Chat
from bot.gateway.limits import Limiter
from bot.gateway.request import FloodError, JsonCall
from bot.gateway.sender import TELEGRAM

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


class Answers:
    """The commonest answers, as JSON through the shared session, and within the same limits as PTB's."""

    def __init__(
        self, session: aiohttp.ClientSession, limiter: AnswerLimiter, *, token: str, base_url: str = TELEGRAM
    ) -> None:
        self._session = session
        self._limiter = limiter
        self._methods = f"{base_url.rstrip('/')}/bot{token}"

    async def call(self, method: str, body: dict[str, Any]) -> Answer:
        """Call a method of the Bot API and return its decoded result.

        Raises:
            TelegramError: the same kinds as PTB's own methods.
        """
        return await self._limiter.process_request(self._post, (method, body), {}, method, body, None)

    async def _post(self, method: str, body: dict[str, Any]) -> Answer:
        return await JsonCall(self._session, body).post(f"{self._methods}/{method}")
