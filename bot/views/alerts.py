"""What the desk is alerted to, in one sentence each."""

from bot.locales import Texts
from bot.views.html import cut

# Telegram's descriptions are short; an unusual one must not fill the message.
LONGEST_REASON = 200


def refused(reason: str, texts: Texts) -> str:
    """A message that Telegram will never take."""
    return texts.t(
        "Telegram refused a message to a reader: {reason}. It is kept; /status shows what failed.",
        reason=cut(reason, LONGEST_REASON),
    )


def markup_refused(reason: str, texts: Texts) -> str:
    """A message that goes once more as plain text."""
    return texts.t(
        "Telegram could not read the markup of a message, so it goes out as plain text: {reason}",
        reason=cut(reason, LONGEST_REASON),
    )


def set_aside(number: int, texts: Texts) -> str:
    """An update that is never run again."""
    return texts.t(
        "I was restarted three times in the middle of one message to me, so I set it aside (number {number})."
        " Who sent it got no answer.",
        number=number,
    )


def conflict(texts: Texts) -> str:
    """Two processes ask for updates."""
    return texts.t(
        "Another process receives messages with my token. Please stop it: until then, answers come late."
    )
