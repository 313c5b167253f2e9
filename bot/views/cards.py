"""The cards of articles for the desk: a draft before it is published, and what became of it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.locales import Html, Texts
from bot.models import Article, ArticleState, Button, Keyboard, Length, OutgoingMessage, Topic
from bot.views.html import bold, cut, escape, italic, link, units
from bot.views.telling import SENTENCES_LIMIT, is_lead, summary

TITLE_LIMIT = 300
NAMES_LIMIT = 200
SOURCE_LIMIT = 80
DUPLICATE_LIMIT = 90
CUT_LINES_LIMIT = 3500
CREATED_AT_ONCE = 4  # buttons that create a topic, on one card
GRID_WIDTH = 2
GRID_MOST = 60


class TitleFrom(StrEnum):
    """How an article came by its title."""

    GIVEN = "given"
    FIRST_LINE = "first_line"
    FIRST_SENTENCE = "first_sentence"
    DOCUMENT = "document"


@dataclass(frozen=True, slots=True)
class UnknownTopic:
    """A word that names no topic, and the slug that a new topic of it would have; "" where it cannot."""

    word: str
    slug: str


@dataclass(frozen=True, slots=True)
class Draft:
    """A draft with what its card shows: the desk's topics, words that name none, an article like it."""

    article: Article
    topics: tuple[Topic, ...]
    unknown: tuple[UnknownTopic, ...] = ()
    title_from: TitleFrom | None = None
    duplicate: Article | None = None


def draft_card(draft: Draft, texts: Texts) -> OutgoingMessage:
    """The preview of a draft: the summary that readers will get, what was cut, and the next steps."""
    article = draft.article
    blocks = [
        italic(texts.plain("Draft {id}", id=article.id)),
        f"{heading(article)}\n{italic(byline(article, draft.topics, texts))}",
        digest_text(article, texts),
        "\n".join(_notes(draft, texts)),
    ]
    return OutgoingMessage("\n\n".join(block for block in blocks if block), _draft_keyboard(draft, texts))


def heading(article: Article) -> str:
    """An article's title as a bold link."""
    return f"<b>{link(cut(article.title, TITLE_LIMIT), article.url)}</b>"


def digest_text(article: Article, texts: Texts) -> str:
    """The sentences of an article exactly as a digest of three sentences shows them."""
    sentences = summary(article, Length.THREE)
    if not sentences:
        return italic(texts.plain("No sentence fits a summary; readers get the title alone."))
    return escape(cut(" ".join(sentences), SENTENCES_LIMIT))


def byline(article: Article, topics: Iterable[Topic], texts: Texts) -> str:
    """Source, language and topics of an article as plain text."""
    names = topic_names(article.topics, topics, texts) or texts.plain("no topic yet")
    parts = (cut(article.source_name, SOURCE_LIMIT), language_name(article.language, texts), names)
    return " · ".join(part for part in parts if part)


def topic_names(slugs: Sequence[str], topics: Iterable[Topic], texts: Texts) -> str:
    """The names of topics in the reader's language as plain text."""
    names = {topic.slug: topic.name(texts.language) for topic in topics}
    return cut(texts.listed(names.get(slug, slug) for slug in slugs), NAMES_LIMIT)


def language_name(code: str, texts: Texts) -> str:
    """A language's name in the language of the texts."""
    return str(texts.locale.languages.get(code, code))


def _notes(draft: Draft, texts: Texts) -> list[str]:
    notes = [_title_note(draft.title_from, texts)]
    removed = len(draft.article.ranking.removed)
    if removed:
        notes.append(
            texts.n("{count} line cut as page furniture", "{count} lines cut as page furniture", removed)
        )
    if is_lead(draft.article, Length.THREE):
        notes.append(texts.t("A short article: readers get its opening sentences"))
    if draft.unknown:
        words = cut(texts.listed(f"#{topic.word}" for topic in draft.unknown), NAMES_LIMIT)
        notes.append(texts.t("Not a topic yet: {words}", words=words))
    if draft.duplicate:
        notes.append(_duplicate_note(draft.duplicate, texts))
    return [note for note in notes if note]


def _title_note(found: TitleFrom | None, texts: Texts) -> str:
    if found is TitleFrom.FIRST_LINE:
        return texts.t("Title: first line of the text")
    if found is TitleFrom.FIRST_SENTENCE:
        return texts.t("Title: from the first sentence")
    if found is TitleFrom.DOCUMENT:
        return texts.t("Title: as the document names it")
    return ""


def _duplicate_note(duplicate: Article, texts: Texts) -> str:
    title = Html(link(cut(duplicate.title, DUPLICATE_LIMIT), duplicate.url))
    return texts.t(
        "⚠ Same text or page as article {id}: {title} ({state})",
        id=duplicate.id,
        title=title,
        state=state_name(duplicate.state, texts),
    )


def state_name(state: ArticleState, texts: Texts) -> str:
    """Where an article stands, in words."""
    if state is ArticleState.PUBLISHED:
        return texts.plain("published")
    if state is ArticleState.DELETED:
        return texts.plain("deleted")
    return texts.plain("draft")


def _draft_keyboard(draft: Draft, texts: Texts) -> Keyboard:
    article = draft.article
    rows: list[tuple[Button, ...]] = [
        *_create_rows(draft, texts),
        (
            Button(texts.plain("Publish"), f"publish:{article.id}:{article.version}"),
            Button(texts.plain("Topics"), f"draft_topics:{article.id}"),
        ),
        (
            Button(texts.plain("Title"), f"draft_title:{article.id}"),
            Button(texts.plain("Discard"), f"discard:{article.id}:{article.version}"),
        ),
    ]
    if article.ranking.removed:
        rows.append((Button(texts.plain("Show the lines cut"), f"draft_lines:{article.id}"),))
    if draft.duplicate:
        label = texts.plain("Show article {id}", id=draft.duplicate.id)
        rows.append((Button(label, f"article:{draft.duplicate.id}"),))
    return tuple(rows)


def _create_rows(draft: Draft, texts: Texts) -> list[tuple[Button, ...]]:
    creatable = [topic for topic in draft.unknown if topic.slug][:CREATED_AT_ONCE]
    return [
        (
            Button(
                texts.plain("Create topic #{slug}", slug=topic.slug),
                f"draft_create:{draft.article.id}:{topic.slug}",
            ),
        )
        for topic in creatable
    ]


def removed_lines(article: Article, texts: Texts) -> OutgoingMessage:
    """The lines that were cut from an article as page furniture, as many as fit into one message."""
    shown: list[str] = []
    room = CUT_LINES_LIMIT
    for line in article.ranking.removed:
        room -= units(line) + 3
        if room < 0 and shown:
            break
        shown.append(cut(line, CUT_LINES_LIMIT))
    text = "\n".join(
        [
            bold(texts.plain("Lines cut from draft {id}", id=article.id)),
            *(f"– {escape(line)}" for line in shown),
            *_left_out(len(article.ranking.removed) - len(shown), texts),
        ]
    )
    return OutgoingMessage(text, _back(article, texts))


def _left_out(count: int, texts: Texts) -> list[str]:
    return [texts.n("… and {count} more line", "… and {count} more lines", count)] if count else []


def _back(article: Article, texts: Texts) -> Keyboard:
    return ((Button(texts.plain("Back to the draft"), f"draft:{article.id}"),),)


def topic_choice(draft: Draft, texts: Texts) -> OutgoingMessage:
    """The desk's topics as switches for a draft; each button carries the state that it leads to."""
    article = draft.article
    buttons = [_topic_button(article, topic, texts) for topic in draft.topics[:GRID_MOST]]
    rows = [tuple(buttons[start : start + GRID_WIDTH]) for start in range(0, len(buttons), GRID_WIDTH)]
    names = topic_names(article.topics, draft.topics, texts) or texts.plain("none yet")
    lines = [heading(article), texts.t("Topics: {names}", names=names)]
    if not draft.topics:
        lines.append(texts.t("The desk has no topics. Send for example /newtopic world World news"))
    done = (Button(texts.plain("Done"), f"draft:{article.id}"),)
    return OutgoingMessage("\n".join(lines), (*rows, done))


def _topic_button(article: Article, topic: Topic, texts: Texts) -> Button:
    chosen = topic.slug in article.topics
    name = topic.name(texts.language)
    label = f"✓ {name}" if chosen else name
    return Button(label, f"draft_topic:{article.id}:{topic.id}:{0 if chosen else 1}")


def title_question(article: Article, texts: Texts) -> OutgoingMessage:
    """Asks for another title."""
    return OutgoingMessage(
        texts.t("Send the new title of draft {id}, or /cancel to keep this one:", id=article.id)
        + f"\n{bold(cut(article.title, TITLE_LIMIT))}"
    )
