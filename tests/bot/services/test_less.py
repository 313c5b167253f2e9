"""Fewer stories of a source, or none."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import RejectedError
from bot.models import Article, ArticleState, Preferences, SourceLimit, Subscription, Topic
from bot.services.editions import compose
from bot.services.less import MOST_LIMITS, NO_LIMIT, limited, mark_of, source_of
from summarizer.models import Ranking

NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)
WORLD = Topic(1, "world", {"en": "World"})
EMPTY = Ranking("en", "lead")


def article(number: int, source: str, story: int | None = None) -> Article:
    return Article(
        number, f"Story {number}", "Body.", ArticleState.PUBLISHED, "en", EMPTY, ("world",),
        source_name=source, story_id=story, number=number, published_at=NOON,
    )  # fmt: skip


def told(articles: list[Article], *limits: SourceLimit) -> tuple[list[int], list[int]]:
    preferences = replace(Preferences(), sources=limits)
    made = compose(articles, [WORLD], [Subscription(0, 1)], preferences, after=0, up_to=99)
    shown = [story.article.id for section in made.sections for story in section.stories]
    return shown, [story.article.id for story in made.more]


def test_one_story_of_a_source_is_shown_and_the_others_stand_behind_more() -> None:
    stories = [article(number, "Evening  Post") for number in (4, 3)] + [article(2, "Other"), article(1, "")]
    assert told(stories, SourceLimit("evening post", 1)) == ([4, 2, 1], [3])


def test_a_source_that_is_shut_out_comes_nowhere_but_its_story_does_by_another() -> None:
    stories = [article(3, "Post", story=7), article(2, "Pier", story=7), article(1, "Post")]
    assert told(stories, SourceLimit("Post", 0)) == ([2], [])


@given(st.lists(st.sampled_from(["Post", "post ", "Pier", ""]), max_size=12), st.sampled_from([0, 1]))
def test_a_limit_holds_and_touches_no_other_source(sources: list[str], most: int) -> None:
    stories = [article(number, source) for number, source in enumerate(sources, 1)]
    shown, more = told(stories, SourceLimit("POST", most))
    limited_ids = {one.id for one in stories if one.source_name.strip().casefold() == "post"}
    assert len(limited_ids & set(shown)) <= most
    without, rest = told([one for one in stories if one.id not in limited_ids])
    assert [number for number in shown if number not in limited_ids] == without
    assert [number for number in more if number not in limited_ids] == rest


def test_a_limit_is_changed_and_lifted() -> None:
    once = limited(Preferences(), "Evening Post", 1)
    none = limited(once, "evening post", 0)
    assert none.sources == (SourceLimit("evening post", 0),)
    assert source_of(none, mark_of(none.sources[0])) == none.sources[0]
    assert limited(none, "EVENING POST", NO_LIMIT) == Preferences()
    assert source_of(Preferences(), "whatever") is None


def test_there_are_so_many_limits_at_most() -> None:
    full = Preferences()
    for number in range(MOST_LIMITS):
        full = limited(full, f"Paper {number}", 1)
    with pytest.raises(RejectedError):
        limited(full, "One more", 1)
    assert len(limited(full, "Paper 3", 0).sources) == MOST_LIMITS
