"""How good the summaries are: ROUGE of each method against the first sentences of the same articles."""

from __future__ import annotations

import random
import statistics
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from summarizer.clusters import summarize_story
from summarizer.language import FALLBACK, require_language
from summarizer.lengths import require_lengths
from summarizer.methods import METHODS
from summarizer.ranking import summarize
from summarizer.rouge import Scores, score
from summarizer.sentences import split_sentences

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

ROUNDS = 2000  # of the bootstrap
BASELINE = "LEAD"
_SEED = 7  # the same articles give the same interval


@dataclass(frozen=True, slots=True)
class Gain:
    """A mean difference to the baseline on the same articles, F1 x 100, with its 95 % interval."""

    mean: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Row:
    """One method's figures: ROUGE x 100, gains in the order R1, R2, RL, milliseconds per article."""

    method: str
    articles: int
    rouge: Scores
    gains: tuple[Gain, Gain, Gain]
    words: float
    ms_median: float
    ms_p95: float
    not_verbatim: int


@dataclass(frozen=True, slots=True)
class Table:
    """The baseline's row and one for each method."""

    sentences: int
    max_words: int | None
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Record:
    """An article, or several on one event, with human summaries."""

    texts: tuple[str, ...]
    title: str
    language: str
    references: tuple[str, ...]

    @property
    def text(self) -> str:
        """All its articles in one."""
        return "\n\n".join(self.texts)


@dataclass(frozen=True, slots=True)
class _Result:
    rouge: Scores
    words: int
    ms: float
    not_verbatim: int


def evaluate(
    records: Sequence[Mapping[str, Any]],
    *,
    methods: Sequence[str] = ("news",),
    sentences: int = 3,
    max_words: int | None = None,
    rounds: int = ROUNDS,
    progress: Callable[[int, int], None] | None = None,
) -> Table:
    """Score methods against LEAD-N, the first N sentences as they stand.

    Records have `text` and `summary` (a sentence a line), and may have `title`, `lang`, `more_summaries`,
    and `doc_ends` where the text is several articles; `news` summarizes those as a story. `progress` is told
    (done, all) after each article. A bad record or argument raises ValueError.
    """
    _require(methods, sentences, max_words)
    read = [read_record(record, number) for number, record in enumerate(records, 1)]
    if not read:
        raise ValueError("there are no records to evaluate")
    results: dict[str, list[_Result]] = {name: [] for name in (BASELINE, *methods)}
    for done, record in enumerate(read, 1):
        for name, found in results.items():
            found.append(_measure(record, name, sentences, max_words))
        if progress:
            progress(done, len(read))
    rows = (_row(name, found, results[BASELINE], rounds) for name, found in results.items())
    return Table(sentences, max_words, tuple(rows))


def _require(methods: Sequence[str], sentences: int, max_words: int | None) -> None:
    require_lengths(sentences, max_words)
    if isinstance(methods, str) or not methods or not set(methods) <= set(METHODS):
        raise ValueError(f"methods must be some of {', '.join(METHODS)}")


def read_record(fields: Mapping[str, Any], number: int = 1) -> Record:
    """Read one line of an evaluation file; `number` names it in the ValueError of a bad one."""
    try:
        language = fields.get("lang") or FALLBACK
        require_language(language)
        return Record(
            texts=tuple(_articles(fields["text"], fields.get("doc_ends") or [])),
            title=str(fields.get("title") or ""),
            language=language,
            references=(_filled(fields["summary"]), *map(_filled, fields.get("more_summaries") or ())),
        )
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise ValueError(
            f"record {number} needs text and summary as strings, and lang as two letters"
        ) from error


def _articles(text: str, ends: Sequence[int]) -> Iterator[str]:
    start = 0
    for end in ends or [len(text)]:
        yield text[start:end].strip()
        start = end


def _filled(summary: str) -> str:
    if not summary.strip():
        raise ValueError("an empty summary")
    return summary


def _measure(record: Record, method: str, sentences: int, max_words: int | None) -> _Result:
    start = time.perf_counter()
    chosen = _summarize(record, method, sentences, max_words)
    ms = (time.perf_counter() - start) * 1000
    whole = " ".join(record.text.split())
    return _Result(
        rouge=score(chosen, record.references, record.language),
        words=sum(len(sentence.split()) for sentence in chosen),
        ms=ms,
        not_verbatim=sum(" ".join(sentence.split()) not in whole for sentence in chosen),
    )


def _summarize(record: Record, method: str, sentences: int, max_words: int | None) -> Sequence[str]:
    if method == BASELINE:
        return split_sentences(record.text, record.language)[:sentences]
    if method == "news" and len(record.texts) > 1:
        return summarize_story(
            record.texts, language=record.language, sentences=sentences, max_words=max_words
        ).sentences
    return summarize(
        record.text,
        title=record.title,
        language=record.language,
        sentences=sentences,
        max_words=max_words,
        method=method,
    ).sentences


def _row(name: str, results: list[_Result], base: list[_Result], rounds: int) -> Row:
    times = sorted(result.ms for result in results)
    columns = list(zip(*(result.rouge for result in results), strict=True))
    base_columns = zip(*(result.rouge for result in base), strict=True)
    r1, r2, rl = (_gain(*pair, rounds) for pair in zip(columns, base_columns, strict=True))
    return Row(
        method=name,
        articles=len(results),
        rouge=Scores(*(100 * statistics.fmean(column) for column in columns)),
        gains=(r1, r2, rl),
        words=statistics.fmean(result.words for result in results),
        ms_median=statistics.median(times),
        ms_p95=times[min(len(times) - 1, int(0.95 * len(times)))],
        not_verbatim=sum(result.not_verbatim for result in results),
    )


def _gain(ours: Sequence[float], base: Sequence[float], rounds: int) -> Gain:
    """Give the mean gain with its paired bootstrap interval: articles drawn again and again."""
    drawn = random.Random(_SEED)  # noqa: S311  (statistics, not secrets)
    gains, count = [100 * (a - b) for a, b in zip(ours, base, strict=True)], len(ours)
    means = sorted(statistics.fmean(drawn.choices(gains, k=count)) for _ in range(rounds))
    return Gain(statistics.fmean(gains), means[int(0.025 * rounds)], means[int(0.975 * rounds)])
