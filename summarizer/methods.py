"""Every method under one name: our own and sumy's, each fed with our tokenizer, stemmer and stop words."""

from __future__ import annotations

import math
import warnings
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any

from summarizer.cues import BONUS_WORDS, NULL_WORDS, STIGMA_WORDS
from summarizer.language import stemmer, stop_words
from summarizer.sentences import Tokenizer

if TYPE_CHECKING:
    from collections.abc import Sequence

_CLASSES = {
    "news": ("summarizer.news", "NewsSummarizer"),
    "lexrank": ("summarizer.classics", "LexRank"),
    "textrank": ("summarizer.classics", "TextRank"),
    "lsa": ("summarizer.classics", "Lsa"),
    "luhn": ("summarizer.classics", "Luhn"),
    "reduction": ("summarizer.classics", "Reduction"),
    "edmundson": ("sumy.summarizers.edmundson", "EdmundsonSummarizer"),
    "kl": ("sumy.summarizers.kl", "KLSummarizer"),
    "sumbasic": ("sumy.summarizers.sum_basic", "SumBasicSummarizer"),
}
METHODS = ("news", "lead", *[method for method in _CLASSES if method != "news"])


def order_by(method: str, paragraphs: Sequence[Sequence[str]], title: str, language: str) -> list[int]:
    """Give the places of the sentences, counted through all paragraphs, in the order the method picks them.

    All of sumy's methods rate sentences once whatever the number asked for, so the first N of this order are
    exactly what sumy returns for N.
    """
    return list(rated_by(method, paragraphs, title, language))


def rated_by(method: str, paragraphs: Sequence[Sequence[str]], title: str, language: str) -> dict[int, float]:
    """Give sumy's ratings by place, best first; sentences that may not be chosen are left out."""
    in_order = dict.fromkeys(range(sum(map(len, paragraphs))), 0.0)
    if method == "lead" or not in_order:
        return in_order
    document = parse(paragraphs, title, language)
    ratings: dict[int, float] = {}

    def note(rated: list[Any]) -> list[Any]:
        ratings.update({info.order: float(info.rating) for info in rated if info.rating > -math.inf})
        return rated

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # sumy warns of articles with few words
        summarizer_for(method, language)(document, note)
    return ratings or in_order  # LSA chooses nothing where all words are stop words


def parse(paragraphs: Sequence[Sequence[str]], title: str, language: str) -> Any:
    """Give sumy's document of the paragraphs, the title as its heading."""
    from sumy.models.dom import ObjectDocumentModel, Paragraph, Sentence

    tokenizer = Tokenizer(language)
    heading = [Sentence(title, tokenizer, is_heading=True)] if title.strip() else []
    bodies = [[Sentence(text, tokenizer) for text in paragraph] for paragraph in paragraphs]
    bodies[0] = [*heading, *bodies[0]]
    return ObjectDocumentModel([Paragraph(body) for body in bodies])


def summarizer_for(method: str, language: str) -> Any:
    """Give sumy's summarizer, with the stop words and stemmer of the language."""
    made = _class_of(method)(stemmer(language))
    if method == "edmundson":
        made.bonus_words, made.stigma_words = BONUS_WORDS, STIGMA_WORDS
        made.null_words = stop_words(language) | NULL_WORDS
    else:
        made.stop_words = stop_words(language)
    made.language = language  # for the words with which sentences open
    return made


def _class_of(method: str) -> Any:
    module, name = _CLASSES[method]
    return getattr(import_module(module), name)


@dataclass(frozen=True, slots=True)
class Bounds:
    """How much of an article a method looks at, which bounds its time."""

    sentences: int
    words: int


def bounds_of(method: str) -> Bounds:
    """Give a method's bounds; KL's time grows with the square of the sentences times their words."""
    return Bounds(60, 2_000) if method == "kl" else Bounds(400, 30_000)
