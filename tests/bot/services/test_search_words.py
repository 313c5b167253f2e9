"""What a search means."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import Reason, RejectedError
from bot.models import Query, Topic
from bot.services.search_words import LONGEST, MOST_TERMS, is_empty, parse

NOW = datetime(2026, 3, 4, 10, tzinfo=UTC)
WORLD = Topic(1, "world", {"en": "World news", "uk": "Світ"})
TECH = Topic(2, "tech", {"en": "Technology"})


def understood(text: str, zone: str = "UTC") -> Query:
    return parse(text, [WORLD, TECH], now=NOW, zone=zone)


@pytest.mark.parametrize(
    ("text", "found", "prefix"),
    [
        ("Harbour bridge", ("harbour", "bridge"), True),
        ("harbour harbour", ("harbour",), True),
        ("C++ or c#", ("c++", "or", "c#"), False),
        ("an ox", ("an", "ox"), False),
        ("北京市", ("北京", "京市"), False),
        ("湖", ("湖",), True),
        ("北京 x", ("北京", "x"), False),
        ("NEAR(a, b)", ("near", "a", "b"), False),
        ("col:val", ("col", "val"), True),
    ],
)
def test_words(text: str, found: tuple[str, ...], *, prefix: bool) -> None:
    query = understood(text)
    assert (query.terms, query.prefix) == (found, prefix)


@pytest.mark.parametrize("text", ["topic:world x", "x TOPIC:Світ", 'topic:"World news" x', "x topic:#WORLD"])
def test_a_topic_is_named_as_people_name_it(text: str) -> None:
    query = understood(text)
    assert (query.topic, query.terms) == (WORLD, ("x",))


def test_a_source_may_have_several_words() -> None:
    assert understood('source:"Evening Post" x').source == ("evening", "post")
    assert understood("source:news.example.org").source == ("news", "example", "org")


@pytest.mark.parametrize(
    ("word", "zone", "since"),
    [
        ("7d", "UTC", NOW - timedelta(days=7)),
        ("12H", "UTC", NOW - timedelta(hours=12)),
        ("2w", "UTC", NOW - timedelta(days=14)),
        ("٧d", "UTC", NOW - timedelta(days=7)),
        ("today", "Europe/Kyiv", datetime(2026, 3, 3, 22, tzinfo=UTC)),
        ("yesterday", "UTC", datetime(2026, 3, 3, tzinfo=UTC)),
        ("2026-03-01", "America/New_York", datetime(2026, 3, 1, 5, tzinfo=UTC)),
        ("9999y", "UTC", NOW - timedelta(days=36500)),
    ],
)
def test_since(word: str, zone: str, since: datetime) -> None:
    assert understood(f"x since:{word}", zone).since == since


@pytest.mark.parametrize("word", ["soon", "7", "-7d", "2026-02-30", "0001-01-01", "99999d", "d", "7d7d"])
def test_a_span_that_is_none_is_refused(word: str) -> None:
    with pytest.raises(RejectedError) as refused:
        understood(f"x since:{word}", "Asia/Tokyo")
    assert refused.value.reason is Reason.BAD_SINCE


def test_an_unknown_topic_is_refused_with_the_nearest() -> None:
    with pytest.raises(RejectedError) as refused:
        understood("topic:wrld x")
    assert refused.value.details == {"slug": "wrld", "nearest": "world"}


@given(st.text())
def test_any_text_is_understood_or_refused_in_words(text: str) -> None:
    try:
        query = understood(text)
    except RejectedError:
        return
    assert len(query.words) <= LONGEST
    assert len(query.terms) <= MOST_TERMS
    assert is_empty(query) or query.terms or query.source or query.topic or query.since
    # Understood once more it means the same: the buttons that turn the pages carry the words.
    assert understood(query.words) == query
