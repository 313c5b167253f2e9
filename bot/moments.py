"""Moments at which the death of the process would be worst, by name; nothing happens at them.

Only tests put something there through an entry point of their own (`tests/chaos/life.py`): no setting and no
environment can.
"""

from collections.abc import Callable
from enum import StrEnum


class Moment(StrEnum):
    """The named moments, in the order in which a digest and then an update go through them."""

    PLANNING = "planning"  # rows, cursors and next digests written, not committed
    PLANNED = "planned"  # committed
    CLAIMED = "claimed"  # rows committed as in flight, no request has left
    ACCEPTED = "accepted"  # the Bot API has answered, nothing is recorded
    MARKING = "marking"  # outcomes written, not committed
    MARKED = "marked"  # committed
    KEPT = "kept"  # a batch of updates is committed, not confirmed
    APPLYING = "applying"  # an update's effect is written, not committed
    APPLIED = "applied"  # committed, the answer has not left
    HANDLED = "handled"  # the answer has left, the update is not marked as done


Action = Callable[[Moment], None]

_actions: list[Action] = []


def reached(moment: Moment) -> None:
    """Tell whoever listens that the process has come to a moment."""
    for action in _actions:
        action(moment)


def listen(action: Action) -> Callable[[], None]:
    """Call ``action`` at every moment from now on; gives the function that ends this."""
    _actions.append(action)
    return lambda: _actions.remove(action)
