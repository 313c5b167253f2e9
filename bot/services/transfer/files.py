"""The files of an import or export: JSONL, or CSV with articles only, by the file's ending."""

import csv
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, NoReturn

from bot.errors import DigestbotError
from bot.services.transfer.articles import (
    ARTICLE_FIELDS,
    ArticleRecord,
    TopicRecord,
    article_fields,
    read_article,
    read_topic,
    topic_fields,
)
from bot.services.transfer.fields import BadRecordError
from bot.services.transfer.readers import SubscriberRecord, read_reader, reader_fields

LONGEST_LINE = 4 * 2**20  # bytes: no article is longer
ENCODING = "utf-8-sig"

Record = TopicRecord | ArticleRecord | SubscriberRecord


class Format(StrEnum):
    """How a file is written."""

    JSONL = ".jsonl"
    CSV = ".csv"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a file by its number (the first is 1): a record, or what is wrong with it."""

    number: int
    record: Record | None = None
    problem: str = ""


def format_of(path: Path) -> Format:
    """Tell the format of a file by its ending; raises DigestbotError for another one."""
    ending = path.suffix.lower()
    if ending not in set(Format):
        raise DigestbotError(f"{path.name}: the name must end in .jsonl or .csv")
    return Format(ending)


def read_lines(path: Path) -> Iterator[Line]:
    """Read every line that is not empty; a bad one is told by its number and does not end the reading."""
    return _json_lines(path) if format_of(path) is Format.JSONL else _csv_lines(path)


def fields_of(record: Record) -> dict[str, Any]:
    """Give the fields of a record, in the order in which they are written."""
    if isinstance(record, TopicRecord):
        return {"kind": "topic"} | topic_fields(record)
    if isinstance(record, ArticleRecord):
        return {"kind": "article"} | article_fields(record)
    return {"kind": "subscriber"} | reader_fields(record)


def json_line(record: Record) -> str:
    """Give a record as a line of JSON with its end."""
    return json.dumps(fields_of(record), ensure_ascii=False) + "\n"


def csv_rows(records: Iterable[ArticleRecord]) -> Iterator[dict[str, str]]:
    """Give articles as rows of CSV, topics split by a space."""
    for record in records:
        fields = article_fields(record)
        yield fields | {"topics": " ".join(record.topics), "published_at": fields["published_at"] or ""}


def _json_lines(path: Path) -> Iterator[Line]:
    with path.open("rb") as file:
        number = 0
        while raw := file.readline(LONGEST_LINE):
            number += 1
            if not raw.endswith(b"\n") and len(raw) == LONGEST_LINE:
                _skip_line(file)
                yield Line(number, problem=f"longer than {LONGEST_LINE >> 20} MB")
            elif raw.strip():
                yield _line(number, raw)


def _skip_line(file: Any) -> None:
    while (rest := file.readline(LONGEST_LINE)) and not rest.endswith(b"\n"):
        pass


def _line(number: int, raw: bytes) -> Line:
    try:
        fields = json.loads(raw.decode(ENCODING if number == 1 else "utf-8"), parse_constant=_no_number)
        return Line(number, _record(fields))
    except BadRecordError as error:
        return Line(number, problem=str(error))
    except UnicodeDecodeError:
        return Line(number, problem="not UTF-8")
    # Numbers of thousands of digits are a ValueError, thousands of brackets a RecursionError.
    except (ValueError, RecursionError):
        return Line(number, problem="not JSON")


def _no_number(word: str) -> NoReturn:
    raise ValueError(word)


def _record(fields: Any) -> Record:
    if not isinstance(fields, dict):
        raise BadRecordError("write one JSON object in each line")
    match fields.get("kind", "article"):
        case "article":
            return read_article(fields)
        case "topic":
            return read_topic(fields)
        case "subscriber":
            return read_reader(fields)
    raise BadRecordError("kind: write article, topic or subscriber")


def _csv_lines(path: Path) -> Iterator[Line]:
    csv.field_size_limit(LONGEST_LINE)
    with path.open(encoding=ENCODING, newline="") as file:
        try:
            rows = csv.DictReader(file, delimiter=_delimiter(path))
            missing = {"title", "text"} - set(rows.fieldnames or ())
            if missing:
                raise DigestbotError(f"{path.name}: the first line must name the columns title and text")
            for row in rows:
                yield _csv_line(rows.line_num, row)
        except UnicodeDecodeError as error:
            raise DigestbotError(f"{path.name}: save it as UTF-8") from error
        except csv.Error as error:
            yield Line(rows.line_num, problem=f"not CSV ({error}); nothing behind it was read")


def _delimiter(path: Path) -> str:
    """Tell what splits the columns: spreadsheets of half of Europe write semicolons."""
    with path.open("rb") as file:
        head = file.readline(LONGEST_LINE)
    return ";" if head.count(b";") > head.count(b",") else ","


def _csv_line(number: int, row: dict[str, Any]) -> Line:
    # A short row gives None, a long one a list under the key None.
    if None in row or None in row.values():
        return Line(number, problem="the number of columns is not that of the first line")
    try:
        return Line(number, read_article({name: row.get(name) or "" for name in ARTICLE_FIELDS}))
    except BadRecordError as error:
        return Line(number, problem=str(error))
