"""What a deep link asks before it changes anything."""

from bot.locales import Texts
from bot.models import Button, OutgoingMessage, Topic


def topic_question(topic: Topic, texts: Texts, *, subscribed: bool) -> OutgoingMessage:
    """Whether to subscribe to the topic of a link, unless the reader has it."""
    name = topic.name(texts.language)
    if subscribed:
        text = texts.t(
            "You read {topic} already. /latest {slug} shows its newest.", topic=name, slug=topic.slug
        )
        return OutgoingMessage(text)
    row = (
        Button(texts.plain("Subscribe"), f"link_yes:{topic.slug}"),
        Button(texts.plain("Not now"), "link_no"),
    )
    return OutgoingMessage(texts.t("Subscribe to {topic}?", topic=name), (row,))
