"""Measurements on development data that lies beside the checkout and is no part of it."""

import gzip
import importlib.util
import json
import sys
from pathlib import Path
from typing import Any

import pytest

from summarizer import clean, extract, summarize
from summarizer.baseline import lead
from summarizer.evaluation import evaluate

DATA = Path(__file__).resolve().parents[2].parent / "shared" / "data"
pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not DATA.is_dir(), reason="the development data is not beside the checkout"),
]


def news(language: str, kind: str) -> list[dict[str, Any]]:
    with (DATA / "news_dev.jsonl").open(encoding="utf-8") as lines:
        records = [json.loads(line) for line in lines]
    return [record for record in records if (record["lang"], record["kind"]) == (language, kind)]


def pages() -> list[dict[str, Any]]:
    with gzip.open(DATA / "boilerplate_dev.jsonl.gz", "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def shingles(text: str) -> set[tuple[str, ...]]:
    words = text.lower().split()
    return set(zip(words, words[1:], words[2:], words[3:], strict=False))


def f1(hits: int, found: int, wanted: int) -> float:
    return 2 * hits / max(1, found + wanted)


def test_news_beats_the_first_sentences_of_english_articles() -> None:
    news_row = evaluate(news("en", "single"), max_words=400).rows[1]
    assert news_row.gains[0].low > 0.5
    assert news_row.gains[0].mean > 2.4
    assert news_row.gains[1].mean > 1.2
    faults = news_row.faults
    assert (faults.not_verbatim, faults.repeated, faults.too_many, faults.over_share) == (0, 0, 0, 0)
    assert faults.orphans <= 2


def measure() -> Any:
    """Load the measure that lies beside the data."""
    path = DATA.parent / "tools" / "rouge_eval.py"
    spec = importlib.util.spec_from_file_location("rouge_eval", path)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules["rouge_eval"] = module  # its annotations are looked up there
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("words", [None, 55])
def test_our_figures_equal_those_of_the_measure_beside_the_data(words: int | None) -> None:
    records = [*news("en", "single"), *news("fr", "single"), *news("tr", "single"), *news("vi", "multi")]
    theirs = measure()

    def system(text: str, title: str, language: str, sentences: int) -> tuple[str, ...]:
        return summarize(
            text, title=title, language=language, sentences=sentences, method="lexrank"
        ).sentences

    ours = evaluate(records, methods=["lexrank"], words=words, rounds=200).rows
    rows = [theirs.evaluate(records, run, 3, words or 0) for run in (theirs.lead, system)]
    for row, expected in zip(ours, rows, strict=True):
        for at, gain in enumerate(row.gains):
            scores = [found["rouge"][at] for found in expected]
            assert row.rouge[at] == pytest.approx(100 * sum(scores) / len(scores), abs=1e-9)
            differences = [
                100 * (found["rouge"][at] - base["rouge"][at])
                for found, base in zip(expected, rows[0], strict=True)
            ]
            assert (gain.low, gain.high) == pytest.approx(theirs.bootstrap(differences, 200), abs=1e-9)


def test_the_baseline_divides_as_the_measure_does() -> None:
    theirs = measure()
    for language, kind in (
        ("en", "single"),
        ("en", "multi"),
        ("fr", "single"),
        ("tr", "single"),
        ("vi", "multi"),
    ):
        for record in news(language, kind):
            assert lead(record["text"], 8) == theirs.lead(record["text"], "", language, 8)


def test_short_turkish_articles_lose_nothing_for_certain() -> None:
    row = evaluate(news("tr", "single"), max_words=400).rows[1]
    assert row.gains[0].high > 0


def test_stories_beat_the_first_sentences_of_english_clusters() -> None:
    assert evaluate(news("en", "multi"), sentences=8, max_words=400).rows[1].gains[0].low > 1


def test_lines_of_furniture_are_told_from_the_body() -> None:
    hits = found = wanted = 0
    for page in pages():
        lines, labels = page["near"]["lines"], page["near"]["labels"]
        kept = set(clean("\n".join(lines), title=page["title"]).text.split("\n"))
        hits += sum(label and line in kept for line, label in zip(lines, labels, strict=True))
        found += sum(line in kept for line in lines)
        wanted += sum(labels)
    assert f1(hits, found, wanted) > 0.88


def test_bodies_of_pages_are_found() -> None:
    scores = []
    for page in pages():
        if page["html"]:
            ours, gold = shingles(extract(page["html"], url=page["url"]).text), shingles(page["gold"])
            scores.append(f1(len(ours & gold), len(ours), len(gold)))
    assert sum(scores) / len(scores) > 0.95


def test_the_seed_article_loses_its_furniture_and_nothing_else() -> None:
    text = (DATA / "seed_article.txt").read_text(encoding="utf-8")
    record = next(page for page in pages() if page["id"].startswith("seed"))
    labels = dict(zip(record["near"]["lines"], record["near"]["labels"], strict=True))
    summary = summarize(text, sentences=5)
    assert {line for line in summary.removed if labels.get(line.strip(), 0)} == set()
    assert sum(1 for line in text.split("\n") if line.strip()) - len(summary.removed) == 13
    assert len(summary.sentences) >= 2
