"""A newsroom for tests: real storage, hand-written sources and pool, a clock that the test moves."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from bot.errors import RejectedError
from bot.models import Topic
from bot.services.articles import Articles
from bot.services.drafts import Sender
from bot.services.topics import Topics
from bot.sources.document import IncomingDocument
from bot.storage.engine import Database
from summarizer import rank
from summarizer.models import Ranking

EDITOR = 7
OTHER_EDITOR = 8
CHAT = 70
NOON = datetime(2026, 3, 3, 12, tzinfo=UTC)


@dataclass
class Watch:
    """A clock that stands still until it is moved."""

    time: datetime = NOON

    def __call__(self) -> datetime:
        return self.time

    def moves(self, step: timedelta) -> None:
        self.time += step


@dataclass
class InlinePool:
    """Ranks at once in this process, by the order of the sentences."""

    ranked: list[str] = field(default_factory=list)

    async def rank(self, text: str, *, title: str = "", language: str | None = None) -> Ranking:
        self.ranked.append(text)
        return rank(text, title=title, language=language or "en", method="lead")


@dataclass
class PaperSources:
    """Gives the one document it holds, or refuses as it was told to."""

    document: IncomingDocument | None = None
    refusal: RejectedError | None = None
    asked: list[str] = field(default_factory=list)

    async def read_page(self, url: str) -> IncomingDocument:
        return self._give(url)

    async def read_file(self, name: str, mime: str, data: bytes) -> IncomingDocument:
        return self._give(name)

    def _give(self, name: str) -> IncomingDocument:
        self.asked.append(name)
        if self.refusal:
            raise self.refusal
        assert self.document is not None
        return self.document


class Newsroom:
    """One desk with its parts at hand."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.watch = Watch()
        self.pool = InlinePool()
        self.sources = PaperSources()
        self.topics = Topics(database, self.watch)
        self.articles = Articles(database, self.watch, self.pool, self.sources)
        self.drafts = self.articles.drafts

    def sender(self, person: int = EDITOR) -> Sender:
        return Sender(person, CHAT, self.watch())

    async def has_topic(self, slug: str, name: str = "") -> Topic:
        return await self.topics.create(slug, name, by=OTHER_EDITOR)
