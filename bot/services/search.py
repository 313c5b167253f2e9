"""Looking for articles: understood, found, ranked, and the pages of it remembered."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.errors import Reason, RejectedError
from bot.models import Findings, Query, Story
from bot.services.search_ranks import ranked
from bot.services.search_words import cleaned, is_empty, parse
from bot.storage import articles, search, searches, topics
from bot.storage.engine import Database

MOST_FOUND = 200  # the newest articles that are ranked; what is older is found with more words
MOST_TITLES = 60  # of those whose titles hold every word, however old
FRESH = timedelta(days=7)
MOST_LATEST = 1000  # articles that the pages of the newest go through
KEPT_SEARCHES = timedelta(days=30)
HASH_CHARACTERS = 16


@dataclass(frozen=True, slots=True)
class Latest:
    """A page of the newest stories; ``more`` tells that another one follows."""

    stories: tuple[Story, ...]
    more: bool


class Search:
    """Finds published articles, and keeps searches that are too long for a button."""

    def __init__(self, database: Database, now: Callable[[], datetime]) -> None:
        self._database = database
        self._now = now

    async def find(self, text: str, *, zone: str, start: int, size: int) -> Findings:
        """A slice of what a search finds, the best first.

        Raises:
            RejectedError: NOTHING_TO_SEARCH, NO_SUCH_TOPIC with the nearest ones, or BAD_SINCE.
        """
        async with self._database.read() as conn:
            known = await topics.all_topics(conn)
            query = parse(text, known, now=self._now(), zone=zone)
            if is_empty(query):
                raise RejectedError(Reason.NOTHING_TO_SEARCH)
            found = await search.candidates(conn, query, limit=MOST_FOUND)
            if query.terms and len(found) == MOST_FOUND:
                found += await search.candidates(conn, query, limit=MOST_TITLES, in_title=True)
            order = ranked(found, query, self._now())
            shown = await articles.by_ids(conn, [one.article_id for one in order[start : start + size]])
        return Findings(query, tuple(shown), len(order), len(order) > start + size)

    async def newest(self, *, start: int, size: int) -> Findings:
        """A slice of the newest articles of the desk."""
        async with self._database.read() as conn:
            query = Query("")
            found = await search.candidates(conn, query, limit=start + size + 1)
            ids = [one.article_id for one in found]
            shown = await articles.by_ids(conn, ids[start : start + size])
        return Findings(query, tuple(shown), len(ids), len(ids) > start + size)

    async def latest(self, topic_ids: Sequence[int], *, page: int, size: int) -> Latest:
        """A page of the newest stories of topics, of the last seven days."""
        async with self._database.read() as conn:
            found = await search.newest(conn, topic_ids, self._now() - FRESH, limit=MOST_LATEST)
            told = _by_story(found)
            shown = told[page * size : (page + 1) * size]
            loaded = await articles.by_ids(conn, [article_id for ids in shown for article_id in ids])
        read = {article.id: article for article in loaded}
        stories = [[read[article_id] for article_id in ids if article_id in read] for ids in shown]
        return Latest(
            tuple(Story(first, tuple(others)) for first, *others in filter(None, stories)),
            more=(page + 1) * size < len(told),
        )

    async def keep(self, words: str) -> str:
        """Keep a search that is too long for a button; what the button carries instead."""
        name = hashlib.sha256(words.encode()).hexdigest()[:HASH_CHARACTERS]
        async with self._database.write(effect=False) as conn:
            await searches.put(conn, name, cleaned(words), self._now())
        return name

    async def kept(self, name: str) -> str:
        """The search that a button names.

        Raises:
            ValueError: there is none; it is older than 30 days, or was never kept.
        """
        async with self._database.read() as conn:
            words = await searches.get(conn, name)
        if words is None:
            raise ValueError("no such search")
        return words


def _by_story(found: Sequence[tuple[int, int | None]]) -> list[list[int]]:
    """Ids in one list a story, in the order of the stories' first; an article without one stands alone."""
    stories: dict[tuple[str, int], list[int]] = {}
    for article_id, story_id in found:
        key = ("article", article_id) if story_id is None else ("story", story_id)
        stories.setdefault(key, []).append(article_id)
    return list(stories.values())
