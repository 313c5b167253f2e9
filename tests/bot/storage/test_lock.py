import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from bot.errors import DatabaseRefusedError
from bot.storage.lock import InstanceLock

HOLD = """
import sys
from bot.storage.lock import InstanceLock
with InstanceLock(sys.argv[1]):
    print('held', flush=True)
    input()
"""


def test_a_second_bot_is_refused_until_the_first_has_gone(database_url: str) -> None:
    with InstanceLock(database_url) as lock:
        assert lock.is_held()
        with pytest.raises(DatabaseRefusedError, match="stop it first"), InstanceLock(database_url):
            pass
    assert not lock.is_held()
    with InstanceLock(database_url) as again:
        assert again.is_held()


def test_the_system_takes_the_lock_back_from_a_killed_process(database_url: str) -> None:
    command = [sys.executable, "-c", HOLD, database_url]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "held\n"
        with pytest.raises(DatabaseRefusedError), InstanceLock(database_url):
            pass
        os.kill(other.pid, signal.SIGKILL)
        other.wait()
    assert _taken_in_time(database_url)


def _taken_in_time(database_url: str) -> bool:
    # A server notices a lost client a moment later than the kernel does a closed file.
    for _ in range(1000):
        try:
            with InstanceLock(database_url) as lock:
                return lock.is_held()
        except DatabaseRefusedError:
            continue
    return False


def test_the_process_that_holds_it_is_named(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'x.db'}"
    with (
        InstanceLock(url),
        pytest.raises(DatabaseRefusedError, match=rf"\(process {os.getpid()}\)"),
        InstanceLock(url),
    ):
        pass


def test_two_names_of_one_file_are_one_lock(tmp_path: Path) -> None:
    (tmp_path / "x.db").touch()
    (tmp_path / "y.db").symlink_to(tmp_path / "x.db")
    with (
        InstanceLock(f"sqlite:///{tmp_path}/x.db"),
        pytest.raises(DatabaseRefusedError),
        InstanceLock(f"sqlite:///{tmp_path}/y.db"),
    ):
        pass


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with (
        pytest.raises(DatabaseRefusedError, match=r"x\.db\.lock cannot be written"),
        InstanceLock(f"sqlite:///{tmp_path}/no/x.db"),
    ):
        pass


def test_a_server_that_is_not_there_is_told() -> None:
    with (
        pytest.raises(DatabaseRefusedError, match="the database cannot be used"),
        InstanceLock("postgresql://u:hidden@127.0.0.1:9/x"),
    ):
        pass
