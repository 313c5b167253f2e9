"""How good the summaries are: ROUGE of each method against the first sentences of the same articles."""

from __future__ import annotations

import random
import statistics
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from summarizer.baseline import lead
from summarizer.clusters import summarize_story
from summarizer.language import FALLBACK, require_language
from summarizer.lengths import require_lengths
from summarizer.methods import METHODS
from summarizer.openings import leans_back, trim_opening
from summarizer.ranking import summarize
from summarizer.rouge import Scores, score
from summarizer.sentences import split_paragraphs
from summarizer.words import count_words

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
class Faults:
    """What should not happen, counted in sentences (`too_many`, `over_share`: in articles).

    `over_share` counts summaries of several sentences above 60 % of the words. `orphans` open with a word
    such as "He" or "But" although the sentence before them is left out; they are no error, but read badly.
    """

    not_verbatim: int = 0
    repeated: int = 0
    too_many: int = 0
    over_share: int = 0
    orphans: int = 0


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
    faults: Faults


@dataclass(frozen=True, slots=True)
class Table:
    """The baseline's row and one for each method, over all articles and by their source."""

    sentences: int
    words: int | None
    max_words: int | None
    rows: tuple[Row, ...]
    sources: dict[str, tuple[Row, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Record:
    """An article, or several on one event, with human summaries."""

    texts: tuple[str, ...]
    title: str
    language: str
    references: tuple[str, ...]
    source: str = ""

    @property
    def text(self) -> str:
        """All its articles in one."""
        return "\n\n".join(self.texts)


@dataclass(frozen=True, slots=True)
class _Lengths:
    """How long summaries may be (`max_words`), and where all are cut before they are scored (`words`)."""

    sentences: int
    words: int | None
    max_words: int | None


@dataclass(frozen=True, slots=True)
class _Result:
    source: str
    rouge: Scores
    words: int
    ms: float
    faults: Faults


def evaluate(
    records: Sequence[Mapping[str, Any]],
    *,
    methods: Sequence[str] = ("news",),
    sentences: int = 3,
    words: int | None = None,
    max_words: int | None = None,
    rounds: int = ROUNDS,
    progress: Callable[[int, int], None] | None = None,
) -> Table:
    """Score methods against LEAD-N, the first N sentences as they stand.

    Records have `text` and `summary` (a sentence a line), and may have `title`, `lang`, `source`,
    `more_summaries`, and `doc_ends` where the text is several articles; `news` summarizes those as a story.
    `words` cuts every summary, LEAD's too, to so many words before it is scored; `max_words` is given to
    the methods. `progress` is told (done, all) after each article. A bad record or argument raises
    ValueError.
    """
    _require(methods, sentences, words, max_words)
    read = [read_record(record, number) for number, record in enumerate(records, 1)]
    if not read:
        raise ValueError("there are no records to evaluate")
    lengths = _Lengths(sentences, words, max_words)
    results: dict[str, list[_Result]] = {name: [] for name in (BASELINE, *methods)}
    for done, record in enumerate(read, 1):
        for name, found in results.items():
            found.append(_measure(record, name, lengths))
        if progress:
            progress(done, len(read))
    sources = {
        source: _rows(results, rounds, source)
        for source in sorted({record.source for record in read})
        if source
    }
    return Table(sentences, words, max_words, _rows(results, rounds), sources)


def _require(methods: Sequence[str], sentences: int, words: int | None, max_words: int | None) -> None:
    require_lengths(sentences, max_words)
    require_lengths(sentences, words)
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
            source=str(fields.get("source") or ""),
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


def _measure(record: Record, method: str, lengths: _Lengths) -> _Result:
    start = time.perf_counter()
    chosen = _summarize(record, method, lengths)
    ms = (time.perf_counter() - start) * 1000
    scored = _cut(chosen, lengths.words) if lengths.words else chosen
    return _Result(
        source=record.source,
        rouge=score(scored, record.references, record.language),
        words=sum(len(sentence.split()) for sentence in scored),
        ms=ms,
        faults=count_faults(record, chosen, lengths.sentences),
    )


def _summarize(record: Record, method: str, lengths: _Lengths) -> Sequence[str]:
    if method == BASELINE:
        return lead(record.text, lengths.sentences)
    language, sentences, max_words = record.language, lengths.sentences, lengths.max_words
    if method == "news" and len(record.texts) > 1:
        return summarize_story(
            record.texts, language=language, sentences=sentences, max_words=max_words
        ).sentences
    return summarize(
        record.text,
        title=record.title,
        language=language,
        sentences=sentences,
        max_words=max_words,
        method=method,
    ).sentences


def _cut(sentences: Sequence[str], words: int) -> list[str]:
    cut: list[str] = []
    for sentence in sentences:
        if words <= 0:
            break
        cut.append(" ".join(sentence.split()[:words]))
        words -= len(sentence.split())
    return cut


def count_faults(record: Record, chosen: Sequence[str], sentences: int) -> Faults:
    """Count what should not happen in a summary of at most so many sentences."""
    whole = " ".join(record.text.split())
    squashed = [" ".join(sentence.split()) for sentence in chosen]
    total = sum(map(count_words, squashed))
    return Faults(
        not_verbatim=sum(sentence not in whole for sentence in squashed),
        repeated=len(squashed) - len(set(squashed)),
        too_many=int(len(squashed) > sentences),
        over_share=int(len(squashed) > 1 and total > 0.6 * count_words(whole)),
        orphans=_count_orphans(record, squashed),
    )


def _count_orphans(record: Record, chosen: Sequence[str]) -> int:
    if not any(leans_back(trim_opening(sentence), record.language) for sentence in chosen):
        return 0
    before: dict[str, str | None] = {}
    for text in record.texts:
        paragraphs = split_paragraphs(text, record.language)  # with quotations whole, as they are ranked
        split = [trim_opening(sentence) for paragraph in paragraphs for sentence in paragraph]
        before |= dict(zip(split, [None, *split], strict=False))
    bare = [trim_opening(sentence) for sentence in chosen]
    return sum(
        leans_back(sentence, record.language) and before.get(sentence, "") not in {None, *bare}
        for sentence in bare
    )


def _rows(
    results: Mapping[str, Sequence[_Result]], rounds: int, source: str | None = None
) -> tuple[Row, ...]:
    kept = {
        name: [result for result in found if source in {None, result.source}]
        for name, found in results.items()
    }
    return tuple(_row(name, found, kept[BASELINE], rounds) for name, found in kept.items())


def _row(name: str, results: Sequence[_Result], base: Sequence[_Result], rounds: int) -> Row:
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
        faults=_sum([result.faults for result in results]),
    )


def _sum(faults: Sequence[Faults]) -> Faults:
    return Faults(
        *(
            sum(getattr(one, name) for one in faults)
            for name in ("not_verbatim", "repeated", "too_many", "over_share", "orphans")
        )
    )


def _gain(ours: Sequence[float], base: Sequence[float], rounds: int) -> Gain:
    """Give the mean gain with its paired bootstrap interval: articles drawn again and again."""
    drawn = random.Random(_SEED)  # noqa: S311  (statistics, not secrets)
    gains, count = [100 * (a - b) for a, b in zip(ours, base, strict=True)], len(ours)
    means = sorted(sum(drawn.choices(gains, k=count)) / count for _ in range(rounds))
    return Gain(statistics.fmean(gains), means[int(0.025 * rounds)], means[int(0.975 * rounds)])
