import math
from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest

from summarizer.news import admissible, is_question, pick_greedily, rate, similarities, without_possessive
from summarizer.openings import is_admissible, leans_back, trim_opening
from summarizer.vectors import count_matrix

PLAIN = "The town has a bridge now."


def scores(*texts: str) -> list[float]:
    """Score sentences that share no word, so that only place and wording count."""
    return [float(value) for value in rate(texts, [[f"t{index}"] for index in range(len(texts))]).score]


def order(score: list[float], likeness: Any, leaning: Sequence[int] = ()) -> list[int]:
    leans = np.array([at in leaning for at in range(len(score))])
    return [pick.at for pick in pick_greedily(np.array(score), likeness, 0.2, leans)]


def test_the_lead_fades_over_the_places() -> None:
    first, second, third = scores(PLAIN, PLAIN, PLAIN)
    assert first - second == pytest.approx(0.7 * (1 - math.exp(-1 / 6)))
    assert second - third == pytest.approx(0.7 * (math.exp(-1 / 6) - math.exp(-2 / 6)))


def test_inadmissible_sentences_take_no_place_and_never_win() -> None:
    with_byline, alone = scores("By Ann Lee", PLAIN), scores(PLAIN)
    assert with_byline == [-math.inf, alone[0]]


def test_all_may_stand_where_none_would() -> None:
    assert admissible(["Short.", "Too."]).tolist() == [True, True]


@pytest.mark.parametrize(
    ("text", "loss"),
    [
        ("“The town has a bridge now.", 0.5),
        ("The town has a bridge now?", 0.3),
        (" ".join(["word"] * 45), 0.5 + 0.2 * (45 - 6) / 25),
    ],
)
def test_quotations_questions_and_length_cost_what_is_told(text: str, loss: float) -> None:
    assert scores(PLAIN)[0] - scores(text)[0] == pytest.approx(loss)


def test_what_later_sentences_take_up_counts_most() -> None:
    terms = [["bridge", "river"], ["ferry"], ["bridge", "crown"], ["river", "fish"]]
    rated = rate([PLAIN] * 4, terms)
    likeness = rated.likeness
    assert int(np.argmax(rated.score)) == 0
    assert likeness[0, 2] > 0 == likeness[0, 1] == likeness[0, 0]


def test_likeness_is_the_cosine_of_tf_idf() -> None:
    likeness = similarities(count_matrix([["a", "b"], ["a", "c"]]))
    shared, own = math.log(3 / 2.5), math.log(3 / 1.5)
    assert likeness[0, 1] == pytest.approx(shared**2 / (shared**2 + own**2))


def test_what_was_said_is_not_picked_again() -> None:
    likeness = np.array([[0.0, 0.9, 0.0], [0.9, 0.0, 0.0], [0.0, 0.0, 0.0]])
    assert order([1.0, 0.9, 0.8], likeness) == [0, 2, 1]
    assert order([1.0, -np.inf, 0.8], likeness) == [0, 2]


def test_a_leaning_sentence_pays_until_the_one_before_it_is_taken() -> None:
    unlike = np.zeros((3, 3))
    assert order([0.9, 0.5, 0.4], unlike, leaning=[2]) == [0, 1, 2]
    assert order([0.9, 0.5, 0.6], unlike, leaning=[2]) == [0, 1, 2]
    assert order([0.9, 0.5, 0.6], unlike, leaning=[1]) == [0, 2, 1]
    assert order([0.3, 0.5, 0.6], unlike, leaning=[1]) == [2, 0, 1]
    assert order([0.65, 0.5, 0.6], unlike, leaning=[1, 2]) == [0, 1, 2]


def test_the_first_sentence_of_an_article_leans_on_nothing() -> None:
    assert rate(["He came.", "He saw.", "All won."], [[], [], []]).leaning.tolist() == [False, True, False]


def test_the_words_of_the_title_count_by_their_share() -> None:
    rated = rate([PLAIN] * 3, [["bridge", "town"], ["bridge"], []], title=["bridge", "town"])
    assert rated.parts["title"].tolist() == pytest.approx([0.3, 0.15, 0.0])
    assert rate([PLAIN], [["bridge"]]).parts["title"].tolist() == [0.0]


def test_the_parts_add_up_to_the_score() -> None:
    rated = rate([PLAIN, "“Why?” he asked us all."], [["bridge"], ["bridge", "ask"]], title=["ask"])
    assert rated.score.tolist() == pytest.approx(
        [sum(float(part[at]) for part in rated.parts.values()) for at in range(2)]
    )


@pytest.mark.parametrize(
    ("sentence", "rest"),
    [
        ("(Agency) -- The town voted.", "The town voted."),
        ("AVERTON (Agency) — The town voted.", "The town voted."),
        ("Averton, Limeland (Agency) - The town voted.", "The town voted."),
        ("AVERTON – The town voted.", "The town voted."),
        ("The town (with its port) voted.", "The town (with its port) voted."),
        ("The town voted – again.", "The town voted – again."),
        ("Він голосував – знову.", "Він голосував – знову."),
    ],
)
def test_datelines_are_left_out(sentence: str, rest: str) -> None:
    assert trim_opening(sentence) == rest


def test_words_that_lean_on_the_sentence_before_are_known_by_language() -> None:
    assert leans_back("“He said so.", "en")
    assert leans_back("But, no.", "en")
    assert leans_back("Але ні.", "uk")
    assert not leans_back("Er kam.", "en")
    assert not leans_back("Hers is blue.", "en")
    assert not leans_back("…", "en")


def test_fragments_bylines_and_menus_may_not_stand() -> None:
    assert is_admissible(PLAIN)
    for text in (
        "Too short a line",
        "By Ann Lee, Our Correspondent in Averton",
        "News | Sport | Weather | More of it",
    ):
        assert not is_admissible(text)


def test_questions_may_close_with_quotation_marks() -> None:
    assert is_question("Why?”")
    assert is_question("لماذا؟")
    assert not is_question("Why? Because.")


def test_possessives_are_cut() -> None:
    assert [without_possessive(word) for word in ("mayor's", "mayor’s", "boss")] == ["mayor", "mayor", "boss"]
