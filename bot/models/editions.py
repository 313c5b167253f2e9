"""What one digest offers one reader."""

from dataclasses import dataclass

from bot.models.articles import Article
from bot.models.topics import Topic


@dataclass(frozen=True, slots=True)
class Story:
    """One event as a digest tells it: its newest article, and the other articles on it."""

    article: Article
    also: tuple[Article, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """The stories of one topic; ``topic`` is None where stories stand in the order of time."""

    topic: Topic | None
    stories: tuple[Story, ...]


@dataclass(frozen=True, slots=True)
class Edition:
    """What one reader is offered: the stories shown, and those behind "+N more".

    It covers the articles with ``after < number <= up_to``.
    """

    sections: tuple[Section, ...]
    more: tuple[Story, ...]
    after: int
    up_to: int

    @property
    def count(self) -> int:
        """How many stories are shown."""
        return sum(len(section.stories) for section in self.sections)
