import math
from typing import Any

import pytest

from summarizer.evaluation import Faults, count_faults, evaluate, read_record
from tests.summarizer.articles import article

RECORD = {
    "text": article("bridge.en"),
    "title": "A bridge for Averton",
    "lang": "en",
    "summary": "The council of Averton approved a new bridge.\nWork on the bridge starts in March.",
}
STORY = {
    "text": article("bridge.en") + "\n\n" + article("ferry.en"),
    "doc_ends": [len(article("bridge.en")), len(article("bridge.en")) + 2 + len(article("ferry.en"))],
    "summary": "Averton builds a bridge over the Lime.",
    "more_summaries": ["The ferry is retired."],
}


def test_each_method_gets_a_row_below_the_baseline() -> None:
    table = evaluate([RECORD, STORY], methods=["news", "lexrank"], sentences=2, rounds=50)
    assert [row.method for row in table.rows] == ["LEAD", "news", "lexrank"]
    for row in table.rows:
        assert row.articles == 2
        assert 0 < row.rouge.r1 < 100
        assert row.faults.not_verbatim == row.faults.repeated == row.faults.too_many == 0
        assert row.words > 0
        assert row.ms_p95 >= row.ms_median > 0
        assert all(gain.low <= gain.mean <= gain.high for gain in row.gains)


def test_the_baseline_is_the_first_sentences_as_they_stand() -> None:
    lead = "The ferry stops today. The bridge opens tomorrow."
    table = evaluate(
        [{"text": f"{lead} Nobody minds.", "summary": lead.replace(". ", ".\n")}], sentences=2, rounds=10
    )
    baseline = table.rows[0]
    assert baseline.rouge == pytest.approx((100, 100, 100))
    assert all((gain.mean, gain.low, gain.high) == (0, 0, 0) for gain in baseline.gains)


def test_the_gain_is_the_mean_difference_and_repeats_exactly() -> None:
    records = [RECORD, {**RECORD, "summary": "Apples froze."}]
    one, other = (evaluate(records, sentences=1, rounds=100) for _ in range(2))
    baseline, news = one.rows
    assert news.gains[0].mean == pytest.approx(news.rouge.r1 - baseline.rouge.r1)
    assert [row.gains for row in one.rows] == [row.gains for row in other.rows]
    assert [row.rouge for row in one.rows] == [row.rouge for row in other.rows]


def test_words_cut_every_summary_and_the_baseline_alike() -> None:
    table = evaluate([RECORD], methods=["news", "lead"], words=10, rounds=10)
    assert [row.words for row in table.rows] == [10, 10, 10]
    assert evaluate([RECORD], methods=["lead"], max_words=25, rounds=10).rows[1].words <= 25


def test_sources_are_told_apart() -> None:
    records = [{**RECORD, "source": "b"}, {**RECORD, "source": "a"}, {**RECORD, "source": "b"}, RECORD]
    table = evaluate(records, rounds=10)
    assert [(source, rows[0].articles) for source, rows in table.sources.items()] == [("a", 1), ("b", 2)]
    assert table.rows[0].articles == 4


def test_faults_are_counted() -> None:
    record = read_record(
        {"text": "One day came. But it rained. All was well, and nobody minded that at all.", "summary": "x"}
    )
    said = ["But it rained.", "But it rained.", "It snowed all day."]
    assert count_faults(record, said, 2) == Faults(
        not_verbatim=1, repeated=1, too_many=1, over_share=1, orphans=3
    )
    assert count_faults(record, ["One day came.", "But it rained."], 3) == Faults()


def test_the_first_sentence_of_an_article_is_no_orphan() -> None:
    record = read_record({"text": "He came. She saw. It rained on all of us here today.", "summary": "x"})
    assert count_faults(record, ["He came."], 3).orphans == 0


def test_progress_is_told_after_each_article() -> None:
    told: list[tuple[int, int]] = []
    evaluate([RECORD, RECORD], rounds=10, progress=lambda done, total: told.append((done, total)))
    assert told == [(1, 2), (2, 2)]


@pytest.mark.parametrize(
    "record",
    [
        {},
        {"text": "x"},
        {"summary": "x"},
        {"text": "x", "summary": ""},
        {"text": 1, "summary": "x"},
        "x",
        {"text": "x", "summary": "x", "lang": "english"},
        {"text": "x", "summary": "x", "more_summaries": [1]},
    ],
)
def test_a_bad_record_is_named(record: Any) -> None:
    with pytest.raises(ValueError, match="record 2 needs"):
        evaluate([RECORD, record], rounds=10)


@pytest.mark.parametrize(
    "arguments",
    [
        {"words": 0},
        {"max_words": 0},
        {"methods": ["magic"]},
        {"methods": "news"},
        {"methods": []},
        {"sentences": 0},
        {"records": []},
    ],
)
def test_wrong_arguments_are_refused(arguments: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"must be|no records"):
        evaluate(**{"records": [RECORD], **arguments})


def test_figures_are_finite_for_an_article_nobody_can_summarize() -> None:
    table = evaluate([{"text": "123", "summary": "Nothing."}], rounds=10)
    assert all(math.isfinite(value) for row in table.rows for value in row.rouge)
