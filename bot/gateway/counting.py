"""What became of each message, counted for those who watch the bot; and what came in."""

from datetime import UTC, datetime

from bot import metrics
from bot.models import Delivery, DeliveryKind, Outcome, Sent, Uncertain

# What Telegram may send; as labels they have to be few.
KINDS = frozenset(
    {
        "callback_query",
        "channel_post",
        "chat_member",
        "chosen_inline_result",
        "edited_channel_post",
        "edited_message",
        "inline_query",
        "message",
        "my_chat_member",
    }
)
_NAMES = {"ThreadGone": "thread_gone", "RetryAt": "retry", "TokenDead": "token_dead"}


def count_update(update: object) -> None:
    """Count an update by what it holds; an unknown kind is ``other``."""
    kinds = KINDS & set(update) if isinstance(update, dict) else set()
    metrics.UPDATES.labels(min(kinds, default="other")).inc()


def count_outcome(delivery: Delivery, outcome: Outcome, now: datetime) -> None:
    """Count an attempt by its outcome, and how late a digest's first part arrived."""
    name = type(outcome).__name__
    metrics.SENDS.labels(_NAMES.get(name, name.lower())).inc()
    if isinstance(outcome, Uncertain):
        metrics.UNCERTAIN.inc()
    if isinstance(outcome, Sent) and delivery.kind is DeliveryKind.DIGEST and delivery.part == 0:
        slot = datetime.fromtimestamp(delivery.slot, UTC)
        metrics.LATENESS.observe(max(0.0, (now - slot).total_seconds()))
