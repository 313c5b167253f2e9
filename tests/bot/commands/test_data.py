import json
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
