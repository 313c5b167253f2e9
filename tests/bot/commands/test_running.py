import json
import signal
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path

from tests.bot.commands.shell import ROOT


def test_the_emulator_prints_its_address_and_ends_with_ctrl_c() -> None:
    command = [sys.executable, "-m", "bot", "emulator", "--port", "0"]
    place = ROOT
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=place
    ) as other:
        assert other.stdout is not None
        assert other.stderr is not None
        assert other.stdout.readline().startswith("Open http://127.0.0.1:")
        other.send_signal(signal.SIGINT)
        assert other.wait(30) == 0
        assert other.stderr.read() == ""


def test_the_emulator_follows_a_script_and_notes_what_it_accepts(tmp_path: Path) -> None:
    script, log = tmp_path / "faults.json", tmp_path / "log.jsonl"
    script.write_text('{"faults": [{"kind": "502", "method": "sendMessage"}]}')
    command = [
        sys.executable,
        "-m",
        "bot",
        "emulator",
        "--port",
        "0",
        "--script",
        str(script),
        "--log",
        str(log),
    ]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as other:
        assert other.stdout is not None
        other.stdout.readline()
        base, token = (other.stdout.readline().strip().split("=", 1)[1] for _ in range(2))
        asked = {"id": 1, "name": "Anna"}, {"person": 1, "text": "Hi"}
        _post(f"{base}/emulator/people", asked[0])
        _post(f"{base}/emulator/send", asked[1])
        message = {"chat_id": 1, "text": "Grüße"}
        assert [_post(f"{base}/bot{token}/sendMessage", message) for _ in range(2)] == [502, 200]
        other.send_signal(signal.SIGINT)
        assert other.wait(30) == 0
    [line] = log.read_text(encoding="utf-8").splitlines()
    assert (json.loads(line)["text"], json.loads(line)["chat_id"]) == ("Grüße", 1)


def test_a_script_with_mistakes_is_told_in_one_line(tmp_path: Path) -> None:
    script = tmp_path / "faults.json"
    script.write_text('{"faults": [{"kind": "fire"}, {"kind": "500", "share": 3}]}')
    command = [sys.executable, "-m", "bot", "emulator", "--port", "0", "--script", str(script)]
    found = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=False)
    assert (found.returncode, found.stderr.count("\n")) == (1, 1)
    assert "faults.json: Fault 1: There is no fault 'fire'" in found.stderr
    assert "Fault 2: 'share' must be a number from 0 to 1." in found.stderr


def _post(url: str, body: dict[str, object]) -> int:
    request = urllib.request.Request(url, json.dumps(body).encode(), {"Content-Type": "application/json"})
    try:
        with urllib.request.urlopen(request) as response:
            return int(response.status)
    except urllib.error.HTTPError as error:
        with error:
            return error.code
