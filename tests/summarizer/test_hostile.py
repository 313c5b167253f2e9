import pytest

from summarizer import METHODS, clean, extract, summarize
from summarizer.language import detect
from summarizer.lines import split_lines
from summarizer.sentences import split_sentences
from tests.summarizer.articles import article
from tests.summarizer.hostile import KINDS, hostile

CHARACTERS = 4_000  # enough to repeat; how long larger ones take is the benchmark's question


def squashed(text: str) -> str:
    return " ".join(" ".join(split_lines(text)).split())


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("language", [None, "de", "zh", "xx"])
def test_a_summary_of_anything_is_verbatim_and_short(kind: str, language: str | None) -> None:
    text = hostile(kind, CHARACTERS)
    sentences = summarize(text, language=language).sentences
    assert len(sentences) <= 3
    assert len(set(sentences)) == len(sentences)
    place = 0
    for sentence in sentences:
        place = squashed(text).index(sentence, place)


@pytest.mark.parametrize("kind", KINDS)
def test_cleaning_anything_keeps_or_tells_each_line(kind: str) -> None:
    text = hostile(kind, CHARACTERS)
    cleaned = clean(text)
    lines = [line for line in split_lines(text) if line.strip()]
    kept = [line for line in cleaned.text.split("\n") if line.strip()]
    assert sorted([*kept, *cleaned.removed]) == sorted(lines)


@pytest.mark.parametrize("kind", KINDS)
def test_anything_is_split_detected_and_extracted_without_an_error(kind: str) -> None:
    text = hostile(kind, CHARACTERS)
    assert "".join("".join(split_sentences(text, "uk")).split()) == "".join(squashed(text).split())
    language = detect(text)
    assert language is None or len(language) == 2
    assert isinstance(extract(text).text, str)


@pytest.mark.parametrize("method", METHODS)
def test_a_language_that_does_not_fit_the_text_gives_a_summary_all_the_same(method: str) -> None:
    for name, language in (
        ("bridge.uk", "en"),
        ("bridge.en", "zh"),
        ("bridge.ja", "ar"),
        ("bridge.de", "qq"),
    ):
        summary = summarize(article(name), language=language, method=method)
        assert summary.sentences
        assert summary.language == language
        assert all(sentence in squashed(article(name)) for sentence in summary.sentences)
