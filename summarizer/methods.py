"""Every method under one name: our own and sumy's, each fed with our tokenizer, stemmer and stop words."""

from __future__ import annotations

import math
import warnings
from typing import TYPE_CHECKING, Any

from summarizer.cues import BONUS_WORDS, NULL_WORDS, STIGMA_WORDS
from summarizer.language import stemmer, stop_words
from summarizer.sentences import Tokenizer

if TYPE_CHECKING:
    from collections.abc import Sequence

_KL_CAP = 60  # sentences: KL's time grows with the cube of them


def order_by(method: str, paragraphs: Sequence[Sequence[str]], title: str, language: str) -> list[int]:
    """Give the places of the sentences, counted through all paragraphs, in the order the method picks them.

    All of sumy's methods rate sentences once whatever the number asked for, so the first N of this order are
    exactly what sumy returns for N.
    """
    if method == "lead":
        return list(range(sum(map(len, paragraphs))))
    document = _document(paragraphs, title, language)
    order: list[int] = []

    def note(rated: list[Any]) -> list[Any]:
        order.extend(info.order for info in rated if info.rating > -math.inf)
        return rated

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # sumy warns of articles with few words
        _summarizer(method, language)(document, note)
    return order


def _document(paragraphs: Sequence[Sequence[str]], title: str, language: str) -> Any:
    from sumy.models.dom import ObjectDocumentModel, Paragraph, Sentence

    tokenizer = Tokenizer(language)
    heading = [Sentence(title, tokenizer, is_heading=True)] if title.strip() else []
    bodies = [[Sentence(text, tokenizer) for text in paragraph] for paragraph in paragraphs]
    if bodies:
        bodies[0] = [*heading, *bodies[0]]
    return ObjectDocumentModel([Paragraph(body) for body in bodies])


def _summarizer(method: str, language: str) -> Any:
    made = _class_of(method)(stemmer(language))
    if method == "edmundson":
        made.bonus_words, made.stigma_words = BONUS_WORDS, STIGMA_WORDS
        made.null_words = stop_words(language) | NULL_WORDS
    else:
        made.stop_words = stop_words(language)
    return made


def _class_of(method: str) -> Any:
    if method == "news":
        from summarizer.news import NewsSummarizer as Found
    elif method in {"lexrank", "textrank", "lsa", "reduction"}:
        from summarizer import graphs

        return {
            "lexrank": graphs.LexRank,
            "textrank": graphs.TextRank,
            "lsa": graphs.Lsa,
            "reduction": graphs.Reduction,
        }[method]
    elif method == "luhn":
        from sumy.summarizers.luhn import LuhnSummarizer as Found
    elif method == "edmundson":
        from sumy.summarizers.edmundson import EdmundsonSummarizer as Found
    elif method == "kl":
        from sumy.summarizers.kl import KLSummarizer as Found
    else:
        from sumy.summarizers.sum_basic import SumBasicSummarizer as Found
    return Found


def most_sentences(method: str) -> int:
    """Give how many sentences of an article a method looks at, which bounds its time."""
    return _KL_CAP if method == "kl" else 400
