import pytest
from playwright.async_api import Page, expect

from bot.emulator import Person
from tests.bot.emulator.conftest import Bot

from .conftest import CHROMIUM, phone, say

pytestmark = [
    pytest.mark.browser,
    # One browser serves all tests here, so they and their fixtures share one event loop.
    pytest.mark.asyncio(loop_scope="module"),
    pytest.mark.skipif(CHROMIUM is None, reason="there is no chromium on this machine"),
]


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


async def test_the_bot_is_seen_typing_until_it_answers(page: Page, bot: Bot, people: list[Person]) -> None:
    await people[0].sends("/silence")
    await bot.call("sendChatAction", chat_id=people[0].id, action="typing")
    await expect(phone(page, "Rita").locator(".title")).to_contain_text("typing")
    await bot.call("sendMessage", chat_id=people[0].id, text="Here it is")
    await expect(phone(page, "Rita").locator(".title")).not_to_contain_text("typing")


async def test_who_reads_further_up_is_left_there(page: Page, people: list[Person], bot: Bot) -> None:
    rita = phone(page, "Rita")
    await people[0].sends("/silence")
    # The row of examples makes the list shorter, which shows its end: it has to be there first.
    await expect(rita.locator(".tries")).to_be_visible()
    for number in range(40):
        await bot.call("sendMessage", chat_id=people[0].id, text=f"Story {number}")
    await expect(rita.locator(".row")).to_have_count(41)
    await rita.get_by_text("Story 3", exact=True).scroll_into_view_if_needed()
    newest = rita.get_by_role("button", name="To the newest message")
    await expect(newest).to_be_visible()
    before = await rita.locator(".thread").evaluate("list => list.scrollTop")
    await bot.call("editMessageText", chat_id=people[0].id, message_id=41, text="changed")
    await bot.call("sendMessage", chat_id=people[0].id, text="Story 40")
    await expect(newest).to_have_text("1")
    assert await rita.locator(".thread").evaluate("list => list.scrollTop") == before
    await newest.click()
    await expect(rita.get_by_text("Story 40", exact=True)).to_be_in_viewport()
    await expect(newest).to_be_hidden()
