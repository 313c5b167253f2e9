"""What every change of an article has in common: the article as it stands, its version, its trail."""

from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.errors import Reason, RejectedError
from bot.models import Article, ArticleState
from bot.storage import actions, articles, audit


async def existing(conn: AsyncConnection, article_id: int) -> Article:
    """The article of an id that is not deleted.

    Raises:
        RejectedError: NO_SUCH_ARTICLE.
    """
    article = await articles.get(conn, article_id)
    if article is None or article.state is ArticleState.DELETED:
        raise RejectedError(Reason.NO_SUCH_ARTICLE, id=str(article_id))
    return article


async def open_draft(conn: AsyncConnection, article_id: int) -> Article:
    """The draft of an id.

    Raises:
        RejectedError: NO_SUCH_ARTICLE, or ARTICLE_CHANGED for an article that is no draft (any more).
    """
    article = await existing(conn, article_id)
    if article.state is not ArticleState.DRAFT:
        raise RejectedError(Reason.ARTICLE_CHANGED)
    return article


async def changed(conn: AsyncConnection, article_id: int, version: int, **columns: Any) -> Article:
    """Change an article that still has a version.

    Raises:
        RejectedError: ARTICLE_CHANGED when somebody was faster.
    """
    article = await articles.change(conn, article_id, version, **columns)
    if article is None:
        raise RejectedError(Reason.ARTICLE_CHANGED)
    return article


async def record(
    conn: AsyncConnection,
    kind: str,
    article_id: int,
    *,
    by: int,
    now: datetime,
    before: str = "",
    after: str = "",
    undo: dict[str, Any] | None = None,
) -> int:
    """Write a change into the audit and among the person's actions; returns the action's id.

    ``undo`` holds what taking it back needs besides the article's id.
    """
    await audit.append(conn, by, kind, str(article_id), now, before=before, after=after)
    return await actions.record(conn, by, kind, {"article": article_id, **(undo or {})}, now)
