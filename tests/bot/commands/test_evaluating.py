import json
from pathlib import Path

import pytest

from tests.bot.commands.shell import ARTICLE, run

RECORD = {
    "text": f"{ARTICLE} The bridge is long. The river is wide.",
    "summary": "A new bridge was opened.",
    "source": "herald",
}
GERMAN = {**RECORD, "lang": "de", "source": "bote"}
STORY = {**RECORD, "doc_ends": [len(ARTICLE), len(RECORD["text"])], "source": "both"}


def articles(folder: Path, *records: object) -> str:
    path = folder / "articles.jsonl"
    path.write_text("\n".join(map(json.dumps, records)) + "\n\n", encoding="utf-8")
    return str(path)


def test_a_row_for_each_method_in_100_columns(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = articles(tmp_path, RECORD, GERMAN, STORY)
    assert run("evaluate", path, "--method", "edmundson", "--method", "news", "--by-source") == 0
    lines = capsys.readouterr().out.splitlines()
    assert max(map(len, lines)) <= 100
    assert [line.split()[0] for line in lines[2:5]] == ["LEAD", "edmundson", "news"]
    assert [line for line in lines if line.endswith("1 articles")] == [
        "bote, 1 articles",
        "both, 1 articles",
        "herald, 1 articles",
    ]


def test_as_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = articles(tmp_path, RECORD, GERMAN)
    assert run("evaluate", path, "--method", "lead", "--sentences", "1", "--words", "4", "--json") == 0
    table = json.loads(capsys.readouterr().out)
    assert [row["method"] for row in table["rows"]] == ["LEAD", "lead"]
    assert [row["words"] for row in table["rows"]] == [4, 4]
    assert set(table["sources"]) == {"herald", "bote"}


@pytest.mark.parametrize(
    ("options", "articles_left"),
    [(["--language", "de"], 1), (["--kind", "multi"], 1), (["--kind", "single"], 2), ([], 3)],
)
def test_only_some_articles(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], options: list[str], articles_left: int
) -> None:
    path = articles(tmp_path, RECORD, GERMAN, STORY)
    assert run("evaluate", path, "--method", "lead", "--json", *options) == 0
    assert json.loads(capsys.readouterr().out)["rows"][0]["articles"] == articles_left


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "is empty"),
        (b"not json", "line 1"),
        (b"{}\n\xff\xfe", "line 2"),
        (b'{"text": "x"}', "record 1 needs"),
        (b"[1]", "record 1 needs"),
        (b"[" * 100_000, "line 1"),
    ],
)
def test_a_bad_file_is_told_in_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: bytes, words: str
) -> None:
    path = tmp_path / "articles.jsonl"
    path.write_bytes(content)
    assert run("evaluate", str(path)) == 1
    err = capsys.readouterr().err
    assert words in err.splitlines()[-1]
    assert "unexpected" not in err


def test_a_file_that_is_absent_and_a_language_that_nobody_wrote_in(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("evaluate", "absent.jsonl") == 1
    assert run("evaluate", articles(tmp_path, RECORD), "--language", "fr") == 1
    assert run("evaluate", articles(tmp_path, RECORD), "--method", "magic") == 1
    assert capsys.readouterr().err.count("digestbot: ") == 3
