from hypothesis import given
from hypothesis import strategies as st

from summarizer.words import count_words, find_words


def test_words_keep_apostrophes_and_hyphens_inside_and_drop_digits() -> None:
    assert find_words("Don't 'quote' well-known 42 rock’n’roll -") == [
        "Don't",
        "quote",
        "well-known",
        "rock’n’roll",
    ]


def test_unspaced_scripts_give_pairs_of_characters() -> None:
    assert find_words("新しい橋 and 橋") == ["新し", "しい", "い橋", "and", "橋"]


def test_counts_follow_spaces_and_two_characters_a_word_without_them() -> None:
    assert count_words(" one  two – three ") == 4
    assert count_words("市議会は橋を承認") == 1 + 4
    assert count_words("") == 0


def test_an_endless_word_is_cut_for_comparing() -> None:
    assert find_words("x" * 100_000) == ["x" * 40]


@given(st.text(max_size=200), st.text(max_size=200))
def test_counting_is_never_more_than_the_parts(one: str, two: str) -> None:
    assert count_words(f"{one} {two}") >= max(count_words(one), count_words(two))
