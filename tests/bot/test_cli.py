import io
import json
import signal
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from bot import __version__, cli
from bot.commands import running, summaries
from bot.emulator import Emulator
from bot.settings import EPHEMERAL_HOSTS, Settings

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
    "import",
    "export",
)
ARTICLE = (
    "The mayor opened the new bridge on Monday. It took four years to build. Many people came to see it."
)
TOKEN = "123456789:an-invented_token-of-the-usual-length"


@pytest.fixture(autouse=True)
def _clean_place(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in (*Settings.names(), *EPHEMERAL_HOSTS):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    # The log's set-up is the process's; here it would outlive the test.
    monkeypatch.setattr("bot.logs.configure", lambda *_: None)


def run(*arguments: str) -> int:
    """The exit code of a command, however it ends."""
    try:
        return cli.main(arguments)
    except SystemExit as exit_:
        return int(exit_.code or 0)


def feed(monkeypatch: pytest.MonkeyPatch, data: bytes) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))


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
        cwd=Path(__file__).parents[2],
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
        raise RuntimeError(f"two\nlines with {TOKEN}")

    monkeypatch.setattr(running, "demo", fail)
    assert run("demo") == 1
    err = capsys.readouterr().err
    assert err.startswith("digestbot: unexpected RuntimeError: two lines with [hidden]")
    assert err.count("\n") == 1


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
    done = subprocess.run(
        ["bash", "-c", command], capture_output=True, text=True, check=False, cwd=Path(__file__).parents[2]
    )
    assert done.stderr == ""


# check


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
    assert [line.split()[0] for line in capsys.readouterr().out.splitlines()] == ["ok", "ok", "ok"]
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
    assert told == ["ADMIN_IDS", "DATABASE_URL", "TELEGRAM_API_BASE_URL"]
    assert caught.err == "digestbot: 3 to correct: ADMIN_IDS, DATABASE_URL, TELEGRAM_API_BASE_URL\n"


# summarize


def test_summarize_reads_standard_input(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    feed(monkeypatch, ARTICLE.encode())
    assert run("summarize", "--sentences", "2") == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines
    assert all(line in ARTICLE for line in lines)


def test_summarize_as_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "a.txt"
    path.write_text(ARTICLE, encoding="utf-8")
    assert run("summarize", str(path), "--json", "--title", "Bridge", "--method", "lead") == 0
    answer = json.loads(capsys.readouterr().out)
    assert list(answer) == ["title", "sentences", "language", "method", "removed"]
    assert (answer["title"], answer["language"], answer["method"]) == ("Bridge", "en", "lead")
    assert answer["sentences"][0] == ARTICLE.partition(" It")[0]


def test_summarize_reduces_a_page(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    body = "".join(f"<p>{ARTICLE} This is paragraph {number} of the story.</p>" for number in range(6))
    page = f"<html><title>The bridge</title><body><nav>Menu</nav><article>{body}</article></body></html>"
    path = tmp_path / "page.html"
    path.write_text(page, encoding="utf-8")
    assert run("summarize", str(path), "--json") == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["title"] == "The bridge"
    assert all("<" not in sentence for sentence in answer["sentences"])


@pytest.mark.parametrize("data", [b"", b" \n\t", b"\x00\x01\x02\x03" * 50])
def test_nothing_to_summarize_is_one_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], data: bytes
) -> None:
    feed(monkeypatch, data)
    assert run("summarize") == 1
    caught = capsys.readouterr()
    assert (caught.out, caught.err.count("\n")) == ("", 1)


def test_a_missing_file_a_folder_and_a_forbidden_address_are_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for source in ("absent.txt", str(tmp_path), "http://127.0.0.1:9/", "http://", "x\0y"):
        assert run("summarize", source) == 1
        err = capsys.readouterr().err
        assert err.startswith("digestbot: ")
        assert err.count("\n") == 1
        assert "unexpected" not in err


@pytest.mark.parametrize("arguments", [["--method", "magic"], ["--language", "english"]])
def test_a_wrong_argument_of_the_summarizer_is_misuse(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], arguments: list[str]
) -> None:
    feed(monkeypatch, ARTICLE.encode())
    assert run("summarize", *arguments) == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_the_help_names_every_method() -> None:
    from summarizer import METHODS

    assert [method for method in METHODS if method not in summaries.METHODS_HELP] == []


def test_evaluate_prints_a_row_for_each_method(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "articles.jsonl"
    record = {
        "text": f"{ARTICLE} The bridge is long. The river is wide.",
        "summary": "A new bridge was opened.",
    }
    path.write_text("\n".join([json.dumps(record)] * 3), encoding="utf-8")
    assert run("evaluate", str(path), "--method", "lead", "--sentences", "1", "--json") == 0
    table = json.loads(capsys.readouterr().out)
    assert [row["method"] for row in table["rows"]] == ["LEAD", "lead"]
    assert run("evaluate", str(path), "--method", "lead", "--sentences", "1") == 0
    assert capsys.readouterr().out.splitlines()[1].startswith("LEAD ")


@pytest.mark.parametrize("content", ["", "not json", '{"text": "x"}', "[1]"])
def test_evaluate_refuses_what_is_no_record(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: str
) -> None:
    path = tmp_path / "articles.jsonl"
    path.write_text(content, encoding="utf-8")
    assert run("evaluate", str(path)) == 1
    assert "unexpected" not in capsys.readouterr().err


# the database as a whole


def test_the_database_goes_through_every_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "desk.jsonl").write_text(
        json.dumps({"title": "T", "text": ARTICLE, "topics": ["world"]}) + "\nnot json\n", encoding="utf-8"
    )
    assert run("migrate") == 0
    assert run("import", "desk.jsonl") == 1
    caught = capsys.readouterr()
    assert "line 2: not JSON" in caught.err
    assert "articles: 1 new, 0 known; topics: 1 new, 0 known" in caught.out
    assert run("export", "out.jsonl") == 0
    assert run("backup", "copy.db") == 0
    assert run("backup", "copy.db") == 1
    assert run("restore", "copy.db") == 1
    assert "--replace" in capsys.readouterr().err
    assert run("restore", "copy.db", "--replace") == 0
    assert run("export", "again.jsonl") == 0
    assert (tmp_path / "again.jsonl").read_bytes() == (tmp_path / "out.jsonl").read_bytes()


@pytest.mark.parametrize(
    "arguments",
    [
        ["export", "x.jsonl"],
        ["backup", "x.db"],
        ["import", "absent.jsonl"],
        ["import", "x.txt"],
        ["restore", "absent.db"],
    ],
)
def test_what_is_not_there_is_told_and_nothing_is_made(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(*arguments) == 1
    err = capsys.readouterr().err
    assert err.splitlines()[-1].startswith("digestbot: ")
    assert "unexpected" not in err
    assert [path for path in Path().iterdir() if path.suffix != ".lock"] == []


def test_the_emulator_prints_its_address_and_ends_with_ctrl_c() -> None:
    command = [sys.executable, "-m", "bot", "emulator", "--port", "0"]
    place = Path(__file__).parents[2]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=place
    ) as other:
        assert other.stdout is not None
        assert other.stderr is not None
        assert other.stdout.readline().startswith("Open http://127.0.0.1:")
        other.send_signal(signal.SIGINT)
        assert other.wait(30) == 0
        assert other.stderr.read() == ""


async def _elsewhere(call: Callable[[], int]) -> int:
    import asyncio

    return await asyncio.to_thread(call)
