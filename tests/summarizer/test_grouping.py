import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer import group_stories
from summarizer.grouping import StoryIndex
from tests.summarizer.articles import article

BRIDGE, FERRY, ORCHARD = article("bridge.en"), article("ferry.en"), article("orchard.en")


def test_articles_on_one_event_come_together_and_others_stay_alone() -> None:
    assert group_stories([BRIDGE, ORCHARD, FERRY]) == [[0, 2], [1]]


def test_copies_come_together() -> None:
    assert group_stories([ORCHARD, BRIDGE, ORCHARD.upper(), BRIDGE + " Updated."]) == [[0, 2], [1, 3]]


def test_short_items_go_by_their_titles() -> None:
    short = "Bridge approved in Averton."
    titles = ["Bridge approved", "A frost", "bridge  APPROVED", ""]
    assert group_stories([short] * 4, titles=titles) == [[0, 2], [1], [3]]
    assert group_stories([short] * 3) == [[0], [1], [2]]


def test_short_copies_come_together_whatever_their_titles() -> None:
    short = (
        "The town of Averton opened its new bridge over the river Lime on Friday, "
        "and the old ferry made its last trip."
    )
    assert group_stories([short, "Apples froze.", short + " Photo."], titles=["One", "Two", "Three"]) == [
        [0, 2],
        [1],
    ]


def test_articles_are_grouped_as_they_come() -> None:
    index = StoryIndex()
    arrived = [
        (BRIDGE, "A bridge"),
        (ORCHARD, "Frost"),
        (FERRY, ""),
        (ORCHARD + " More soon.", ""),
        ("Short.", "Frost"),
        ("Few.", "x"),
        ("No.", "X "),
    ]
    assert [index.add(text, title) for text, title in arrived] == [0, 1, 0, 1, 2, 3, 3]
    assert index.groups == [[0, 2], [1, 3], [4], [5, 6]]


def test_languages_are_grouped_side_by_side() -> None:
    texts = [article("bridge.de"), article("bridge.uk"), article("bridge.de").replace("Freitag", "Samstag")]
    assert group_stories(texts) == [[0, 2], [1]]


def test_no_articles_are_no_groups() -> None:
    assert group_stories([]) == []


@given(st.lists(st.sampled_from([BRIDGE, FERRY, ORCHARD, "", "Short."]) | st.text(max_size=40), max_size=10))
def test_every_index_occurs_once_in_groups_ordered_by_their_first(texts: list[str]) -> None:
    groups = group_stories(texts)
    assert sorted(index for group in groups for index in group) == list(range(len(texts)))
    assert groups == sorted(groups)
    assert all(group == sorted(group) for group in groups)


@pytest.mark.parametrize("arguments", [{"texts": "text"}, {"texts": [None]}, {"titles": "title"}])
def test_wrong_arguments_are_refused(arguments: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="must be a sequence of strings"):
        group_stories(**{"texts": [BRIDGE], **arguments})  # type: ignore[arg-type]
