"""Articles on the desk: found, published, deleted, and the last of it undone."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.errors import Reason, RejectedError
from bot.models import Article, ArticleState
from bot.services.changes import changed, existing, open_draft, record
from bot.services.drafting import Ranker, Sources
from bot.services.drafts import Drafts
from bot.services.undoing import Undone, take_back
from bot.storage import actions, articles, audit, drafts, reach, removal, stories
from bot.storage.engine import Database
from bot.storage.reach import Reach

UNDO_WINDOW = timedelta(minutes=10)
KEPT_DELETED = timedelta(days=30)
PAGE = 8  # articles on one page of a list


@dataclass(frozen=True, slots=True)
class Published:
    """A published article and its readers; ``action_id`` undoes it, None when it was published before."""

    article: Article
    reach: Reach
    action_id: int | None


@dataclass(frozen=True, slots=True)
class Removed:
    """An article taken off the desk; ``action_id`` brings it back."""

    article: Article
    action_id: int


@dataclass(frozen=True, slots=True)
class Page:
    """One page of articles, counted from 0; ``more`` tells that another one follows."""

    articles: tuple[Article, ...]
    number: int
    more: bool


class Articles:
    """Every change is one transaction with its audit row and its action; ``drafts`` makes new ones."""

    def __init__(
        self, database: Database, now: Callable[[], datetime], pool: Ranker, sources: Sources
    ) -> None:
        self.drafts = Drafts(database, now, pool, sources)
        self._database = database
        self._now = now

    async def listing(
        self, states: Sequence[ArticleState], *, topic: str = "", words: Sequence[str] = (), page: int = 0
    ) -> Page:
        """One page of articles, the newest first; ``words`` must all be in the title."""
        async with self._database.read() as conn:
            found = await articles.listing(
                conn, states, topic=topic, words=words, limit=PAGE + 1, offset=page * PAGE
            )
        return Page(tuple(found[:PAGE]), page, len(found) > PAGE)

    async def reach(self, article_id: int) -> Reach:
        """Whom an article reaches now."""
        async with self._database.read() as conn:
            return await reach.of_article(conn, article_id)

    async def publish(self, article_id: int, version: int, *, by: int) -> Published:
        """Publish the draft that an editor has seen in a version; a second tap publishes nothing.

        Raises:
            RejectedError: NO_SUCH_ARTICLE, NEEDS_TOPIC, or ARTICLE_CHANGED when the draft has changed since.
        """
        try:
            async with self._database.write() as conn:
                return await self._publish(conn, article_id, version, by)
        except RejectedError as error:
            if error.reason is not Reason.ARTICLE_CHANGED:
                raise
            return await self._published_before(article_id, error)

    async def delete(self, article_id: int, *, by: int, version: int | None = None) -> Removed:
        """Take an article off the desk, for good after 30 days; ``version`` is the one that was seen.

        Raises:
            RejectedError: NO_SUCH_ARTICLE, or ARTICLE_CHANGED when it has changed since.
        """
        async with self._database.write() as conn:
            before = await existing(conn, article_id)
            article = await changed(
                conn,
                article_id,
                before.version if version is None else version,
                state=ArticleState.DELETED.value,
                deleted_at=self._now(),
                state_before_deletion=before.state.value,
            )
            await drafts.remove(conn, article_id)
            action_id = await record(
                conn, "article.delete", article_id, by=by, now=self._now(), before=before.state.value
            )
            return Removed(article, action_id)

    async def undo(self, *, by: int, action_id: int | None = None) -> Undone:
        """Undo a person's own last action of the last ten minutes, or the one of an Undo button.

        Raises:
            RejectedError: NOTHING_TO_UNDO.
        """
        now = self._now()
        async with self._database.write() as conn:
            action = await actions.last(conn, by, now - UNDO_WINDOW, action_id)
            if action is None or not await actions.mark_undone(conn, action.id, now):
                raise RejectedError(Reason.NOTHING_TO_UNDO)
            undone = await take_back(conn, action, now)
            await audit.append(conn, by, f"undo {action.kind}", undone.target, now)
            return undone

    async def purge(self) -> int:
        """Remove for good what was deleted more than 30 days ago; how many articles there were."""
        async with self._database.write(effect=False) as conn:
            return await removal.purge_articles(conn, self._now() - KEPT_DELETED)

    async def _publish(self, conn: AsyncConnection, article_id: int, version: int, by: int) -> Published:
        draft = await open_draft(conn, article_id)
        if not draft.topics:
            raise RejectedError(Reason.NEEDS_TOPIC)
        # The number first: its lock lets one publishing after the other look for the story.
        number = draft.number or await articles.next_number(conn)
        story = draft.story_id or await stories.same_story(conn, draft)
        article = await changed(
            conn,
            article_id,
            version,
            state=ArticleState.PUBLISHED.value,
            number=number,
            story_id=story or await articles.open_story(conn, article_id),
            published_at=self._now(),
        )
        await drafts.remove(conn, article_id)
        action_id = await record(conn, "article.publish", article_id, by=by, now=self._now())
        return Published(article, await reach.of_article(conn, article_id), action_id)

    async def _published_before(self, article_id: int, error: RejectedError) -> Published:
        async with self._database.read() as conn:
            article = await existing(conn, article_id)
            if article.state is not ArticleState.PUBLISHED:
                raise error
            return Published(article, await reach.of_article(conn, article_id), None)
