"""Stopping: at any moment, also before Telegram was ever reached."""

import asyncio
import os
import signal
import socket
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


async def test_sigterm_ends_a_bot_that_cannot_reach_telegram(tmp_path: Path) -> None:
    with socket.socket() as taken:
        # Bound and not listening: every connection is refused.
        taken.bind(("127.0.0.1", 0))
        environment = {
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(ROOT),
            "TELEGRAM_BOT_TOKEN": "123456:a-token-of-the-test-and-of-nothing-else",
            "TELEGRAM_API_BASE_URL": f"http://127.0.0.1:{taken.getsockname()[1]}",
            "PORT": "0",
        }
        bot = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", "run", cwd=tmp_path, env=environment, stderr=asyncio.subprocess.PIPE
        )
        assert bot.stderr is not None
        async for line in bot.stderr:
            if b"not reachable" in line:
                break
        bot.send_signal(signal.SIGTERM)
        _, rest = await asyncio.wait_for(bot.communicate(), 20)
    assert bot.returncode == 0
    assert b"Traceback" not in rest
