from datetime import timedelta

import pytest

from bot import metrics
from bot.gateway.counting import count_outcome, count_update
from bot.models import Delivery, DeliveryKind, Gone, Outcome, OutgoingMessage, RetryAt, Sent, Uncertain
from tests.bot.services.newsroom import NOON


def counted(name: str, **labels: str) -> float:
    return metrics.REGISTRY.get_sample_value(name, labels) or 0.0


def delivery(kind: DeliveryKind = DeliveryKind.DIGEST, part: int = 0) -> Delivery:
    slot = int(NOON.timestamp())
    return Delivery(
        id=1,
        subscriber_id=1,
        chat_id=1,
        thread_id=0,
        kind=kind,
        slot=slot,
        part=part,
        message=OutgoingMessage("Hello"),
        silent=False,
        attempts=0,
        uncertain=0,
    )


@pytest.mark.parametrize(
    ("outcome", "name"),
    [
        (Sent(7), "sent"),
        (Uncertain("reset"), "uncertain"),
        (RetryAt(1.0, "busy"), "retry"),
        (Gone("blocked"), "gone"),
    ],
)
def test_each_outcome_has_its_own_count(outcome: Outcome, name: str) -> None:
    before = counted("bot_send_total", outcome=name)
    count_outcome(delivery(DeliveryKind.NOTICE), outcome, NOON)
    assert counted("bot_send_total", outcome=name) == before + 1


def test_only_the_first_part_of_a_digest_that_arrived_tells_how_late_it_was() -> None:
    before, seconds = (counted(f"bot_digest_lateness_seconds_{end}") for end in ("count", "sum"))
    late = NOON + timedelta(seconds=4)
    count_outcome(delivery(), Sent(7), late)
    count_outcome(delivery(part=1), Sent(8), late)
    count_outcome(delivery(DeliveryKind.REQUEST), Sent(9), late)
    count_outcome(delivery(), Uncertain("reset"), late)
    assert counted("bot_digest_lateness_seconds_count") == before + 1
    assert counted("bot_digest_lateness_seconds_sum") == seconds + 4


@pytest.mark.parametrize(
    ("update", "kind"),
    [({"update_id": 1, "message": {}}, "message"), ({"update_id": 1, "made_up": {}}, "other"), ([], "other")],
)
def test_updates_are_counted_by_what_they_hold(update: object, kind: str) -> None:
    before = counted("bot_updates_total", kind=kind)
    count_update(update)
    assert counted("bot_updates_total", kind=kind) == before + 1
