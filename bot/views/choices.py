"""The panel of one topic of a reader: every state in words, each with the button that changes it."""

from collections.abc import Sequence

from bot.locales import Texts
from bot.models import Button, Keyboard, OutgoingMessage, Subscriber, Subscription, Topic
from bot.views.buttons import label, rows
from bot.views.html import bold, cut
from bot.views.panels import on_off
from bot.views.times import next_line

MAXIMA = (1, 3, 5)
LONGEST_LIST = 600


def choice(
    topic: Topic, subscription: Subscription, reader: Subscriber, texts: Texts, *, place: int, of: int
) -> OutgoingMessage:
    """How one topic is read; it is the ``place``-th of ``of`` topics in the digest."""
    lines = [
        bold(topic.name(texts.language)),
        texts.t("Only stories with: {words}", words=_words(subscription.include, texts)),
        texts.t("No stories with: {words}", words=_words(subscription.exclude, texts)),
        texts.t("Most stories in a digest: {value}", value=_maximum(subscription.maximum, texts)),
        texts.t("Muted: {value}", value=on_off(texts, on=subscription.muted)),
        texts.t("Place in the digest: {place} of {count}", place=place, count=of),
        "",
        texts.t("In one line: <code>/topics {slug} +nato -sport max 3</code>", slug=topic.slug),
        "",
        next_line(reader, texts),
    ]
    return OutgoingMessage("\n".join(lines), _rows(topic.slug, subscription, texts, place=place, of=of))


def _words(words: Sequence[str], texts: Texts) -> str:
    return cut(texts.listed(words), LONGEST_LIST) if words else texts.plain("Any words")


def _maximum(maximum: int, texts: Texts) -> str:
    return str(maximum) if maximum else texts.plain("No limit")


def _rows(slug: str, subscription: Subscription, texts: Texts, *, place: int, of: int) -> Keyboard:
    def button(text: str, what: str) -> Button:
        return Button(text, f"choice:{slug}:{what}")

    maxima = [
        button(
            label(texts.plain("At most {count}", count=count), on=count == subscription.maximum),
            f"max:{count}",
        )
        for count in MAXIMA
    ]
    words = [button(texts.plain("Only with …"), "include"), button(texts.plain("Not with …"), "exclude")]
    if subscription.include or subscription.exclude:
        words.append(button(texts.plain("Any words"), "words:off"))
    muted = texts.plain("Mute: {value}", value=on_off(texts, on=subscription.muted))
    # A place, not a step: a tap that comes twice moves once.
    moves = [button(texts.plain("Move up"), f"place:{place - 1}")] if place > 1 else []
    moves += [button(texts.plain("Move down"), f"place:{place + 1}")] if place < of else []
    return (
        tuple(words),
        tuple(maxima),
        (
            button(label(texts.plain("No limit"), on=not subscription.maximum), "max:off"),
            button(muted, f"mute:{'off' if subscription.muted else 'on'}"),
        ),
        *((tuple(moves),) if moves else ()),
        (Button(texts.plain("All topics"), "topics:panel:0"), Button(texts.plain("My topics"), "choices:")),
    )


def choices(mine: Sequence[Topic], reader: Subscriber, texts: Texts) -> OutgoingMessage:
    """The reader's topics in the order of the digest, each opening its panel."""
    buttons = [
        Button(cut(f"{place}. {topic.name(texts.language)}", 30), f"choice:{topic.slug}")
        for place, topic in enumerate(mine[:90], 1)
    ]
    lines = [
        bold(texts.plain("Your topics, in the order of your digest")),
        texts.t("Tap one for its words, its maximum, its place, or to mute it."),
        texts.t("In one line: <code>/topics order {slugs}</code>", slugs=_example(mine)),
        "",
        next_line(reader, texts),
    ]
    back = (Button(texts.plain("All topics"), "topics:panel:0"),)
    return OutgoingMessage("\n".join(lines), (*rows(buttons, 2), back))


def _example(mine: Sequence[Topic]) -> str:
    return " ".join(topic.slug for topic in reversed(mine[:3]))


def question(topic: Topic, texts: Texts, *, exclude: bool) -> OutgoingMessage:
    """Ask for the words of a topic, and say how to have none."""
    name = topic.name(texts.language)
    wanted = (
        texts.t("Which words shall no story of {topic} have?", topic=name)
        if exclude
        else texts.t("Which words shall a story of {topic} have, at least one of them?", topic=name)
    )
    how = texts.t("Send them in one message, with spaces between; “off” for none, /cancel to leave it.")
    return OutgoingMessage(f"{wanted}\n{how}")
