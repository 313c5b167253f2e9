"""The desk's topics: looked up by people's words, created by editors."""

import difflib
import re
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from bot.errors import Reason, RejectedError
from bot.locales import Texts, languages, texts
from bot.models import CountedTopic, Topic
from bot.storage import actions, audit, topics
from bot.storage.engine import Database

SLUG = re.compile(r"[a-z0-9][a-z0-9_-]{0,31}\Z")
FRESH = timedelta(days=7)


class Topics:
    """Reads and adds topics."""

    def __init__(self, database: Database, now: Callable[[], datetime]) -> None:
        self._database = database
        self._now = now

    async def all(self) -> list[Topic]:
        """Every topic in the desk's order."""
        async with self._database.read() as conn:
            return await topics.all_topics(conn)

    async def counted(self) -> list[CountedTopic]:
        """Every topic with its counts."""
        async with self._database.read() as conn:
            readers = await topics.reader_counts(conn)
            fresh = await topics.article_counts(conn, self._now() - FRESH)
            return [
                CountedTopic(topic, readers.get(topic.id, 0), fresh.get(topic.id, 0))
                for topic in await topics.all_topics(conn)
            ]

    async def create(self, slug: str, name: str, *, by: int) -> Topic:
        """Add a topic; without a name it is called as its slug, with a capital.

        Raises:
            RejectedError: BAD_SLUG or TOPIC_EXISTS.
        """
        wanted = checked_slug(slug)
        names = {"en": name.strip() or wanted.replace("-", " ").replace("_", " ").capitalize()}
        async with self._database.write() as conn:
            topic = await topics.insert(conn, wanted, names, self._now())
            if topic is None:
                raise RejectedError(Reason.TOPIC_EXISTS, slug=wanted)
            await audit.append(conn, by, "topic.create", wanted, self._now())
            await actions.record(conn, by, "topic.create", {"topic": topic.id}, self._now())
        return topic

    async def merge(self, source: str, target: str, *, by: int) -> Topic:
        """Let a topic go on as another: readers keep their words, articles and what was told move along.

        Raises:
            RejectedError: NO_SUCH_TOPIC, or TOPIC_EXISTS for a topic merged with itself.
        """
        async with self._database.write() as conn:
            known = await topics.all_topics(conn)
            gone, kept = find_topic(source, known), find_topic(target, known)
            if gone.id == kept.id:
                raise RejectedError(Reason.TOPIC_EXISTS, slug=kept.slug)
            await topics.merge(conn, gone.id, kept.id)
            await audit.append(conn, by, "topic.merge", kept.slug, self._now(), before=gone.slug)
        return kept

    async def create_starter_set(self, *, by: int) -> list[Topic]:
        """Add the starter set's topics that are not there yet; returns all topics."""
        async with self._database.write() as conn:
            for slug, names in starter_set().items():
                if await topics.insert(conn, slug, names, self._now()):
                    await audit.append(conn, by, "topic.create", slug, self._now())
            return await topics.all_topics(conn)


def starter_set() -> dict[str, dict[str, str]]:
    """What an owner of an empty desk is offered: slugs with their names by language, in the desk's order."""
    spoken = {code: _starter_names(texts(code)) for code in languages()}
    return {slug: {code: names[slug] for code, names in spoken.items()} for slug in spoken["en"]}


def _starter_names(words: Texts) -> dict[str, str]:
    return {
        "world": words.plain("World"),
        "politics": words.plain("Politics"),
        "business": words.plain("Business"),
        "tech": words.plain("Technology"),
        "science": words.plain("Science"),
        "health": words.plain("Health"),
        "culture": words.plain("Culture"),
        "sport": words.plain("Sport"),
    }


def checked_slug(word: str) -> str:
    """A slug as it is stored: lower-cased, without a leading ``#``.

    Raises:
        RejectedError: BAD_SLUG.
    """
    slug = word.removeprefix("#").strip().lower()
    if not SLUG.match(slug):
        raise RejectedError(Reason.BAD_SLUG, slug=word[:40])
    return slug


def find_topic(word: str, known: Iterable[Topic]) -> Topic:
    """The topic that a person's word means: its slug or one of its names, in any case.

    Raises:
        RejectedError: NO_SUCH_TOPIC, with the nearest slugs.
    """
    wanted = word.removeprefix("#").strip().casefold()
    spellings = {spelling: topic for topic in known for spelling in _spellings(topic)}
    if wanted in spellings:
        return spellings[wanted]
    close = difflib.get_close_matches(wanted, list(spellings), n=3, cutoff=0.5)
    nearest = dict.fromkeys(spellings[spelling].slug for spelling in close)
    raise RejectedError(Reason.NO_SUCH_TOPIC, slug=word[:40], nearest=" ".join(nearest))


def _spellings(topic: Topic) -> set[str]:
    return {topic.slug, *(name.casefold() for name in topic.names.values())}
