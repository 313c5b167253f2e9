"""Topics: the toggle grid, and subscribing or leaving in one line."""

from dataclasses import replace

from bot.errors import Reason, RejectedError
from bot.handlers import choices
from bot.handlers.commands import Command, Part
from bot.handlers.context import Context
from bot.models import Button, Keyboard, OutgoingMessage, Topic
from bot.views import panels
from bot.views.refusals import sentence
from bot.views.times import next_line


async def topics(context: Context) -> None:
    """The toggle grid; ``/topics world +nato -sport`` changes one topic in one line."""
    if context.words and context.query is None:
        await choices.in_one_line(context)
        return
    await _show_grid(context, mode="panel", page=0)


async def turn_page(context: Context) -> None:
    """Another page of the grid: ``mode:page``."""
    mode, _, page = context.words.partition(":")
    await _show_grid(context, mode=mode, page=int(page))


async def toggle(context: Context) -> None:
    """Switch one topic on or off: ``mode:page:on:slug``; buttons of before say no state and toggle."""
    mode, digits, *state, slug = context.words.split(":", 3)
    page = int(digits)
    if state and state[0] not in {"on", "off"}:
        raise ValueError(state[0])
    wanted = state[0] == "on" if state else None
    chosen = await context.services.subscribers.toggle(context.reader, slug, wanted=wanted)
    counted = await context.services.topics.counted()
    slugs = {topic.slug for topic in chosen.topics}
    grid = panels.topic_grid(counted, slugs, chosen.reader, context.texts, page=page, mode=mode)
    name = chosen.changed[0].name(context.texts.language)
    on = chosen.changed[0].slug in slugs
    await context.toast(f"{name}: {panels.on_off(context.texts, on=on)}")
    await context.show(grid)


async def subscribe(context: Context) -> None:
    """``/subscribe world tech`` in one line; alone, the grid."""
    if not context.words:
        await topics(context)
        return
    words = context.words.replace(",", " ").split()
    try:
        chosen = await context.services.subscribers.subscribe(context.reader, words)
    except RejectedError as error:
        await context.refuse(sentence(error, context.texts), _nearest(error))
        return
    text = context.texts.t("Subscribed to {topics}.", topics=_names(context, chosen.changed))
    await context.show(OutgoingMessage(f"{text}\n{next_line(chosen.reader, context.texts)}"))


async def unsubscribe(context: Context) -> None:
    """``/unsubscribe world`` or ``all`` in one line; alone, buttons."""
    words = context.words.replace(",", " ").split()
    if [word.casefold() for word in words] == ["all"]:
        await leave_all(context)
        return
    if words:
        await _leave(context, words)
        return
    mine = await context.services.subscribers.topics_of(context.reader)
    if not mine:
        raise RejectedError(Reason.NOT_SUBSCRIBED)
    pairs = [(topic.slug, topic.name(context.texts.language)) for topic in mine]
    await context.say(panels.unsubscribe_choice(pairs, context.texts))


async def leave(context: Context) -> None:
    """A tap on one topic to leave."""
    await _leave(context, [context.words])


async def leave_all(context: Context) -> None:
    """Everything ends at once, with Undo and a pause as buttons."""
    await context.services.subscribers.unsubscribe_all(context.reader)
    await context.show(panels.left_everything(context.texts))


async def come_back(context: Context) -> None:
    """Undo the end of everything."""
    reader = await context.services.subscribers.come_back(context.reader)
    mine = await context.services.subscribers.topics_of(reader)
    names = [topic.name(context.texts.language) for topic in mine]
    await context.show(panels.welcome_back(reader, names, context.texts))


async def pause_back(context: Context) -> None:
    """A pause instead of the end."""
    reader = await context.services.subscribers.come_back(context.reader)
    paused = await context.services.subscribers.pause(reader, None)
    await context.show(panels.pause_choice(paused, context.texts))


async def _leave(context: Context, words: list[str]) -> None:
    chosen = await context.services.subscribers.unsubscribe(context.reader, words)
    if chosen.changed:
        text = context.texts.t("No more {topics}.", topics=_names(context, chosen.changed))
    else:
        text = context.texts.t("You were not subscribed to that topic.")
    await context.show(OutgoingMessage(f"{text}\n{next_line(chosen.reader, context.texts)}"))


async def _show_grid(context: Context, *, mode: str, page: int) -> None:
    counted = await context.services.topics.counted()
    if not counted:
        raise RejectedError(Reason.NO_TOPICS_YET)
    mine = await context.services.subscribers.topics_of(context.reader)
    slugs = {topic.slug for topic in mine}
    reader = context.reader if mine else replace(context.reader, next_digest_at=None)
    await context.show(panels.topic_grid(counted, slugs, reader, context.texts, page=page, mode=mode))


def _nearest(error: RejectedError) -> Keyboard:
    """The nearest topics to a misspelt one, to subscribe to by a tap."""
    nearest = error.details.get("nearest", "").split()
    return (tuple(Button(slug, f"join:{slug}") for slug in nearest),) if nearest else ()


async def join(context: Context) -> None:
    """A tap on a topic that was meant: ``slug``; it stays on for who has it."""
    context.words = context.words[:40]
    await subscribe(context)


def _names(context: Context, chosen: tuple[Topic, ...]) -> str:
    return context.texts.listed(topic.name(context.texts.language) for topic in chosen)


PART = Part(
    commands=(
        Command(
            "topics",
            topics,
            "Choose your topics",
            aliases=("list",),
            menu=True,
            settles=True,
            example="/topics world +nato -sport",
        ),
        Command(
            "subscribe",
            subscribe,
            "Subscribe in one line",
            aliases=("sub",),
            settles=True,
            example="/subscribe world tech",
        ),
        Command(
            "unsubscribe",
            unsubscribe,
            "Leave a topic, or everything",
            aliases=("unsub",),
            settles=True,
            example="/unsubscribe all",
        ),
        Command("stop", leave_all, "Stop every digest", settles=True),
    ),
    reader_buttons={
        "topic": toggle,
        "join": join,
        "topics": turn_page,
        "leave": leave,
        "leave_all": leave_all,
        "come_back": come_back,
        "pause_back": pause_back,
    },
)
