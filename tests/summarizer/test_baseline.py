import pytest

from summarizer.baseline import lead


def test_the_first_sentences_stand_squashed() -> None:
    text = "The  ferry\nstops today. The bridge opens tomorrow! Nobody minds."
    assert lead(text, 2) == ["The ferry stops today.", "The bridge opens tomorrow!"]
    assert lead(text, 9) == [*lead(text, 2), "Nobody minds."]
    assert lead("", 3) == []


@pytest.mark.parametrize(
    "whole",
    [
        "Mr. Calder came.",
        "It cost 3.5 crowns.",
        "J. Marsh said no.",
        "The U.S. Navy came.",
        "It rose. by one",
    ],
)
def test_stops_inside_a_sentence_do_not_end_it(whole: str) -> None:
    assert lead(whole, 3) == [whole]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("They left the U.S. The rest stayed.", "They left the U.S."),
        ("“Why?” he asked. None knew.", "“Why?” he asked."),
        ("He won! “Good.” None knew.", "He won!"),
        ("A heading\n\nThe text begins.", "A heading"),
        ("Він прийшов. Вона ні.", "Він прийшов."),
    ],
)
def test_marks_and_blank_lines_end_it(text: str, first: str) -> None:
    assert lead(text, 1) == [first]
