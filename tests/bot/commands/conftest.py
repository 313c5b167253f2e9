from pathlib import Path

import pytest

from tests.bot.commands.shell import go_to


@pytest.fixture(autouse=True)
def _own_place(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    go_to(tmp_path, monkeypatch)
