"""``summarize`` and ``evaluate``: the summarizer from the shell."""

import argparse
import asyncio
import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.commands.parsing import Commands, Parser, UsageError, add_command, count
from bot.errors import DigestbotError

if TYPE_CHECKING:
    from bot.sources.document import IncomingDocument
    from summarizer.evaluation import Row

STANDARD_INPUT = "-"
METHODS_HELP = "news (default), lead, lexrank, textrank, lsa, luhn, edmundson, kl, sumbasic or reduction"
WEB = ("http://", "https://")


def add(commands: Commands) -> None:
    """Add both commands."""
    _add_summarize(commands)
    _add_evaluate(commands)


def _add_summarize(commands: Commands) -> None:
    parser = add_command(
        commands,
        "summarize",
        summarize,
        summary="summarize an article, one of its sentences a line",
        example="digestbot summarize https://example.org/story --sentences 5",
        details="Pages and HTML files are reduced to their article first.",
    )
    parser.add_argument(
        "source", nargs="?", default=STANDARD_INPUT, help="FILE, URL or - (default: standard input)"
    )
    parser.add_argument("--title", default="", help="the article's title")
    _add_lengths(parser)
    parser.add_argument("--language", metavar="xx", help="two-letter code (default: detected)")
    parser.add_argument("--method", default="news", metavar="METHOD", help=METHODS_HELP)
    parser.add_argument("--json", action="store_true", help="title, sentences, language, method, removed")


def _add_evaluate(commands: Commands) -> None:
    parser = add_command(
        commands,
        "evaluate",
        evaluate,
        summary="score methods by ROUGE against the first sentences, with intervals",
        example="digestbot evaluate articles.jsonl --method news --method lexrank",
        details="A line of the file is a JSON object with text and summary, and may have title and lang.",
    )
    parser.add_argument("file", type=Path, metavar="FILE.jsonl")
    parser.add_argument("--method", action="append", metavar="METHOD", help=f"{METHODS_HELP}; repeatable")
    _add_lengths(parser)
    parser.add_argument("--words", type=count, help="the longest summary (default: as the method)")
    parser.add_argument("--json", action="store_true", help="print one JSON object")


def _add_lengths(parser: Parser) -> None:
    parser.add_argument("--sentences", type=count, default=3, help="at most so many (default: 3)")


def summarize(arguments: argparse.Namespace) -> int:
    """Print a summary; an article without sentences is an error."""
    from bot.commands.console import say
    from summarizer import summarize as summary_of

    document = asyncio.run(_read(arguments.source))
    title = arguments.title or document.title
    try:
        summary = summary_of(
            document.text,
            title=title,
            language=arguments.language or document.language,
            sentences=arguments.sentences,
            method=arguments.method,
        )
    except ValueError as error:
        raise UsageError(str(error)) from error
    if not summary.sentences:
        raise DigestbotError("there is nothing to summarize: the article has no sentences")
    if arguments.json:
        say(json.dumps({"title": title} | asdict(summary), ensure_ascii=False))
    else:
        say("\n".join(" ".join(sentence.split()) for sentence in summary.sentences))
    return 0


async def _read(source: str) -> "IncomingDocument":
    if source.lower().startswith(WEB):
        from bot.commands.console import settings_for

        return await _read_outside(source, b"", settings_for().fetch_allowed_networks)
    data = sys.stdin.buffer.read() if source == STANDARD_INPUT else _file(Path(source))
    return await _parsed(source, data)


def _file(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise DigestbotError(f"cannot read {path}: {reason}") from error


async def _parsed(source: str, data: bytes) -> "IncomingDocument":
    from bot.errors import RejectedError
    from bot.sources.charsets import NotTextError, decoded
    from bot.sources.document import IncomingDocument
    from bot.sources.kinds import Kind, kind_of

    # Standard input, and a file whose ending says nothing, are taken for text; a page shows itself.
    known = "." in Path(source).name
    try:
        kind = kind_of(source if known else "input.txt", "", data[:1024])
        if kind is not Kind.TEXT:
            return await _read_outside(source if known else "input.html", data, ())
        # The text as it stands: sentences are given verbatim.
        return IncomingDocument(title="", text=decoded(data))
    except (RejectedError, NotTextError) as error:
        raise DigestbotError(_refusal(error)) from error


async def _read_outside(source: str, data: bytes, allowed: Any) -> "IncomingDocument":
    from bot.errors import RejectedError
    from bot.sources.document import Sources
    from bot.sources.sandbox import Sandbox
    from bot.sources.web import WebFetcher

    fetcher, sandbox = WebFetcher(allowed_networks=allowed), Sandbox()
    sources = Sources(fetcher, sandbox)
    try:
        return await (sources.read_file(source, "", data) if data else sources.read_page(source))
    except RejectedError as error:
        raise DigestbotError(_refusal(error)) from error
    finally:
        await fetcher.aclose()
        await sandbox.aclose()


def _refusal(error: Exception) -> str:
    """Give the bot's own sentence for what it does not take."""
    from html import unescape

    from bot.errors import RejectedError
    from bot.locales import texts
    from bot.views.refusals import sentence

    if isinstance(error, RejectedError):
        return unescape(sentence(error, texts("en")))
    return "that is no text in any encoding"


def evaluate(arguments: argparse.Namespace) -> int:
    """Print a table of methods, the first sentences as the baseline."""
    from tqdm import tqdm

    from bot.commands.console import say
    from summarizer.evaluation import evaluate as evaluated

    records = _records(arguments.file)
    with tqdm(total=len(records), unit="article", disable=None, file=sys.stderr) as bar:

        def progress(done: int, _all: int) -> None:
            bar.update(done - bar.n)

        try:
            table = evaluated(
                records,
                methods=arguments.method or ("news",),
                sentences=arguments.sentences,
                max_words=arguments.words,
                progress=progress,
            )
        except ValueError as error:
            raise DigestbotError(str(error)) from error
    if arguments.json:
        say(json.dumps(asdict(table), ensure_ascii=False))
    else:
        say(f"{'method':<10} {'R-1':>6} {'R-2':>6} {'R-L':>6}   gain of R-1, R-2, R-L with 95 % intervals")
        say("\n".join(_line(row) for row in table.rows))
    return 0


def _records(path: Path) -> list[Any]:
    records: list[Any] = []
    for number, line in enumerate(_file(path).splitlines(), 1):
        if line.strip():
            try:
                records.append(json.loads(line))
            except (ValueError, RecursionError) as error:
                raise DigestbotError(f"line {number} of {path} is not JSON") from error
    return records


def _line(row: "Row") -> str:
    scores = " ".join(f"{value:6.2f}" for value in row.rouge)
    gains = "  ".join(f"{gain.mean:+.2f} [{gain.low:+.2f}, {gain.high:+.2f}]" for gain in row.gains)
    return (
        f"{row.method:<10} {scores}   {gains}  articles {row.articles}, words {row.words:.0f}, "
        f"ms {row.ms_median:.1f} (p95 {row.ms_p95:.1f}), not verbatim {row.not_verbatim}"
    )
