"""Articles whose summaries were read and found right.

`name.txt` is the article, `name.summary` its three sentences; where the article brings page furniture along,
`name.removed` tells what of it has to go, and `name.sentences` what is left, sentence by sentence.
"""

import pytest

from summarizer import clean, summarize
from summarizer.ranking import prepare
from tests.summarizer.articles import FOLDER, article

NAMES = sorted(path.stem for path in FOLDER.glob("*.summary"))
WITH_FURNITURE = sorted(path.stem for path in FOLDER.glob("*.removed"))
# Why these three, said by the person who read the article.
REASONS = {
    "bridge.de": "the decision, what it replaces, when it begins",
    "bridge.en": "the decision, what it replaces, when it begins",
    "bridge.ja": "the decision and what it replaces; a third would be over 60 % of the text",
    "bridge.ru": "the decision, what it replaces, when it begins",
    "bridge.tr": "the decision and what it replaces; who is hurt instead of a date, as the text is short",
    "bridge.uk": "the decision, what it replaces, when it begins",
    "ferry.en": "the decision, that it ends a quarrel, who pays",
    "flood.ar": "the dam and whom it protects, its size, what else it gives; it opens with no 'but'",
    "harbour.fr": "the reopening, the first boats, what comes next; no quotation, no half of one",
    "library.en": "the record, the rules, the stock; the study's figure is for the longer summary",
    "market.ja": "the end of the market, the last auction, the new one",
    "orchard.en": "the loss, its cause, the harvest expected",
    "school.uk": "the opening, how it will work, what it cost",
    "train.zh": "the opening and what it saves, the first train, length and cost",
    "tram.pl": "the return, the route, the price and who paid",
    "water.es": "the rationing, how it is done, how long the water lasts",
    "wind.de": "the park, the permit and its size, the price",
}


def lines(name: str) -> list[str]:
    return (FOLDER / name).read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("name", NAMES)
def test_the_summary_is_the_one_that_was_read(name: str) -> None:
    assert list(summarize(article(name)).sentences) == lines(f"{name}.summary")


@pytest.mark.parametrize("name", WITH_FURNITURE)
def test_furniture_goes_and_every_other_line_stays(name: str) -> None:
    removed = lines(f"{name}.removed")
    assert list(summarize(article(name)).removed) == removed
    stays = [line for line in article(name).splitlines() if line not in removed]
    assert clean(article(name)).text.split("\n") == stays
    assert clean(article(name), language=name[-2:]).text.split("\n") == stays


@pytest.mark.parametrize("name", WITH_FURNITURE)
def test_the_sentences_are_those_a_reader_counts(name: str) -> None:
    found = prepare(article(name), title="", language=None, method="news").sentences
    assert found == lines(f"{name}.sentences")


def test_every_choice_has_its_reason() -> None:
    assert sorted(REASONS) == NAMES


def test_there_are_articles_in_several_languages() -> None:
    assert {name.rpartition(".")[2] for name in NAMES} >= {"en", "de", "uk", "ru", "tr", "ja"}
    assert {name.rpartition(".")[2] for name in WITH_FURNITURE} >= {
        "ar", "de", "en", "es", "fr", "ja", "pl", "uk", "zh",
    }  # fmt: skip
