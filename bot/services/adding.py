"""The grammar of ``/add``: what a person's message says about a new article; pure."""

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from bot.models import Topic
from bot.sources.text import clean_line, clean_text
from bot.views.cards import TitleFrom
from bot.views.html import LIMIT, cut, units
from summarizer.sentences import split_paragraphs

TITLE_LINE = 120  # characters: a longer first line is a paragraph and no title
TITLE_SENTENCE = 90  # UTF-16 units of a first sentence that stands in for a title
PROSE = 160  # characters: more words than this behind the command are the text itself
SENTENCE_REACH = 1000  # characters looked at for the first sentence

COMMAND = re.compile(r"\A\s*/\w+(?:@\w+)?(?!\S)[^\S\n]*")
LINK = re.compile(r"https?://\S+\Z", re.IGNORECASE)
HEADING = re.compile(r"#{1,6}\s+")
STOP = re.compile(r"[.。．।…][\"'”’»)\]]*\Z")
CLOSED = re.compile(r"[.!?:;。！？।…][\"'”’»)\]]*\Z")
NAME_GAPS = re.compile(r"[\s_-]+")


@dataclass(frozen=True, slots=True)
class Submission:
    """What is to become an article: topics as written (without ``#``), a link, a title, a text."""

    topics: tuple[str, ...]
    url: str
    title: str
    body: str
    title_from: TitleFrom | None = None


@dataclass(frozen=True, slots=True)
class Pasted:
    """A draft's messages as they came, and how its title was found; None once an editor wrote one."""

    parts: tuple[str, ...] = ()
    title_from: TitleFrom | None = None

    def to_json(self) -> str:
        """Give it as one line to be stored."""
        return json.dumps({"parts": self.parts, "title_from": self.title_from}, ensure_ascii=False)

    @classmethod
    def from_json(cls, line: str) -> "Pasted":
        """Read what ``to_json`` wrote; an empty line stands for nothing pasted."""
        if not line:
            return cls()
        fields = json.loads(line)
        found = fields["title_from"]
        return cls(tuple(fields["parts"]), TitleFrom(found) if found else None)


def read(parts: Sequence[str]) -> Submission:
    """Read the messages of one ``/add``, the title found where none is given."""
    submission = parse(joined(parts))
    if submission.title or not submission.body:
        return submission
    title, body, found = titled(submission.body)
    return Submission(submission.topics, submission.url, title, body, found)


def parse(text: str) -> Submission:
    """Read a message: the first line holds topics, a link and the title, the further lines the body.

    A body that is one link and nothing else is the link. Words behind the command that are too long for a
    title, or that are all there is and end in a full stop, are the text.
    """
    first, _, rest = COMMAND.sub("", clean_text(text), count=1).partition("\n")
    topics, links, words = _sorted_words(first.split())
    title, body, url = clean_line(" ".join(words)), clean_text(rest).strip(), links[0] if links else ""
    if not url and LINK.fullmatch(body):
        url, body = body, ""
    if _is_prose(title, body, url):
        title, body = "", f"{title}\n{body}".strip()
    return Submission(topics, url, title, body, TitleFrom.GIVEN if title else None)


def _sorted_words(words: Iterable[str]) -> tuple[tuple[str, ...], list[str], list[str]]:
    """Topics, links and the other words of a first line; of several links, the first is the page."""
    topics: dict[str, str] = {}
    links: list[str] = []
    others: list[str] = []
    for word in words:
        if word.startswith("#") and _topic_word(word):
            topics.setdefault(_topic_word(word).casefold(), _topic_word(word))
        elif LINK.match(word) and not links:
            links.append(word)
        else:
            others.append(word)
    return tuple(topics.values()), links, others


def _topic_word(word: str) -> str:
    return word.lstrip("#").rstrip(",;.:")


def _is_prose(title: str, body: str, url: str) -> bool:
    if url and not body:
        return False
    return len(title) > PROSE or (not body and bool(STOP.search(title)))


def titled(body: str) -> tuple[str, str, TitleFrom]:
    """The title of a text without one, the text that is left, and where the title was found."""
    body = body.strip()
    first, _, rest = body.partition("\n")
    heading = clean_line(HEADING.sub("", first, count=1))
    if heading and rest.strip() and len(heading) <= TITLE_LINE and not STOP.search(heading):
        return heading, rest.strip(), TitleFrom.FIRST_LINE
    return cut(first_sentence(body), TITLE_SENTENCE), body, TitleFrom.FIRST_SENTENCE


def first_sentence(text: str) -> str:
    """The first sentence of a text, on one line."""
    paragraphs = split_paragraphs(text.strip()[:SENTENCE_REACH], "en")
    return clean_line(paragraphs[0][0]) if paragraphs and paragraphs[0] else clean_line(text[:SENTENCE_REACH])


def joined(parts: Sequence[str]) -> str:
    """The text of a message that a client split into parts."""
    seams = [_seam(before, after) + after for before, after in pairwise(parts)]
    return "".join([*parts[:1], *seams])


def _seam(before: str, after: str) -> str:
    """What stood between two parts: clients cut at white space and drop it, or in a run that has none."""
    if not before or not after or before[-1].isspace() or after[0].isspace():
        return ""
    if units(before) >= LIMIT and len(before.split(maxsplit=1)) == 1:
        return ""
    return "\n" if CLOSED.search(before) else " "


def match_topics(words: Iterable[str], known: Iterable[Topic]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The slugs of the topics that words mean, by slug or name, and the words that mean none."""
    spellings = {spelling: topic.slug for topic in known for spelling in _spellings(topic)}
    slugs: dict[str, None] = {}
    unknown: list[str] = []
    for word in words:
        slug = spellings.get(_folded(word))
        if slug:
            slugs[slug] = None
        else:
            unknown.append(word)
    return tuple(slugs), tuple(unknown)


def _spellings(topic: Topic) -> set[str]:
    return {_folded(topic.slug), *map(_folded, topic.names.values())}


def _folded(name: str) -> str:
    """A name as people write it in one word: "World news" is ``#world_news``, ``#WorldNews`` too."""
    return NAME_GAPS.sub("", name).casefold()
