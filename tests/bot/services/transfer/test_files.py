import json
from pathlib import Path

import pytest

from bot.errors import DigestbotError
from bot.models import ArticleState
from bot.services.transfer import Tally, export_to
from bot.services.transfer.articles import ArticleRecord
from bot.services.transfer.files import read_lines
from bot.storage.engine import Database
from tests.bot.services.transfer.desks import (
    exported,
    imported,
    written,
)


async def test_csv_holds_the_articles_and_comes_back(database: Database, tmp_path: Path) -> None:
    text = 'First "line", with a comma\nsecond line. And more.'
    fields = {"title": "=T;", "text": text, "topics": ["a", "b"]}
    await imported(written(tmp_path / "desk.jsonl", json.dumps(fields)), database)
    out = await exported(tmp_path / "out.csv", database)
    assert out.splitlines()[0] == "title,text,url,topics,source,language,published_at,state"
    [found] = [entry.record for entry in read_lines(tmp_path / "out.csv")]
    assert isinstance(found, ArticleRecord)
    assert found.text == text
    assert found.topics == ("a", "b")
    assert (await imported(tmp_path / "out.csv", database)).articles == Tally(0, 1)


def test_csv_from_spreadsheets_is_read(tmp_path: Path) -> None:
    path = tmp_path / "sheet.CSV"
    path.write_bytes(
        "\ufefftitle;text;state\r\nT;Body one. Two, three.;published\r\nshort\r\na;b;c;d\r\n".encode()
    )
    lines = list(read_lines(path))
    assert [line.number for line in lines] == [2, 3, 4]
    first = lines[0].record
    assert isinstance(first, ArticleRecord)
    assert (first.title, first.text, first.state) == ("T", "Body one. Two, three.", ArticleState.PUBLISHED)
    assert all("columns" in line.problem for line in lines[1:])


@pytest.mark.parametrize(
    ("name", "content"), [("x.csv", b"a,b\n1,2\n"), ("x.csv", b"\xff\xfe\xff"), ("x.xml", b"<a/>")]
)
def test_a_file_that_cannot_be_read_at_all_is_refused(tmp_path: Path, name: str, content: bytes) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(DigestbotError, match=r"^x\."):
        list(read_lines(path))


def test_an_export_that_fails_leaves_the_older_file(tmp_path: Path) -> None:
    path = written(tmp_path / "out.jsonl", "older")
    with pytest.raises(UnicodeEncodeError), export_to(path) as file:
        file.write("half \ud800")
    assert path.read_text() == "older"
    assert list(tmp_path.iterdir()) == [path]
