"""Less like this: fewer stories of a source, or none; always told, and lifted as easily."""

from bot.errors import Reason, RejectedError
from bot.handlers.commands import Command, Part
from bot.handlers.context import Context
from bot.handlers.data import number, numbers
from bot.models import OutgoingMessage, Preferences
from bot.services.less import LEVELS, NO_LIMIT, limited, mark_of, source_key, source_of
from bot.views import less as views


async def offer(context: Context) -> None:
    """What can come less often, given a story: ``id``."""
    opened = await context.services.saved.open(number(context.words), person_id=context.person.id)
    mine = {topic.id for topic in await context.services.subscribers.topics_of(context.reader)}
    topics = [topic for topic in opened.topics if topic.id in mine]
    await context.say(views.offer(opened.article, topics, context.texts))


async def limit(context: Context) -> None:
    """Take fewer stories of a story's source: ``id:level``."""
    article_id, level = numbers(context.words)
    if level not in LEVELS:
        raise ValueError("no such level")
    opened = await context.services.saved.open(article_id, person_id=context.person.id)
    source = opened.article.source_name
    if not source_key(source):
        raise RejectedError(Reason.NO_SUCH_STORY)
    await context.services.subscribers.set_preferences(
        context.reader, lambda preferences: limited(preferences, source, level)
    )
    await context.show(views.limited(article_id, source, level, context.texts))


async def less(context: Context) -> None:
    """``/less``: what comes less often, each with a button that lifts it."""
    await context.show(_listing(context, context.reader.preferences))


async def lift(context: Context) -> None:
    """Lift one limit of the list, named by its mark."""
    found = source_of(context.reader.preferences, context.words)
    reader = context.reader
    if found is not None:
        reader = await context.services.subscribers.set_preferences(
            context.reader, lambda preferences: limited(preferences, found.source, NO_LIMIT)
        )
    await context.toast(context.texts.plain("Lifted."))
    await context.show(_listing(context, reader.preferences))


async def keep(context: Context) -> None:
    """Change nothing."""
    await context.show(views.kept(context.texts))


def _listing(context: Context, preferences: Preferences) -> OutgoingMessage:
    return views.listing([(one, mark_of(one)) for one in preferences.sources], context.texts)


PART = Part(
    commands=(Command("less", less, "What you asked to see less of", settles=True),),
    reader_buttons={"less": offer, "less_to": limit, "lift": lift, "less_no": keep},
)
