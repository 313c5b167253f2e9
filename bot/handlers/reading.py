"""Reading: the digest now, the newest stories, and what editors see before it goes out."""

from bot.errors import Reason, RejectedError
from bot.handlers.commands import Command, Part
from bot.handlers.context import Context
from bot.handlers.data import number, numbers
from bot.models import OutgoingMessage, Topic
from bot.services.topics import find_topic
from bot.views import digest as digest_views
from bot.views.stories import latest_page
from bot.views.times import next_line

PAGE = 5


async def digest(context: Context) -> None:
    """The stories not seen yet, through the outbox, so that they come once whatever happens."""
    services, texts = context.services, context.texts
    if not await services.subscribers.topics_of(context.reader):
        raise RejectedError(Reason.NOT_SUBSCRIBED)
    if await services.digests.on_request(context.reader, context.incoming.update_id):
        return
    text = texts.t("Nothing new since your last digest.")
    await context.say(OutgoingMessage(f"{text}\n{next_line(context.reader, texts)}"))


async def latest(context: Context) -> None:
    """``/latest [topic] [n]``: the newest stories, paged."""
    topic, size = await _latest_words(context)
    await _show_latest(context, topic, 0, size)


async def turn_latest(context: Context) -> None:
    """Another page of the newest: ``slug:page:size``."""
    slug, page, size = context.words.split(":")
    topic = find_topic(slug, await context.services.topics.all()) if slug else None
    await _show_latest(context, topic, number(page), _size(size))


async def more(context: Context) -> None:
    """The stories behind "+N more": ``after:up_to:page``; the first page is a message of its own."""
    after, up_to, page = numbers(context.words)
    edition = await context.services.digests.more(context.reader, after, up_to)
    message = digest_views.more_page(
        edition, page, PAGE, context.texts, context.now, plain=context.reader.preferences.plain
    )
    from_digest = context.query is not None and context.query.message is not None and page == 0
    if from_digest and not _is_more_page(context):
        await context.say(message)
        return
    await context.show(message)


async def preview(context: Context) -> None:
    """``/preview [topic]``: the next digest as a reader gets it; nothing is marked as seen."""
    topic = None
    if context.words:
        topic = find_topic(context.words, await context.services.topics.all())
    composed = await context.services.digests.preview(context.reader, topic)
    if not composed.messages:
        text = context.texts.t("The next digest would be empty: nothing new is published.")
        await context.say(OutgoingMessage(text))
    for message in composed.messages:
        await context.say(message)


async def _latest_words(context: Context) -> tuple[Topic | None, int]:
    topic, size = None, PAGE
    for word in context.words.split():
        if word.isdecimal():
            size = _size(word)
        else:
            topic = find_topic(word, await context.services.topics.all())
    return topic, size


def _size(word: str) -> int:
    if not 1 <= len(word) <= 2 or not 1 <= int(word) <= 10:
        raise RejectedError(Reason.BAD_NUMBER, word=word[:20], low="1", high="10")
    return int(word)


async def _show_latest(context: Context, topic: Topic | None, page: int, size: int) -> None:
    found = await context.services.search.latest(await _topic_ids(context, topic), page=page, size=size)
    if not found.stories:
        text = context.texts.t("There are no stories of the last 7 days here yet.")
        await context.show(OutgoingMessage(f"{text}\n{next_line(context.reader, context.texts)}"))
        return
    title = topic.name(context.texts.language) if topic else ""
    slug = topic.slug if topic else ""
    await context.show(
        latest_page(
            found.stories,
            context.texts,
            context.now,
            page=page,
            size=size,
            title=title,
            slug=slug,
            more=found.more,
        )
    )


async def _topic_ids(context: Context, topic: Topic | None) -> list[int]:
    """One topic, else the reader's topics, else all."""
    if topic is not None:
        return [topic.id]
    mine = await context.services.subscribers.topics_of(context.reader)
    chosen = mine or tuple(await context.services.topics.all())
    return [item.id for item in chosen]


def _is_more_page(context: Context) -> bool:
    """Whether the tapped button stands under a page of more stories, not under the digest."""
    message = context.incoming.effective_message
    markup = message.reply_markup if message else None
    data = [str(button.callback_data) for row in markup.inline_keyboard for button in row] if markup else []
    return any(not item.endswith(":0") for item in data if item.startswith("more:"))


PART = Part(
    commands=(
        Command("digest", digest, "Your digest now", menu=True, settles=True, heavy=True),
        Command("latest", latest, "The newest stories", menu=True, example="/latest world 5"),
        Command(
            "preview",
            preview,
            "See the next digest as readers will",
            editor=True,
            menu=True,
            example="/preview world",
        ),
    ),
    open_buttons={"latest": turn_latest, "more": more},
)
