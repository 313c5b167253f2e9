import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer.rouge import Scores, score

words = st.lists(
    st.sampled_from(["the", "town", "has", "a", "bridge", "over", "river", "now"]), max_size=10
).map(" ".join)


def test_equal_texts_score_one_and_different_ones_nothing() -> None:
    assert score(["The bridge opens."], ["The bridge opens."], "en") == Scores(1.0, 1.0, 1.0)
    assert score(["The bridge opens."], ["Apples freeze."], "en") == Scores(0.0, 0.0, 0.0)
    assert score([], ["Apples freeze."], "en") == Scores(0.0, 0.0, 0.0)


def test_scores_are_f1_of_shared_words_and_pairs() -> None:
    # Ours: 4 words, 3 pairs; theirs: 5 words, 4 pairs; shared: three words and the two pairs they make.
    found = score(["the bridge opens today"], ["soon the bridge opens here"], "en")
    assert found == pytest.approx((2 * 3 / 9, 2 * 2 / 7, 2 * 3 / 9))


def test_english_is_stemmed_from_four_letters_on_and_other_languages_are_not() -> None:
    assert score(["bridges"], ["bridge"], "en").r1 == 1.0
    assert score(["its"], ["it"], "en").r1 == 0.0
    assert score(["bridges"], ["bridge"], "fr").r1 == 0.0
    assert score(["Міст"], ["міст"], "uk").r1 == 1.0


def test_the_longest_subsequences_are_joined_over_our_sentences() -> None:
    # Against "a b c d e" the sentences match {a b} and {a c e}: four places; "a" of ours serves once.
    found = score(["a b f g h", "a c i j e"], ["a b c d e"], "xx")
    assert found.rl == pytest.approx(2 * 4 / 15)


def test_several_references_give_the_mean() -> None:
    assert score(["a b"], ["a b", "c d"], "xx").r1 == pytest.approx(0.5)


def test_each_line_of_a_reference_is_a_sentence() -> None:
    assert score(["b a"], ["a\nb"], "xx").rl == 1.0
    assert score(["b a"], ["a b"], "xx").rl == 0.5


@given(st.lists(words, max_size=3), words.filter(bool))
def test_scores_are_shares_and_bigrams_never_beat_words(ours: list[str], reference: str) -> None:
    found = score(ours, [reference], "en")
    assert all(0 <= value <= 1 for value in found)
    assert found.rl <= found.r1 + 1e-9
