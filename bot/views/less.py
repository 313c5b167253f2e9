"""Less like this, in words: what it does, and how to undo it."""

from collections.abc import Sequence

from bot.locales import Texts
from bot.models import Article, Button, OutgoingMessage, SourceLimit, Topic
from bot.views.html import bold, cut

TITLE_LIMIT = 120
NAME_LIMIT = 60
BUTTON_NAME = 14  # with the words around it a label stays within 30 characters
MOST_TOPICS = 5
SHOWN = 30  # limits of one list


def offer(article: Article, topics: Sequence[Topic], texts: Texts) -> OutgoingMessage:
    """What can come less often, given a story."""
    title = cut(article.title, TITLE_LIMIT)
    rows = []
    if article.source_name.strip():
        name = cut(article.source_name, BUTTON_NAME)
        rows += [
            (Button(texts.plain("Fewer: {source}", source=name), f"less_to:{article.id}:1"),),
            (Button(texts.plain("None: {source}", source=name), f"less_to:{article.id}:0"),),
        ]
    rows += [
        (
            Button(
                texts.plain("Topic: {topic}", topic=cut(topic.name(texts.language), BUTTON_NAME)),
                f"choice:{topic.slug}",
            ),
        )
        for topic in topics[:MOST_TOPICS]
    ]
    if not rows:
        return OutgoingMessage(
            texts.t(
                "“{title}” names no source and is in none of your topics: it does not come to you.",
                title=title,
            )
        )
    rows.append((Button(texts.plain("Change nothing"), "less_no"),))
    return OutgoingMessage(
        texts.t(
            "Less like “{title}”: fewer stories of its source (one a digest) or none, "
            "or open a topic to leave out words, set a maximum or mute it.",
            title=title,
        ),
        tuple(rows),
    )


def limited(article_id: int, source: str, level: int, texts: Texts) -> OutgoingMessage:
    """What was changed, with a way back."""
    name = cut(source, NAME_LIMIT)
    if level == 0:
        text = texts.t("No more stories of {source} in your digests. /less shows and lifts it.", source=name)
    elif level == 1:
        text = texts.t("At most one story of {source} in a digest. /less shows and lifts it.", source=name)
    else:
        return OutgoingMessage(texts.t("{source} comes as before.", source=name))
    return OutgoingMessage(text, ((Button(texts.plain("Undo"), f"less_to:{article_id}:9"),),))


def kept(texts: Texts) -> OutgoingMessage:
    """Nothing was changed."""
    return OutgoingMessage(texts.t("Nothing was changed."))


def listing(limits: Sequence[tuple[SourceLimit, str]], texts: Texts) -> OutgoingMessage:
    """The limits of a reader, each with the mark that its button carries."""
    if not limits:
        return OutgoingMessage(
            texts.t("Nothing comes less often: the button “Less like this” under a story changes that.")
        )
    lines = [_line(limit, texts) for limit, _ in limits[:SHOWN]]
    rows = tuple(
        (Button(texts.plain("Lift: {source}", source=cut(limit.source, BUTTON_NAME)), f"lift:{mark}"),)
        for limit, mark in limits[:SHOWN]
    )
    return OutgoingMessage("\n".join([bold(texts.plain("Less of these")), *lines]), rows)


def _line(limit: SourceLimit, texts: Texts) -> str:
    name = cut(limit.source, NAME_LIMIT)
    if limit.most == 0:
        return texts.t("{source}: none", source=name)
    return texts.t("{source}: at most one a digest", source=name)
