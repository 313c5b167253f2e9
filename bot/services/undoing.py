"""Taking back what a person did last, each kind of action in its own way."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.errors import Reason, RejectedError
from bot.models import Article, ArticleState
from bot.services.changes import changed
from bot.storage import articles, drafts, reach, removal
from bot.storage.actions import Action


@dataclass(frozen=True, slots=True)
class Undone:
    """An action that was taken back: the article as it is now, or the slug of the topic that is gone."""

    kind: str
    article: Article | None = None
    topic: str = ""

    @property
    def target(self) -> str:
        """What the audit names."""
        return str(self.article.id) if self.article else self.topic


async def take_back(conn: AsyncConnection, action: Action, now: datetime) -> Undone:
    """Bring back what was before an action.

    Raises:
        RejectedError: NOTHING_TO_UNDO when what it did has been changed by something else since.
    """
    if action.kind == "topic.create":
        slug = await removal.remove_unused_topic(conn, action.payload["topic"])
        if slug is None:
            raise RejectedError(Reason.NOTHING_TO_UNDO)
        return Undone(action.kind, topic=slug)
    way = _WAYS.get(action.kind)
    article = await articles.get(conn, action.payload["article"]) if way else None
    if way is None or article is None:
        raise RejectedError(Reason.NOTHING_TO_UNDO)
    return Undone(action.kind, await way(conn, article, action, now))


def _require(article: Article, state: ArticleState) -> None:
    if article.state is not state:
        raise RejectedError(Reason.NOTHING_TO_UNDO)


async def _unadd(conn: AsyncConnection, article: Article, _action: Action, now: datetime) -> Article:
    _require(article, ArticleState.DRAFT)
    await drafts.remove(conn, article.id)
    return await changed(
        conn,
        article.id,
        article.version,
        state=ArticleState.DELETED.value,
        deleted_at=now,
        state_before_deletion=article.state.value,
    )


async def _unpublish(conn: AsyncConnection, article: Article, _action: Action, _now: datetime) -> Article:
    """Back to a draft; it keeps its number once anybody was offered it, so that it never comes twice."""
    _require(article, ArticleState.PUBLISHED)
    offered = article.number is not None and await reach.was_offered(conn, article.id, article.number)
    kept = article.number if offered else None
    return await changed(
        conn, article.id, article.version, state=ArticleState.DRAFT.value, published_at=None, number=kept
    )


async def _undelete(conn: AsyncConnection, article: Article, _action: Action, _now: datetime) -> Article:
    _require(article, ArticleState.DELETED)
    before = article.state_before_deletion or ArticleState.DRAFT
    return await changed(
        conn, article.id, article.version, state=before.value, deleted_at=None, state_before_deletion=None
    )


async def _retitle(conn: AsyncConnection, article: Article, action: Action, _now: datetime) -> Article:
    _require(article, ArticleState.DRAFT)
    return await changed(conn, article.id, article.version, title=action.payload["title"])


async def _retopic(conn: AsyncConnection, article: Article, action: Action, _now: datetime) -> Article:
    _require(article, ArticleState.DRAFT)
    await articles.set_topics(conn, article.id, action.payload["topics"])
    return await changed(conn, article.id, article.version)


_Way = Callable[[AsyncConnection, Article, Action, datetime], Awaitable[Article]]
_WAYS: dict[str, _Way] = {
    "article.add": _unadd,
    "article.publish": _unpublish,
    "article.delete": _undelete,
    "article.title": _retitle,
    "article.topics": _retopic,
}
