import json
import re
import shutil
import subprocess
from configparser import RawConfigParser
from pathlib import Path

import pytest

from bot.app import HARD_STOP
from bot.settings import Settings
from tests.documents.test_readme import commands

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
GUIDE = (ROOT / "docs" / "deploy.md").read_text(encoding="utf-8")
CODE = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "bot").rglob("*.py"))


def fences() -> list[str]:
    return re.findall(r"^```sh\n(.*?)^```", GUIDE, re.MULTILINE | re.DOTALL)


def instructions() -> list[tuple[str, str]]:
    """The Containerfile's instructions with their words, continued lines joined."""
    text = (DEPLOY / "Containerfile").read_text(encoding="utf-8").replace("\\\n", " ")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    return [(word, rest) for word, _, rest in (line.partition(" ") for line in lines)]


def said(instruction: str) -> list[str]:
    return [rest for word, rest in instructions() if word == instruction]


def processes(procfile: Path) -> dict[str, str]:
    lines = procfile.read_text(encoding="utf-8").splitlines()
    return {name: command.strip() for name, _, command in (line.partition(":") for line in lines)}


def test_every_path_takes_ten_lines_at_most() -> None:
    assert fences()
    assert [fence for fence in fences() if len(fence.splitlines()) > 10] == []


def test_every_path_checks_before_it_runs() -> None:
    starts = ("docker run -d", "systemctl enable", "heroku ps:scale", "systemctl restart")
    paths = [fence for fence in fences() if any(start in fence for start in starts)]
    assert len(paths) == 5
    for fence in paths:
        start = min(fence.index(word) for word in starts if word in fence)
        assert re.search(r"digestbot check|bot check", fence[:start])


def test_the_guide_runs_commands_that_exist() -> None:
    named = set(re.findall(r"\bdigestbot ([a-z]+)\b", "\n".join(fences())))
    named |= set(re.findall(r"python -m bot ([a-z]+)", GUIDE))
    assert named - {"digestbot"} <= commands() | {"check"}
    assert {"check", "restore"} <= named


@pytest.mark.parametrize(
    "words",
    [
        "is using the database",
        "Telegram does not know this token",
        "newer than this program's",
        "is damaged",
        "no poll",
        "no tick",
        "Bot API unreachable",
    ],
)
def test_what_the_guide_quotes_is_what_the_bot_says(words: str) -> None:
    assert words in GUIDE
    assert words in CODE


def test_the_image_copies_what_is_there_and_the_builder_may_see() -> None:
    seen = {line[1:] for line in (ROOT / ".dockerignore").read_text("utf-8").splitlines() if line[:1] == "!"}
    sources = {name for rest in said("COPY") if "--from" not in rest for name in rest.split()[:-1]}
    assert sources == seen
    assert sorted(name for name in sources if not (ROOT / name).exists()) == []


def test_the_image_installs_the_pins_and_runs_the_bot_without_root() -> None:
    assert any("--require-hashes -r requirements.txt" in rest for rest in said("RUN"))
    assert said("USER") == ["10001"]
    assert (said("ENTRYPOINT"), said("CMD")[-1:]) == (['["digestbot"]'], ['["run"]'])
    assert said("HEALTHCHECK")
    assert "/healthz" in said("HEALTHCHECK")[0]
    assert [
        rest for rest in said("FROM") if not re.fullmatch(r"python:3\.1[123]-slim( AS build)?", rest)
    ] == []
    assert said("ADD") == []


def test_the_health_check_is_python_that_compiles() -> None:
    [check] = said("HEALTHCHECK")
    words = json.loads(check[check.index("[") :])
    assert words[:2] == ["python", "-c"]
    compile(words[2], "healthcheck", "exec")


def service() -> RawConfigParser:
    unit = RawConfigParser(strict=False, interpolation=None)
    unit.optionxform = str  # type: ignore[assignment,method-assign]
    unit.read(DEPLOY / "digestbot.service")
    return unit


def test_the_service_waits_longer_than_the_bot_takes_to_stop() -> None:
    assert service().getfloat("Service", "TimeoutStopSec") > HARD_STOP
    assert service().get("Service", "ExecStart").endswith("digestbot run")


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="this machine has no systemd to ask")
def test_systemd_understands_the_service(tmp_path: Path) -> None:
    text = (DEPLOY / "digestbot.service").read_text(encoding="utf-8")
    unit = tmp_path / "digestbot.service"
    unit.write_text(re.sub(r"(?m)^ExecStart=.*", "ExecStart=/bin/true run", text), encoding="utf-8")
    done = subprocess.run(
        ["systemd-analyze", "verify", str(unit)], capture_output=True, text=True, check=False
    )
    assert [line for line in done.stderr.splitlines() if "digestbot.service" in line] == []


def test_the_procfiles_run_the_bot_and_the_app_scales_one_process() -> None:
    assert processes(ROOT / "Procfile") == {"worker": "python -m bot run"}
    assert processes(DEPLOY / "Procfile.webhook") == {"web": "python -m bot run"}
    app = json.loads((ROOT / "app.json").read_text(encoding="utf-8"))
    assert app["formation"] == {"worker": {"quantity": 1}}
    assert set(app["env"]) <= set(Settings.names())
    assert app["scripts"]["postdeploy"] == "python -m bot check"
