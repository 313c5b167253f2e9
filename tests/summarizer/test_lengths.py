import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer import Ranking, pick
from summarizer.lengths import choose


def ranking(
    counts: list[int],
    order: list[int],
    *,
    words: int = 1000,
    method: str = "news",
    needs: tuple[int, ...] = (),
) -> Ranking:
    names = tuple(f"s{index}" for index in range(len(counts)))
    return Ranking("en", method, names, tuple(counts), tuple(order), words, needs=needs)


def test_the_best_come_in_the_articles_order() -> None:
    assert pick(ranking([10] * 5, [3, 0, 4, 1, 2]), 3) == ("s0", "s3", "s4")


def test_the_first_choice_is_whole_whatever_its_length() -> None:
    assert pick(ranking([200, 10], [0, 1], words=210), 3) == ("s0",)
    assert pick(ranking([200, 10], [0, 1]), 1, max_words=5) == ("s0",)


def test_news_keeps_to_65_words_at_three_sentences_and_in_proportion() -> None:
    counts, order = [22] * 6, [0, 1, 2, 3, 4, 5]
    assert len(pick(ranking(counts, order), 3)) == 2
    assert len(pick(ranking([21] * 6, order), 3)) == 3
    assert len(pick(ranking(counts, order), 5)) == 4
    assert len(pick(ranking(counts, order), 3, max_words=66)) == 3


def test_a_sentence_that_does_not_fit_gives_way_to_the_next_one() -> None:
    assert pick(ranking([30, 60, 20], [0, 1, 2]), 3) == ("s0", "s2")


def test_other_methods_have_no_limit_but_the_share() -> None:
    assert len(pick(ranking([40] * 3, [0, 1, 2], method="lexrank"), 3)) == 3
    assert len(pick(ranking([40] * 3, [0, 1, 2], words=120, method="lexrank"), 3)) == 1


def test_a_short_article_is_shown_as_its_lead_and_says_so() -> None:
    short = choose(ranking([10, 10, 10, 10], [3, 2, 1, 0], words=40), 3)
    assert (short.indices, short.is_lead) == ((0, 1), True)
    long = choose(ranking([10] * 20, [3, 2, 1, 0], words=200), 3)
    assert (long.indices, long.is_lead) == ((1, 2, 3), False)


def test_of_two_sentences_the_first_is_the_lead_whatever_their_lengths() -> None:
    assert pick(ranking([10, 14], [1, 0], words=24), 3) == ("s0",)
    assert pick(ranking([30, 10], [1, 0], words=40), 3) == ("s0",)


def test_a_lead_leaves_out_what_does_not_fit_and_begins_later_where_it_would_waste_its_room() -> None:
    assert pick(ranking([20, 40, 10, 12, 10], [0, 1, 2, 3, 4], words=92), 3) == ("s0", "s2", "s3")
    assert pick(ranking([34, 33, 16], [0, 1, 2], words=83), 3) == ("s1", "s2")


def test_a_lead_never_begins_later_with_a_sentence_that_leans_back() -> None:
    assert pick(ranking([34, 33, 16], [0, 1, 2], words=83, needs=(-1, 0, -1)), 3) == ("s0",)


def test_a_long_article_is_no_lead_though_many_sentences_are_asked_for() -> None:
    assert not choose(ranking([38] * 8, list(range(8)), words=304), 5, max_words=400).is_lead


def test_a_sentence_whose_antecedent_is_missing_gives_way_to_a_near_one() -> None:
    counts = [10] * 8
    assert pick(ranking(counts, [1, 4, 6, 7], needs=(-1, 0, *[-1] * 6)), 3) == ("s4", "s6", "s7")
    assert pick(ranking(counts, [1, 0, 4, 6], needs=(-1, 0, *[-1] * 6)), 3) == ("s0", "s1", "s4")
    assert pick(ranking(counts, [1, 0, 4, 6], needs=(-1, 0, *[-1] * 6)), 1) == ("s0",)


def test_an_antecedent_that_is_no_candidate_is_missing_for_good() -> None:
    assert pick(ranking([10] * 5, [2, 1, 3, 4], needs=(-1, -1, 2, -1, -1)), 2) == ("s1", "s3")


def test_a_leaning_sentence_stays_where_nothing_near_is_better() -> None:
    leaning = (-1, *range(7))
    assert pick(ranking([10] * 8, [3, 5, 7, 1, 2, 0], needs=leaning), 1) == ("s3",)
    assert pick(ranking([10, 90, 10, 10], [2, 1, 3], needs=(-1, -1, 1, -1)), 1, max_words=20) == ("s1",)


def test_nothing_ranked_gives_nothing() -> None:
    assert pick(ranking([], []), 3) == ()


@pytest.mark.parametrize(
    ("sentences", "max_words"), [(0, None), (-1, None), (True, None), (2.0, None), (3, 0), (3, True)]
)
def test_wrong_numbers_are_refused(sentences: int, max_words: int | None) -> None:
    with pytest.raises(ValueError, match="whole number from 1"):
        pick(ranking([1], [0]), sentences, max_words)


@given(
    st.lists(st.integers(1, 80), max_size=12),
    st.integers(1, 8),
    st.none() | st.integers(1, 200),
    st.randoms(),
)
def test_limits_hold_for_any_ranking(
    counts: list[int], sentences: int, max_words: int | None, random: object
) -> None:
    order = list(range(len(counts)))
    random.shuffle(order)  # type: ignore[attr-defined]
    given_ranking = ranking(counts, order, words=sum(counts), method="lead")
    chosen = [int(name[1:]) for name in pick(given_ranking, sentences, max_words)]
    total = sum(counts[index] for index in chosen)
    assert chosen == sorted(set(chosen))
    assert len(chosen) <= sentences
    assert bool(chosen) == bool(counts)
    assert not counts or order[0] in chosen
    assert len(chosen) <= 1 or (total <= 0.6 * sum(counts) and total <= (max_words or total))
