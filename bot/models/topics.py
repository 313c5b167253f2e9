"""Topics: the subjects that readers choose."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Topic:
    """A subject that readers choose; ``names`` maps a language code to the name shown."""

    id: int
    slug: str
    names: dict[str, str]
    position: int = 0

    def name(self, language: str) -> str:
        """The topic's name in a language, else its first name, else its slug."""
        return self.names.get(language) or self.names.get("en") or next(iter(self.names.values()), self.slug)


@dataclass(frozen=True, slots=True)
class CountedTopic:
    """A topic with its active readers and its articles of the last seven days."""

    topic: Topic
    readers: int
    articles: int
