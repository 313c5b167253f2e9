"""The buttons under a draft's card."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from telegram import Message

from bot.errors import Reason, RejectedError
from bot.handlers.commands import Handler
from bot.handlers.context import Context
from bot.models import ArticleState, OutgoingMessage
from bot.services.articles import Published
from bot.services.drafts import JoinedPart, Sender
from bot.storage.reach import Reach
from bot.views import cards, catalogue
from bot.views.cards import Draft

TITLE_DIALOG = "article.title"
MOST_DIGITS = 18  # what fits a database's integer


def numbers(words: str, count: int) -> list[int]:
    """The first numbers of a button's data or of a command, such as 12 and 3 of "12:3".

    Raises:
        RejectedError: NO_SUCH_ARTICLE, for data that no button of ours carries.
    """
    pieces = [piece.strip().lstrip("#№") for piece in words.split(":")][:count]
    if len(pieces) < count or not all(_is_number(piece) for piece in pieces):
        raise RejectedError(Reason.NO_SUCH_ARTICLE, id=words[:20])
    return [int(piece) for piece in pieces]


def _is_number(piece: str) -> bool:
    return piece.isdecimal() and len(piece) <= MOST_DIGITS


def sender(context: Context) -> Sender:
    """Who sent the update's message, where and when; for a tap, the message is the card's."""
    return Sender(context.person.id, context.chat.id, context.message.date)


def article_view(context: Context, draft: Draft) -> OutgoingMessage:
    """An article's card: that of a draft, or that of a published article."""
    if draft.article.state is ArticleState.DRAFT:
        return cards.draft_card(draft, context.texts)
    zone = context.reader.schedule.zone
    return catalogue.article_card(draft.article, draft.topics, context.texts, zone=zone)


async def say_card(context: Context, draft: Draft) -> None:
    """Send an article's card as a new message."""
    await _placed(context, draft, await context.say(article_view(context, draft)))


async def renew_card(context: Context, joined: JoinedPart) -> None:
    """Edit the card of a draft that has grown, or send it anew where it cannot be edited."""
    view = article_view(context, joined.draft)
    if joined.message_id is None or not await context.edit(joined.message_id, view):
        await say_card(context, joined.draft)


async def show_article(context: Context, article_id: int) -> None:
    """Show an article as it stands now where the tapped button is."""
    try:
        draft = await context.services.articles.drafts.get(article_id)
    except RejectedError:
        await context.show(catalogue.gone(article_id, context.texts))
        return
    await context.show(article_view(context, draft))
    tapped = context.query.message if context.query else None
    if isinstance(tapped, Message):
        await _placed(context, draft, tapped.message_id)


async def _placed(context: Context, draft: Draft, message_id: int) -> None:
    if draft.article.state is ArticleState.DRAFT:
        drafts = context.services.articles.drafts
        await drafts.place_card(draft.article.id, sender(context), message_id)


@asynccontextmanager
async def refreshing(context: Context, article_id: int) -> AsyncIterator[None]:
    """Turn an outdated card into the article as it is, and let the refusal go on to say why."""
    try:
        yield
    except RejectedError as error:
        if error.reason in {Reason.ARTICLE_CHANGED, Reason.NO_SUCH_ARTICLE}:
            await show_article(context, article_id)
        raise


async def publish(context: Context) -> None:
    """Publish."""
    article_id, version = numbers(context.words, 2)
    async with refreshing(context, article_id):
        result = await context.services.articles.publish(article_id, version, by=context.person.id)
    await context.show(await _published(context, result))


async def _published(context: Context, result: Published) -> OutgoingMessage:
    return catalogue.published(
        result.article,
        await context.services.topics.all(),
        _readers(result.reach),
        context.texts,
        zone=context.reader.schedule.zone,
        action_id=result.action_id,
    )


def _readers(reach: Reach) -> catalogue.Readers:
    return catalogue.Readers(reach.readers, reach.next_digest_at)


async def discard(context: Context) -> None:
    """Discard a draft, or delete a published article: one tap, with an Undo."""
    article_id, version = numbers(context.words, 2)
    async with refreshing(context, article_id):
        result = await context.services.articles.delete(article_id, by=context.person.id, version=version)
    await context.show(catalogue.removed(result.article, result.action_id, context.texts))


async def open_article(context: Context) -> None:
    """Show the card of an article."""
    await show_article(context, *numbers(context.words, 1))


async def removed_lines(context: Context) -> None:
    """Show the lines that were cut."""
    (article_id,) = numbers(context.words, 1)
    async with refreshing(context, article_id):
        draft = await context.services.articles.drafts.get(article_id)
    await context.show(cards.removed_lines(draft.article, context.texts))


async def topics(context: Context) -> None:
    """Show the topics as switches."""
    (article_id,) = numbers(context.words, 1)
    async with refreshing(context, article_id):
        draft = await context.services.articles.drafts.get(article_id)
    await context.show(cards.topic_choice(draft, context.texts))


async def switch_topic(context: Context) -> None:
    """Give the draft a topic, or take it away."""
    article_id, topic_id, on = numbers(context.words, 3)
    async with refreshing(context, article_id):
        draft = await context.services.articles.drafts.set_topic(
            article_id, topic_id, on=bool(on), by=context.person.id
        )
    await context.show(cards.topic_choice(draft, context.texts))


async def create_topic(context: Context) -> None:
    """Make the topic that the editor's message named, and give it to the draft."""
    (article_id,) = numbers(context.words, 1)
    slug = context.words.partition(":")[2]
    async with refreshing(context, article_id):
        draft = await context.services.articles.drafts.create_topic(article_id, slug, by=context.person.id)
    await context.show(article_view(context, draft))


async def ask_title(context: Context) -> None:
    """Ask for another title."""
    (article_id,) = numbers(context.words, 1)
    async with refreshing(context, article_id):
        draft = await context.services.articles.drafts.get(article_id)
    await context.services.dialogs.begin(context.chat.id, context.person.id, TITLE_DIALOG, article=article_id)
    await context.say(cards.title_question(draft.article, context.texts))


async def take_title(context: Context, article_id: int) -> None:
    """Take an editor's message as the new title; an empty one leaves the question open."""
    text = context.message.text or ""
    try:
        draft = await context.services.articles.drafts.set_title(article_id, text, by=context.person.id)
    except RejectedError as error:
        if error.reason is not Reason.TITLE_EMPTY:
            await context.services.dialogs.end(context.chat.id, context.person.id)
        raise
    await context.services.dialogs.end(context.chat.id, context.person.id)
    await say_card(context, draft)


BUTTONS: dict[str, Handler] = {
    "publish": publish,
    "discard": discard,
    "delete": discard,
    "article": open_article,
    "draft": open_article,
    "draft_lines": removed_lines,
    "draft_topics": topics,
    "draft_topic": switch_topic,
    "draft_create": create_topic,
    "draft_title": ask_title,
}
