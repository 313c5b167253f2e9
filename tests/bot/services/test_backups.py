import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import metrics
from bot.services.backups import EVERY, KEPT, OLDEST, Backups, Copy, found, is_due, superfluous
from bot.storage.schema import prepare
from tests.bot.services.newsroom import NOON

DAY = timedelta(days=1)
copies = st.builds(
    Copy,
    name=st.uuids().map(str),
    at=st.integers(0, 30 * 24).map(lambda hours: NOON - timedelta(hours=hours)),
    daily=st.booleans(),
)


class Watch:
    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def desk(tmp_path: Path) -> str:
    url = f"sqlite:///{tmp_path}/desk.db"
    prepare(url)
    return url


def names_in(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.iterdir())


def kept(tmp_path: Path) -> list[str]:
    return names_in(tmp_path / "backups")


def test_copies_are_known_by_their_names() -> None:
    names = [
        "desk-20260304T080000Z.db",
        "desk-before-0002-20260305T080000Z.db",
        "desk-20260303T080000Z.db.part",
        "other-20260304T080000Z.db",
        "desk-notes.db",
    ]
    assert found(names, "desk") == [
        Copy(names[1], datetime(2026, 3, 5, 8, tzinfo=UTC), daily=False),
        Copy(names[0], datetime(2026, 3, 4, 8, tzinfo=UTC), daily=True),
    ]


def test_a_copy_before_a_migration_does_not_stand_for_the_daily_one() -> None:
    assert is_due([], NOON)
    assert is_due([Copy("a", NOON, daily=False), Copy("b", NOON - EVERY, daily=True)], NOON)
    assert not is_due([Copy("b", NOON - EVERY + timedelta(seconds=1), daily=True)], NOON)


@given(st.lists(copies, max_size=40))
def test_at_most_seven_daily_copies_stay_and_none_is_older_than_a_week(all_of_them: list[Copy]) -> None:
    gone = superfluous(all_of_them, NOON)
    stay = [copy for copy in all_of_them if copy not in gone]
    assert sum(copy.daily for copy in stay) <= KEPT
    assert [copy for copy in stay if NOON - copy.at > OLDEST] == []
    young = [copy for copy in all_of_them if copy.daily and NOON - copy.at <= OLDEST]
    newest = sorted(young, key=lambda copy: copy.at, reverse=True)[:1]
    assert [copy for copy in newest if copy in gone] == []


async def test_a_copy_a_day_for_a_month_leaves_seven(desk: str, tmp_path: Path) -> None:
    watch = Watch()
    backups = Backups(desk, watch)
    for _ in range(30 * 4):
        await backups.keep()
        watch.now += DAY / 4
    assert len(kept(tmp_path)) == KEPT
    with closing(sqlite3.connect(tmp_path / "backups" / kept(tmp_path)[-1])) as conn:
        assert conn.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert conn.execute("SELECT count(*) FROM alembic_version").fetchone() == (1,)


async def test_a_failed_copy_is_told_and_removes_nothing(
    desk: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    watch = Watch()
    backups = Backups(desk, watch)
    await backups.keep()
    before = kept(tmp_path)
    (tmp_path / "desk.db").write_bytes(b"no database at all, but of some length")
    watch.now += 9 * DAY
    await backups.keep()
    assert kept(tmp_path) == before
    assert [record.message for record in caplog.records] == ["backup failed"]


async def test_the_age_of_the_newest_copy_is_measured(desk: str) -> None:
    watch = Watch()
    backups = Backups(desk, watch)
    await backups.keep()
    watch.now += timedelta(hours=5)
    backups.measure()
    assert metrics.REGISTRY.get_sample_value("bot_backup_age_seconds") == 5 * 3600


async def test_a_server_is_left_to_its_own_backups(tmp_path: Path) -> None:
    backups = Backups("postgresql://localhost/desk", Watch())
    await backups.keep()
    backups.measure()
    assert names_in(tmp_path) == []
