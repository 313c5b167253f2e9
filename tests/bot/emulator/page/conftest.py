import asyncio
import contextlib
import re
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import aiohttp
import pytest_asyncio
from playwright.async_api import Browser, ConsoleMessage, Locator, Page, async_playwright

from bot.emulator import Emulator, Person
from tests.bot.emulator.conftest import Bot

CHROMIUM = shutil.which("chromium")
FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip
TOPICS = ("World", "Tech")
FORMATTED = (
    "<b>Bold</b> <i>italic <u>under</u></i> <s>gone</s> "
    "<tg-spoiler>hidden</tg-spoiler> <code>1 &lt; 2</code>\n"
    '😀 <a href="https://example.org/story">story</a> #tag /help\n'
    "<blockquote>quoted</blockquote>\n<blockquote expandable>"
    + "A long line of a quotation. " * 30
    + "</blockquote>"
)


def keyboard(*chosen: str) -> dict[str, Any]:
    topics = [{"text": f"{'✓ ' * (topic in chosen)}{topic}", "callback_data": topic} for topic in TOPICS]
    return {"inline_keyboard": [topics, [{"text": "About", "callback_data": "about"}]]}


class Desk:
    """A bot of a few lines: topics to tap, a story with formatting, and an echo of what came in."""

    def __init__(self, bot: Bot) -> None:
        self.bot = bot
        self.received: list[dict[str, Any]] = []

    async def runs(self) -> None:
        offset = 0
        while True:
            for update in await self.bot.call("getUpdates", offset=offset, timeout=20):
                offset = update["update_id"] + 1
                self.received.append(update)
                if "callback_query" in update:
                    await self.tapped(update["callback_query"])
                elif "message" in update:
                    await self.told(update["message"])

    async def told(self, message: dict[str, Any]) -> None:
        text = message.get("text") or message.get("caption", "")
        if text == "/start":
            await self.says(message, "Choose your topics", reply_markup=keyboard())
        elif text == "/digest":
            await self.says(message, FORMATTED, parse_mode="HTML", disable_notification=True)
        elif text != "/silence":
            await self.says(message, f"{len(text)} units")

    async def says(self, message: dict[str, Any], text: str, **more: Any) -> None:
        await self.bot.call("sendMessage", chat_id=message["chat"]["id"], text=text, **more)

    async def tapped(self, query: dict[str, Any]) -> None:
        is_alert = query["data"] == "about"
        text = "A desk of news" if is_alert else f"{query['data']} is on"
        await self.bot.call(
            "answerCallbackQuery", callback_query_id=query["id"], text=text, show_alert=is_alert
        )
        if not is_alert:
            place = {"chat_id": query["from"]["id"], "message_id": query["message"]["message_id"]}
            await self.bot.call("editMessageReplyMarkup", **place, reply_markup=keyboard(query["data"]))


@pytest_asyncio.fixture(loop_scope="module")
async def emulator() -> AsyncIterator[Emulator]:
    emulator = Emulator()
    await emulator.start()
    yield emulator
    await emulator.stop()


@pytest_asyncio.fixture(loop_scope="module")
async def bot(emulator: Emulator) -> AsyncIterator[Bot]:
    async with aiohttp.ClientSession() as session:
        yield Bot(emulator, session)


@pytest_asyncio.fixture(loop_scope="module")
async def desk(bot: Bot) -> AsyncIterator[Desk]:
    desk = Desk(bot)
    await bot.call(
        "setMyCommands",
        commands=[
            {"command": "digest", "description": "What is new"},
            {"command": "latest", "description": "Newest stories"},
            {"command": "add", "description": "Add an article"},
        ],
    )
    running = asyncio.create_task(desk.runs())
    yield desk
    running.cancel()
    with contextlib.suppress(asyncio.CancelledError, aiohttp.ClientError):
        await running


@pytest_asyncio.fixture(loop_scope="module")
async def people(emulator: Emulator) -> list[Person]:
    return [emulator.person("Rita", id=1001), emulator.person("Ed", id=1002)]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        await browser.close()


# What the server refuses is noted by the browser itself, and told to the person by the page.
def is_own_error(line: ConsoleMessage) -> bool:
    return line.type == "error" and "/emulator/" not in line.location["url"]


Opening = Callable[..., Awaitable[Page]]


@pytest_asyncio.fixture(loop_scope="module")
async def opens(browser: Browser, emulator: Emulator) -> AsyncIterator[Opening]:
    """Opens the page; at the end, nothing may have been complained of in the browser."""
    complaints: list[str] = []

    async def open_page(**settings: Any) -> Page:
        page = await browser.new_page(**{"locale": "en-GB", "timezone_id": "Europe/Kyiv"} | settings)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda line: complaints.append(line.text) if is_own_error(line) else None)
        await page.goto(emulator.base_url)
        await page.locator(".phone, .setup").first.wait_for()
        return page

    yield open_page
    for context in browser.contexts:
        await context.close()
    assert complaints == []


@pytest_asyncio.fixture(loop_scope="module")
async def page(opens: Opening, desk: Desk, people: list[Person]) -> Page:
    return await opens()


def phone(page: Page, name: str) -> Locator:
    # By the phone's own name: its texts may hold the same letters, as "Wednesday" does.
    own = page.get_by_role("region", name=re.compile(f": {name}$"))
    return page.locator(".place").filter(has=own)


async def say(phone: Locator, text: str) -> None:
    await phone.get_by_role("textbox").fill(text)
    await phone.get_by_role("textbox").press("Enter")
