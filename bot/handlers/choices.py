"""One topic of a reader: its words, maximum, mute and place, in one line or by its panel."""

from dataclasses import replace

from bot.errors import Reason, RejectedError
from bot.handlers.commands import Part
from bot.handlers.context import Context
from bot.models import OutgoingMessage, Subscription
from bot.services.choices import Choice
from bot.services.topic_words import TopicChange, parse_topic_line, parse_words
from bot.views import choices as views
from bot.views.times import next_line

WORDS_DIALOG = "topic.words"
ORDER = "order"


async def in_one_line(context: Context) -> None:
    """``/topics world +nato -sport``, ``/topics order tech world``, ``/topics world`` alone."""
    first, *others = context.words.split()
    if first.casefold() == ORDER and others:
        await _order(context, [word for word in " ".join(others).replace(",", " ").split() if word])
        return
    name, change = parse_topic_line(context.words)
    await _show(context, await _changed(context, name, change))


async def panel(context: Context) -> None:
    """A tap in the panel of a topic: ``slug``, or ``slug:option:value``."""
    slug, _, option = context.words.partition(":")
    if option in {"include", "exclude"}:
        await _ask(context, slug, option)
        return
    _, change = parse_topic_line(f"{slug} {option.replace(':', ' ')}")
    await _show(context, await _changed(context, slug, change))


async def mine(context: Context) -> None:
    """The reader's topics in the order of the digest."""
    topics = await context.services.subscribers.topics_of(context.reader)
    if not topics:
        raise RejectedError(Reason.NOT_SUBSCRIBED)
    await context.show(views.choices(topics, context.reader, context.texts))


async def take_words(context: Context) -> None:
    """The answer to the question for words: they stand instead of those of before."""
    payload = context.dialog.payload if context.dialog else {}
    slug, name = str(payload["slug"]), str(payload["list"])
    if not context.words:
        raise RejectedError(Reason.NEEDS_TEXT)
    words = parse_words(context.words)

    def with_words(choice: Subscription) -> Subscription:
        return replace(choice, include=words) if name == "include" else replace(choice, exclude=words)

    found = await context.services.choices.change(context.reader, slug, with_words)
    await context.answered_question()
    await _show(context, found)


async def _changed(context: Context, name: str, change: TopicChange) -> Choice:
    known = await context.services.choices.of(context.reader, name)
    if known is not None and change == TopicChange():
        return known
    return await context.services.choices.change(context.reader, name, change.applied, move=change.move)


async def _order(context: Context, names: list[str]) -> None:
    ordered = await context.services.choices.order(context.reader, names)
    texts = context.texts
    listed = texts.listed(topic.name(texts.language) for topic in ordered)
    text = texts.t("Your digest now has this order: {topics}.", topics=listed)
    await context.say(OutgoingMessage(f"{text}\n{next_line(context.reader, texts)}"))


async def _ask(context: Context, slug: str, name: str) -> None:
    found = await context.services.choices.of(context.reader, slug)
    if found is None:
        raise RejectedError(Reason.NOT_SUBSCRIBED)
    texts = context.texts
    if not context.private:
        word = texts.plain("word")
        line = f"/topics {found.topic.slug} {'+' if name == 'include' else '-'}{word}"
        await context.say(OutgoingMessage(texts.t("Send for example <code>{line}</code>", line=line)))
        return
    question = views.question(found.topic, texts, exclude=name == "exclude")
    await context.ask(WORDS_DIALOG, question, slug=found.topic.slug, list=name)


async def _show(context: Context, found: Choice) -> None:
    await context.show(
        views.choice(
            found.topic, found.subscription, found.reader, context.texts, place=found.place, of=found.of
        )
    )


PART = Part(
    reader_buttons={"choice": panel, "choices": mine},
    answers={WORDS_DIALOG: take_words},
)
