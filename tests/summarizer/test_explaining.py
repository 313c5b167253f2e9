import pytest

from summarizer import METHODS, summarize
from summarizer.explaining import explain
from tests.summarizer.articles import article

TEXT = article("bridge.en") + "\nBy Ann Lee of the Herald\nRelated\n"


@pytest.mark.parametrize("method", METHODS)
def test_the_summary_is_the_same_and_every_sentence_has_its_reason(method: str) -> None:
    found = explain(TEXT, title="A bridge", method=method, sentences=4)
    assert found.summary == summarize(TEXT, title="A bridge", method=method, sentences=4)
    assert {reason.sentence for reason in found.reasons if reason.chosen} == set(found.summary.sentences)
    assert sorted(reason.place for reason in found.reasons) == list(range(1, len(found.reasons) + 1))
    ranks = [reason.rank for reason in found.reasons if reason.rank]
    assert ranks == list(range(1, len(ranks) + 1))
    assert "Related" in found.summary.removed


def test_the_parts_of_news_add_up_to_the_score() -> None:
    for reason in explain(TEXT, title="The new bridge").reasons:
        if reason.score is not None:
            assert sum(reason.parts.values()) == pytest.approx(reason.score, abs=0.05)


def test_a_sentence_that_may_not_stand_has_no_rank_and_comes_last() -> None:
    found = explain("The bridge opened today after years. Too short. Ships now pass below it daily.")
    assert (found.reasons[-1].sentence, found.reasons[-1].rank, found.reasons[-1].score) == (
        "Too short.",
        None,
        None,
    )


def test_a_missing_antecedent_is_told() -> None:
    text = (
        "The mayor opened the bridge. “We have waited long enough,” she said. She then left for the harbour."
    )
    third = next(reason for reason in explain(text).reasons if reason.place == 3)
    assert (third.rank, third.parts["leaning"]) == (2, -0.2)


@pytest.mark.parametrize("text", ["", "1234", "...", "Word"])
@pytest.mark.parametrize("method", METHODS)
def test_any_text_is_explained(text: str, method: str) -> None:
    assert explain(text, method=method).summary == summarize(text, method=method)


@pytest.mark.parametrize("arguments", [{"sentences": 0}, {"method": "magic"}, {"language": "english"}])
def test_wrong_arguments_are_refused(arguments: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="must be"):
        explain(TEXT, **arguments)  # type: ignore[arg-type]
