"""Updates by long polling: a batch is confirmed to Telegram only after it is kept."""

import asyncio
import logging
import time
from collections.abc import Callable, Sequence
from enum import Enum, auto
from typing import Any, Protocol

import aiohttp

from bot.gateway.dispatcher import RubbishError
from bot.gateway.request import decoded, retry_after
from bot.gateway.sender import TELEGRAM

log = logging.getLogger(__name__)

# Not among them: edited messages, since an edited command does not act.
ALLOWED_UPDATES = ("message", "callback_query", "inline_query", "my_chat_member")
LONG_POLL_SECONDS = 25
LONGEST_BACKOFF = 30.0
_TIMEOUT = aiohttp.ClientTimeout(total=LONG_POLL_SECONDS + 20, connect=10, sock_connect=10)


class Keeps(Protocol):
    """What the receiver needs of the dispatcher."""

    async def room(self) -> None:
        """Wait until more updates can be kept."""

    async def feed(self, updates: list[Any]) -> None:
        """Keep decoded updates; raise if they were not."""


class _Trouble(Enum):
    NETWORK = auto()
    CONFLICT = auto()
    TOKEN = auto()


class PollingReceiver:
    """Asks for updates until stopped.

    ``on_token_dead`` is called once if the token is not valid, ``on_conflict`` when another process begins to
    ask for updates too; neither may block.
    """

    def __init__(
        self,
        session: aiohttp.ClientSession,
        keeper: Keeps,
        *,
        token: str,
        base_url: str = TELEGRAM,
        allowed_updates: Sequence[str] = ALLOWED_UPDATES,
        on_token_dead: Callable[[], None] = lambda: None,
        on_conflict: Callable[[], None] = lambda: None,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._session = session
        self._keeper = keeper
        self._methods = f"{base_url.rstrip('/')}/bot{token}"
        self._allowed = list(allowed_updates)
        self._on_token_dead = on_token_dead
        self._on_conflict = on_conflict
        self._monotonic = monotonic
        self._offset = 0
        self._troubles = 0
        self._warned = False
        self._task: asyncio.Task[None] | None = None
        self._last_good: float | None = None

    @property
    def seconds_since_good_poll(self) -> float | None:
        """How long ago Telegram last answered; None before the first time."""
        return None if self._last_good is None else self._monotonic() - self._last_good

    async def start(self) -> None:
        """Begin to receive; a webhook that was set is taken down, its waiting updates kept."""
        self._task = asyncio.create_task(self._run(), name="polling")

    async def stop(self) -> None:
        """Receive no more; what was not confirmed Telegram gives again."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def _run(self) -> None:
        webhook_gone = False
        while True:
            if not webhook_gone:
                answer = await self._call("deleteWebhook", {"drop_pending_updates": False})
                webhook_gone = not isinstance(answer, _Trouble)
            else:
                await self._keeper.room()
                answer = await self._call("getUpdates", self._question())
                if isinstance(answer, list):
                    answer = await self._keep(answer)
            if answer is _Trouble.TOKEN:
                log.error("token_dead polling=stopped")
                self._on_token_dead()
                return
            await self._rest(answer)

    def _question(self) -> dict[str, Any]:
        return {
            "offset": self._offset,
            "timeout": LONG_POLL_SECONDS,
            "limit": 100,
            "allowed_updates": self._allowed,
        }

    async def _keep(self, updates: list[Any]) -> object:
        try:
            await self._keeper.feed(updates)
        except RubbishError:
            log.exception("updates_unreadable count=%d", len(updates))
            return _Trouble.NETWORK
        except Exception:
            # Not kept, so not confirmed: the same batch comes again.
            log.exception("inbox_write_failed count=%d", len(updates))
            return _Trouble.NETWORK
        if updates:
            self._offset = max(update["update_id"] for update in updates) + 1
        return updates

    async def _rest(self, answer: object) -> None:
        if not isinstance(answer, _Trouble | float):
            self._troubles = 0
            self._warned = False
            return
        self._troubles += 1
        if answer is _Trouble.CONFLICT and not self._warned:
            self._warned = True
            log.warning("polling_conflict another process asks for updates with this token")
            self._on_conflict()
        backoff = min(LONGEST_BACKOFF, 2.0 ** (self._troubles - 1))
        await asyncio.sleep(answer if isinstance(answer, float) else backoff)

    async def _call(self, method: str, body: dict[str, Any]) -> object:
        """The result; or the kind of trouble; or the seconds that Telegram asks to wait."""
        try:
            async with self._session.post(
                f"{self._methods}/{method}", json=body, timeout=_TIMEOUT
            ) as response:
                status, payload = response.status, decoded(await response.read())
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            log.info("polling_failed error=%s", type(error).__name__)
            return _Trouble.NETWORK
        if not isinstance(payload, dict):
            return _Trouble.NETWORK
        if payload.get("ok") is True:
            self._last_good = self._monotonic()
            return payload.get("result")
        return _trouble_of(status, payload)


def _trouble_of(status: int, payload: dict[Any, Any]) -> object:
    if status in {401, 404}:
        return _Trouble.TOKEN
    if status == 429:
        return retry_after(payload) or 1.0
    return _Trouble.CONFLICT if status == 409 else _Trouble.NETWORK
