"""What a search found: pages of stories with the matches in bold."""

from datetime import datetime

from bot.locales import Texts
from bot.models import Article, Button, Findings, Keyboard, Length, OutgoingMessage, Story
from bot.views.buttons import story_buttons
from bot.views.excerpts import excerpt, highlighted
from bot.views.html import bold, cut, escape, italic
from bot.views.telling import byline, heading, summary

SHOWN_WORDS = 60  # units of the search in the heading
TITLE_LIMIT = 200
SENTENCE_LIMIT = 220
MANY = 200  # so many are ranked at most
LONGEST_DATA = 64  # bytes of a button's data


def nothing_found(findings: Findings, texts: Texts) -> OutgoingMessage:
    """One sentence when no article holds every word."""
    words = cut(findings.query.words, SHOWN_WORDS)
    return OutgoingMessage(
        texts.t(
            "Nothing found for “{words}”. Try fewer or other words; /latest shows the newest.", words=words
        )
    )


def result_page(
    findings: Findings, texts: Texts, now: datetime, *, page: int, size: int, kept: str
) -> OutgoingMessage:
    """One page of what was found; ``kept`` names the search where it is too long for a button."""
    first = page * size + 1
    blocks = [
        f"{place}. {_result(article, findings, texts, now)}"
        for place, article in enumerate(findings.articles, start=first)
    ]
    rows = story_buttons([article.id for article in findings.articles], texts, first=first)
    turn = _turning(findings, texts, page, kept)
    return OutgoingMessage("\n\n".join([_heading(findings, texts), *blocks]), (*rows, *turn))


def fits_button(words: str) -> bool:
    """Whether a search can stand in the data of the buttons that turn the pages."""
    return len(f"find:99:{words}".encode()) <= LONGEST_DATA


def _heading(findings: Findings, texts: Texts) -> str:
    count = f"{findings.total}+" if findings.total >= MANY else str(findings.total)
    words = cut(findings.query.words, SHOWN_WORDS)
    return bold(texts.plain("Search: {words} · found {count}", words=words, count=count))


def _result(article: Article, findings: Findings, texts: Texts, now: datetime) -> str:
    lines = [heading(article, TITLE_LIMIT), italic(byline(Story(article), texts, now, TITLE_LIMIT))]
    found = excerpt(article.body, findings.query)
    if found:
        lines.append(highlighted(found, findings.query))
    else:
        lines.append(escape(cut(" ".join(summary(article, Length.ONE)), SENTENCE_LIMIT)))
    return "\n".join(line for line in lines if line not in {"", "<i></i>"})


def _turning(findings: Findings, texts: Texts, page: int, kept: str) -> Keyboard:
    data = f"found:{{}}:{kept}" if kept else f"find:{{}}:{findings.query.words}"
    row = [Button(texts.plain("◀ Back"), data.replace("{}", str(page - 1), 1))] if page else []
    if findings.more:
        row.append(Button(texts.plain("Next ▶"), data.replace("{}", str(page + 1), 1)))
    return (tuple(row),) if row else ()
