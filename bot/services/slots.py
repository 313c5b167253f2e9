"""What a slot means for readers who are alike: decided purely, for one of them or for all."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from bot.models import DeliveryState, Slot, Subscriber, Subscription
from bot.services.composing import Composed, Issue, composed
from bot.services.editions import waits
from bot.services.missed import advanced, missed_slot

LATE_WINDOW = timedelta(hours=12)
SAID_LATE = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Plan:
    """A slot, its digest, and the reader after it.

    ``outdated``: too late to be of use, unless the reader's last slot has expired as well.
    """

    slot: Slot
    composed: Composed
    before: Subscriber
    after: Subscriber
    outdated: bool

    @property
    def instant(self) -> int:
        """The slot as deliveries name it."""
        return int(self.slot.instant.timestamp())

    @property
    def state(self) -> DeliveryState:
        """How the slot's rows begin."""
        wishes, following = self.before.preferences, self.after.next_digest_at
        if not self.composed.messages or waits(self.composed.edition, wishes, following):
            return DeliveryState.SKIPPED
        return DeliveryState.PENDING

    @property
    def read(self) -> Subscriber:
        """The reader after the slot, with what it was offered behind it."""
        if self.state is DeliveryState.SKIPPED:
            return self.after
        return replace(self.after, cursor=self.composed.edition.up_to)


def planned(issue: Issue, reader: Subscriber, choices: Sequence[Subscription]) -> Plan:
    """Decide what a due reader gets now."""
    slot = missed_slot(reader, issue.now)
    after = advanced(reader, slot, issue.now)
    late = issue.now - slot.instant > SAID_LATE
    return Plan(
        slot=slot,
        composed=composed(issue, after, choices, due=slot.instant if late else None),
        before=reader,
        after=after,
        # Never when several were missed: the last of them comes, however late.
        outdated=issue.now - slot.instant > LATE_WINDOW and slot.instant == reader.next_digest_at,
    )
