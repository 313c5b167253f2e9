"""From articles to one reader's edition: filters, stories, limits and order; pure."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache

from bot.models import Article, Edition, Preferences, Section, Story, StoryOrder, Subscription, Topic
from bot.services.less import most_of, source_key, wanted

FRESH = timedelta(days=7)  # what is older is in no digest
PER_SOURCE = 5

Choice = tuple[Topic, Subscription]


@dataclass(frozen=True, slots=True)
class Placed:
    """A story under the one topic for which it counts."""

    story: Story
    topic: Topic
    subscription: Subscription


def compose(
    articles: Sequence[Article],
    topics: Sequence[Topic],
    subscriptions: Sequence[Subscription],
    preferences: Preferences,
    *,
    after: int,
    up_to: int,
) -> Edition:
    """Choose and order what a reader sees of the articles offered (newest first).

    ``topics`` are the reader's, in the desk's order. At most ``preferences.stories`` stories, five of one
    named source (or fewer, as the reader wishes) and a topic's own maximum are shown; the rest is counted as
    more.
    """
    chosen = {choice.topic_id: choice for choice in subscriptions if not choice.muted}
    mine = in_readers_order(topics, subscriptions)
    order = [(topic, chosen[topic.id]) for topic in mine if topic.id in chosen]
    homes = {article.id: _home(article, order) for article in wanted(articles, preferences.sources)}
    placed = [
        Placed(story, *home)
        for story in group(article for article in articles if homes.get(article.id))
        if (home := homes[story.article.id])
    ]
    shown, more = _limited(placed, preferences)
    return Edition(
        _sections(shown, preferences.order, mine), tuple(place.story for place in more), after, up_to
    )


def waits(edition: Edition, preferences: Preferences, next_at: datetime | None) -> bool:
    """Whether a scheduled digest waits for more stories: there are some, but fewer than its minimum.

    It goes out as it is where no digest follows (``next_at`` is None), and where one of its stories would be
    too old for the following one.
    """
    stories = (*(story for section in edition.sections for story in section.stories), *edition.more)
    if not 0 < len(stories) < preferences.minimum or next_at is None:
        return False
    ages = [article.published_at for story in stories for article in (story.article, *story.also)]
    return all(at is None or at >= next_at - FRESH for at in ages)


def in_readers_order(topics: Iterable[Topic], subscriptions: Iterable[Subscription]) -> list[Topic]:
    """Topics in the reader's own order; those without a place of their own follow as they stand."""
    places = {choice.topic_id: choice.position for choice in subscriptions if choice.position}
    return sorted(topics, key=lambda topic: (topic.id not in places, places.get(topic.id, 0)))


def group(articles: Iterable[Article]) -> list[Story]:
    """One story per ``story_id``, its newest article first; an article without a story stands alone."""
    stories: dict[tuple[str, int], list[Article]] = {}
    for article in articles:
        key = ("article", article.id) if article.story_id is None else ("story", article.story_id)
        stories.setdefault(key, []).append(article)
    return [Story(first, tuple(others)) for first, *others in stories.values()]


def _home(article: Article, order: Sequence[Choice]) -> Choice | None:
    """The first of the reader's topics that wants the article: its words must and must not occur."""
    text = as_compared(f"{article.title}\n{article.body}") if _have_words(order) else ""
    return next(
        (choice for choice in order if choice[0].slug in article.topics and _wants(choice[1], text)), None
    )


def _wants(subscription: Subscription, text: str) -> bool:
    included = not subscription.include or any(mentions(text, word) for word in subscription.include)
    return included and not any(mentions(text, word) for word in subscription.exclude)


def as_compared(text: str) -> str:
    """A text as the words of filters are compared with it: one spelling, without case."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).casefold())


def mentions(text: str, word: str) -> bool:
    """Whether a text holds a word or a longer form of it: "sport" is in "sports", not in "transport".

    ``text`` is given ``as_compared``. In scripts that write words together or begin them with an article,
    the word may stand anywhere.
    """
    return _pattern(word).search(text) is not None


@lru_cache(maxsize=4096)
def _pattern(word: str) -> re.Pattern[str]:
    word = as_compared(word)
    name = unicodedata.name(word[:1], "")
    alone = name.startswith(("LATIN", "CYRILLIC", "GREEK", "DIGIT"))
    return re.compile((r"(?<!\w)" if alone else "") + re.escape(word))


def _have_words(order: Sequence[Choice]) -> bool:
    return any(choice.include or choice.exclude for _, choice in order)


def _limited(placed: Sequence[Placed], preferences: Preferences) -> tuple[list[Placed], list[Placed]]:
    shown: list[Placed] = []
    more: list[Placed] = []
    of_source: Counter[str] = Counter()
    of_topic: Counter[int] = Counter()
    for place in placed:
        source, topic = source_key(place.story.article.source_name), place.topic.id
        full = len(shown) >= preferences.stories or (
            source != "" and of_source[source] >= most_of(source, preferences.sources, PER_SOURCE)
        )
        if full or 0 < place.subscription.maximum <= of_topic[topic]:
            more.append(place)
            continue
        shown.append(place)
        of_source[source] += 1
        of_topic[topic] += 1
    return shown, more


def _sections(placed: Sequence[Placed], order: StoryOrder, topics: Sequence[Topic]) -> tuple[Section, ...]:
    if order is StoryOrder.TIME:
        return (Section(None, tuple(place.story for place in placed)),) if placed else ()
    stories = {topic.id: tuple(place.story for place in placed if place.topic == topic) for topic in topics}
    return tuple(Section(topic, stories[topic.id]) for topic in topics if stories[topic.id])
