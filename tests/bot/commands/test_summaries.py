import json
from pathlib import Path

import pytest

from bot.commands.parsing import METHODS_HELP
from tests.bot.commands.shell import ARTICLE, feed, run


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

    assert [method for method in METHODS if method not in METHODS_HELP] == []


def test_a_short_article_is_said_to_be_shown_as_its_lead(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    feed(monkeypatch, ARTICLE.encode())
    assert run("summarize") == 0
    caught = capsys.readouterr()
    assert caught.err == "note: a short article, so these are its opening sentences\n"
    assert caught.out.startswith(ARTICLE.partition(" It")[0])
    feed(monkeypatch, ARTICLE.encode())
    assert run("summarize", "--json") == 0
    assert json.loads(capsys.readouterr().out)["is_lead"] is True


def test_why_shows_every_sentence_with_its_score_and_what_was_cut(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    text = f"{ARTICLE}\nSubscribe\nThe old ferry across the river goes to a museum in spring."
    feed(monkeypatch, text.encode())
    assert run("summarize", "--why", "--sentences", "1") == 0
    out = capsys.readouterr().out
    assert out.count("\n*") == 1
    assert "lead +0.70" in out
    assert out.endswith("cut as page furniture:\n  Subscribe\n")
    feed(monkeypatch, text.encode())
    assert run("summarize", "--why", "--json") == 0
    answer = json.loads(capsys.readouterr().out)
    assert sorted(reason["place"] for reason in answer["why"]) == [1, 2, 3, 4]


def test_on_a_terminal_lines_are_wrapped(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    feed(monkeypatch, (ARTICLE * 4).encode())
    assert run("summarize", "--method", "lead", "--sentences", "2") == 0
    lines = capsys.readouterr().out.splitlines()
    assert max(map(len, lines)) <= 40
    assert "" in lines
