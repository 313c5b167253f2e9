"""What the desk is told about its topics, and about how everything is doing."""

from collections.abc import Iterable
from dataclasses import dataclass

from bot.locales import Html, Texts
from bot.models import Button, DeliveryState, Desk, OutgoingMessage, Topic
from bot.views.html import bold, cut, italic

# Telegram's descriptions are short; an unusual one must not fill the message.
REASON_LENGTH = 120


@dataclass(frozen=True, slots=True)
class Versions:
    """What is running: the program, and the time zone data."""

    program: str
    zones: str


def topic_created(topic: Topic, texts: Texts) -> OutgoingMessage:
    """After /newtopic."""
    name = Html(bold(topic.name(texts.language)))
    return OutgoingMessage(
        texts.t(
            "Topic {name} is there; readers find it in /topics. Add an article with <code>/add #{slug}</code>"
            " and its text or link. /undo takes the topic back.",
            name=name,
            slug=topic.slug,
        )
    )


def topic_usage(texts: Texts) -> OutgoingMessage:
    """How /newtopic is used."""
    return OutgoingMessage(
        texts.t(
            "Send a short name and then the name that readers see: <code>/newtopic world World news</code>"
        )
    )


def starter_offer(texts: Texts) -> OutgoingMessage:
    """Offered to an owner on an empty desk."""
    text = texts.t(
        "This desk has no topics yet. Shall I set up a starter set (World, Politics, Business, Technology,"
        " Science, Health, Culture, Sport)? Or make your own: <code>/newtopic world World news</code>"
    )
    return OutgoingMessage(text, ((Button(texts.plain("Set up the starter topics"), "starter:"),),))


def starter_done(topics: Iterable[Topic], texts: Texts) -> OutgoingMessage:
    """After the starter set was made."""
    names = texts.listed(topic.name(texts.language) for topic in topics)
    return OutgoingMessage(
        texts.t(
            "Topics: {names}. Now add the first article: /add and its text, or a link. Readers send /start.",
            names=names,
        )
    )


def status(desk: Desk, versions: Versions, texts: Texts, *, zone: str) -> OutgoingMessage:
    """How the desk is doing, in one short message."""
    lines = [
        bold(texts.plain("All quiet on the desk") if _is_calm(desk) else texts.plain("The desk is at work")),
        "",
        texts.t(
            "Articles: {published} published, {drafts} in drafts",
            published=desk.published,
            drafts=desk.drafts,
        ),
        texts.t("Topics: {count}", count=desk.topics),
        texts.t("Readers: {active} active of {all}", active=desk.active_readers, all=desk.readers),
        texts.t("Digests: {states}", states=_outbox(desk, texts)),
        _oldest(desk, texts),
        *_failed(desk, texts),
        texts.t("Messages to answer: {count}", count=desk.inbox_waiting),
        _next(desk, texts, zone),
        "",
        italic(f"digestbot {versions.program} · tzdata {versions.zones}"),
    ]
    again = ((Button(texts.plain("Send failed again"), "again:"),),) if desk.failed.again else ()
    return OutgoingMessage("\n".join(line for line in lines if line is not None), again)


def sent_again(count: int, texts: Texts) -> OutgoingMessage:
    """After what failed was put back."""
    if not count:
        return OutgoingMessage(texts.t("Nothing is left that could be sent again."))
    return OutgoingMessage(
        texts.n(
            "{count} message that failed goes out again. /status shows what became of it.",
            "{count} messages that failed go out again. /status shows what became of them.",
            count,
        )
    )


def _failed(desk: Desk, texts: Texts) -> list[str]:
    return [
        texts.t("Failed, {count} ×: {reason}", count=count, reason=cut(reason or "?", REASON_LENGTH))
        for reason, count in desk.failed.reasons
    ]


def _is_calm(desk: Desk) -> bool:
    return not desk.outbox.get(DeliveryState.PENDING, 0) and not desk.outbox.get(DeliveryState.SENDING, 0)


def _outbox(desk: Desk, texts: Texts) -> str:
    names = {
        DeliveryState.PENDING: texts.plain("waiting"),
        DeliveryState.SENDING: texts.plain("being sent"),
        DeliveryState.SENT: texts.plain("sent"),
        DeliveryState.FAILED: texts.plain("failed"),
        DeliveryState.EXPIRED: texts.plain("too late"),
        DeliveryState.CANCELLED: texts.plain("cancelled"),
    }
    counted = [f"{desk.outbox[state]} {name}" for state, name in names.items() if desk.outbox.get(state)]
    return texts.listed(counted) or texts.plain("none yet")


def _oldest(desk: Desk, texts: Texts) -> str | None:
    if not desk.oldest_pending_seconds:
        return None
    seconds = round(desk.oldest_pending_seconds)
    return texts.n("The oldest waits {count} second", "The oldest waits {count} seconds", seconds)


def _next(desk: Desk, texts: Texts, zone: str) -> str:
    if desk.next_digest_at is None:
        return texts.t("Next digest: none is planned")
    return texts.t(
        "Next digest: {moment} ({zone})", moment=texts.moment(desk.next_digest_at, zone), zone=zone
    )
