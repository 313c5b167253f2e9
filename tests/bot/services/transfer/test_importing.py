import json
import shutil
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import sqlalchemy as sa

from bot.models import Length, QuietHours
from bot.services.transfer import Imported, Tally, import_file
from bot.storage import articles, subscribers
from bot.storage.engine import Database
from bot.storage.tables import articles as rows
from tests.bot.services.transfer.desks import (
    DESK,
    NOW,
    Lead,
    exported,
    imported,
    published,
    written,
)


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
