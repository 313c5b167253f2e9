import asyncio
import contextlib
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import datetime, timedelta
from typing import Any

import aiohttp
import pytest
import pytest_asyncio
from playwright.async_api import Browser, ConsoleMessage, FilePayload, Locator, Page, async_playwright, expect

from bot.emulator import Emulator, Person

from .conftest import Bot

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

pytestmark = [
    pytest.mark.browser,
    # One browser serves all tests here, so they and their fixtures share one event loop.
    pytest.mark.asyncio(loop_scope="module"),
    pytest.mark.skipif(CHROMIUM is None, reason="there is no chromium on this machine"),
]


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
        return page

    yield open_page
    for context in browser.contexts:
        await context.close()
    assert complaints == []


@pytest_asyncio.fixture(loop_scope="module")
async def page(opens: Opening, desk: Desk, people: list[Person]) -> Page:
    return await opens()


def phone(page: Page, name: str) -> Locator:
    return page.locator(".place", has_text=name)


async def say(phone: Locator, text: str) -> None:
    await phone.get_by_role("textbox").fill(text)
    await phone.get_by_role("textbox").press("Enter")


async def test_start_brings_the_answer_with_its_buttons(page: Page) -> None:
    rita = phone(page, "Rita")
    await expect(rita.get_by_role("textbox")).to_be_hidden()
    await rita.get_by_role("button", name="START").click()
    await expect(rita.locator(".own")).to_contain_text("/start")
    await expect(rita.locator(".other .text")).to_have_text("Choose your topics")
    await expect(rita.locator(".key")).to_have_text(["World", "Tech", "About"])
    await expect(rita.locator(".startup")).to_be_hidden()
    await expect(phone(page, "Ed").locator(".row")).to_have_count(0)


async def test_a_tap_shows_a_toast_and_edits_in_place(page: Page) -> None:
    rita = phone(page, "Rita")
    await rita.get_by_role("button", name="START").click()
    bubble = await rita.locator(".other .text").element_handle()
    await rita.get_by_role("button", name="World").press("Enter")
    await expect(rita.get_by_role("status")).to_have_text("World is on")
    await expect(rita.locator(".key").first).to_have_text("✓ World")
    await expect(rita.locator(".key").first).to_be_focused()
    assert bubble is not None
    assert await bubble.evaluate("text => text.isConnected"), "the text was built anew"
    await expect(rita.locator(".row")).to_have_count(2)


async def test_an_alert_has_to_be_closed(page: Page) -> None:
    rita = phone(page, "Rita")
    await rita.get_by_role("button", name="START").click()
    await rita.get_by_role("button", name="About").click()
    await expect(page.get_by_role("dialog")).to_contain_text("A desk of news")
    await page.get_by_role("button", name="OK").click()
    await expect(page.get_by_role("dialog")).to_be_hidden()


async def test_formatting_is_rendered_and_commands_are_sent(page: Page) -> None:
    rita = phone(page, "Rita")
    await rita.get_by_role("button", name="START").click()
    await say(rita, "/digest")
    text = rita.locator(".other .text").nth(1)
    for tag, words in [
        ("strong", "Bold"),
        ("em", "italic under"),
        ("em u", "under"),
        ("s", "gone"),
        ("code", "1 < 2"),
    ]:
        await expect(text.locator(tag)).to_have_text(words)
    await expect(text.get_by_role("link", name="story")).to_have_attribute(
        "href", "https://example.org/story"
    )
    await expect(text.locator("blockquote").first).to_have_text("quoted")
    await expect(rita.get_by_role("img", name="Arrived without a sound")).to_be_visible()
    spoiler = text.locator(".spoiler")
    await spoiler.click()
    await expect(spoiler).to_have_class("spoiler revealed")
    await text.get_by_role("button", name="/help").click()
    await expect(rita.locator(".own").nth(2)).to_contain_text("/help")


async def test_a_long_quotation_opens_and_closes(page: Page) -> None:
    rita = phone(page, "Rita")
    await rita.get_by_role("button", name="START").click()
    await say(rita, "/digest")
    quotation = rita.locator(".expandable")
    short = await quotation.evaluate("quote => quote.clientHeight")
    await rita.get_by_role("button", name="Show all or less").click()
    assert await quotation.evaluate("quote => quote.clientHeight") > 2 * short
    await rita.get_by_role("button", name="Show all or less").click()
    assert await quotation.evaluate("quote => quote.clientHeight") == short


async def test_foreign_words_never_become_markup(page: Page, people: list[Person]) -> None:
    await people[0].sends("/silence")
    text = "<img src=x onerror=alert(1)> & <b>x</b>"
    await people[0].sends(text)
    await expect(phone(page, "Rita").locator(".own .text").nth(1)).to_have_text(text)
    await expect(phone(page, "Rita").locator(".text img")).to_have_count(0)


async def test_a_file_goes_up_with_its_caption(page: Page, desk: Desk, emulator: Emulator) -> None:
    ed = phone(page, "Ed")
    await ed.get_by_role("button", name="START").click()
    story: FilePayload = {"name": "story.txt", "mimeType": "text/plain", "buffer": b"One story."}
    async with page.expect_file_chooser() as choosing:
        await ed.get_by_role("button", name="Attach").click()
        await page.get_by_role("menuitem", name="File").click()
    await (await choosing.value).set_files(story)
    await expect(ed.locator(".chip")).to_contain_text("story.txt")
    await say(ed, "/add #world")
    file = ed.get_by_role("link", name="story.txt")
    await expect(file).to_contain_text("10 B")
    await expect(ed.locator(".other .text").last).to_have_text("11 units")
    async with page.expect_download() as downloading:
        await file.click()
    assert (await downloading.value).suggested_filename == "story.txt"
    document = desk.received[-1]["message"]["document"]
    assert emulator.world.files.by_id[document["file_id"]].data == b"One story."


async def test_a_picture_is_shown(page: Page, bot: Bot) -> None:
    ed = phone(page, "Ed")
    await ed.get_by_role("button", name="START").click()
    drawing = await page.screenshot(clip={"x": 0, "y": 0, "width": 40, "height": 30})
    picture: FilePayload = {"name": "a.png", "mimeType": "image/png", "buffer": drawing}
    async with page.expect_file_chooser() as choosing:
        await ed.get_by_role("button", name="Attach").click()
        await page.get_by_role("menuitem", name="Photo").click()
    await (await choosing.value).set_files(picture)
    await ed.get_by_role("button", name="Send").click()
    shown = ed.get_by_role("img", name="Photo")
    await expect(shown).to_have_js_property("naturalWidth", 40)


async def test_a_long_text_goes_in_parts(page: Page) -> None:
    rita = phone(page, "Rita")
    await rita.get_by_role("button", name="START").click()
    await say(rita, "word " * 1200)
    await expect(rita.locator(".own")).to_have_count(3)
    await expect(rita.get_by_role("textbox")).to_have_value("")
    assert await rita.locator(".thread").evaluate(
        "list => list.scrollHeight - list.scrollTop - list.clientHeight < 2"
    )


async def test_a_line_break_is_typed_with_shift(page: Page) -> None:
    rita = phone(page, "Rita")
    await rita.get_by_role("button", name="START").click()
    field = rita.get_by_role("textbox")
    await field.fill("one")
    await field.press("Shift+Enter")
    await field.press_sequentially("two")
    await field.press("Enter")
    await expect(rita.locator(".own .text").last).to_have_text("one\ntwo", use_inner_text=True)


async def test_commands_are_listed_completed_and_sent(page: Page) -> None:
    rita = phone(page, "Rita")
    await rita.get_by_role("button", name="START").click()
    await rita.get_by_role("button", name="Commands").click()
    options = rita.locator(".suggestions").get_by_role("option")
    await expect(options).to_have_count(3)
    await rita.get_by_role("textbox").press("Escape")
    await rita.get_by_role("textbox").fill("/la")
    await expect(options).to_have_text(["/latestNewest stories"])
    await rita.get_by_role("textbox").press("Enter")
    await expect(rita.get_by_role("textbox")).to_have_value("/latest ")
    await rita.get_by_role("button", name="Commands").click()
    await options.filter(has_text="/digest").click()
    await expect(rita.locator(".own").last).to_contain_text("/digest")


async def test_a_message_is_answered_edited_and_forwarded(page: Page, desk: Desk) -> None:
    rita = phone(page, "Rita")
    await rita.get_by_role("button", name="START").click()
    await say(rita, "first")
    await rita.locator(".other .text").last.dblclick()
    await say(rita, "an answer")
    await expect(rita.locator(".own .replied")).to_contain_text("5 units")
    await rita.locator(".own", has_text="first").click(button="right")
    await page.get_by_role("menuitem", name="Edit").click()
    await expect(rita.get_by_role("textbox")).to_have_value("first")
    await say(rita, "changed")
    await expect(rita.locator(".own", has_text="changed")).to_contain_text("edited")
    await rita.locator(".own", has_text="changed").get_by_role("button", name="More").press("Enter")
    await page.get_by_role("menuitem", name="Forward").press("Enter")
    await expect(rita.locator(".own .origin")).to_have_text("Forwarded from Rita")
    assert ["edited_message" in update for update in desk.received].count(True) == 1


async def test_the_clock_moves_to_the_next_digest(
    page: Page, emulator: Emulator, bot: Bot, people: list[Person]
) -> None:
    ahead = page.get_by_role("button", name="To the next digest")
    await expect(ahead).to_be_disabled()
    await expect(page.locator("#planned")).to_contain_text("No digest is planned")
    due = (emulator.clock.now() + timedelta(days=1)).replace(hour=8, minute=0, second=0)

    async def next_event() -> datetime:
        return due

    async def after_move() -> None:
        await bot.call("sendMessage", chat_id=people[0].id, text="Your digest")

    emulator.mover.next_event, emulator.mover.after_move = next_event, after_move
    await phone(page, "Rita").get_by_role("button", name="START").click()
    await ahead.click()
    await expect(phone(page, "Rita").locator(".other .text").last).to_have_text("Your digest")
    await expect(page.locator(".date")).to_contain_text("08:00 UTC")
    await page.get_by_role("button", name="+1 hour").click()
    await expect(page.locator(".date")).to_contain_text("09:00 UTC")


async def test_dark_and_light_follow_the_system_until_one_is_chosen(page: Page) -> None:
    surface = "getComputedStyle(document.querySelector('.phone')).backgroundColor"
    await page.emulate_media(color_scheme="light")
    assert await page.evaluate(surface) == "rgb(255, 255, 255)"
    await page.emulate_media(color_scheme="dark")
    assert await page.evaluate(surface) == "rgb(23, 29, 39)"
    await page.get_by_role("button", name="Light or dark").click()
    assert await page.evaluate(surface) == "rgb(255, 255, 255)"
    await page.reload()
    await page.get_by_role("button", name="Light or dark").wait_for()
    assert await page.evaluate(surface) == "rgb(255, 255, 255)"


async def test_a_narrow_window_shows_one_phone_and_counts_for_the_other(
    page: Page, people: list[Person]
) -> None:
    await page.set_viewport_size({"width": 390, "height": 800})
    await expect(phone(page, "Ed")).to_be_hidden()
    await people[1].sends("/start")
    switch = page.get_by_role("button", name="Ed Editor 2")
    await switch.click()
    await expect(phone(page, "Ed")).to_be_visible()
    await expect(phone(page, "Rita")).to_be_hidden()
    assert await page.evaluate("document.documentElement.scrollWidth") == 390


async def test_who_blocked_the_bot_can_unblock_it(page: Page) -> None:
    rita = phone(page, "Rita")
    await rita.get_by_role("button", name="START").click()
    await rita.locator(".head-line").get_by_role("button", name="More").click()
    await page.get_by_role("menuitem", name="Block the bot").click()
    await rita.get_by_role("button", name="UNBLOCK").click()
    await expect(rita.get_by_role("textbox")).to_be_visible()


async def test_a_refused_text_stays_in_the_field(
    page: Page, emulator: Emulator, people: list[Person]
) -> None:
    rita = phone(page, "Rita")
    await rita.get_by_role("button", name="START").click()
    await page.route(
        "**/emulator/send", lambda route: route.fulfill(status=400, json={"error": "Not today."})
    )
    await rita.get_by_role("textbox").fill("keep me")
    await rita.get_by_role("button", name="Send").click()
    await expect(rita.get_by_role("status")).to_have_text("Not today.")
    await expect(rita.get_by_role("textbox")).to_have_value("keep me")


async def test_nobody_yet_gets_a_form(opens: Opening, emulator: Emulator) -> None:
    page = await opens()
    await page.get_by_label("First person").fill("Maya")
    await page.get_by_role("button", name="Open the phones").click()
    await expect(phone(page, "Maya").get_by_role("button", name="START")).to_be_visible()
    assert [user.first_name for user in emulator.world.users.values()] == ["Maya", "Ed"]


@pytest.mark.parametrize(("locale", "words"), [("uk-UA", "СТАРТ"), ("de-DE", "STARTEN"), ("fr-FR", "START")])
async def test_the_page_speaks_the_browsers_language(
    opens: Opening, people: list[Person], locale: str, words: str
) -> None:
    page = await opens(locale=locale)
    await expect(phone(page, "Rita").locator(".startup")).to_have_text(words)


async def test_the_page_comes_back_after_a_restart(
    opens: Opening, emulator: Emulator, people: list[Person]
) -> None:
    page = await opens()
    await expect(phone(page, "Rita").locator(".startup")).to_be_visible()
    port = int(emulator.base_url.rpartition(":")[2])
    await emulator.stop()
    await expect(page.locator("#banner")).to_have_text("Connection lost. Trying again …")
    await people[0].sends("/silence")
    await emulator.start(port)
    await expect(phone(page, "Rita").locator(".own .text")).to_have_text("/silence")
    await expect(page.locator("#banner")).to_be_hidden()
