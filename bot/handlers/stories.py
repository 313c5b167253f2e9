"""One story: read at any length, starred, shared; and what was starred."""

from bot.errors import Reason, RejectedError
from bot.handlers.commands import Command, Part
from bot.handlers.context import Context, keyboard_of
from bot.handlers.data import number, numbers
from bot.handlers.drafts import MOST_DIGITS
from bot.models import OutgoingMessage
from bot.views import stories as views
from bot.views.buttons import in_mode

PAGE = 5
MOST_PAGES = 200


async def article(context: Context) -> None:
    """``/article id``: one story in full."""
    word = context.words.removeprefix("#").strip()
    if not word:
        text = context.texts.t(
            "Which story? Send its number, as in <code>/article 12</code>, or look into /latest"
        )
        await context.refuse(text)
        return
    if not word.isdecimal() or len(word) > MOST_DIGITS:
        raise RejectedError(Reason.NO_SUCH_STORY)
    await show_card(context, int(word))


async def read(context: Context) -> None:
    """Open a story, ``id``, or show it at another length, ``id:sentences``."""
    if ":" not in context.words:
        (article_id,) = numbers(context.words)
        await show_card(context, article_id)
        return
    article_id, sentences = numbers(context.words)
    await _show_at(context, article_id, sentences)


async def show_card(context: Context, article_id: int) -> None:
    """Send one story in full, as a message of its own."""
    await context.say(await _card(context, article_id, views.FULL))


async def pick(context: Context) -> None:
    """Let the buttons under numbered stories do another thing with them: ``mode:first``."""
    mode, _, digits = context.words.partition(":")
    shown = keyboard_of(context.message)
    await context.rearrange(in_mode(shown, context.texts, first=number(digits), mode=mode))


async def save(context: Context) -> None:
    """Star a story or take its star away, ``id:1`` or ``id:0``; with ``:sentences`` its card is shown."""
    article_id, on, *rest = numbers(context.words)
    if on not in {0, 1} or len(rest) > 1 or not set(rest) <= set(views.LENGTHS):
        raise ValueError("no button of ours")
    await context.services.saved.star(article_id, person_id=context.person.id, on=bool(on))
    told = context.texts.plain("Saved. /saved shows your list.") if on else context.texts.plain("Removed.")
    await context.toast(told)
    if rest and context.private:
        await _show_at(context, article_id, rest[0])


async def saved(context: Context) -> None:
    """What the person starred; in a private chat only, since it is theirs alone."""
    if not context.private:
        text = context.texts.t("Your saved stories are yours alone: send me /saved in our private chat.")
        await context.say(OutgoingMessage(text))
        return
    await _show_saved(context, 0)


async def turn_saved(context: Context) -> None:
    """Another page of what was starred."""
    (page,) = numbers(context.words)
    await _show_saved(context, min(page, MOST_PAGES))


async def unsave(context: Context) -> None:
    """Take a star away from the list: ``id:page``."""
    article_id, page = numbers(context.words)
    await context.services.saved.star(article_id, person_id=context.person.id, on=False)
    await context.toast(context.texts.plain("Removed."))
    if context.private:
        await _show_saved(context, min(page, MOST_PAGES))


async def _show_saved(context: Context, page: int) -> None:
    found, more = await context.services.saved.page(context.person.id, page=page, size=PAGE)
    if not found and page:
        # The last story of the last page went: the page before is the last now.
        await _show_saved(context, page - 1)
        return
    await context.show(views.saved_page(found, context.texts, context.now, page=page, size=PAGE, more=more))


async def _show_at(context: Context, article_id: int, sentences: int) -> None:
    if sentences not in views.LENGTHS:
        raise ValueError("no such length")
    await context.show(await _card(context, article_id, sentences))


async def _card(context: Context, article_id: int, sentences: int) -> OutgoingMessage:
    opened = await context.services.saved.open(article_id, person_id=context.person.id)
    return views.card(
        opened.article,
        [topic.name(context.texts.language) for topic in opened.topics],
        context.texts,
        context.now,
        sentences=sentences,
        # In a group the card is everybody's, so it shows nobody's star.
        saved=opened.saved and context.private,
        link=f"https://t.me/{context.bot.username}?start=a_{article_id}",
    )


PART = Part(
    commands=(
        Command("saved", saved, "What you saved", menu=True),
        Command("article", article, "One story in full", example="/article 12"),
    ),
    open_buttons={"read": read, "pick": pick, "save": save, "saved": turn_saved, "unsave": unsave},
)
