"""Deep links: what ``/start payload`` opens; by itself a link changes nothing, and never anybody else."""

import re

from bot.handlers.commands import Part
from bot.handlers.context import Context
from bot.handlers.stories import show_card
from bot.models import OutgoingMessage, Topic
from bot.services.topics import find_topic
from bot.views import links as views
from bot.views.times import next_line

_ARTICLE = re.compile(r"a_([0-9]{1,18})")
_TOPIC = re.compile(r"t_([A-Za-z0-9_-]{1,62})")


async def follow(context: Context) -> bool:
    """Show what a payload names; False for one that means nothing, which is a plain ``/start`` then."""
    payload = context.words
    if found := _ARTICLE.fullmatch(payload):
        await show_card(context, int(found[1]))
        return True
    if found := _TOPIC.fullmatch(payload):
        await _ask(context, found[1])
        return True
    return False


async def subscribe(context: Context) -> None:
    """The confirmation under a topic's link: ``slug``."""
    chosen = await context.services.subscribers.subscribe(context.reader, [context.words])
    name = chosen.changed[0].name(context.texts.language)
    text = context.texts.t("Subscribed to {topics}.", topics=name)
    await context.show(OutgoingMessage(f"{text}\n{next_line(chosen.reader, context.texts)}"))


async def decline(context: Context) -> None:
    """The other answer: nothing changes."""
    await context.show(OutgoingMessage(context.texts.t("Nothing was changed. /topics shows what there is.")))


async def _ask(context: Context, slug: str) -> None:
    topic = find_topic(slug, await context.services.topics.all())
    mine = await context.services.subscribers.topics_of(context.reader)
    await context.say(views.topic_question(topic, context.texts, subscribed=_has(mine, topic)))


def _has(mine: tuple[Topic, ...], topic: Topic) -> bool:
    return any(item.id == topic.id for item in mine)


PART = Part(reader_buttons={"link_yes": subscribe, "link_no": decline})
