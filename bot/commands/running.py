"""``run``, ``demo`` and ``emulator``: the commands that stay until they are stopped."""

import argparse
import asyncio
from pathlib import Path

from bot.commands.parsing import Commands, add_command, port
from bot.errors import StartRefusedError

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
        example="digestbot emulator --port 8081",
        details="It listens on this machine only.",
    )
    parser.add_argument(
        "--port", type=port, default=EMULATOR_PORT, help=f"0 takes any (default: {EMULATOR_PORT})"
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
        asyncio.run(_emulate(arguments.port))
    except KeyboardInterrupt:
        return 0
    except OSError as error:
        raise StartRefusedError(f"port {arguments.port} cannot be used: {error.strerror}") from error
    return 0


async def _emulate(on_port: int) -> None:
    from bot.commands.console import say
    from bot.emulator import Emulator

    server = Emulator()
    await server.start(on_port)
    say(f"Open {server.base_url}")
    say(f"TELEGRAM_API_BASE_URL={server.base_url}")
    say(f"TELEGRAM_BOT_TOKEN={server.token}")
    try:
        await asyncio.Event().wait()
    finally:
        await server.stop()
