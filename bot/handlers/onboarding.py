"""``/start``: four taps from nothing to the first digest, and everything as it was for who returns."""

from bot.errors import Reason, RejectedError
from bot.handlers.commands import Command, Part
from bot.handlers.context import Context
from bot.handlers.groups import speak_as_the_starter
from bot.handlers.links import follow
from bot.handlers.menus import speak_in_menu
from bot.models import OutgoingMessage, Role
from bot.services.subscribers import UNSUBSCRIBED
from bot.views import desk as desk_views
from bot.views import panels
from bot.views.times import next_line


async def start(context: Context) -> None:
    """Welcome a new reader with the topic grid, a known one with the settings as they were left."""
    await speak_as_the_starter(context)
    services, texts = context.services, context.texts
    if context.words and await follow(context):
        return
    if context.role.edits and context.private:
        await _greet_editor(context)
    counted = await services.topics.counted()
    if not counted:
        await _empty_desk(context)
        return
    left = context.reader.reason == UNSUBSCRIBED
    reader = context.reader if left else await services.subscribers.come_back(context.reader)
    chosen = await services.subscribers.topics_of(reader)
    if chosen and reader.welcomed:
        names = [topic.name(texts.language) for topic in chosen]
        await context.say(panels.welcome_back(reader, names, texts))
        return
    slugs = {topic.slug for topic in chosen}
    await context.say(panels.topic_grid(counted, slugs, reader, texts, mode="start"))


async def _greet_editor(context: Context) -> None:
    """Tell who has desk rights so, and give them the longer menu: Telegram takes it only now."""
    text = context.texts.t("You are an editor of this desk: /add adds an article, /help shows everything.")
    await context.say(OutgoingMessage(text))
    await speak_in_menu(context, context.texts.language)


async def _empty_desk(context: Context) -> None:
    if context.role is Role.OWNER and context.private:
        await context.say(desk_views.starter_offer(context.texts))
        return
    raise RejectedError(Reason.NO_TOPICS_YET)


async def step_times(context: Context) -> None:
    """After the topics: when."""
    chosen = await context.services.subscribers.topics_of(context.reader)
    if not chosen:
        await context.toast(context.texts.plain("Choose at least one topic first."), alert=True)
        return
    await context.show(panels.times(context.reader, context.texts, mode="start"))


async def finish(context: Context) -> None:
    """The last step: sum up, and send a sample at once."""
    services, texts = context.services, context.texts
    again = context.reader.welcomed
    reader = await services.subscribers.welcome(context.reader)
    chosen = await services.subscribers.topics_of(reader)
    names = [topic.name(texts.language) for topic in chosen]
    # Planned first: whatever becomes of the answer, the sample comes.
    planned = await services.digests.on_request(reader, context.incoming.update_id)
    await context.show(panels.ready(reader, names, texts))
    if planned or again:  # a second tap on the last button finds nothing new, and says nothing twice
        return
    text = texts.t("There are no stories in your topics yet; the first ones come with your next digest.")
    await context.say(OutgoingMessage(f"{text}\n{next_line(reader, texts)}"))


PART = Part(
    commands=(Command("start", start, "Begin, or come back", menu=True, settles=True),),
    reader_buttons={"step": step_times},
)
