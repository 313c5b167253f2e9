import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer import summarize_story
from summarizer.words import count_words
from tests.summarizer.articles import article

STORY = [article("bridge.en"), article("ferry.en")]


def squash(text: str) -> str:
    return " ".join(text.split())


def test_a_story_is_told_from_several_articles_in_their_order() -> None:
    summary = summarize_story(STORY, sentences=5, max_words=400)
    body = squash(" ".join(STORY))
    places = [body.index(sentence) for sentence in summary.sentences]
    assert summary.method == "story"
    assert summary.language == "en"
    assert len(places) == 5
    assert places == sorted(places)


def test_without_a_limit_a_story_fits_a_phone() -> None:
    assert sum(map(count_words, summarize_story(STORY).sentences)) <= 65


def test_what_all_articles_tell_comes_before_what_one_tells() -> None:
    alone = "The harbour cat had four kittens on Sunday. "
    shared = "The council approved the bridge over the Lime on Friday. "
    texts = [
        alone + shared + "Work starts in March.",
        "Fog stopped trains in Tarn on Sunday. " + shared + "It is dear.",
    ]
    assert summarize_story(texts, sentences=1).sentences == (shared.strip(),)


def test_a_sentence_in_two_articles_comes_once() -> None:
    chosen = summarize_story([STORY[0], STORY[0]], sentences=8, max_words=400).sentences
    assert len(chosen) == len(set(chosen))


def test_one_article_and_none_are_stories_too() -> None:
    assert summarize_story(STORY[:1]).sentences
    assert summarize_story([]).sentences == ()
    assert summarize_story(["", " "]).sentences == ()


def test_furniture_of_every_article_is_told() -> None:
    summary = summarize_story([f"{STORY[0]}\nShare", f"Menu\n{STORY[1]}"])
    assert summary.removed == ("Share", "Menu")


@given(st.lists(st.text(max_size=120), max_size=5), st.integers(1, 5))
def test_any_texts_give_a_decent_story(texts: list[str], sentences: int) -> None:
    chosen = summarize_story(texts, sentences=sentences).sentences
    assert len(chosen) == len(set(chosen)) <= sentences


@pytest.mark.parametrize(
    "arguments",
    [{"texts": "one text"}, {"texts": [1]}, {"titles": "title"}, {"language": "english"}, {"sentences": 0}],
)
def test_wrong_arguments_are_refused(arguments: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="must be"):
        summarize_story(**{"texts": STORY, **arguments})  # type: ignore[arg-type]
