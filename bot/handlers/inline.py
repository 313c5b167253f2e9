"""``@bot words`` in any chat: stories as cards to share, also for people who never wrote to the bot."""

import logging

from telegram import (
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQuery,
    InlineQueryResultArticle,
    InlineQueryResultsButton,
    InputTextMessageContent,
    LinkPreviewOptions,
)
from telegram.constants import ParseMode
from telegram.error import TelegramError

from bot.errors import RejectedError
from bot.handlers.context import Context
from bot.locales import Texts, nearest_language, texts
from bot.models import Findings
from bot.services.search_words import cleaned
from bot.views import inline as views

log = logging.getLogger(__name__)

PAGE = 10
LAST_OFFSET = 200
CACHE_SECONDS = 60
_NOTHING = Findings(views.NO_QUERY, (), 0, more=False)


async def answer(context: Context) -> None:
    """Answer with a page of cards; whatever goes wrong, the person sees no cards and can go on typing."""
    query = context.incoming.inline_query
    if query is None:
        return
    try:
        await _answer(query, context)
    except TelegramError as error:
        # Who goes on typing makes the question too old before it is answered.
        log.info("inline query not answered", extra={"error": str(error)})
    except Exception:
        log.exception("inline query failed")


async def _answer(query: InlineQuery, context: Context) -> None:
    reader = await context.services.subscribers.load(
        query.from_user.id, 0, kind="private", language=nearest_language(query.from_user.language_code)
    )
    words = texts(reader.language)
    start = offset_of(query.offset)
    findings = await _find(context, query.query, start, reader.schedule.zone)
    await context.bot.answer_inline_query(
        query.id,
        [_result(card) for card in views.cards(findings, words, context.now, context.bot.username)],
        # The cards are in the person's language, so nobody else is given them.
        is_personal=True,
        cache_time=CACHE_SECONDS,
        next_offset=str(start + PAGE) if findings.more and start + PAGE < LAST_OFFSET else "",
        button=InlineQueryResultsButton(_button(findings, words), start_parameter="inline"),
    )


async def _find(context: Context, text: str, start: int, zone: str) -> Findings:
    if start >= LAST_OFFSET:
        return _NOTHING
    if not cleaned(text):
        return await context.services.search.newest(start=start, size=PAGE)
    try:
        return await context.services.search.find(text, zone=zone, start=start, size=PAGE)
    except RejectedError:
        # Words that mean nothing find nothing: the button above the cards says so.
        return _NOTHING


def offset_of(given: str) -> int:
    """Where a page begins; 0 for an offset that is none of ours."""
    return int(given) if given.isdecimal() and len(given) <= 4 else 0


def _button(findings: Findings, words: Texts) -> str:
    if findings.articles:
        return words.plain("Open the bot")
    return words.plain("Nothing found: open the bot")


def _result(card: views.Card) -> InlineQueryResultArticle:
    return InlineQueryResultArticle(
        id=card.id,
        title=card.title,
        description=card.description,
        url=card.url or None,
        input_message_content=InputTextMessageContent(
            card.text, parse_mode=ParseMode.HTML, link_preview_options=LinkPreviewOptions(is_disabled=True)
        ),
        reply_markup=InlineKeyboardMarkup([[InlineKeyboardButton(card.button, url=card.link)]]),
    )
