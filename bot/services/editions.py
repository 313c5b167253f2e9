"""From articles to one reader's edition: filters, stories, limits and order; pure."""

from collections import Counter
from collections.abc import Iterable, Sequence

from bot.models import Article, Edition, Preferences, Section, Story, StoryOrder, Subscription, Topic

PER_SOURCE = 5


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

    ``topics`` are the reader's, in the order in which they are shown. At most ``preferences.stories``
    stories, five of one named source and a topic's own maximum are shown; the rest is counted as more.
    """
    by_topic = {topic.id: topic for topic in topics}
    wanted = {
        by_topic[subscription.topic_id].slug: subscription
        for subscription in subscriptions
        if subscription.topic_id in by_topic and not subscription.muted
    }
    stories = group([article for article in articles if _wanted(article, wanted)])
    shown, more = _limited(stories, wanted, preferences.stories)
    order = [topic for topic in topics if topic.slug in wanted]
    return Edition(_sections(shown, order, preferences.order), tuple(more), after, up_to)


def group(articles: Iterable[Article]) -> list[Story]:
    """One story per ``story_id``, its newest article first; an article without a story stands alone."""
    stories: dict[tuple[str, int], list[Article]] = {}
    for article in articles:
        key = ("article", article.id) if article.story_id is None else ("story", article.story_id)
        stories.setdefault(key, []).append(article)
    return [Story(first, tuple(others)) for first, *others in stories.values()]


def topic_of(article: Article, order: Sequence[Topic]) -> Topic | None:
    """The first of a reader's topics that an article has."""
    return next((topic for topic in order if topic.slug in article.topics), None)


def _wanted(article: Article, wanted: dict[str, Subscription]) -> bool:
    """Whether one of the reader's topics wants the article: its words must and must not occur."""
    text = f"{article.title}\n{article.body}".casefold()
    for slug in article.topics:
        subscription = wanted.get(slug)
        if subscription is None:
            continue
        included = not subscription.include or any(word in text for word in subscription.include)
        if included and not any(word in text for word in subscription.exclude):
            return True
    return False


def _limited(
    stories: Sequence[Story], wanted: dict[str, Subscription], limit: int
) -> tuple[list[Story], list[Story]]:
    shown: list[Story] = []
    more: list[Story] = []
    of_source: Counter[str] = Counter()
    of_topic: Counter[str] = Counter()
    for story in stories:
        source = story.article.source_name.casefold()
        slug = next(slug for slug in story.article.topics if slug in wanted)
        full = len(shown) >= limit or (source != "" and of_source[source] >= PER_SOURCE)
        if full or 0 < wanted[slug].maximum <= of_topic[slug]:
            more.append(story)
            continue
        shown.append(story)
        of_source[source] += 1
        of_topic[slug] += 1
    return shown, more


def _sections(
    stories: Sequence[Story], order: Sequence[Topic], story_order: StoryOrder
) -> tuple[Section, ...]:
    if story_order is StoryOrder.TIME:
        return (Section(None, tuple(stories)),) if stories else ()
    sections = []
    for topic in order:
        of_topic = tuple(story for story in stories if topic_of(story.article, order) == topic)
        if of_topic:
            sections.append(Section(topic, of_topic))
    return tuple(sections)
