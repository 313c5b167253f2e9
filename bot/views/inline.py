"""Stories as cards that can be shared in any chat."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.locales import Texts
from bot.models import Article, Findings, Length, Query, Story
from bot.views.excerpts import excerpt
from bot.views.html import cut, escape, italic
from bot.views.telling import byline, heading, summary

TITLE_LIMIT = 200
DESCRIPTION_LIMIT = 200
SUMMARY_LIMIT = 1500
NO_QUERY = Query("")


@dataclass(frozen=True, slots=True)
class Card:
    """One result: what the list shows, the message that is sent, and the button under it."""

    id: str
    title: str
    description: str
    text: str
    url: str
    button: str
    link: str


def cards(findings: Findings, texts: Texts, now: datetime, username: str) -> Sequence[Card]:
    """The cards of what was found, in its order."""
    return [_card(article, findings.query, texts, now, username) for article in findings.articles]


def _card(article: Article, query: Query, texts: Texts, now: datetime, username: str) -> Card:
    about = byline(Story(article), texts, now, TITLE_LIMIT)
    short = cut(" ".join(summary(article, Length.THREE)), SUMMARY_LIMIT)
    found = excerpt(article.body, query) or short
    lines = [heading(article, TITLE_LIMIT), italic(about), escape(short)]
    return Card(
        id=str(article.id),
        title=cut(article.title, TITLE_LIMIT),
        description=cut(" · ".join(part for part in (about, found) if part), DESCRIPTION_LIMIT),
        text="\n".join(line for line in lines if line not in {"", "<i></i>"}),
        url=article.url if article.url.startswith(("http://", "https://")) else "",
        button=texts.plain("Read in the bot"),
        link=f"https://t.me/{username}?start=a_{article.id}",
    )
