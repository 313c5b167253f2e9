"""One limiter for all that the bot sends: answers to people go before the push, at one exact pace."""

import asyncio
import time
from collections import deque
from collections.abc import Callable

from bot import metrics
from bot.gateway.ledger import Chat, Ledger

Lane = deque[asyncio.Future[None]]


class Limiter:
    """Lets requests go when the ledger allows; ``rate`` is in messages a second, ``clock`` is monotonic."""

    def __init__(self, rate: float, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._ledger = Ledger(rate)
        self._answers: Lane = deque()
        self._push: Lane = deque()
        self._timer: asyncio.TimerHandle | None = None

    @property
    def rate(self) -> float:
        """The present pace in messages a second; less than the full one for a while after a flood."""
        return self._ledger.rate(self._clock())

    def turns_within(self, seconds: float) -> int:
        """How many messages more, beside those that wait for their turns, may go within so many seconds."""
        now = self._clock()
        return max(0, self._ledger.turns_until(now + seconds, now) - len(self._answers) - len(self._push))

    async def answer(self, chat: Chat) -> None:
        """Wait for the turn of a new message that answers somebody."""
        now = self._clock()
        opens = self._ledger.chat_opens(chat, now, answer=True)
        # Noted before waiting, so that answers to one chat line up behind each other.
        self._ledger.note(chat, opens)
        await asyncio.sleep(opens - now)
        await self.until_allowed(chat)
        await self._turn(self._answers)

    async def until_allowed(self, chat: Chat | None) -> None:
        """Wait while Telegram wants no request for the chat, or none at all."""
        wait = self.halt(chat)
        while wait > 0:
            await asyncio.sleep(wait)
            wait = self.halt(chat)

    def halt(self, chat: Chat | None) -> float:
        """For how many seconds Telegram wants no request for the chat, or none at all."""
        now = self._clock()
        return self._ledger.halted_until(chat, now) - now

    def halt_all(self) -> float:
        """For how many seconds Telegram wants no request at all."""
        now = self._clock()
        return self._ledger.all_halted_until(now) - now

    def push_delay(self, chat: Chat, *, asked: bool = False) -> float:
        """In how many seconds a push to this chat may go, apart from the pace of the whole bot.

        What the person ``asked`` for is no push: it goes as an answer does.
        """
        now = self._clock()
        return self._ledger.chat_opens(chat, now, answer=asked) - now

    async def push(self, chat: Chat, *, asked: bool = False) -> None:
        """Wait for the turn of a message of the outbox; ask ``push_delay`` before."""
        await self._turn(self._answers if asked else self._push)
        self._ledger.note(chat, self._clock())

    def flood(self, chat: Chat | None, retry_after: float) -> None:
        """Obey Telegram's 429."""
        metrics.FLOOD_WAIT.inc(retry_after)
        self._ledger.flood(chat, retry_after, self._clock())

    async def _turn(self, lane: Lane) -> None:
        now = self._clock()
        if not self._answers and not self._push and self._ledger.pace_opens(now) <= now:
            self._ledger.take_turn(now, waited=False)
            return
        turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        lane.append(turn)
        self._plan_release()
        await turn

    def _plan_release(self) -> None:
        if self._timer is None and (self._answers or self._push):
            now = self._clock()
            wait = self._ledger.pace_opens(now) - now
            self._timer = asyncio.get_running_loop().call_later(wait, self._release)

    def _release(self) -> None:
        self._timer = None
        now = self._clock()
        # A timer may come early, and a halt may have begun since it was set.
        while self._ledger.pace_opens(now) <= now and (turn := self._next_turn()) is not None:
            self._ledger.take_turn(now)
            turn.set_result(None)
        self._plan_release()

    def _next_turn(self) -> asyncio.Future[None] | None:
        for lane in (self._answers, self._push):
            while lane:
                turn = lane.popleft()
                if not turn.done():  # Its task may have been cancelled while it waited.
                    return turn
        return None
