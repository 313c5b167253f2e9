"""What is stored of a reader, in words."""

from collections.abc import Sequence

from bot.locales import Texts
from bot.models import OutgoingMessage, Subscriber
from bot.views.html import bold
from bot.views.panels import language_name
from bot.views.times import schedule_line


def stored(reader: Subscriber, topics: Sequence[str], texts: Texts) -> OutgoingMessage:
    """Every kind of data that the tables hold of a reader, with this reader's values."""
    nothing = texts.plain("none")
    lines = [
        bold(texts.plain("What I store about you")),
        texts.t("Chat number: {id}", id=str(reader.chat_id)),
        texts.t("Language: {value}", value=language_name(reader.language)),
        texts.t("Time zone: {zone}", zone=reader.schedule.zone),
        texts.t("Schedule: {line}", line=schedule_line(reader.schedule, texts)),
        texts.t("Topics: {topics}", topics=texts.listed(topics) or nothing),
        texts.t("The digests sent to you in the last 30 days, so that no story comes twice."),
        "",
        texts.t("No names, no messages of yours, nothing given to anybody. /deleteme deletes all of it."),
    ]
    return OutgoingMessage("\n".join(lines))
