"""The desk itself: its topics and how it is doing."""

from importlib.metadata import version

from bot import __version__
from bot.errors import Reason, RejectedError
from bot.handlers.commands import Command, Part
from bot.handlers.context import Context
from bot.models import Role
from bot.views import desk


async def new_topic(context: Context) -> None:
    """Make a topic: its slug, then its name."""
    slug, _, name = context.words.strip().partition(" ")
    if not slug:
        await context.say(desk.topic_usage(context.texts))
        return
    topic = await context.services.topics.create(slug, " ".join(name.split()), by=context.person.id)
    await context.say(desk.topic_created(topic, context.texts))


async def starter_set(context: Context) -> None:
    """Make the starter set of topics."""
    topics = await context.services.topics.create_starter_set(by=context.person.id)
    await context.show(desk.starter_done(topics, context.texts))


async def status(context: Context) -> None:
    """Show how the desk is doing."""
    numbers = await context.services.desk.read()
    versions = desk.Versions(program=__version__, zones=version("tzdata"))
    zone = context.reader.schedule.zone
    await context.say(desk.status(numbers, versions, context.texts, zone=zone))


async def send_failed_again(context: Context) -> None:
    """Put what failed back into the outbox."""
    if context.role not in {Role.OWNER, Role.ADMIN}:
        raise RejectedError(Reason.NOT_ALLOWED)
    count = await context.services.desk.send_failed_again(by=context.person.id)
    await context.show(desk.sent_again(count, context.texts))


PART = Part(
    commands=(
        Command(
            name="newtopic",
            handler=new_topic,
            summary="Make a topic",
            editor=True,
            menu=True,
            example="/newtopic world World news",
        ),
        Command(
            name="status",
            handler=status,
            summary="How the desk is doing",
            editor=True,
            menu=True,
            example="/status",
        ),
    ),
    editor_buttons={"again": send_failed_again, "starter": starter_set},
)
