"""How fast summaries are: every method beside plain sumy, hostile texts, the import, and the bot's workers.

Methods are told in milliseconds of processor time, which other work on the machine disturbs least.
"""

import asyncio
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any

from bot.summaries import SummaryPool
from summarizer import METHODS, group_stories, summarize
from summarizer.cues import BONUS_WORDS, NULL_WORDS, STIGMA_WORDS
from summarizer.methods import order_by, parse
from summarizer.sentences import split_paragraphs
from tests.benchmarks.figures import Figure
from tests.benchmarks.hostile import TEXTS
from tests.benchmarks.inventing import Inventor

SIZES = (10, 50, 200, 1_000)
_MINUTES = {("kl", 1_000)}  # sumy's KL takes minutes there; ours looks at 60 sentences only
_ARTICLES = 300  # through the pool
_GROUPED = 10_000


async def run(_people: int) -> list[Figure]:
    """Measure the methods, hostile texts, the import, grouping, and articles a second through the workers."""
    return [
        *_methods(),
        *_news(),
        *_hostile(),
        _import(),
        _grouping(),
        await _pool(),
    ]


def _methods() -> Iterator[Figure]:
    inventor = Inventor()
    articles = {size: split_paragraphs(inventor.article(size)) for size in SIZES}
    for method in METHODS:
        if method != "lead":
            cells = [_cell(method, articles[size], size) for size in SIZES]
            yield Figure(
                f"{method}: ours, sumy at {', '.join(map(str, SIZES))}", " | ".join(cells), _goal(method)
            )


def _goal(method: str) -> str:
    if method == "news":
        return "≤ 150 ms at 1000"
    return "≥ 15x at 50, ≥ 100x at 1000" if method == "lexrank" else ""


def _cell(method: str, paragraphs: list[list[str]], size: int) -> str:
    """Compare the ranking of one article, uncapped, so that both do the same work."""
    if (method, size) in _MINUTES:
        return "(minutes)"
    ours = _milliseconds(lambda: order_by(method, paragraphs, "", "en"))
    if method == "news":
        return f"{ours:.1f}"
    plain = _plain(method)
    theirs = _milliseconds(lambda: plain(parse(paragraphs, "", "en"), 3))
    return f"{ours:.1f}, {theirs:.0f} ({theirs / ours:.0f}x)"


def _milliseconds(work: Callable[[], object]) -> float:
    """Give the median of up to nine runs; slow work is run once."""
    work_times: list[float] = []
    work()
    while len(work_times) < 9 and sum(work_times) < 1_000:
        start = time.process_time()
        work()
        work_times.append((time.process_time() - start) * 1000)
    return statistics.median(work_times)


def _plain(method: str) -> Any:
    """Make sumy's summarizer as it is; only the tokenizer is ours, since its own wants a download."""
    from importlib import import_module

    from sumy.nlp.stemmers import Stemmer
    from sumy.utils import get_stop_words

    names = {
        "lexrank": ("lex_rank", "LexRankSummarizer"),
        "textrank": ("text_rank", "TextRankSummarizer"),
        "lsa": ("lsa", "LsaSummarizer"),
        "luhn": ("luhn", "LuhnSummarizer"),
        "reduction": ("reduction", "ReductionSummarizer"),
        "edmundson": ("edmundson", "EdmundsonSummarizer"),
        "kl": ("kl", "KLSummarizer"),
        "sumbasic": ("sum_basic", "SumBasicSummarizer"),
    }
    module, name = names[method]
    made = getattr(import_module(f"sumy.summarizers.{module}"), name)(Stemmer("english"))
    if method == "edmundson":
        made.bonus_words, made.stigma_words, made.null_words = BONUS_WORDS, STIGMA_WORDS, NULL_WORDS
    else:
        made.stop_words = get_stop_words("english")
    return made


def _news() -> Iterator[Figure]:
    """Measure the whole way from a text to its summary, language given, on articles of 10 to 50 sentences."""
    inventor = Inventor(2)
    times = []
    for size in range(10, 51):
        text = inventor.article(size)
        start = time.process_time()
        summarize(text, language="en")
        times.append((time.process_time() - start) * 1000)
    times = sorted(times[1:])
    told = f"median {statistics.median(times):.1f}, p95 {times[int(0.95 * len(times))]:.1f} ms"
    yield Figure("news: text to summary, 10 to 50 sentences", told, "≤ 2, ≤ 5 ms")
    long = inventor.article(1_000)
    yield Figure(
        "news: text to summary, 1000 sentences",
        f"{_milliseconds(lambda: summarize(long)):.0f} ms",
        "≤ 150 ms",
    )


def _hostile() -> Iterator[Figure]:
    for method in METHODS:
        took = {name: _once(text, method) for name, text in TEXTS.items()}
        worst = max(took, key=took.__getitem__)
        yield Figure(
            f"{method}: {len(TEXTS)} hostile texts", f"longest {took[worst]:.0f} ms ({worst})", "≤ 500 ms"
        )


def _once(text: str, method: str) -> float:
    start = time.process_time()
    summarize(text, method=method)
    return (time.process_time() - start) * 1000


def _import() -> Figure:
    code = "import time; start = time.process_time(); import summarizer; print(time.process_time() - start)"
    times = [
        float(subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout)
        for _ in range(5)
    ]
    return Figure("import summarizer", f"median {statistics.median(times) * 1000:.0f} ms", "≤ 600 ms")


def _grouping() -> Figure:
    texts, labels = Inventor(3).stories(_GROUPED)
    start = time.process_time()
    groups = group_stories(texts)
    took = time.process_time() - start
    told = f"{took:.1f} s, {len(groups)} groups of {len(set(labels))} stories"
    return Figure(f"group_stories: {_GROUPED} articles", told, "≤ 20 s")


async def _pool() -> Figure:
    """Rank articles of 25 sentences in two workers, as the bot does."""
    inventor = Inventor(4)
    texts = [inventor.article(25) for _ in range(_ARTICLES)]
    pool = SummaryPool(workers=2)
    await pool.start()
    try:
        start = time.perf_counter()
        await asyncio.gather(*(pool.rank(text, language="en") for text in texts))
        took = time.perf_counter() - start
    finally:
        await pool.aclose()
    return Figure("articles ranked by two workers", f"{_ARTICLES / took:.0f} a second")
