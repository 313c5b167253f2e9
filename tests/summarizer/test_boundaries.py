import pytest

from summarizer.sentences import split_sentences
from tests.summarizer.boundaries import LANGUAGES, boundary_f1, cases

# Without capitals nobody can tell whether a sentence goes on after a pause ("...", "……").
FLOOR = 0.98


@pytest.mark.parametrize("language", LANGUAGES)
def test_texts_are_cut_where_a_reader_cuts_them(language: str) -> None:
    assert boundary_f1(language, split_sentences) >= FLOOR


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_cases_enough(language: str) -> None:
    places = sum(len(case.sentences) - 1 for case in cases(language))
    assert places >= (18 if language == "xx" else 38)


def test_the_measure_counts_misses_and_inventions() -> None:
    assert boundary_f1("en", lambda text, _: [text]) == 0
    assert 0 < boundary_f1("en", lambda text, _: text.split(". ")) < FLOOR
