import json
from datetime import UTC, datetime

import pytest
from hypothesis import given, strategies

from bot.models import ArticleState
from bot.services.transfer.articles import article_fields, read_article
from bot.services.transfer.fields import BadRecordError
from bot.services.transfer.files import fields_of, read_lines
from bot.services.transfer.readers import read_reader, reader_fields


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("chat_id", "5"),
        ("chat_id", 0),
        ("chat_id", True),
        ("chat_id", 2**60),
        ("thread_id", -1),
        ("chat", "person"),
        ("language", "english"),
        ("times", ["24:00"]),
        ("times", ["8:00"]),
        ("times", "08:00"),
        ("times", ["01:00", "02:00", "03:00", "04:00"]),
        ("zone", "Mars"),
        ("weekdays", [7]),
        ("weekdays", [True]),
        ("weekdays", [{}]),
        ("quiet", ["22:00"]),
        ("length", 3),
        ("stories", 51),
        ("order", "size"),
        ("active", 1),
        ("paused_until", "soon"),
        ("paused_until", "0001-01-01T00:00:00+14:00"),
        ("topics", ["world"]),
        ("topics", [{"slug": "World news"}]),
        ("topics", [{"slug": "world", "include": "x"}]),
    ],
)
def test_a_wrong_field_of_a_reader_is_refused_by_name(name: str, value: object) -> None:
    with pytest.raises(BadRecordError, match=r"^[a-z_]+: write|^topic: write"):
        read_reader({"chat_id": 5} | {name: value})


INSTANTS = strategies.datetimes(timezones=strategies.just(UTC)) | strategies.none()


@given(
    title=strategies.text(min_size=1),
    text=strategies.text(min_size=1),
    instant=INSTANTS,
    state=strategies.sampled_from([state for state in ArticleState if state is not ArticleState.DELETED]),
)
def test_what_is_read_is_written_and_read_the_same(
    title: str, text: str, instant: datetime | None, state: ArticleState
) -> None:
    fields = {
        "title": title,
        "text": f"Some words here.\n{text}",
        "published_at": instant.astimezone().isoformat()
        if instant and instant.year in range(2, 9998)
        else None,
        "state": state.value,
    }
    record = read_article(fields)
    assert read_article(json.loads(json.dumps(article_fields(record)))) == record


@given(
    chat=strategies.integers(-(2**52), 2**52).filter(bool),
    times=strategies.lists(strategies.times().map(lambda at: f"{at:%H:%M}"), max_size=3),
    days=strategies.sets(strategies.integers(0, 6)),
    seen=INSTANTS,
)
def test_a_reader_is_written_and_read_the_same(
    chat: int, times: list[str], days: set[int], seen: datetime | None
) -> None:
    fields: dict[str, object] = {
        "chat_id": chat,
        "times": times,
        "weekdays": sorted(days),
        "topics": [{"slug": "a"}, {"slug": "a"}],
    }
    fields["seen_until"] = seen.isoformat() if seen else None
    record = read_reader(fields)
    assert fields_of(record) == {"kind": "subscriber"} | reader_fields(record)
    assert read_reader(json.loads(json.dumps(reader_fields(record)))) == record


@given(
    fields=strategies.recursive(
        strategies.none() | strategies.booleans() | strategies.integers() | strategies.text(),
        lambda inner: (
            strategies.lists(inner)
            | strategies.dictionaries(
                strategies.sampled_from(
                    ["kind", "title", "text", "topics", "names", "slug", "chat_id", "times", "zone", "state"]
                )
                | strategies.text(),
                inner,
            )
        ),
        max_leaves=12,
    ),
    kind=strategies.sampled_from(["article", "topic", "subscriber"]),
)
def test_any_json_is_taken_or_refused_in_one_line(
    tmp_path_factory: pytest.TempPathFactory, fields: object, kind: str
) -> None:
    path = tmp_path_factory.getbasetemp() / "any.jsonl"
    value = fields | {"kind": kind} if isinstance(fields, dict) else fields
    path.write_text(json.dumps(value) + "\n", encoding="utf-8")
    [line] = read_lines(path)
    assert (line.record is None) != (line.problem == "")
