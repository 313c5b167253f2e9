"""The demo: the whole bot against the embedded Bot API emulator, with invented articles and no network."""

import asyncio
import json
import logging
import signal
import tempfile
from contextlib import AsyncExitStack
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from pydantic import SecretStr

from bot.app import Bot, running
from bot.emulator import Emulator
from bot.errors import StartRefusedError
from bot.logs import configure
from bot.models import ArticleState
from bot.services.articles import Articles
from bot.services.drafts import Sender
from bot.settings import Settings
from bot.sources.document import Sources

log = logging.getLogger(__name__)

PORT = 8642
PORTS_TRIED = 20
READER, EDITOR = 1001, 1002
SAMPLES = Path(__file__).parent / "samples.json"
SAVE_SECONDS = 5.0
UNSAVED_UPDATES = 1000  # more than anybody makes in those seconds


def run(port: int | None, data: Path | None) -> int:
    """Run the demo until Ctrl-C; without ``data``, everything is thrown away at the end.

    Raises:
        StartRefusedError: the port that was asked for is taken, or the folder cannot be used.
    """
    configure("WARNING", "text", ())
    try:
        with tempfile.TemporaryDirectory(prefix="digestbot-demo-") as scratch:
            folder = data or Path(scratch)
            folder.mkdir(parents=True, exist_ok=True)
            return asyncio.run(_serve(port, folder))
    except KeyboardInterrupt:
        return 0
    except FileExistsError as error:
        raise StartRefusedError(f"{data} is not a folder") from error


async def _serve(port: int | None, folder: Path) -> int:
    loop, stopping = asyncio.get_running_loop(), asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stopping.set)
    saved = folder / "chats.json"
    emulator = _emulator(saved)
    async with AsyncExitStack() as stack:
        await _listen(emulator, port)
        stack.push_async_callback(emulator.stop)
        settings = _settings(emulator, folder)
        bot = await stack.enter_async_context(running(settings, emulator.clock.now, pages=False))
        _connect(emulator, bot)
        await _seed(bot)
        print(f"Open {emulator.base_url}", flush=True)  # noqa: T201 - the contract's first line
        saving = asyncio.create_task(_keep_saved(emulator, saved))
        await stopping.wait()
        saving.cancel()
    _save(emulator, saved)
    return 0


def _emulator(saved: Path) -> Emulator:
    if not saved.exists():
        emulator = Emulator()
    else:
        try:
            emulator = Emulator.restore(json.loads(saved.read_text(encoding="utf-8")))
            emulator.skip_updates(UNSAVED_UPDATES)
        except ValueError as error:
            raise StartRefusedError(f"{saved} is damaged; delete it, or choose another folder") from error
    emulator.person("Rita", id=READER, language_code="en", username="rita_reads")
    emulator.person("Ed", id=EDITOR, language_code="en", username="ed_edits")
    return emulator


async def _listen(emulator: Emulator, port: int | None) -> None:
    """Take the port that was asked for, else the default one or the next that is free."""
    wanted = [port] if port is not None else list(range(PORT, PORT + PORTS_TRIED))
    for candidate in wanted:
        try:
            await emulator.start(candidate)
        except OSError:
            continue
        return
    raise StartRefusedError(f"port {wanted[0]} is taken; choose another one with --port")


def _settings(emulator: Emulator, folder: Path) -> Settings:
    defaults: dict[str, Any] = {
        name: field.get_default() for name, field in Settings.model_fields.items() if name != "webhook_secret"
    }
    own = {
        "telegram_bot_token": SecretStr(emulator.token),
        "admin_ids": (EDITOR,),
        "database_url": SecretStr(f"sqlite:///{folder / 'demo.db'}"),
        "telegram_api_base_url": emulator.base_url,
        "webhook_secret": SecretStr(""),
        "port": None,
    }
    return Settings.model_construct(**(defaults | own))


def _connect(emulator: Emulator, bot: Bot) -> None:
    """Let the page's clock move the bot along."""

    async def after_move() -> None:
        await _publish_the_news(bot)
        await bot.tick()
        bot.worker.wake()

    emulator.mover.next_event = bot.services.digests.next_due
    emulator.mover.after_move = after_move


async def _seed(bot: Bot) -> None:
    """Open the desk with topics and articles, once."""
    if await bot.services.topics.all():
        return
    await bot.services.topics.create_starter_set(by=EDITOR)
    opening, _ = _samples()
    for sample in opening:
        await _publish(bot, sample, bot.now() - timedelta(hours=sample["hours_ago"]))


async def _publish_the_news(bot: Bot) -> None:
    """Once time moves, there is news: what the desk kept back comes out, so that a digest has stories."""
    _, later = _samples()
    known = await bot.services.articles.listing([ArticleState.PUBLISHED], words=later[0]["title"].split())
    if known.articles:
        return
    for sample in later:
        await _publish(bot, sample, bot.now() - timedelta(minutes=30))


def _samples() -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The articles that the desk opens with, oldest first, and those that come out when time moves."""
    samples = json.loads(SAMPLES.read_text(encoding="utf-8"))
    samples.sort(key=lambda item: item["hours_ago"], reverse=True)
    later = [sample for sample in samples if sample.get("later")]
    return [sample for sample in samples if sample not in later], later


async def _publish(bot: Bot, sample: dict[str, Any], at: datetime) -> None:
    desk = Articles(bot.database, lambda: at, bot.pool, Sources(bot.fetcher, bot.sandbox))
    topics = " ".join(f"#{slug}" for slug in sample["topics"])
    text = f"/add {topics} {sample['title']}\n{sample['body']}"
    draft = await desk.drafts.from_text(text, Sender(EDITOR, EDITOR, at), source_name=sample["source"])
    if draft.article.state is ArticleState.DRAFT:
        await desk.publish(draft.article.id, draft.article.version, by=EDITOR)


async def _keep_saved(emulator: Emulator, path: Path) -> None:
    """Save the chats now and then, so that a killed demo loses seconds at most."""
    while True:
        await asyncio.sleep(SAVE_SECONDS)
        _save(emulator, path)


def _save(emulator: Emulator, path: Path) -> None:
    unfinished = path.with_suffix(".part")
    unfinished.write_text(json.dumps(emulator.snapshot()), encoding="utf-8")
    unfinished.replace(path)
