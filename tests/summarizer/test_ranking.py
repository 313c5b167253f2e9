import subprocess
import sys
import warnings

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from summarizer import METHODS, Ranking, pick, rank, summarize
from summarizer.lines import split_lines
from summarizer.words import count_words
from tests.summarizer.articles import article

ARTICLES = ["bridge.en", "bridge.de", "bridge.uk", "bridge.ru", "bridge.tr", "bridge.ja", "orchard.en"]
NAMES = [
    "ferry",
    "Mayor Calder",
    "Rat",
    "Рада",
    "橋",
    "U.S.",
    "No. 5",
    "3.5 million",
    "“yes!”",
    '"Quote."',
    "by Ann",
]
texts = st.lists(
    st.sampled_from(
        [*NAMES, ". ", "! ", "\n", "\n\n", " ", "said", "the bridge over the river", "? ", "Share", "|"]
    )
    | st.text(max_size=12),
    max_size=60,
).map(" ".join)


def squash(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize("name", ARTICLES)
@pytest.mark.parametrize("method", METHODS)
def test_every_method_gives_verbatim_sentences_in_order(name: str, method: str) -> None:
    text = article(name)
    summary = summarize(text, method=method)
    places = [squash(text).index(sentence) for sentence in summary.sentences]
    assert summary.method == method
    assert summary.language == name[-2:]
    assert 1 <= len(places) <= 3
    assert places == sorted(set(places))


@given(texts, st.sampled_from(METHODS), st.integers(1, 6), st.none() | st.integers(1, 90))
@settings(max_examples=300)
def test_any_text_gives_a_decent_summary(
    text: str, method: str, sentences: int, max_words: int | None
) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        summary = summarize(text, method=method, sentences=sentences, max_words=max_words)
    chosen, body = summary.sentences, squash(" ".join(split_lines(text)))
    assert len(chosen) <= sentences
    assert len({sentence.casefold() for sentence in chosen}) == len(chosen)
    assert all(sentence in body for sentence in chosen)
    total = sum(map(count_words, chosen))
    assert len(chosen) <= 1 or total <= min(0.6 * count_words(body), max_words or total)


@given(st.text(max_size=400))
def test_no_text_raises(text: str) -> None:
    ranking = rank(text)
    assert sorted(ranking.order) == list(range(len(ranking.sentences)))
    assert len(ranking.counts) == len(ranking.sentences)


@pytest.mark.parametrize("text", ["", " \n\t", "1234 567. 89", "😀 😀!", "...", "\0\0", "—"])
@pytest.mark.parametrize("method", METHODS)
def test_text_without_words_gives_nothing(text: str, method: str) -> None:
    assert summarize(text, method=method).sentences == ()


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize(
    "text",
    [
        "The council approved the bridge.",
        "MAYOR OPENS BRIDGE",
        "Так.",
        "橋だ。",
        "The of and it is.",
        "Hello мир 世界 مرحبا",
    ],
)
def test_a_single_sentence_is_its_own_summary(text: str, method: str) -> None:
    assert summarize(text, method=method).sentences == (text,)


@pytest.mark.parametrize("method", METHODS)
def test_capitals_are_sentences_too(method: str) -> None:
    text = "THE COUNCIL APPROVED THE BRIDGE. THE MAYOR THANKED ALL VOTERS OF THE TOWN. WORK STARTS IN MAY."
    assert summarize(text, method=method, max_words=400).sentences


@pytest.mark.parametrize("method", METHODS)
def test_repeated_sentences_come_once(method: str) -> None:
    text = (
        "The mayor opened the bridge today. " * 3
        + "The ferry stays in the harbour. " * 3
        + "It rained a lot. "
    )
    chosen = summarize(text, method=method, max_words=400).sentences
    assert len(chosen) == len(set(chosen)) > 1


def test_nul_and_lone_surrogates_never_get_into_a_summary() -> None:
    chosen = summarize("The mayor opened\0 the bridge. \ud800It rained all day long.").sentences
    assert chosen
    "".join(chosen).encode()
    assert "\0" not in "".join(chosen)


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize(
    "text",
    [
        " ".join(f"Speaker {i} told the council that bridge {i % 7} is late." for i in range(10_000)),
        "word " * 200_000,
        "x" * 1_000_000,
        "Share\n" * 50_000,
        ". " * 300_000,
        '"' * 300_000,
    ],
    ids=["10000 sentences", "one line of 1 MB", "one word", "a menu", "dots", "quotation marks"],
)
def test_huge_texts_end(text: str, method: str) -> None:
    summary = summarize(text, method=method)
    assert len(summary.sentences) <= 3
    assert all(len(sentence) <= 1200 for sentence in summary.sentences)


@pytest.mark.parametrize(
    "arguments",
    [
        {"sentences": 0},
        {"sentences": -1},
        {"sentences": 1.5},
        {"max_words": 0},
        {"method": "magic"},
        {"method": ""},
        {"language": "english"},
        {"language": "EN"},
        {"text": None},
        {"text": b"bytes"},
        {"title": None},
    ],
)
def test_wrong_arguments_are_refused_with_a_sentence(arguments: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="must be"):
        summarize(**{"text": article("bridge.en"), **arguments})  # type: ignore[arg-type]


def test_a_ranking_gives_every_length_without_work() -> None:
    ranking = Ranking.from_json(rank(article("bridge.en")).to_json())
    for sentences in (1, 2, 3, 5):
        assert pick(ranking, sentences) == summarize(article("bridge.en"), sentences=sentences).sentences


def test_a_ranking_keeps_the_best_sixty_in_the_articles_order() -> None:
    text = " ".join(f"Speaker number {i} told the council about bridge {i * 7 % 31}." for i in range(200))
    ranking = rank(text)
    assert len(ranking.sentences) == 60
    assert ranking.words == count_words(text)
    assert [text.index(sentence) for sentence in ranking.sentences] == sorted(
        map(text.index, ranking.sentences)
    )
    assert len(summarize(text, sentences=80, method="lexrank").sentences) == 80


def test_the_title_is_not_said_again() -> None:
    title = "The council approved a bridge on Friday."
    text = f"{title} The ferry over the river stops in spring. Its crew will work at the harbour."
    assert title in summarize(text, sentences=1).sentences
    assert title not in summarize(text, title=title, max_words=400).sentences
    assert summarize(title, title=title).sentences == (title,)


def test_furniture_is_cut_and_told() -> None:
    summary = summarize(article("bridge.en") + "\nRelated\nSign up for our newsletter\n")
    assert summary.removed == ("Related", "Sign up for our newsletter")


def test_a_given_language_is_used_and_an_unknown_one_does_no_harm() -> None:
    assert summarize(article("bridge.de"), language="xx").language == "xx"
    assert summarize(article("bridge.de"), language="xx").sentences


def test_importing_loads_no_heavy_library() -> None:
    code = (
        "import sys, summarizer; summarizer.pick(summarizer.Ranking('en', 'news', ('a',), (1,), (0,), 1));"
        "print(sorted({'sumy', 'nltk', 'numpy', 'trafilatura', 'lxml', 'py3langid'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
