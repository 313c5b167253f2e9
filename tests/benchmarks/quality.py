"""How good summaries and stories are on the development data that lies beside the checkout.

`digestbot evaluate` gives the other figures of docs/summaries.md.
"""

import gzip
import json
import random
import statistics
from collections.abc import Callable, Iterator, Sequence
from itertools import combinations
from pathlib import Path
from typing import Any

from summarizer import group_stories, lengths, news, pick, rank
from summarizer.baseline import lead
from summarizer.classics import LexRank, TextRank
from summarizer.language import stemmer, stop_words
from summarizer.methods import parse
from summarizer.ranking import prepare
from summarizer.rouge import score
from tests.benchmarks.figures import Figure

_DATA = Path(__file__).resolve().parents[2].parent / "shared" / "data"
_INJECTED = 10  # lines of furniture put into an article ...
_SEEDS = (7, 8, 9)  # ... by three throws of the dice, as one decides little
_NO_CAP = 400  # words
_FEWEST_WORDS = 60  # of an article that is grouped: shorter items go by their titles

# What `news` adds up, and the value that takes each part out.
_PARTS: dict[str, tuple[Any, str, float]] = {
    "lead": (news, "LEAD", 0.0),
    "forward": (news, "FORWARD", 0.0),
    "backward": (news, "BACKWARD", 0.0),
    "centroid": (news, "CENTROID", 0.0),
    "title": (news, "TITLE", 0.0),
    "quotation": (news, "QUOTATION", 0.0),
    "question": (news, "QUESTION", 0.0),
    "long": (news, "LONG", 0.0),
    "length": (news, "LENGTH", 0.0),
    "leaning": (news, "LEANING", 0.0),
    "redundancy": (news, "REDUNDANCY", 0.0),
    "exchange of orphans": (lengths, "_NEAR", -1000),
    "lead of short articles": (lengths, "_LEAD_FILL_PERCENT", -1),
}
_Record = dict[str, Any]


async def run(_people: int) -> list[Figure]:
    """Measure stories, injected furniture, sumy's sentences and what each part of `news` is worth."""
    if not _DATA.is_dir():
        return [Figure("quality", "not measured: the development data is not beside the checkout")]
    records = _records()
    return [*_stories(records), *_injected(records), *_same_sentences(records), *_ablation(records)]


def _records() -> list[_Record]:
    with (_DATA / "news_dev.jsonl").open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def _articles(record: _Record) -> list[str]:
    """Give the articles of a cluster."""
    starts = [0, *record["doc_ends"]]
    return [record["text"][a:b].strip() for a, b in zip(starts, record["doc_ends"], strict=False)]


def _singles(records: Sequence[_Record], language: str) -> list[_Record]:
    return [record for record in records if record["kind"] == "single" and record["lang"] == language]


def _stories(records: Sequence[_Record]) -> Iterator[Figure]:
    for name, languages, with_singles in (
        ("English clusters", ("en",), False),
        ("English clusters and single articles", ("en",), True),
        ("Vietnamese clusters", ("vi",), False),
        ("all languages, clusters and single articles", ("en", "vi", "fr", "tr"), True),
    ):
        texts: list[str] = []
        stories: list[str] = []
        for record in records:
            if record["lang"] in languages and (with_singles or record["kind"] == "multi"):
                found = _articles(record) if record["kind"] == "multi" else [record["text"]]
                long = [text for text in found if len(text.split()) >= _FEWEST_WORDS]
                texts += long
                stories += [record["id"]] * len(long)
        yield Figure(f"stories: {name}", _pairs(texts, stories), "P ≥ .95, R ≥ .70")


def _pairs(texts: list[str], stories: list[str]) -> str:
    """Tell precision and recall of the pairs, the articles mixed up first."""
    order = list(range(len(texts)))
    random.Random(1).shuffle(order)
    groups = group_stories([texts[at] for at in order])
    found = {pair for group in groups for pair in combinations(sorted(order[at] for at in group), 2)}
    wanted = {pair for pair in combinations(range(len(texts)), 2) if stories[pair[0]] == stories[pair[1]]}
    hits = len(found & wanted)
    return (
        f"P {hits / max(1, len(found)):.2f}, R {hits / max(1, len(wanted)):.2f} "
        f"({len(texts)} articles, {len(wanted)} pairs, {len(found) - hits} wrong)"
    )


def _injected(records: Sequence[_Record]) -> Iterator[Figure]:
    """Put ten lines of page furniture into each English article and compare the summaries' R-1."""
    lines, english = _furniture(), _singles(records, "en")
    clean = [
        (_r1(_news(record, record["text"]), record), _r1(lead(record["text"], 3), record))
        for record in english
    ]
    for place, inject in (("anywhere in", _with_furniture), ("around", _at_the_ends)):
        ours, theirs = [], []
        for dice in map(random.Random, _SEEDS):
            for record, (news_before, lead_before) in zip(english, clean, strict=True):
                dirty = inject(record["text"], lines, dice)
                ours.append(news_before - _r1(_news(record, dirty), record))
                theirs.append(lead_before - _r1(lead(dirty, 3), record))
        yield Figure(
            f"{_INJECTED} lines of furniture {place} an article",
            f"news loses {statistics.fmean(ours):+.2f} R-1, LEAD-3 {statistics.fmean(theirs):+.2f}",
            "≤ 0.3 R-1",
        )


def _furniture() -> list[str]:
    with gzip.open(_DATA / "boilerplate_dev.jsonl.gz", "rt", encoding="utf-8") as pages:
        near = [json.loads(page)["near"] for page in pages]
    return [
        line.strip()
        for page in near
        for line, is_body in zip(page["lines"], page["labels"], strict=True)
        if not is_body and line.strip()
    ]


def _with_furniture(text: str, lines: Sequence[str], dice: random.Random) -> str:
    """Put lines of furniture anywhere between the sentences, each a paragraph of its own."""
    sentences = lead(text, 10_000)
    for line in dice.sample(lines, _INJECTED):
        sentences.insert(dice.randrange(len(sentences) + 1), f"\n\n{line}\n\n")
    return " ".join(sentences)


def _at_the_ends(text: str, lines: Sequence[str], dice: random.Random) -> str:
    """Put them where pages have most of theirs: above and below the article."""
    chosen = dice.sample(lines, _INJECTED)
    half = _INJECTED // 2
    return "\n\n".join([*chosen[:half], text, *chosen[half:]])


def _news(record: _Record, text: str) -> tuple[str, ...]:
    return pick(rank(text, title=record["title"], language=record["lang"]), 3, _NO_CAP)


def _r1(sentences: Sequence[str], record: _Record) -> float:
    return 100 * score(sentences, [record["summary"], *record.get("more_summaries", [])], record["lang"]).r1


def _same_sentences(records: Sequence[_Record]) -> Iterator[Figure]:
    from sumy.summarizers.lex_rank import LexRankSummarizer
    from sumy.summarizers.text_rank import TextRankSummarizer

    for name, ours, theirs in (
        ("lexrank", LexRank, LexRankSummarizer),
        ("textrank", TextRank, TextRankSummarizer),
    ):
        same = total = 0
        for record in records:
            for text in _articles(record) if record["kind"] == "multi" else [record["text"]]:
                article = prepare(text, title="", language=record["lang"], method=name)
                if len(article.sentences) > 3:
                    total += 1
                    same += _choice(ours, article) == _choice(theirs, article)
        yield Figure(f"{name}: three sentences as sumy's", f"{same} of {total} articles", "all")


def _choice(cls: Any, article: Any) -> list[str]:
    made = cls(stemmer(article.language))
    made.stop_words = stop_words(article.language)
    return [str(sentence) for sentence in made(parse(article.paragraphs, "", article.language), 3)]


def _ablation(records: Sequence[_Record]) -> Iterator[Figure]:
    """Take out one part of `news` after the other."""
    sets = {
        "en": _singles(records, "en"),
        "with titles": [record for record in _singles(records, "en") if record["title"]],
        "fr": _singles(records, "fr"),
        "tr": _singles(records, "tr"),
    }
    whole = {name: _scores(kept) for name, kept in sets.items()}
    yield Figure("news: R-1 (orphans)", _told(sets, whole, None))
    for part, (module, weight, without) in _PARTS.items():
        kept = getattr(module, weight)
        setattr(module, weight, without)
        try:
            changed = {name: _scores(found) for name, found in sets.items()}
        finally:
            setattr(module, weight, kept)
        yield Figure(f"without {part}", _told(sets, changed, whole))


def _scores(records: Sequence[_Record]) -> tuple[float, int]:
    """Give the mean R-1 and the number of sentences whose antecedent is missing."""
    found, orphans = [], 0
    for record in records:
        ranking = rank(record["text"], title=record["title"], language=record["lang"])
        chosen = lengths.choose(ranking, 3, _NO_CAP).indices
        found.append(_r1([ranking.sentences[at] for at in chosen], record))
        orphans += len(lengths.orphans(ranking, chosen))
    return statistics.fmean(found), orphans


def _told(
    sets: dict[str, list[_Record]],
    scores: dict[str, tuple[float, int]],
    whole: dict[str, tuple[float, int]] | None,
) -> str:
    show: Callable[[str], str] = (
        (lambda name: f"{scores[name][0]:.2f}")
        if whole is None
        else (lambda name: f"{scores[name][0] - whole[name][0]:+.2f}")
    )
    return ", ".join(f"{name} {show(name)} ({scores[name][1]})" for name in sets)
