"""Where a scenario's bot keeps its data: a SQLite file, or a database of its own on a PostgreSQL server."""

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from tests.conftest import SERVER, _own_server, _scratch_database

_servers = ExitStack()


def use_postgresql() -> None:
    """Let every scenario from now on run on PostgreSQL: on the server named, else on one started here."""
    if SERVER not in os.environ:
        os.environ[SERVER] = _servers.enter_context(_own_server())
    os.environ["CHAOS_DATABASE"] = "postgres"


def stop_postgresql() -> None:
    """End the server that was started here."""
    _servers.close()


def is_postgresql() -> bool:
    """Tell whether scenarios run on PostgreSQL."""
    return os.environ.get("CHAOS_DATABASE") == "postgres"


@contextmanager
def new_database(file: Path) -> Iterator[str]:
    """The URL of an empty database, which is gone at the end; ``file`` for SQLite."""
    if is_postgresql():
        with _scratch_database(os.environ[SERVER]) as url:
            yield url
    else:
        yield f"sqlite:///{file}"
