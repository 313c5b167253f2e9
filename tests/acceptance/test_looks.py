"""How it looks on the chat page: first minutes, digest and settings, on a phone, and from right to left.

Each step leaves a picture in the test's folder; what can be measured is measured: nothing is cut off, nothing
sticks out, and every text runs in its direction.
"""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, async_playwright, expect

from bot.emulator import Person
from tests.acceptance.stage import Stage
from tests.acceptance.stories import GLACIER, HARBOUR, Piece
from tests.bot.emulator.page.conftest import CHROMIUM, FLAGS, phone

pytestmark = [
    pytest.mark.browser,
    pytest.mark.asyncio(loop_scope="session"),
    pytest.mark.skipif(CHROMIUM is None, reason="there is no chromium on this machine"),
]

PHONE = {"width": 390, "height": 844}
WIDE = {"width": 1280, "height": 900}
# Buttons and lines whose words do not fit into them.
CUT_OFF = """() => [...document.querySelectorAll('.phone .key span, .phone .key, .head-line b, .text')]
  .filter((one) => one.checkVisibility() && getComputedStyle(one).display !== 'inline')
  .filter((one) => one.scrollWidth > one.clientWidth + 1)
  .map((one) => one.textContent)"""
ARABIC_STORY = Piece(
    "ميناء ويستربي يفتح أبوابه من جديد",
    "فتح ميناء ويستربي أبوابه يوم الاثنين بعد عامين من أعمال الإصلاح. "
    "حملت السفينة الأولى البرتقال وأربعين راكبًا من الجزر الجنوبية. "
    "قال مدير الميناء إن الرصيف الجديد يستقبل سفنًا يصل طولها إلى 200 متر. "
    "يأمل الصيادون أن يعود سوق السمك القديم قبل الخريف.",
)
# Language, direction; words of the first dialogue; a heading of the settings.
LANGUAGES = {
    "en": ("ltr", ("Continue", "08:00"), "Your settings", HARBOUR),
    "ar": ("rtl", ("متابعة", "08:00"), "إعداداتك", ARABIC_STORY),
}


@pytest_asyncio.fixture(loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        opened = await playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield opened
        await opened.close()


async def fits(page: Page, picture: Path) -> None:
    """Take a picture, and find nothing cut off or sticking out."""
    await page.wait_for_timeout(400)  # what slides in has come to rest
    await page.screenshot(path=picture)
    assert await page.evaluate(CUT_OFF) == [], picture.name
    width = (page.viewport_size or PHONE)["width"]
    assert await page.evaluate("document.documentElement.scrollWidth") <= width, picture.name


async def goes_through_the_first_minutes(
    page: Page, reader: Person, buttons: tuple[str, ...], to: Path
) -> None:
    mine = phone(page, "Rita")
    await mine.locator(".startup").click()
    grid = await reader.sees("(0)")
    await fits(page, to / "1-topics.png")
    await reader.taps("World", message=grid)
    for number, text in enumerate(buttons, start=2):
        await reader.taps(text, message=await reader.sees(text))
        await fits(page, to / f"{number}-step.png")


@pytest.mark.parametrize(
    ("language", "size"),
    [("en", PHONE), ("ar", PHONE), ("ar", WIDE)],
    ids=["en-phone", "ar-phone", "ar-wide"],
)
async def test_the_first_minutes_a_digest_and_the_settings_fit(
    desk: Stage, browser: Browser, tmp_path: Path, language: str, size: dict[str, int]
) -> None:
    direction, buttons, settings, piece = LANGUAGES[language]
    await desk.publishes(piece)
    # The first two people have the phones.
    world = desk.emulator.world
    before = dict(world.users)
    world.users.clear()
    rita = desk.emulator.person("Rita", id=2001, language_code=language)
    desk.emulator.person("Omar", id=2002, language_code=language)
    world.users.update(before)
    page = await browser.new_page(viewport=size, locale=language, timezone_id="Europe/Kyiv")  # type: ignore[arg-type]
    page.set_default_timeout(8000)
    await page.goto(desk.emulator.base_url)
    await page.locator(".phone").first.wait_for()
    assert await page.evaluate("document.documentElement.dir") == direction
    await goes_through_the_first_minutes(page, rita, buttons, tmp_path)
    zones = rita.messages[-1]
    await rita.taps_data(zones["reply_markup"]["inline_keyboard"][0][0]["callback_data"], message=zones)
    await rita.sees(piece.title)
    await fits(page, tmp_path / "5-digest.png")
    await rita.sends("/settings")
    await rita.sees(settings)
    await fits(page, tmp_path / "6-settings.png")
    await desk.publishes(GLACIER)
    await rita.sends("/help")
    await rita.sees("/topics")
    await fits(page, tmp_path / "7-help.png")
    last = phone(page, "Rita").locator(".other .text").last
    await expect(last).to_contain_text("/topics")
    lines = "(text) => getComputedStyle(text).unicodeBidi"
    assert await last.evaluate(lines) == "plaintext"
    await page.context.close()
