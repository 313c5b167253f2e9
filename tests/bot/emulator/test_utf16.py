from hypothesis import given
from hypothesis import strategies as st

from bot.emulator.utf16 import cut, prefix, split_long, units

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=300)


@given(TEXTS)
def test_units_are_what_the_encoding_takes(text: str) -> None:
    assert units(text) == len(text.encode("utf-16-le")) // 2


@given(TEXTS, st.integers(1, 50))
def test_a_prefix_is_the_longest_that_fits(text: str, limit: int) -> None:
    beginning = prefix(text, limit)
    assert text.startswith(beginning)
    assert units(beginning) <= limit
    assert len(beginning) == len(text) or units(text[: len(beginning) + 1]) > limit


@given(TEXTS, st.integers(2, 40))
def test_a_split_text_keeps_every_visible_character(text: str, limit: int) -> None:
    parts = split_long(text, limit)
    assert "".join("".join(parts).split()) == "".join(text.split())
    assert all(1 <= units(part) <= limit and part == part.strip() for part in parts)


@given(st.lists(st.text("abcdef\U0001f600", min_size=1, max_size=8), max_size=60))
def test_words_that_fit_are_never_broken(words: list[str]) -> None:
    parts = split_long(" ".join(words), 20)
    assert [word for part in parts for word in part.split()] == words


def test_a_split_prefers_line_ends_to_spaces() -> None:
    assert split_long("one two\nthree four", 12) == ["one two", "three four"]
    assert split_long("one two three", 9) == ["one two", "three"]
    assert split_long("\U0001f600" * 3, 4) == ["\U0001f600\U0001f600", "\U0001f600"]


def test_a_cut_counts_in_units() -> None:
    assert cut("a\U0001f600bc", 1, 2) == "\U0001f600"
    assert cut("a\U0001f600bc", 3, 1) == "b"
