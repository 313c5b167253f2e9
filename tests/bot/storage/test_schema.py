import hashlib
import sqlite3
import warnings
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext

from bot.errors import DatabaseRefusedError
from bot.storage import schema
from bot.storage.dialects import APPLICATION_ID, is_term_index, sync_url
from bot.storage.tables import metadata

HEAD = "0008"
AUDIT_ROW = "INSERT INTO audit (at, actor, action, target) VALUES ('2026-03-04', 'bot', 'create', 'sea')"


@pytest.fixture
def connection(database_url: str) -> Iterator[sa.Connection]:
    engine = sa.create_engine(sync_url(database_url), poolclass=sa.NullPool)
    with engine.connect() as conn:
        yield conn
    engine.dispose()


def address(path: Path) -> str:
    return f"sqlite:///{path}"


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def at_revision(path: Path, revision: str) -> None:
    """Make a database as an older version of the program left it, with a topic, an article and a reader."""
    engine = sa.create_engine(address(path))
    config = Config()
    config.set_main_option("script_location", str(schema.MIGRATIONS))
    with engine.begin() as conn:
        config.attributes["connection"] = conn
        conn.exec_driver_sql(f"PRAGMA application_id={APPLICATION_ID}")
        command.upgrade(config, revision)
        conn.exec_driver_sql("INSERT INTO topics VALUES (1, 'sea', '{}', 1, '2026-03-04 08:00:00')")
        conn.exec_driver_sql(
            "INSERT INTO articles (id, title, body, state, language, ranking, origin, created_at)"
            " VALUES (1, 'T', 'B', 'draft', 'en', '{}', 'text', '2026-03-04 08:00:00')"
        )
        conn.exec_driver_sql(
            "INSERT INTO articles (id, title, body, state, language, ranking, origin, source_name, number,"
            " created_at, published_at) VALUES (2, 'Old Pier', 'Planks.', 'published', 'en', '{}', 'text',"
            " 'Post', 5, '2026-03-04 08:00:00', '2026-03-04 09:00:00')"
        )
        conn.exec_driver_sql("INSERT INTO article_topics VALUES (1, 1, 0), (2, 1, 0)")
    engine.dispose()


def rows(path: Path, query: str) -> list[Any]:
    with closing(sqlite3.connect(path)) as conn:
        return conn.execute(query).fetchall()


def differences(conn: sa.Connection) -> list[Any]:
    """Where a database's schema is not that of the tables; the full-text index of SQLite is none of them."""
    options = {
        "compare_type": True,
        "include_name": lambda name, kind, _: not (kind == "table" and is_term_index(name or "")),
    }
    with warnings.catch_warnings():
        # Only PostgreSQL has the index ix_searchable_terms.
        warnings.filterwarnings("ignore", message="autogenerate skipping metadata-specified expression")
        return list(compare_metadata(MigrationContext.configure(conn, opts=options), metadata))


def test_the_migrated_schema_is_the_tables(connection: sa.Connection) -> None:
    assert differences(connection) == []


def test_preparing_again_changes_nothing(database_url: str, connection: sa.Connection) -> None:
    before = _objects(connection)
    connection.rollback()
    assert schema.prepare(database_url) == HEAD
    assert schema.status(database_url) == (HEAD, HEAD)
    assert _objects(connection) == before


def _objects(conn: sa.Connection) -> dict[str, list[str]]:
    inspector = sa.inspect(conn)
    return {
        name: sorted(str(index["name"]) for index in inspector.get_indexes(name))
        for name in inspector.get_table_names()
    }


@pytest.mark.parametrize("change", ["UPDATE audit SET actor = 'x'", "DELETE FROM audit"])
def test_the_audit_only_grows(connection: sa.Connection, change: str) -> None:
    connection.exec_driver_sql(AUDIT_ROW)
    connection.commit()
    with pytest.raises(sa.exc.DBAPIError, match="append-only"):
        connection.exec_driver_sql(change)
    connection.rollback()
    assert connection.exec_driver_sql("SELECT actor FROM audit").fetchall() == [("bot",)]


def test_a_missing_file_is_created_as_ours(tmp_path: Path) -> None:
    path = tmp_path / "new.db"
    assert schema.status(address(path)) == (None, HEAD)
    assert not path.exists()
    assert schema.prepare(address(path)) == HEAD
    assert rows(path, "PRAGMA application_id") == [(APPLICATION_ID,)]
    assert not (tmp_path / "backups").exists()


def test_an_empty_file_is_taken(tmp_path: Path) -> None:
    path = tmp_path / "empty.db"
    path.touch()
    assert schema.prepare(address(path)) == HEAD


def test_an_older_database_is_copied_and_migrated_with_its_rows(tmp_path: Path) -> None:
    path = tmp_path / "old.db"
    at_revision(path, "0001")
    assert schema.status(address(path)) == ("0001", HEAD)
    assert schema.prepare(address(path)) == HEAD
    assert rows(path, "SELECT article_id, topic_id FROM article_topics") == [(1, 1), (2, 1)]
    found = (
        'SELECT rowid FROM searchable_terms WHERE searchable_terms MATCH \'"pier" AND "planks" AND "t:1"\''
    )
    assert rows(path, found) == [(5,)]
    (copy,) = (tmp_path / "backups").iterdir()
    assert copy.name.startswith("old-before-0001-")
    assert rows(copy, "SELECT version_num FROM alembic_version") == [("0001",)]
    assert rows(copy, "SELECT slug FROM topics") == [("sea",)]
    engine = sa.create_engine(address(path))
    with engine.connect() as conn:
        assert differences(conn) == []
    engine.dispose()


def test_the_copy_goes_where_it_is_wanted_and_is_made_once(tmp_path: Path) -> None:
    path, copies = tmp_path / "old.db", tmp_path / "elsewhere" / "copies"
    at_revision(path, "0001")
    schema.prepare(address(path), copies=copies)
    schema.prepare(address(path), copies=copies)
    assert [copy.suffix for copy in copies.iterdir()] == [".db"]


def test_a_migration_that_would_orphan_rows_leaves_everything_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "old.db"
    at_revision(path, "0001")
    with closing(sqlite3.connect(path)) as conn, conn:
        conn.execute("INSERT INTO article_topics VALUES (1, 99, 0)")
    with pytest.raises(DatabaseRefusedError, match="orphan 1 rows"):
        schema.prepare(address(path))
    assert schema.status(address(path)) == ("0001", HEAD)


def test_a_newer_schema_is_refused_with_both_numbers_and_untouched(tmp_path: Path) -> None:
    path = tmp_path / "newer.db"
    schema.prepare(address(path))
    with closing(sqlite3.connect(path)) as conn, conn:
        conn.execute("UPDATE alembic_version SET version_num = '9999'")
    before = digest(path)
    for look in (schema.prepare, schema.status):
        with pytest.raises(DatabaseRefusedError, match=f"9999.*{HEAD}"):
            look(address(path))
    assert digest(path) == before


def test_a_database_of_another_program_is_refused_and_untouched(tmp_path: Path) -> None:
    path = tmp_path / "foreign.db"
    with closing(sqlite3.connect(path)) as conn, conn:
        conn.execute("CREATE TABLE photos (id INTEGER)")
    before = digest(path)
    with pytest.raises(DatabaseRefusedError, match=r"foreign\.db is a database of another program"):
        schema.prepare(address(path))
    assert digest(path) == before


@pytest.mark.parametrize(
    "content", [b"this is a letter, not a database" * 200, b"SQLite format 3\x00" + b"x" * 4096]
)
def test_what_is_no_database_is_refused_and_untouched(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "letter.db"
    path.write_bytes(content)
    with pytest.raises(DatabaseRefusedError, match=r"letter\.db"):
        schema.prepare(address(path))
    assert path.read_bytes() == content


def test_a_large_file_is_read_whole_while_the_bot_runs(
    tmp_path: Path, sqlite_template: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "large.db"
    content = bytearray(sqlite_template.read_bytes())
    path.write_bytes(content)
    assert schema.damage(address(path)) == ""
    monkeypatch.setattr(schema, "CHECKED_AT_ONCE", 0)
    assert schema.damage(address(path)) == ""
    # The last pages are tables and indexes: the header and the schema stay as they are.
    content[-8192:] = b"\x07" * 8192
    path.write_bytes(content)
    assert schema.prepare(address(path)) == HEAD
    assert schema.damage(address(path)).startswith("large.db is damaged")


def test_a_damaged_database_is_refused_and_untouched(tmp_path: Path, sqlite_template: Path) -> None:
    path = tmp_path / "damaged.db"
    content = bytearray(sqlite_template.read_bytes())
    content[4096 * 3 : 4096 * 9] = b"\xff" * (4096 * 6)
    path.write_bytes(content)
    before = digest(path)
    with pytest.raises(DatabaseRefusedError, match=r"damaged\.db"):
        schema.prepare(address(path))
    assert digest(path) == before


def test_a_missing_folder_and_a_folder_as_file_are_refused(tmp_path: Path) -> None:
    with pytest.raises(DatabaseRefusedError, match=r"folder of x\.db does not exist"):
        schema.prepare(address(tmp_path / "nowhere" / "x.db"))
    assert not (tmp_path / "nowhere").exists()
    (tmp_path / "folder.db").mkdir()
    with pytest.raises(DatabaseRefusedError, match=r"folder\.db is not a file"):
        schema.prepare(address(tmp_path / "folder.db"))


def test_a_server_that_is_not_there_is_refused_in_one_line() -> None:
    with pytest.raises(DatabaseRefusedError) as caught:
        schema.prepare("postgresql://nobody:secret@127.0.0.1:1/none")
    assert "\n" not in str(caught.value)
    assert "secret" not in str(caught.value)


def test_tables_of_another_program_on_a_server_are_refused(postgresql_url: str) -> None:
    admin = sa.create_engine(sync_url(postgresql_url), isolation_level="AUTOCOMMIT")
    other = sync_url(postgresql_url).set(database="digestbot_foreign")
    with admin.connect() as conn:
        conn.exec_driver_sql("DROP DATABASE IF EXISTS digestbot_foreign")
        conn.exec_driver_sql("CREATE DATABASE digestbot_foreign")
        _fill(other)
        with pytest.raises(DatabaseRefusedError, match="another program"):
            schema.prepare(other.render_as_string(hide_password=False))
        conn.exec_driver_sql("DROP DATABASE digestbot_foreign WITH (FORCE)")
    admin.dispose()


def _fill(url: sa.URL) -> None:
    engine = sa.create_engine(url)
    with engine.begin() as conn:
        conn.exec_driver_sql("CREATE TABLE photos (id INTEGER)")
    engine.dispose()
