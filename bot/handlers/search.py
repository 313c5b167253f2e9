"""``/search``: what is found, and its pages."""

from bot.handlers.commands import Command, Part
from bot.handlers.context import Context
from bot.handlers.data import number
from bot.services.search_words import cleaned
from bot.views import search as views

PAGE = 5
LAST_PAGE = 40  # no more is ranked


async def search(context: Context) -> None:
    """``/search words [topic:x] [source:y] [since:7d]``."""
    await _show(context, cleaned(context.words), 0)


async def turn(context: Context) -> None:
    """Another page: ``page:words``."""
    digits, _, words = context.words.partition(":")
    await _show(context, words, _page(digits))


async def turn_kept(context: Context) -> None:
    """Another page of a long search: ``page:name``."""
    digits, _, name = context.words.partition(":")
    await _show(context, await context.services.search.kept(name), _page(digits))


def _page(digits: str) -> int:
    page = number(digits)
    if page > LAST_PAGE:
        raise ValueError(digits)
    return page


async def _show(context: Context, words: str, page: int) -> None:
    findings = await context.services.search.find(
        words, zone=context.reader.schedule.zone, start=page * PAGE, size=PAGE
    )
    if not findings.articles:
        await context.show(views.nothing_found(findings, context.texts))
        return
    turns = page > 0 or findings.more
    kept = await context.services.search.keep(words) if turns and not views.fits_button(words) else ""
    await context.show(
        views.result_page(findings, context.texts, context.now, page=page, size=PAGE, kept=kept)
    )


PART = Part(
    commands=(
        Command(
            "search",
            search,
            "Find stories by words",
            aliases=("find",),
            menu=True,
            heavy=True,
            example="/search harbour bridge topic:world since:7d",
        ),
    ),
    open_buttons={"find": turn, "found": turn_kept},
)
