import json
import shutil
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from hypothesis import given, strategies

from bot.errors import DigestbotError
from bot.models import Article, ArticleState, Length, QuietHours
from bot.services.transfer import Format, Imported, Tally, export_file, export_to, import_file
from bot.services.transfer.articles import ArticleRecord, article_fields, read_article
from bot.services.transfer.fields import BadRecordError
from bot.services.transfer.files import fields_of, read_lines
from bot.services.transfer.readers import read_reader, reader_fields
from bot.storage import articles, subscribers
from bot.storage.engine import Database
from bot.storage.tables import articles as rows
from summarizer.models import Ranking

NOW = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)

BRIDGE = {
    "title": "The bridge",
    "text": "The bridge is open. Many came to see it.",
    "url": "https://news.example.org/b?utm_source=x",
    "topics": ["world"],
    "source": "Gazette",
    "language": "en",
    "published_at": "2026-03-03T10:00:00Z",
    "state": "published",
}
MIST = {
    "kind": "article",
    "title": "Міст",
    "text": "Міст відкрито. Багато людей прийшло.",
    "topics": ["world", "tech"],
    "language": "uk",
    "published_at": "2026-03-02T10:00:00.250000+02:00",
    "state": "published",
}
DRAFT = {"kind": "article", "title": "A draft", "text": "Not yet. Maybe tomorrow."}
WORLD = {"kind": "topic", "slug": "world", "names": {"en": "World", "uk": "Світ"}}
READER = {
    "kind": "subscriber",
    "chat_id": -1001234567890,
    "thread_id": 7,
    "chat": "supergroup",
    "language": "uk",
    "times": ["18:00", "07:30"],
    "zone": "Europe/Kyiv",
    "weekdays": [0, 2],
    "quiet": ["22:00", "07:00"],
    "length": "headlines",
    "seen_until": "2026-03-02T12:00:00Z",
    "topics": [
        {"slug": "world", "include": ["bridge"], "exclude": ["sport"], "maximum": 2},
        {"slug": "tech", "muted": True},
    ],
}
DESK = "".join(json.dumps(fields) + "\n" for fields in (BRIDGE, MIST, DRAFT, WORLD, READER))


class Lead:
    """Ranks by position: what is ranked is not this module's matter."""

    async def rank(self, text: str, *, title: str = "", language: str | None = None) -> Ranking:
        return Ranking(language or "en", "lead", (text,), (len(text.split()),), (0,), len(text.split()))


async def imported(path: Path, database: Database) -> Imported:
    return await import_file(path, database, Lead(), NOW)


async def exported(path: Path, database: Database) -> str:
    with export_to(path) as file:
        await export_file(file, Format(path.suffix), database)
    return content(path)


def content(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def written(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


async def published(database: Database) -> list[Article]:
    async with database.read() as conn:
        return await articles.listing(conn, [ArticleState.PUBLISHED], limit=100)


async def test_a_desk_goes_out_and_in_byte_for_byte(
    database: Database, sqlite_template: Path, tmp_path: Path
) -> None:
    await imported(written(tmp_path / "desk.jsonl", DESK), database)
    first = await exported(tmp_path / "first.jsonl", database)
    shutil.copyfile(sqlite_template, tmp_path / "other.db")
    other = Database(f"sqlite:///{tmp_path / 'other.db'}")
    await imported(tmp_path / "first.jsonl", other)
    second = await exported(tmp_path / "second.jsonl", other)
    await other.close()
    assert second == first
    kinds = [json.loads(line)["kind"] for line in first.splitlines()]
    assert kinds == ["article"] * 3 + ["subscriber", "topic", "topic"]


async def test_importing_twice_changes_nothing(database: Database, tmp_path: Path) -> None:
    path = written(tmp_path / "desk.jsonl", DESK)
    first = await imported(path, database)
    assert (first.articles, first.topics, first.subscribers) == (Tally(3, 0), Tally(2, 0), Tally(1, 0))
    before = await exported(tmp_path / "before.jsonl", database)
    again = await imported(path, database)
    assert (again.articles, again.topics, again.subscribers) == (Tally(0, 3), Tally(0, 1), Tally(0, 1))
    assert await exported(tmp_path / "after.jsonl", database) == before
    assert await imported(tmp_path / "before.jsonl", database) == Imported(
        Tally(0, 2), Tally(0, 3), Tally(0, 1), ()
    )


async def test_numbers_follow_the_publishing_and_not_the_file(database: Database, tmp_path: Path) -> None:
    await imported(written(tmp_path / "desk.jsonl", DESK), database)
    found = {article.title: article for article in await published(database)}
    assert (found["Міст"].number, found["The bridge"].number) == (1, 2)
    assert found["The bridge"].canonical_url == "https://news.example.org/b"
    assert found["The bridge"].story_id is not None
    assert found["Міст"].topics == ("world", "tech")
    async with database.write() as conn:
        assert await articles.next_number(conn) == 3


async def test_a_reader_comes_with_everything_chosen_and_nothing_seen_again(
    database: Database, tmp_path: Path
) -> None:
    await imported(written(tmp_path / "desk.jsonl", DESK), database)
    async with database.read() as conn:
        reader = await subscribers.find(conn, -1001234567890, 7)
        assert reader
        chosen = (await subscribers.subscriptions_of(conn, [reader.id]))[reader.id]
    assert reader.cursor == 1
    assert (reader.schedule.times, reader.schedule.weekdays) == ((time(7, 30), time(18)), (0, 2))
    assert (reader.schedule.quiet, reader.preferences.length) == (
        QuietHours(time(22), time(7)),
        Length.HEADLINES,
    )
    assert reader.next_digest_at == datetime(2026, 3, 4, 16, 0, tzinfo=UTC)
    assert [(one.include, one.exclude, one.maximum, one.muted) for one in chosen] == [
        (("bridge",), ("sport",), 2, False),
        ((), (), 0, True),
    ]


async def test_a_reader_that_is_there_keeps_its_own_settings(database: Database, tmp_path: Path) -> None:
    line = '{"kind": "subscriber", "chat_id": 5, "stories": %d}\n'
    await imported(written(tmp_path / "a.jsonl", line % 3), database)
    assert (await imported(written(tmp_path / "b.jsonl", line % 9), database)).subscribers == Tally(0, 1)
    async with database.read() as conn:
        reader = await subscribers.find(conn, 5)
    assert reader
    assert (reader.preferences.stories, reader.next_digest_at) == (3, None)


async def test_bad_lines_are_told_by_number_and_the_good_ones_stored(
    database: Database, tmp_path: Path
) -> None:
    good = b'{"title": "T%d", "text": "One body here. Another one."}'
    bad = [
        b"not json",
        b"[" * 200_000,
        b"[1]",
        b'{"text": "x"}',
        b'{"title": NaN}',
        b'{"a": ' + b"9" * 5000 + b"}",
    ]
    bad += [b"\xff\xfe", b'{"kind": "person"}', b'{"title": "\\ud800", "text": "\\ud800"}']
    bad += [good[:-1] % 1 + b', "url": "ftp://x/"}', good[:-1] % 1 + b', "state": ["deleted"]}']
    path = tmp_path / "mixed.jsonl"
    path.write_bytes(b"\n".join([good % 0, *bad, b"  ", good % 2]))
    done = await imported(path, database)
    assert done.articles == Tally(2, 0)
    assert [line.number for line in done.problems] == list(range(2, len(bad) + 2))
    assert all(0 < len(line.problem) < 120 and "\n" not in line.problem for line in done.problems)


async def test_the_same_article_twice_in_a_file_is_one(database: Database, tmp_path: Path) -> None:
    line = '{"title": "T", "text": "Body one. Body two.", "url": "https://e.org/%s"}\n'
    done = await imported(written(tmp_path / "x.jsonl", line % "x" * 3 + line % "z"), database)
    assert done.articles == Tally(2, 2)


async def test_the_same_text_of_two_sources_is_one_story(database: Database, tmp_path: Path) -> None:
    line = '{"title": "%s", "text": "Body one. Body two.", "state": "published"}\n'
    await imported(written(tmp_path / "x.jsonl", line % "A" + line % "B"), database)
    await imported(written(tmp_path / "y.jsonl", line % "C"), database)
    assert len({article.story_id for article in await published(database)}) == 1


async def test_a_deleted_article_is_neither_exported_nor_brought_back(
    database: Database, tmp_path: Path
) -> None:
    path = written(tmp_path / "desk.jsonl", DESK)
    await imported(path, database)
    async with database.write() as conn:
        await conn.execute(sa.update(rows).where(rows.c.title == "A draft").values(state="deleted"))
    assert "A draft" not in await exported(tmp_path / "out.jsonl", database)
    assert (await imported(path, database)).articles == Tally(0, 3)


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


async def test_progress_is_told_to_the_end(database: Database, tmp_path: Path) -> None:
    steps: list[tuple[int, int]] = []
    path = written(tmp_path / "desk.jsonl", DESK)
    await import_file(path, database, Lead(), NOW, progress=lambda done, total: steps.append((done, total)))
    assert steps[-1] == (5, 5)
    assert [done for done, _ in steps] == sorted(done for done, _ in steps)


async def test_a_digest_of_imported_readers_is_in_the_future(database: Database, tmp_path: Path) -> None:
    await imported(written(tmp_path / "desk.jsonl", DESK), database)
    async with database.read() as conn:
        due = await subscribers.next_due(conn)
    assert due is not None
    assert NOW < due <= NOW + timedelta(days=7)
