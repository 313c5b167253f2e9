"""The articles of the desk: lists, deleting, undoing."""

from bot.errors import Reason, RejectedError
from bot.handlers.commands import Command, Part
from bot.handlers.context import Context
from bot.handlers.drafts import numbers, say_card, show_article
from bot.models import ArticleState, OutgoingMessage
from bot.services.adding import match_topics
from bot.services.topics import find_topic
from bot.services.undoing import Undone
from bot.views import catalogue

LONGEST_QUERY = 200
MOST_PAGES = 10_000


async def list_articles(context: Context) -> None:
    """Show published articles, of a topic or with words in their titles."""
    await _show_page(context, " ".join(context.words.split())[:LONGEST_QUERY], 0)


async def turn_page(context: Context) -> None:
    """Show another page of a list."""
    (page,) = numbers(context.words, 1)
    await _show_page(context, context.words.partition(":")[2], min(page, MOST_PAGES))


async def _show_page(context: Context, query: str, page: int) -> None:
    topic, words = await _understood(context, query)
    found = await context.services.articles.listing(
        [ArticleState.PUBLISHED], topic=topic, words=words, page=page
    )
    listing = catalogue.Listing(found.articles, page, found.more, query)
    zone = context.reader.schedule.zone
    await context.show(catalogue.article_list(listing, context.texts, zone=zone))


async def _understood(context: Context, query: str) -> tuple[str, list[str]]:
    """The topic and the words of a query: its first word may name a topic, with ``#`` it must."""
    first, *rest = query.split() or [""]
    known = await context.services.topics.all()
    if first.startswith("#"):
        return find_topic(first, known).slug, rest
    slugs, _ = match_topics([first], known)
    return (slugs[0], rest) if slugs else ("", query.split())


async def list_drafts(context: Context) -> None:
    """Show the open drafts."""
    found = await context.services.articles.listing([ArticleState.DRAFT])
    await context.say(catalogue.draft_list(found.articles, context.texts, more=found.more))


async def delete(context: Context) -> None:
    """Delete the article of a number."""
    if not context.words.strip():
        await context.refuse(catalogue.delete_usage(context.texts))
        return
    (article_id,) = numbers(context.words, 1)
    result = await context.services.articles.delete(article_id, by=context.person.id)
    await context.say(catalogue.removed(result.article, result.action_id, context.texts))


async def undo(context: Context) -> None:
    """Undo the person's own last action."""
    undone = await context.services.articles.undo(by=context.person.id)
    await context.say(OutgoingMessage(catalogue.undone(undone.kind, undone.topic, context.texts)))
    if undone.article and undone.article.state is not ArticleState.DELETED:
        await say_card(context, await context.services.articles.drafts.get(undone.article.id))


async def undo_button(context: Context) -> None:
    """Undo what the tapped message tells."""
    if not context.words.isdecimal():
        raise RejectedError(Reason.NOTHING_TO_UNDO)
    (action_id,) = numbers(context.words, 1)
    undone = await context.services.articles.undo(by=context.person.id, action_id=action_id)
    await _show_undone(context, undone)


async def _show_undone(context: Context, undone: Undone) -> None:
    if undone.article:
        await show_article(context, undone.article.id)
    else:
        await context.show(OutgoingMessage(catalogue.undone(undone.kind, undone.topic, context.texts)))


PART = Part(
    commands=(
        Command(
            name="articles",
            handler=list_articles,
            summary="Published articles",
            editor=True,
            menu=True,
            example="/articles world election",
        ),
        Command(
            name="drafts",
            handler=list_drafts,
            summary="Open drafts",
            aliases=("queue",),
            editor=True,
            menu=True,
            example="/drafts",
        ),
        Command(
            name="delete",
            handler=delete,
            summary="Delete an article",
            editor=True,
            menu=True,
            example="/delete 12",
        ),
        Command(
            name="undo",
            handler=undo,
            summary="Undo your last action",
            editor=True,
            menu=True,
            example="/undo",
        ),
    ),
    editor_buttons={"articles": turn_page, "undo": undo_button},
)
