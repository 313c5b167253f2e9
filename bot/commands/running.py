"""``run``, ``demo`` and ``emulator``: the commands that stay until they are stopped."""

import argparse
import asyncio
import json
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from bot.commands.parsing import Commands, add_command, port
from bot.errors import StartRefusedError

if TYPE_CHECKING:
    from bot.emulator import Delivery, Emulator, Script

EMULATOR_PORT = 8081


def add(commands: Commands) -> None:
    """Add the three commands."""
    add_command(
        commands,
        "run",
        run,
        summary="run the bot (polling, or webhook when WEBHOOK_URL is set)",
        example="digestbot run",
        details="Settings come from the environment and from .env in the working directory.",
    )
    parser = add_command(
        commands,
        "demo",
        demo,
        summary="try the whole bot on this machine: no token, no network",
        example="digestbot demo --data my-demo",
        details="The first line printed is the address of the chat page; Ctrl-C ends it.",
    )
    parser.add_argument("--port", type=port, help="of the chat page (default: 8642, or the next free one)")
    parser.add_argument("--data", type=Path, metavar="DIR", help="keep the demo in this folder")
    parser = add_command(
        commands,
        "emulator",
        emulator,
        summary="run the embedded Bot API server alone, for testing any bot",
        example="digestbot emulator --script faults.json --log deliveries.jsonl",
        details="It listens on this machine only. A script of faults is JSON such as "
        '{"limits": {"per_second": 30}, "faults": [{"kind": "502", "method": "sendMessage", "share": 0.1, '
        '"times": null}]}; its kinds and fields are listed in docs/emulator.md.',
    )
    parser.add_argument(
        "--port", type=port, default=EMULATOR_PORT, help=f"0 takes any (default: {EMULATOR_PORT})"
    )
    parser.add_argument("--script", type=Path, metavar="FILE", help="what goes wrong, and the flood limits")
    parser.add_argument(
        "--log", type=Path, metavar="FILE", help="append each accepted message as one line of JSON"
    )


def run(_: argparse.Namespace) -> int:
    """Run the bot until it is told to stop."""
    from bot.commands.console import settings_for

    settings = settings_for(token=True, service=True)
    # Behind the settings, whose mistakes are then told at once.
    from bot import app

    return app.run(settings)


def demo(arguments: argparse.Namespace) -> int:
    """Run the demo until Ctrl-C."""
    from bot import demo

    return demo.run(arguments.port, arguments.data)


def emulator(arguments: argparse.Namespace) -> int:
    """Run the emulator until Ctrl-C, which is its normal end."""
    try:
        asyncio.run(_emulate(arguments))
    except KeyboardInterrupt:
        return 0
    return 0


async def _emulate(arguments: argparse.Namespace) -> None:
    from bot.commands.console import say
    from bot.emulator import Emulator

    server = Emulator()
    if arguments.script is not None:
        _script(arguments.script).put_into(server.world)
    with arguments.log.open("a", encoding="utf-8") if arguments.log is not None else nullcontext() as log:
        if log is not None:
            server.log.on_accepted = lambda delivery: _note(log, delivery)
        await _listen(server, arguments.port)
        say(f"Open {server.base_url}")
        say(f"TELEGRAM_API_BASE_URL={server.base_url}")
        say(f"TELEGRAM_BOT_TOKEN={server.token}")
        try:
            await asyncio.Event().wait()
        finally:
            await server.stop()


async def _listen(server: "Emulator", on_port: int) -> None:
    try:
        await server.start(on_port)
    except OSError as error:
        raise StartRefusedError(f"port {on_port} cannot be used: {error.strerror}") from error


def _script(path: Path) -> "Script":
    from bot.emulator import ScriptError
    from bot.emulator.script import parse

    try:
        return parse(path.read_bytes())
    except ScriptError as error:
        raise StartRefusedError(f"{path.name}: {error}") from None


def _note(log: TextIO, delivery: "Delivery") -> None:
    # At once, for whoever follows the file.
    log.write(json.dumps(delivery.body(), ensure_ascii=False) + "\n")
    log.flush()
