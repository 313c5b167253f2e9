"""When a message may go, as pure arithmetic over the times of those that went; instants are seconds.

The figures are Telegram's (its FAQ for bots): one message a second to a chat of those that nobody asked for,
twenty a minute to a group, a total for the whole bot, and ``retry_after``, which overrides all of them.
"""

import math
from collections import OrderedDict

GROUP_MESSAGES = 20
GROUP_WINDOW = 60.0
# A timer that comes late is made up for by this many seconds at most; an idle time never is.
CATCH_UP = 0.005
# A second chat that meets 429 this soon after the first shows that the whole bot is meant.
FLOOD_TOGETHER = 2.0
FLOOD_MARGIN = 0.1
# Telegram's true limit is unpublished and floats: a flood of the whole bot slows the pace by this factor, and
# every second behind the halt gives this share of the full pace back.
SLOWER = 0.7
RECOVERY = 0.005
SLOWEST = 0.1

Chat = int | str


class Ledger:
    """What was sent when, as far as it still limits what may be sent next; the oldest is forgotten first."""

    def __init__(self, rate: float) -> None:
        self._full = self._slowed = rate
        self._next = 0.0
        self._sent: OrderedDict[Chat, tuple[float, ...]] = OrderedDict()
        self._floods: dict[Chat | None, float] = {}
        self._last_flood: tuple[float, Chat | None] | None = None
        self._all_halted_until = 0.0

    def pace_opens(self, now: float) -> float:
        """The earliest instant for the next message to anybody."""
        return max(now, self._next, self._all_halted_until)

    def take_turn(self, now: float, *, waited: bool = True) -> None:
        """Count a message to anybody; one that ``waited`` may have been kept for too long by its timer."""
        self._next = max(self._next, now - CATCH_UP if waited else now) + 1.0 / self.rate(now)

    def turns_until(self, instant: float, now: float) -> int:
        """How many messages to anybody may go from now until an instant."""
        opens = self.pace_opens(now)
        return max(0, math.floor((instant - opens) * self.rate(now)) + 1)

    def rate(self, now: float) -> float:
        """The present pace in messages a second: the full one, or less for a while after a flood."""
        recovered = max(0.0, now - self._all_halted_until) * RECOVERY * self._full
        return min(self._full, self._slowed + recovered)

    def all_halted_until(self, now: float) -> float:
        """Until when Telegram wants no request at all; ``now`` when it does not mind."""
        return max(now, self._all_halted_until)

    def halted_until(self, chat: Chat | None, now: float) -> float:
        """Until when Telegram wants no request for a chat, or at all; ``now`` when it does not mind."""
        return max(now, self._all_halted_until, self._floods.get(chat, 0.0))

    def chat_opens(self, chat: Chat, now: float, *, answer: bool) -> float:
        """The earliest instant for a message to a chat.

        An ``answer`` in a private chat follows a message of the person at once: nobody types so fast that
        Telegram minds, and if it does, its 429 says so.
        """
        sent = self._sent.get(chat, ())
        opens = self.halted_until(chat, now)
        if is_group(chat):
            opens = max(opens, _window_opens(sent, GROUP_MESSAGES, GROUP_WINDOW), _window_opens(sent, 1, 1.0))
        elif not answer:
            opens = max(opens, _window_opens(sent, 1, 1.0))
        return opens

    def note(self, chat: Chat, at: float) -> None:
        """Remember a message to a chat, sent or about to be sent at an instant."""
        kept = GROUP_MESSAGES if is_group(chat) else 1
        self._sent[chat] = (*self._sent.pop(chat, ()), at)[-kept:]
        while self._sent and next(iter(self._sent.values()))[-1] < at - GROUP_WINDOW:
            self._sent.popitem(last=False)

    def flood(self, chat: Chat | None, retry_after: float, now: float) -> None:
        """Obey a 429: the chat waits, and the whole bot if another chat met one just before.

        None stands for requests that name no chat.
        """
        floods = {one: end for one, end in self._floods.items() if end > now}
        floods[chat] = max(now + retry_after + FLOOD_MARGIN, floods.get(chat, 0.0))
        before = self._last_flood
        if before is not None and before[1] != chat and now - before[0] <= FLOOD_TOGETHER:
            if self._all_halted_until <= now:
                # What was under way when the halt began tells nothing new.
                self._slowed = max(self._full * SLOWEST, self.rate(now) * SLOWER)
            self._all_halted_until = max(self._all_halted_until, *floods.values())
        self._floods = floods
        self._last_flood = (now, chat)


def is_group(chat: Chat) -> bool:
    """Groups and channels have negative ids, or are named."""
    return isinstance(chat, str) or chat < 0


def _window_opens(sent: tuple[float, ...], count: int, seconds: float) -> float:
    return sent[-count] + seconds if len(sent) >= count else 0.0
