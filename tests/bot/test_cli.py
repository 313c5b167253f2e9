import subprocess
import sys
from pathlib import Path

import pytest

from bot import __version__
from bot.commands import running
from tests.bot.commands.shell import ROOT, TOKEN, go_to, run

COMMANDS = (
    "run",
    "demo",
    "emulator",
    "check",
    "summarize",
    "evaluate",
    "migrate",
    "backup",
    "restore",
    "requeue",
    "import",
    "export",
)


@pytest.fixture(autouse=True)
def _own_place(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    go_to(tmp_path, monkeypatch)


def test_alone_it_shows_its_help(capsys: pytest.CaptureFixture[str]) -> None:
    assert run() == 2
    out = capsys.readouterr().out
    assert [command for command in COMMANDS if f"  {command} " not in out] == []


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_with_an_example_and_a_version(
    command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(command, "--help") == 0
    assert f"example: digestbot {command}" in capsys.readouterr().out
    assert run(command, "--version") == 0
    assert capsys.readouterr().out == f"digestbot {__version__}\n"


@pytest.mark.parametrize(
    "arguments",
    [
        ["fly"],
        ["--fly"],
        ["demo", "--port", "65536"],
        ["emulator", "--port", "x\ny"],
        ["backup"],
        ["summarize", "--sentences", "0"],
        ["summarize", "a", "b"],
        ["run", "--token", "x"],
    ],
)
def test_a_wrong_command_line_is_one_line_and_two(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(*arguments) == 2
    caught = capsys.readouterr()
    assert caught.out == ""
    assert caught.err.startswith("digestbot")
    assert caught.err.count("\n") == 1


def test_help_imports_nothing_heavy() -> None:
    code = "import sys; from bot.cli import build_parser; build_parser().format_help(); print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    heavy = {"pydantic", "sqlalchemy", "telegram", "aiohttp", "sumy", "numpy", "trafilatura", "tqdm"}
    assert heavy & set(done.stdout.split()) == set()


def test_python_m_bot_is_the_same_program() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "bot", "--version"],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
    )
    assert done.stdout == f"digestbot {__version__}\n"


def test_a_start_without_settings_is_refused_in_one_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("ADMIN_IDS", "bob")
    assert run("run") == 1
    err = capsys.readouterr().err
    assert err.count("\n") == 1
    assert "TELEGRAM_BOT_TOKEN: missing" in err
    assert "ADMIN_IDS: write" in err


def test_an_unexpected_error_is_one_line_without_the_token(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(_: object) -> int:
        raise RuntimeError(f"bad {TOKEN}\nand a private text")

    monkeypatch.setattr(running, "demo", fail)
    assert run("demo") == 1
    err = capsys.readouterr().err
    assert err == "digestbot: unexpected RuntimeError: bad [hidden] (python -X dev -m bot shows where)\n"


@pytest.mark.parametrize(
    ("error", "silent"), [(KeyboardInterrupt(), True), (FileNotFoundError(2, "No such file", "x"), False)]
)
def test_ctrl_c_is_silent_and_a_missing_file_is_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], error: BaseException, *, silent: bool
) -> None:
    def fail(_: object) -> int:
        raise error

    monkeypatch.setattr(running, "demo", fail)
    assert run("demo") == 1
    assert capsys.readouterr().err == ("" if silent else "digestbot: x: No such file\n")


def test_a_reader_that_leaves_is_no_error_to_tell() -> None:
    command = f"{sys.executable} -m bot | true"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False, cwd=ROOT)
    assert done.stderr == ""
