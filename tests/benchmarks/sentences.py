"""How well and how fast texts are cut into sentences, beside Punkt with its curated prefixes."""

import time

from punkt import PREFIX_LANGUAGES, sent_tokenize

from summarizer.sentences import split_sentences
from tests.benchmarks.figures import Figure
from tests.summarizer.articles import article
from tests.summarizer.boundaries import LANGUAGES, boundary_f1, cases

ROUNDS = 5
LEAST_CHARACTERS = 200_000  # of a text whose cutting is timed
_PUNKT_NAMES = {
    "de": "german",
    "es": "spanish",
    "fr": "french",
    "it": "italian",
    "pl": "polish",
    "pt": "portuguese",
    "ru": "russian",
    "tr": "turkish",
}


async def run(people: int) -> list[Figure]:
    """Give the boundary F1 of each language, and the speed; ``people`` does not matter here."""
    del people
    return [*map(_quality, LANGUAGES), _speed()]


def _quality(language: str) -> Figure:
    ours, punkt = boundary_f1(language, split_sentences), boundary_f1(language, _punkt)
    places = sum(len(case.sentences) - 1 for case in cases(language))
    return Figure(
        f"sentences, {language}: boundary F1", f"{ours:.3f}, Punkt {punkt:.3f}, {places} places", "≥ Punkt"
    )


def _punkt(text: str, language: str) -> list[str]:
    name = _PUNKT_NAMES.get(language, "english")
    return sent_tokenize(text, name, line_breaks="always", prefixes=name in PREFIX_LANGUAGES)


def _speed() -> Figure:
    text = article("bridge.en")
    text = "\n".join([text] * (1 + LEAST_CHARACTERS // len(text)))
    best = min(_seconds(text) for _ in range(ROUNDS))
    return Figure("sentences: speed", f"{len(text) / best / 1e6:.1f} million characters/s", "≥ 5")


def _seconds(text: str) -> float:
    began = time.perf_counter()
    split_sentences(text)
    return time.perf_counter() - began
