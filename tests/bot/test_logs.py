import asyncio
import io
import json
import logging
import subprocess
import sys
import threading
import warnings
from collections.abc import Iterator

import pytest
from hypothesis import given, strategies

from bot import logs

TOKEN = "123456789:an-invented_token-of-the-usual-length"
SECRETS = (TOKEN, 'pa55"w0rd\\w1th\na11', "hook-secret")

log = logging.getLogger("bot.somewhere")


@pytest.fixture
def stream() -> Iterator[io.StringIO]:
    root, ours = logging.getLogger(), [logging.getLogger(name) for name in logs.OURS]
    before = (root.handlers[:], root.level, [logger.level for logger in ours], sys.excepthook)
    showwarning, on_thread = warnings.showwarning, threading.excepthook
    yield io.StringIO()
    logging.captureWarnings(False)
    logs.configure("WARNING", "text", ())
    root.handlers[:], (root.level, levels, sys.excepthook) = before[0], before[1:]
    warnings.showwarning, threading.excepthook = showwarning, on_thread
    for logger, level in zip(ours, levels, strict=True):
        logger.setLevel(level)


def test_a_line_is_key_value_and_its_breaks_are_escaped(stream: io.StringIO) -> None:
    logs.configure("INFO", "text", (), stream=stream)
    log.info("digest planned\nlevel=ERROR", extra={"slot": 17, "chat": "a b"})
    [line] = stream.getvalue().splitlines()
    assert line.startswith("ts=20")
    assert line.endswith(
        r'level=INFO logger=bot.somewhere event="digest planned\nlevel=ERROR" slot=17 chat="a b"'
    )


def test_a_json_line_holds_the_extra_fields(stream: io.StringIO) -> None:
    logs.configure("INFO", "json", (), stream=stream)
    log.warning("late", extra={"slot": 17})
    line = json.loads(stream.getvalue())
    assert (line["level"], line["event"], line["slot"]) == ("WARNING", "late", 17)


@pytest.mark.parametrize("style", ["text", "json"])
def test_no_secret_gets_through(stream: io.StringIO, style: str) -> None:
    logs.configure("DEBUG", "json" if style == "json" else "text", SECRETS, stream=stream)
    log.debug("to /bot%s/getMe with %s", TOKEN, SECRETS[1], extra={"secret": SECRETS[2], SECRETS[2]: 1})
    try:
        int(f"bad {SECRETS[1]} in postgres://me:unknown@host/db and 987654321:{'x' * 35}")
    except ValueError:
        log.exception("failed %s", SECRETS)
    text = stream.getvalue()
    assert "failed" in text
    assert "Traceback" in text
    hidden = (TOKEN, "pa55", "w0rd", "w1th", "a11", "hook-secret", ":unknown@", "x" * 35)
    assert [word for word in hidden if word in text] == []


@pytest.mark.parametrize("style", ["text", "json"])
@given(message=strategies.text(), value=strategies.text())
def test_every_event_is_one_line(style: str, message: str, value: str) -> None:
    record = logging.makeLogRecord({"name": "bot.x", "levelname": "INFO", "msg": message, "value": value})
    line = logs.LineFormatter("json" if style == "json" else "text").format(record)
    assert line.splitlines() == [line]


def test_libraries_are_heard_from_warnings_upwards(stream: io.StringIO) -> None:
    logs.configure("DEBUG", "text", (), stream=stream)
    for name in ("httpx", "apscheduler.scheduler", "telegram.Bot", "sqlalchemy.engine"):
        logging.getLogger(name).info("a request with a text in it")
        logging.getLogger(name).warning("trouble")
    log.debug("ours")
    assert stream.getvalue().count("trouble") == 4
    assert "a request" not in stream.getvalue()
    assert "event=ours" in stream.getvalue()


def test_what_nobody_catches_is_one_line_without_the_token() -> None:
    code = (
        "import asyncio, threading\n"
        "from bot import logs\n"
        f"logs.configure('INFO', 'text', ['{TOKEN}'])\n"
        f"def fail(*_): raise RuntimeError('{TOKEN}')\n"
        "thread = threading.Thread(target=fail); thread.start(); thread.join()\n"
        "async def main():\n"
        "    asyncio.get_running_loop().call_soon(fail)\n"
        "    await asyncio.sleep(0.01)\n"
        "asyncio.run(main())\n"
        "fail()\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    lines = done.stderr.splitlines()
    assert len(lines) == 3
    assert all("RuntimeError" in line and logs.HIDDEN in line for line in lines)
    assert TOKEN not in done.stderr
    assert "logger=asyncio" in lines[1]


def test_configuring_again_replaces_the_handler(stream: io.StringIO) -> None:
    logs.configure("INFO", "text", (), stream=io.StringIO())
    logs.configure("INFO", "text", (), stream=stream)
    log.info("once")
    assert stream.getvalue().count("once") == 1


def test_a_chat_is_the_same_hash_after_a_restart_and_tells_no_id(stream: io.StringIO) -> None:
    logs.configure("INFO", "text", SECRETS, stream=stream)
    first = logs.chat_hash(-1001234567890)
    logs.configure("INFO", "text", SECRETS, stream=stream)
    assert logs.chat_hash(-1001234567890) == first
    assert logs.chat_hash(7) != first
    assert "1234567890" not in first


async def test_the_loops_own_reports_come_through_the_log(stream: io.StringIO) -> None:
    logs.configure("INFO", "text", (TOKEN,), stream=stream)
    asyncio.get_running_loop().call_exception_handler({"message": f"lost {TOKEN}"})
    assert stream.getvalue().count("\n") == 1
    assert f"lost {logs.HIDDEN}" in stream.getvalue()
