"""``evaluate``: how good the summaries are, on articles of the operator's own."""

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.commands.parsing import METHODS_HELP, Commands, add_command, count
from bot.commands.reading import file_bytes
from bot.errors import DigestbotError

if TYPE_CHECKING:
    from summarizer.evaluation import Gain, Row, Table

_KINDS = ("single", "multi", "all")


def add(commands: Commands) -> None:
    """Add the command."""
    parser = add_command(
        commands,
        "evaluate",
        evaluate,
        summary="score methods by ROUGE against the first sentences, with intervals",
        example="digestbot evaluate articles.jsonl --method news --method lexrank --by-source",
        details="A line of the file is a JSON object with text and summary (a sentence a line), and may have "
        "title, lang, source, more_summaries and, where the text is several articles on one event, doc_ends: "
        "where each ends.",
    )
    parser.add_argument("file", type=Path, metavar="FILE.jsonl")
    parser.add_argument("--method", action="append", metavar="METHOD", help=f"{METHODS_HELP}; repeatable")
    parser.add_argument("--sentences", type=count, default=3, help="at most so many (default: 3)")
    parser.add_argument(
        "--words", type=count, help="cut every summary, also the first sentences, to so many words"
    )
    parser.add_argument("--max-words", type=count, help="the longest summary (default: as each method)")
    parser.add_argument("--language", metavar="xx", help="only articles in this language")
    parser.add_argument(
        "--kind", choices=_KINDS, default="all", help="single articles or several on an event"
    )
    parser.add_argument("--by-source", action="store_true", help="the same for each source of the articles")
    parser.add_argument("--json", action="store_true", help="print one JSON object")


def evaluate(arguments: argparse.Namespace) -> int:
    """Print a table of methods, the first sentences as the baseline."""
    from tqdm import tqdm

    from bot.commands.console import say
    from summarizer.evaluation import evaluate as evaluated

    records = _records(arguments)
    with tqdm(total=len(records), unit="article", disable=None, file=sys.stderr) as bar:

        def progress(done: int, _all: int) -> None:
            bar.update(done - bar.n)

        try:
            table = evaluated(
                records,
                methods=arguments.method or ("news",),
                sentences=arguments.sentences,
                words=arguments.words,
                max_words=arguments.max_words,
                progress=progress,
            )
        except ValueError as error:
            raise DigestbotError(str(error)) from error
    if arguments.json:
        say(json.dumps(asdict(table), ensure_ascii=False))
    else:
        say("\n".join(_lines(table, by_source=arguments.by_source)))
    return 0


def _records(arguments: argparse.Namespace) -> list[Any]:
    records: list[Any] = []
    for number, line in enumerate(file_bytes(arguments.file).splitlines(), 1):
        if line.strip():
            try:
                records.append(json.loads(line))
            except (ValueError, RecursionError) as error:
                raise DigestbotError(f"line {number} of {arguments.file} is not JSON") from error
    if not records:
        raise DigestbotError(
            f"{arguments.file} is empty; a line of it is a JSON object with text and summary"
        )
    kept = [record for record in records if _is_wanted(record, arguments)]
    if not kept:
        raise DigestbotError(f"no article of {arguments.file} is of that language and kind")
    return kept


def _is_wanted(record: Any, arguments: argparse.Namespace) -> bool:
    if not isinstance(record, dict):
        return True  # to be refused with its number
    several = len(record.get("doc_ends") or ()) > 1
    return (
        not arguments.language or (record.get("lang") or "en") == arguments.language
    ) and arguments.kind in {"all", "multi" if several else "single"}


def _lines(table: "Table", *, by_source: bool) -> Iterator[str]:
    cut = f", all cut to {table.words} words" if table.words else ""
    yield f"{table.rows[0].articles} articles, at most {table.sentences} sentences{cut}; LEAD: the first ones"
    yield from _block(table.rows)
    for source, rows in table.sources.items() if by_source else ():
        yield f"\n{source}, {rows[0].articles} articles"
        yield from _block(rows)


def _block(rows: Sequence["Row"]) -> Iterator[str]:
    """Give two tables of at most 100 columns: the scores, then lengths, times and faults."""
    gains = " ".join(f"{f'gain in {name}, 95 %':<22}" for name in ("R-1", "R-2", "R-L"))
    yield f"{'F1 x 100':<12}  R-1   R-2   R-L  {gains}".rstrip()
    for row in rows:
        scores = " ".join(f"{value:5.2f}" for value in row.rouge)
        yield f"{row.method:<12}{scores}  {' '.join(f'{_gain(gain):<22}' for gain in row.gains)}".rstrip()
    yield f"{'':<12}words  ms median  ms p95  not verbatim  repeated  too many  over 60 %  orphans"
    for row in rows:
        times = f"{row.ms_median:9.1f}  {row.ms_p95:6.1f}"
        counts = (row.faults.not_verbatim, row.faults.repeated, row.faults.too_many, row.faults.over_share)
        faults = "  ".join(f"{fault:{width}}" for fault, width in zip(counts, (12, 8, 8, 9), strict=True))
        yield f"{row.method:<12}{row.words:5.0f}  {times}  {faults}  {row.faults.orphans:7}"


def _gain(gain: "Gain") -> str:
    return f"{gain.mean:+.2f} [{gain.low:+.2f},{gain.high:+.2f}]"
