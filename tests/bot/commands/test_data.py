import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.bot.commands.shell import ARTICLE, run


def test_the_database_goes_through_every_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "desk.jsonl").write_text(
        json.dumps({"title": "T", "text": ARTICLE, "topics": ["world"]}) + "\nnot json\n", encoding="utf-8"
    )
    assert run("migrate") == 0
    assert run("import", "desk.jsonl") == 1
    caught = capsys.readouterr()
    assert "line 2: not JSON" in caught.err
    assert "articles: 1 new, 0 known; topics: 1 new, 0 known" in caught.out
    assert run("export", "out.jsonl") == 0
    assert run("backup", "copy.db") == 0
    assert run("backup", "copy.db") == 1
    assert run("restore", "copy.db") == 1
    assert "--replace" in capsys.readouterr().err
    assert run("restore", "copy.db", "--replace") == 0
    assert run("export", "again.jsonl") == 0
    assert (tmp_path / "again.jsonl").read_bytes() == (tmp_path / "out.jsonl").read_bytes()


@pytest.mark.parametrize(
    "arguments",
    [
        ["export", "x.jsonl"],
        ["backup", "x.db"],
        ["requeue"],
        ["import", "absent.jsonl"],
        ["import", "x.txt"],
        ["restore", "absent.db"],
    ],
)
def test_what_is_not_there_is_told_and_nothing_is_made(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(*arguments) == 1
    err = capsys.readouterr().err
    assert err.splitlines()[-1].startswith("digestbot: ")
    assert "unexpected" not in err
    assert [path for path in Path().iterdir() if path.suffix != ".lock"] == []


def test_what_failed_goes_out_again_on_demand(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("migrate") == 0
    with closing(sqlite3.connect(tmp_path / "digestbot.db")) as file, file:
        add_failed_message(file)
    assert run("requeue") == 0
    assert "messages to send again: 1\n" in capsys.readouterr().out
    assert run("requeue") == 0
    assert "messages to send again: 0\n" in capsys.readouterr().out
    with closing(sqlite3.connect(tmp_path / "digestbot.db")) as file:
        assert file.execute("SELECT state, attempts FROM deliveries").fetchall() == [("pending", 0)]


def add_failed_message(file: sqlite3.Connection) -> None:
    """One reader, and a message to them that Telegram refused; every column that has to be named is."""
    when = "2026-03-03 12:00:00.000000"
    reader = {
        "id": 1, "chat_id": 7, "thread_id": 0, "kind": "private", "language": "en", "times": "08:00",
        "zone": "UTC", "zone_chosen": 0, "weekdays": "0123456", "quiet": "", "scheduled": 1, "paused": 0,
        "length": 3, "plain": 0, "silent": 0, "max_stories": 10, "story_order": "time", "skip_empty": 1,
        "active": 1, "welcomed": 1, "created_at": when,
    }  # fmt: skip
    message = {
        "id": 1, "subscriber_id": 1, "kind": "notice", "slot": 1, "part": 0, "body_id": 1, "silent": 0,
        "plain": 0, "cursor_before": 0, "cursor_after": 0, "state": "failed", "not_before": when,
        "created_at": when, "attempts": 2, "last_error": "Bad Request: odd", "ended_at": when,
    }  # fmt: skip
    insert(file, "subscribers", reader)
    insert(file, "bodies", {"id": 1, "hash": "x", "text": "Hello", "keyboard": "[]"})
    insert(file, "deliveries", message)


def insert(file: sqlite3.Connection, table: str, values: dict[str, object]) -> None:
    marks = ", ".join("?" for _ in values)
    file.execute(f"INSERT INTO {table} ({', '.join(values)}) VALUES ({marks})", tuple(values.values()))
