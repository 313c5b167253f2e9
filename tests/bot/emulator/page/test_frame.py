from datetime import datetime, timedelta

import pytest
from playwright.async_api import Page, expect

from bot.emulator import Emulator, Person
from tests.bot.emulator.conftest import Bot

from .conftest import CHROMIUM, Opening, phone

pytestmark = [
    pytest.mark.browser,
    # One browser serves all tests here, so they and their fixtures share one event loop.
    pytest.mark.asyncio(loop_scope="module"),
    pytest.mark.skipif(CHROMIUM is None, reason="there is no chromium on this machine"),
]


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
    await page.locator(".phone").first.wait_for()
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


async def test_nobody_yet_gets_a_form(opens: Opening, emulator: Emulator) -> None:
    page = await opens()
    await page.get_by_label("First person").fill("Maya")
    await page.get_by_role("button", name="Open the phones").click()
    await expect(phone(page, "Maya").get_by_role("button", name="START")).to_be_visible()
    assert [user.first_name for user in emulator.world.users.values()] == ["Maya", "Ed"]


@pytest.mark.parametrize(("locale", "words"), [("uk-UA", "СТАРТ"), ("de-DE", "STARTEN"), ("ja-JP", "START")])
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
