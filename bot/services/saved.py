"""What a person starred: kept until the person or the article goes."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from bot.errors import Reason, RejectedError
from bot.models import Article, Topic
from bot.storage import articles, saved, topics
from bot.storage.engine import Database

MOST_SAVED = 1000


@dataclass(frozen=True, slots=True)
class Opened:
    """A published article with its topics, and whether the person starred it."""

    article: Article
    topics: tuple[Topic, ...]
    saved: bool


class Saved:
    """Opens published articles for readers, and keeps their stars."""

    def __init__(self, database: Database, now: Callable[[], datetime]) -> None:
        self._database = database
        self._now = now

    async def open(self, article_id: int, *, person_id: int) -> Opened:
        """A published article as a person sees it.

        Raises:
            RejectedError: NO_SUCH_STORY.
        """
        async with self._database.read() as conn:
            found = await articles.by_ids(conn, [article_id])
            if not found:
                raise RejectedError(Reason.NO_SUCH_STORY)
            of_it = [topic for topic in await topics.all_topics(conn) if topic.slug in found[0].topics]
            return Opened(found[0], tuple(of_it), await saved.has(conn, person_id, article_id))

    async def star(self, article_id: int, *, person_id: int, on: bool) -> None:
        """Star a published article, or take a star away; twice is once.

        Raises:
            RejectedError: NO_SUCH_STORY, or TOO_MANY_SAVED.
        """
        async with self._database.write() as conn:
            if not on:
                await saved.remove(conn, person_id, article_id)
                return
            if not await articles.by_ids(conn, [article_id]):
                raise RejectedError(Reason.NO_SUCH_STORY)
            if await saved.count(conn, person_id) >= MOST_SAVED:
                raise RejectedError(Reason.TOO_MANY_SAVED, limit=str(MOST_SAVED))
            await saved.add(conn, person_id, article_id, self._now())

    async def page(self, person_id: int, *, page: int, size: int) -> tuple[list[Article], bool]:
        """A page of a person's starred articles, the last starred first, and whether another one follows."""
        async with self._database.read() as conn:
            found = await saved.page(conn, person_id, start=page * size, size=size + 1)
        return found[:size], len(found) > size
