import signal
import subprocess
import sys

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
