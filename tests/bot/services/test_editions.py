from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.models import (
    Article,
    ArticleState,
    Edition,
    Preferences,
    Section,
    Story,
    StoryOrder,
    Subscription,
    Topic,
)
from bot.services.editions import FRESH, PER_SOURCE, as_compared, compose, group, mentions, waits
from summarizer.models import Ranking

SLUGS = ("world", "tech", "sea")
TOPICS = tuple(Topic(number, slug, {"en": slug.title()}) for number, slug in enumerate(SLUGS, 1))
ALL = tuple(Subscription(1, topic.id) for topic in TOPICS)
PUBLISHED_AT = datetime(2026, 3, 3, 12, tzinfo=UTC)


def article(
    number: int,
    *topics: str,
    source: str = "",
    story: int | None = None,
    title: str = "A title",
    body: str = "A body.",
) -> Article:
    return Article(
        id=number,
        title=title,
        body=body,
        state=ArticleState.PUBLISHED,
        language="en",
        ranking=Ranking("en", "lead"),
        topics=topics or ("world",),
        source_name=source,
        story_id=number if story is None else story,
        number=number,
        published_at=PUBLISHED_AT,
    )


def newest_first(*articles: Article) -> list[Article]:
    return sorted(articles, key=lambda one: -one.id)


def composed(
    articles: list[Article],
    choices: tuple[Subscription, ...] = ALL,
    preferences: Preferences | None = None,
) -> Edition:
    return compose(articles, TOPICS, choices, preferences or Preferences(), after=0, up_to=99)


def ids(stories: tuple[Story, ...]) -> list[int]:
    return [story.article.id for story in stories]


def shown(edition: Edition) -> list[int]:
    return [number for section in edition.sections for number in ids(section.stories)]


def by_topic(edition: Edition) -> dict[str, list[int]]:
    return {section.topic.slug: ids(section.stories) for section in edition.sections if section.topic}


def test_nothing_new_is_an_empty_edition() -> None:
    edition = composed([])
    assert (edition.sections, edition.more, edition.count) == ((), (), 0)


def test_the_newest_are_shown_up_to_the_limit_and_the_rest_is_more() -> None:
    edition = composed(newest_first(*map(article, range(1, 13))))
    assert shown(edition) == [12, 11, 10, 9, 8, 7, 6, 5, 4, 3]
    assert ids(edition.more) == [2, 1]
    assert (edition.after, edition.up_to, edition.count) == (0, 99, 10)


def test_a_reader_chooses_how_many_stories() -> None:
    found = newest_first(*map(article, range(1, 13)))
    assert len(shown(composed(found, preferences=Preferences(stories=1)))) == 1
    assert len(shown(composed(found, preferences=Preferences(stories=50)))) == 12


def test_five_of_one_named_source_whatever_its_case() -> None:
    loud = [article(number, source="The Pier" if number % 2 else "THE PIER") for number in range(2, 10)]
    edition = composed(newest_first(article(1, source="Lagoon"), *loud))
    assert shown(edition) == [9, 8, 7, 6, 5, 1]
    assert ids(edition.more) == [4, 3, 2]
    assert PER_SOURCE == 5


def test_articles_without_a_source_are_not_counted_as_one() -> None:
    assert len(shown(composed(newest_first(*map(article, range(1, 9)))))) == 8


def test_a_topic_keeps_to_its_own_maximum() -> None:
    found = newest_first(article(1, "tech"), article(2), article(3, "tech"), article(4, "tech"))
    choices = (Subscription(1, 1), Subscription(1, 2, maximum=2))
    edition = composed(found, choices)
    assert by_topic(edition) == {"world": [2], "tech": [4, 3]}
    assert ids(edition.more) == [1]


def test_a_story_of_two_topics_counts_for_the_one_under_which_it_stands() -> None:
    found = newest_first(article(1, "tech", "world"), article(2, "tech", "world"), article(3, "tech"))
    choices = (Subscription(1, 1, maximum=1), Subscription(1, 2))
    edition = composed(found, choices)
    assert by_topic(edition) == {"world": [2], "tech": [3]}
    assert ids(edition.more) == [1]


def test_words_must_and_must_not_occur_in_any_case() -> None:
    found = newest_first(
        article(1, title="The HARBOUR opens"),
        article(2, body="A ship left the Harbour in the rain."),
        article(3, title="The harbour", body="Football in the harbour."),
        article(4, title="A storm"),
    )
    choices = (Subscription(1, 1, include=("harbour", "bridge"), exclude=("football",)),)
    assert shown(composed(found, choices)) == [2, 1]


def test_an_article_stands_under_the_topic_whose_words_want_it() -> None:
    found = [article(1, "world", "tech", title="Football robots")]
    choices = (Subscription(1, 1, exclude=("football",)), Subscription(1, 2))
    assert by_topic(composed(found, choices)) == {"tech": [1]}


def test_a_muted_topic_brings_nothing() -> None:
    found = newest_first(article(1), article(2, "tech"), article(3, "tech", "world"))
    choices = (Subscription(1, 1), Subscription(1, 2, muted=True))
    assert by_topic(composed(found, choices)) == {"world": [3, 1]}


def test_articles_of_topics_that_were_not_chosen_are_left_out() -> None:
    assert shown(composed(newest_first(article(1), article(2, "tech")), (Subscription(1, 2),))) == [2]


def test_articles_on_one_event_are_one_story_told_by_the_newest() -> None:
    found = newest_first(article(1, story=7), article(2), article(3, story=7))
    (first, second) = group(found)
    assert (first.article.id, [other.id for other in first.also]) == (3, [1])
    assert (second.article.id, second.also) == (2, ())


def test_an_article_that_has_no_story_stands_alone() -> None:
    without = [replace(article(number), story_id=None) for number in (2, 1)]
    assert [story.article.id for story in group(without)] == [2, 1]


def test_by_topic_the_sections_stand_in_the_order_of_the_desk() -> None:
    found = newest_first(article(1), article(2, "sea"), article(3, "tech"), article(4, "sea", "world"))
    edition = composed(found)
    assert list(by_topic(edition).items()) == [("world", [4, 1]), ("tech", [3]), ("sea", [2])]


def test_topics_stand_in_the_readers_order_and_the_others_behind() -> None:
    found = newest_first(article(1), article(2, "sea"), article(3, "tech"))
    choices = (Subscription(1, 1), Subscription(1, 2, position=2), Subscription(1, 3, position=1))
    assert list(by_topic(composed(found, choices))) == ["sea", "tech", "world"]
    # The first topic in the reader's order is also the one under which a story of several stands.
    assert by_topic(composed([article(1, "world", "sea")], choices)) == {"sea": [1]}


@pytest.mark.parametrize(
    ("text", "word", "said"),
    [
        ("A day of sports.", "sport", True),
        ("Public transport is free.", "sport", False),
        ("They write C++ here", "c++", True),
        ("Über Öl", "ÖL", True),
        ("O\u0308l", "\u00f6l", True),
        ("Київський театр", "київ", True),
        ("Некиївський", "київ", False),
        ("والرياضة اليوم", "رياضة", True),
        ("我们的体育新闻", "体育", True),
        ("a.b", "a+b", False),
        ("STRASSE", "straße", True),
    ],
)
def test_a_word_is_found_at_the_beginning_of_words(text: str, word: str, *, said: bool) -> None:
    assert mentions(as_compared(text), word) is said


def test_a_digest_waits_for_its_minimum_unless_a_story_would_grow_too_old() -> None:
    edition = composed(newest_first(article(1), article(2)))
    in_time, too_late = PUBLISHED_AT + FRESH, PUBLISHED_AT + FRESH + timedelta(hours=1)
    assert waits(edition, Preferences(minimum=3), in_time)
    assert not waits(edition, Preferences(minimum=2), in_time)
    assert not waits(edition, Preferences(minimum=3), too_late)
    assert not waits(edition, Preferences(minimum=3), None)
    assert not waits(composed([]), Preferences(minimum=3), in_time)


def test_by_time_there_is_one_section_newest_first() -> None:
    found = newest_first(article(1), article(2, "sea"), article(3, "tech"))
    edition = composed(found, preferences=Preferences(order=StoryOrder.TIME))
    assert [section.topic for section in edition.sections] == [None]
    assert shown(edition) == [3, 2, 1]
    assert composed([], preferences=Preferences(order=StoryOrder.TIME)).sections == ()


@st.composite
def desks(draw: st.DrawFn) -> list[Article]:
    count = draw(st.integers(0, 30))
    return [
        article(
            number,
            *draw(st.permutations(SLUGS))[: draw(st.integers(1, 3))],
            source=draw(st.sampled_from(["", "The Pier", "Lagoon"])),
            story=draw(st.integers(1, 30)),
            title=draw(st.sampled_from(["Rain", "Harbour", "Rain in the harbour"])),
        )
        for number in range(count, 0, -1)
    ]


WORDS = st.sampled_from([(), ("rain",), ("harbour",)])
CHOICES = st.lists(
    st.builds(
        Subscription,
        st.just(1),
        st.sampled_from([1, 2, 3]),
        include=WORDS,
        exclude=WORDS,
        maximum=st.integers(0, 3),
        muted=st.booleans(),
    ),
    unique_by=lambda choice: choice.topic_id,
).map(tuple)
PREFERENCES = st.builds(Preferences, stories=st.integers(1, 50), order=st.sampled_from(StoryOrder))


def wants(choice: Subscription, one: Article) -> bool:
    title = one.title.casefold()
    named = SLUGS[choice.topic_id - 1] in one.topics and not choice.muted
    included = not choice.include or any(word in title for word in choice.include)
    return named and included and not any(word in title for word in choice.exclude)


@given(desks(), CHOICES, PREFERENCES)
def test_shown_and_more_are_the_wanted_stories_and_nothing_twice(
    found: list[Article], choices: tuple[Subscription, ...], preferences: Preferences
) -> None:
    edition = composed(found, choices, preferences)
    stories = [*(story for section in edition.sections for story in section.stories), *edition.more]
    told = [one.id for story in stories for one in (story.article, *story.also)]
    wanted = [one.id for one in found if any(wants(choice, one) for choice in choices)]
    assert sorted(told) == sorted(wanted)
    assert len({story.article.story_id for story in stories}) == len(stories)


@given(desks(), CHOICES, PREFERENCES)
def test_no_limit_is_exceeded(
    found: list[Article], choices: tuple[Subscription, ...], preferences: Preferences
) -> None:
    edition = composed(found, choices, preferences)
    sources = [story.article.source_name for section in edition.sections for story in section.stories]
    assert edition.count <= preferences.stories
    assert all(sources.count(name) <= PER_SOURCE for name in sources if name)
    maximum = {SLUGS[choice.topic_id - 1]: choice.maximum for choice in choices if choice.maximum}
    for slug, numbers in by_topic(edition).items():
        assert len(numbers) <= maximum.get(slug, 50)


@given(desks(), CHOICES)
def test_every_story_stands_under_a_topic_that_wants_it(
    found: list[Article], choices: tuple[Subscription, ...]
) -> None:
    by_slug = {SLUGS[choice.topic_id - 1]: choice for choice in choices}
    for section in composed(found, choices, Preferences(stories=50)).sections:
        assert isinstance(section, Section)
        assert section.topic is not None
        assert section.stories
        assert all(wants(by_slug[section.topic.slug], story.article) for story in section.stories)
