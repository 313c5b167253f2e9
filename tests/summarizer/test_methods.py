from typing import Any

import pytest
from sumy.summarizers.edmundson import EdmundsonSummarizer
from sumy.summarizers.kl import KLSummarizer
from sumy.summarizers.lex_rank import LexRankSummarizer
from sumy.summarizers.lsa import LsaSummarizer
from sumy.summarizers.luhn import LuhnSummarizer
from sumy.summarizers.reduction import ReductionSummarizer
from sumy.summarizers.sum_basic import SumBasicSummarizer
from sumy.summarizers.text_rank import TextRankSummarizer

from summarizer.classics import LexRank, Lsa, TextRank
from summarizer.cues import BONUS_WORDS, NULL_WORDS, STIGMA_WORDS
from summarizer.language import stemmer, stop_words
from summarizer.methods import METHODS, order_by, parse
from summarizer.sentences import split_paragraphs
from tests.summarizer.articles import article

SUMY = {
    "lexrank": LexRankSummarizer,
    "textrank": TextRankSummarizer,
    "luhn": LuhnSummarizer,
    "reduction": ReductionSummarizer,
    "kl": KLSummarizer,
    "sumbasic": SumBasicSummarizer,
    "edmundson": EdmundsonSummarizer,
}
NAMES = [
    "bridge.en",
    "bridge.de",
    "bridge.ru",
    "bridge.uk",
    "bridge.tr",
    "bridge.ja",
    "ferry.en",
    "orchard.en",
]


def of_sumy(cls: Any, language: str) -> Any:
    made = cls(stemmer(language))
    if cls is EdmundsonSummarizer:
        made.bonus_words, made.stigma_words = BONUS_WORDS, STIGMA_WORDS
        made.null_words = stop_words(language) | NULL_WORDS
    else:
        made.stop_words = stop_words(language)
    return made


@pytest.mark.parametrize("method", SUMY)
@pytest.mark.parametrize("name", NAMES)
def test_each_length_is_exactly_what_sumy_chooses(name: str, method: str) -> None:
    language = name[-2:]
    paragraphs = split_paragraphs(article(name), language)
    flat = [sentence for paragraph in paragraphs for sentence in paragraph]
    order = order_by(method, paragraphs, "A new bridge", language)
    document = parse(paragraphs, "A new bridge", language)
    for count in range(1, len(flat) + 1):
        theirs = [str(sentence) for sentence in of_sumy(SUMY[method], language)(document, count)]
        assert [flat[index] for index in sorted(order[:count])] == theirs


@pytest.mark.parametrize("name", NAMES)
def test_lsa_rates_as_sumy_does(name: str) -> None:
    language = name[-2:]
    document = parse(split_paragraphs(article(name), language), "", language)
    ratings = []
    for cls in (Lsa, LsaSummarizer):
        rated: list[Any] = []
        of_sumy(cls, language)(document, lambda infos, kept=rated: kept.extend(infos) or infos)
        ratings.append([info.rating for info in sorted(rated, key=lambda info: info.order)])
    # Equal ratings are frequent, and sumy orders those by rounding errors: the ratings can be compared.
    ours, theirs = ratings
    assert ours == pytest.approx(theirs)


@pytest.mark.parametrize("cls", [LexRank, TextRank])
def test_graphs_without_links_keep_the_articles_order(cls: Any) -> None:
    paragraphs = [["The of and.", "It is that.", "We are the."]]
    made = of_sumy(cls, "en")
    assert [str(s) for s in made(parse(paragraphs, "", "en"), 2)] == paragraphs[0][:2]


@pytest.mark.parametrize("method", METHODS)
def test_orders_hold_no_sentence_twice(method: str) -> None:
    paragraphs = split_paragraphs(article("bridge.en"), "en")
    order = order_by(method, paragraphs, "", "en")
    assert len(order) == len(set(order)) > 3


@pytest.mark.parametrize("method", METHODS)
def test_no_paragraphs_have_no_order(method: str) -> None:
    assert order_by(method, [], "A title", "en") == []
