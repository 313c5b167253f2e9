"""What the desk is told about its articles: what became of one, and lists of them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.locales import Html, Texts
from bot.models import Article, ArticleState, Button, Keyboard, OutgoingMessage, Topic
from bot.views.cards import byline, digest_text, heading, state_name, topic_names
from bot.views.html import bold, cut, escape, italic, link

ROW_TITLE = 90
BUTTON_TITLE = 40
LONGEST_DATA = 64  # bytes of a button's data


@dataclass(frozen=True, slots=True)
class Readers:
    """How many readers an article reaches, and when the first of them gets a digest."""

    count: int
    next_digest_at: datetime | None


@dataclass(frozen=True, slots=True)
class Listing:
    """A page of articles with what was asked for, so that its buttons can ask for the next one."""

    articles: tuple[Article, ...]
    page: int
    more: bool
    query: str = ""


def published(
    article: Article,
    topics: Iterable[Topic],
    readers: Readers,
    texts: Texts,
    *,
    zone: str,
    action_id: int | None,
) -> OutgoingMessage:
    """After publishing: who gets the article and when; without ``action_id`` it had been published before."""
    names = topic_names(article.topics, topics, texts)
    first = texts.t("<b>Published.</b>") if action_id else texts.t("<b>Already published.</b>")
    lines = [f"{first} {_who(readers, names, texts)}", _when(readers, texts, zone), "", heading(article)]
    return OutgoingMessage(
        "\n".join(lines).replace("\n\n\n", "\n\n"), _undo_row(action_id, texts) if action_id else ()
    )


def _who(readers: Readers, names: str, texts: Texts) -> str:
    if not readers.count:
        return texts.t("Nobody reads {topics} yet; new readers find it in their first digest.", topics=names)
    return texts.n(
        "{count} reader of {topics} gets it in the next digest.",
        "{count} readers of {topics} get it in their next digest.",
        readers.count,
        topics=names,
    )


def _when(readers: Readers, texts: Texts, zone: str) -> str:
    if readers.next_digest_at is None:
        return ""
    moment = texts.moment(readers.next_digest_at, zone)
    return texts.t("The first goes out {moment} ({zone}).", moment=moment, zone=zone)


def removed(article: Article, action_id: int, texts: Texts) -> OutgoingMessage:
    """After a draft was discarded or an article deleted."""
    if article.state_before_deletion is ArticleState.DRAFT:
        text = texts.t("Discarded: {title}", title=Html(heading(article)))
    else:
        text = texts.t(
            "Deleted: {title}\nDigests that are not composed yet go out without it.",
            title=Html(heading(article)),
        )
    return OutgoingMessage(text, _undo_row(action_id, texts))


def gone(article_id: int, texts: Texts) -> OutgoingMessage:
    """What a card turns into when its article has been deleted."""
    return OutgoingMessage(texts.t("Article {id} was deleted.", id=article_id))


def _undo_row(action_id: int, texts: Texts) -> Keyboard:
    return ((Button(texts.plain("Undo"), f"undo:{action_id}"),),)


def article_card(article: Article, topics: Sequence[Topic], texts: Texts, *, zone: str) -> OutgoingMessage:
    """A published article as the desk sees it."""
    state = state_name(article.state, texts)
    if article.published_at:
        state = f"{state}, {texts.moment(article.published_at, zone)}"
    blocks = [
        italic(texts.plain("Article {id} · {state}", id=article.id, state=state)),
        f"{heading(article)}\n{italic(byline(article, topics, texts))}",
        digest_text(article, texts),
    ]
    button = Button(texts.plain("Delete"), f"delete:{article.id}:{article.version}")
    return OutgoingMessage("\n\n".join(blocks), ((button,),))


def article_list(listing: Listing, texts: Texts, *, zone: str) -> OutgoingMessage:
    """Published articles, the newest first; a tap opens one."""
    if not listing.articles:
        return OutgoingMessage(_nothing_found(listing, texts))
    title = texts.plain("Articles · page {page}", page=listing.page + 1)
    rows = [_list_line(article, texts, zone) for article in listing.articles]
    if listing.more and not _fits_button(listing.query):
        rows.append(texts.t("Only the newest are shown: ask with fewer words to turn pages."))
    text = "\n".join([bold(f"{title} · {listing.query}" if listing.query else title), "", *rows])
    return OutgoingMessage(text, (*_open_rows(listing.articles), *_page_row(listing, texts)))


def _nothing_found(listing: Listing, texts: Texts) -> str:
    if listing.query:
        return texts.t("No article fits “{query}”. /articles shows all.", query=cut(listing.query, ROW_TITLE))
    return texts.t("No articles yet. Send /add with a text, a link or a file.")


def _list_line(article: Article, texts: Texts, zone: str) -> str:
    line = f"{article.id}. {link(cut(article.title, ROW_TITLE), article.url)}"
    if article.published_at:
        line += "\n" + italic(texts.moment(article.published_at, zone))
    return line


def _open_rows(articles: Iterable[Article]) -> list[tuple[Button, ...]]:
    return [
        (Button(f"{article.id} · {cut(article.title, BUTTON_TITLE)}", f"article:{article.id}"),)
        for article in articles
    ]


def _page_row(listing: Listing, texts: Texts) -> Keyboard:
    if not _fits_button(listing.query):
        return ()
    row = []
    if listing.page:
        row.append(Button(texts.plain("◀ Back"), f"articles:{listing.page - 1}:{listing.query}"))
    if listing.more:
        row.append(Button(texts.plain("Next ▶"), f"articles:{listing.page + 1}:{listing.query}"))
    return (tuple(row),) if row else ()


def _fits_button(query: str) -> bool:
    """Whether a query can stand in the data of the buttons that turn the pages."""
    return len(f"articles:9999:{query}".encode()) <= LONGEST_DATA


def draft_list(drafts: Sequence[Article], texts: Texts, *, more: bool) -> OutgoingMessage:
    """The open drafts, the newest first; a tap opens one."""
    if not drafts:
        return OutgoingMessage(texts.t("No open drafts. /add makes one."))
    rows = [f"{draft.id}. {escape(cut(draft.title, ROW_TITLE))}" for draft in drafts]
    lines = [bold(texts.plain("Open drafts")), "", *rows]
    if more:
        lines.append(texts.t("… and older ones: publish or discard some of these to see them."))
    return OutgoingMessage("\n".join(lines), tuple(_open_rows(drafts)))


def delete_usage(texts: Texts) -> str:
    """How /delete is used."""
    return texts.t("Which one? Send its number, as in <code>/delete 12</code>; /articles shows the numbers.")


def undone(kind: str, topic: str, texts: Texts) -> str:
    """What was taken back."""
    if kind == "topic.create":
        return texts.t("Undone: the topic #{slug} is gone.", slug=topic)
    if kind == "article.add":
        return texts.t("Undone: the draft is discarded.")
    if kind == "article.publish":
        return texts.t("Undone: the article is a draft again.")
    if kind == "article.delete":
        return texts.t("Undone: the article is back.")
    return texts.t("Undone: the draft is as it was before.")
