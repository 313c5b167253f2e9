import socket
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path

import pytest

from bot.emulator import Emulator
from tests.bot.commands.shell import TOKEN, run


async def test_check_of_a_good_place(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    emulator = Emulator()
    await emulator.start(0)
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", emulator.token)
    monkeypatch.setenv("TELEGRAM_API_BASE_URL", emulator.base_url)
    try:
        code = await _elsewhere(lambda: run("check"))
    finally:
        await emulator.stop()
    assert code == 0
    told = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in told] == ["ok"] * 4
    assert told[0].endswith(f"tzdata {version('tzdata')}")
    assert not (tmp_path / "digestbot.db").exists()


async def test_check_tells_a_dead_token(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    emulator = Emulator()
    await emulator.start(0)
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", TOKEN)
    monkeypatch.setenv("TELEGRAM_API_BASE_URL", emulator.base_url)
    try:
        code = await _elsewhere(lambda: run("check"))
    finally:
        await emulator.stop()
    caught = capsys.readouterr()
    assert code == 1
    assert "mistake  TELEGRAM_BOT_TOKEN: refused by the Bot API" in caught.out
    assert caught.err == "digestbot: 1 to correct: TELEGRAM_BOT_TOKEN\n"
    assert TOKEN not in caught.out


def test_check_lists_every_mistake_at_once(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        port = closed.getsockname()[1]
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", TOKEN)
    monkeypatch.setenv("TELEGRAM_API_BASE_URL", f"http://127.0.0.1:{port}")
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/none/x.db")
    monkeypatch.setenv("ADMIN_IDS", "bob")
    monkeypatch.setenv("SEND_RATES", "9")
    assert run("check") == 1
    caught = capsys.readouterr()
    told = [line.split(":")[0].removeprefix("mistake  ") for line in caught.out.splitlines()]
    assert told == ["ok       time zones", "ADMIN_IDS", "DATABASE_URL", "TELEGRAM_API_BASE_URL"]
    assert caught.err == "digestbot: 3 to correct: ADMIN_IDS, DATABASE_URL, TELEGRAM_API_BASE_URL\n"


async def _elsewhere(call: Callable[[], int]) -> int:
    import asyncio

    return await asyncio.to_thread(call)
