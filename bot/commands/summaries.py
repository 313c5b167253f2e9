"""``summarize``: the summarizer from the shell."""

import argparse
import asyncio
import json
import shutil
import sys
import textwrap
from collections.abc import Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from bot.commands.parsing import METHODS_HELP, Commands, UsageError, add_command, count
from bot.commands.reading import STANDARD_INPUT, read_document
from bot.errors import DigestbotError

if TYPE_CHECKING:
    from summarizer import Summary
    from summarizer.explaining import Explanation, Reason

_WIDEST = 100  # columns: longer lines are hard to follow on any screen
_SHORT = "note: a short article, so these are its opening sentences"


def add(commands: Commands) -> None:
    """Add the command."""
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
    parser.add_argument("--sentences", type=count, default=3, help="at most so many (default: 3)")
    parser.add_argument("--max-words", type=count, help="the longest summary (default: as the method)")
    parser.add_argument("--language", metavar="xx", help="two-letter code (default: detected)")
    parser.add_argument("--method", default="news", metavar="METHOD", help=METHODS_HELP)
    parser.add_argument("--why", action="store_true", help="every sentence, its score, and what was cut")
    parser.add_argument("--json", action="store_true", help="title, sentences, language, method, removed")


def summarize(arguments: argparse.Namespace) -> int:
    """Print a summary; an article without sentences is an error."""
    from bot.commands.console import say

    document = asyncio.run(read_document(arguments.source))
    title = arguments.title or document.title
    explanation = _explained(arguments, document.text, title, arguments.language or document.language)
    summary = explanation.summary
    if not summary.sentences:
        raise DigestbotError("there is nothing to summarize: the article has no sentences")
    if arguments.json:
        say(json.dumps({"title": title} | _fields(explanation, why=arguments.why), ensure_ascii=False))
        return 0
    say("\n".join(_reasons(explanation) if arguments.why else _sentences(summary)))
    if summary.is_lead:
        sys.stdout.flush()
        sys.stderr.write(f"{_SHORT}\n")
    return 0


def _explained(arguments: argparse.Namespace, text: str, title: str, language: str | None) -> "Explanation":
    from summarizer import summarize as summary_of
    from summarizer.explaining import Explanation, explain

    options: dict[str, Any] = {
        "title": title,
        "language": language,
        "sentences": arguments.sentences,
        "max_words": arguments.max_words,
        "method": arguments.method,
    }
    try:
        return explain(text, **options) if arguments.why else Explanation(summary_of(text, **options), ())
    except ValueError as error:
        raise UsageError(str(error)) from error


def _fields(explanation: "Explanation", *, why: bool) -> dict[str, Any]:
    """Give what is printed as JSON; `is_lead` stands there only where it is true."""
    fields = asdict(explanation.summary)
    if not fields["is_lead"]:
        del fields["is_lead"]
    return fields | ({"why": [asdict(reason) for reason in explanation.reasons]} if why else {})


def _sentences(summary: "Summary") -> Iterator[str]:
    """Give one sentence a line; on a terminal wrapped, with space between."""
    for number, sentence in enumerate(summary.sentences):
        squashed = " ".join(sentence.split())
        if sys.stdout.isatty():
            yield ("\n" if number else "") + textwrap.fill(squashed, _width(), break_long_words=False)
        else:
            yield squashed


def _width() -> int:
    return min(_WIDEST, max(20, shutil.get_terminal_size().columns))


def _reasons(explanation: "Explanation") -> Iterator[str]:
    """Give every sentence, best first, and the lines that were cut; a star marks what was chosen."""
    yield "  rank  place   score  sentence"
    for reason in explanation.reasons:
        yield _reason(reason)
        if reason.parts:
            parts = "  ".join(f"{name} {value:+.2f}" for name, value in reason.parts.items())
            yield textwrap.fill(parts, _width(), initial_indent=" " * 23, subsequent_indent=" " * 23)
    if explanation.summary.removed:
        yield "\ncut as page furniture:"
        yield from (f"  {' '.join(line.split())}" for line in explanation.summary.removed)


def _reason(reason: "Reason") -> str:
    star, rank = "*" if reason.chosen else " ", "-" if reason.rank is None else str(reason.rank)
    score = "-" if reason.score is None else f"{reason.score:.2f}"
    head = f"{star} {rank:>4}  {reason.place:>5}  {score:>6}  "
    squashed = " ".join(reason.sentence.split())
    return textwrap.fill(squashed, _width(), initial_indent=head, subsequent_indent=" " * 23)
