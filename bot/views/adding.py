"""What the desk is asked while an article comes in."""

from bot.locales import Texts
from bot.models import OutgoingMessage
from bot.views.html import cut

TITLE_SHOWN = 90


def text_question(title: str, texts: Texts) -> OutgoingMessage:
    """Asks for what an /add lacks."""
    if title:
        text = texts.t(
            "Now the text of “{title}”: send it, or a link, or a .txt, .md or .html file. /cancel to stop.",
            title=cut(title, TITLE_SHOWN),
        )
    else:
        text = texts.t(
            "Send me the article: its text, a link to it, a .txt, .md or .html file, or forward a message."
            " /cancel to stop."
        )
    return OutgoingMessage(text)


def forwarded(texts: Texts) -> OutgoingMessage:
    """After an editor forwarded a message without saying what for."""
    return OutgoingMessage(
        texts.t("To make an article of this message, send <code>/add #topic</code> or just /add now.")
    )


def file_usage(texts: Texts) -> str:
    """After an editor sent a file without saying what for."""
    return texts.t("To make an article of this file, reply to it with <code>/add #topic</code> or just /add.")
