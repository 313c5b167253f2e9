"""Groups, threads and channels on the page, and the page in every language."""

import re

import pytest
from playwright.async_api import Locator, Page, expect

from bot.emulator import Emulator, Person
from tests.bot.emulator.conftest import Bot

from .conftest import CHROMIUM, Opening, phone, say

pytestmark = [
    pytest.mark.browser,
    # One browser serves all tests here, so they and their fixtures share one event loop.
    pytest.mark.asyncio(loop_scope="module"),
    pytest.mark.skipif(CHROMIUM is None, reason="there is no chromium on this machine"),
]

CHANNEL = -1_001_000_000_007


async def looks_at(person: Locator, place: str) -> None:
    option = person.locator(".places option", has_text=place)
    await expect(option).to_have_count(1)
    await person.locator(".places").select_option(value=await option.get_attribute("value"))


async def test_a_person_looks_at_a_group_and_its_threads(
    page: Page, emulator: Emulator, bot: Bot, people: list[Person]
) -> None:
    rita = phone(page, "Rita")
    await expect(rita.locator(".places")).to_be_hidden()
    await rita.locator(".head-line").get_by_role("button", name="More").click()
    await page.get_by_role("menuitem", name="New forum").click()
    await expect(rita.locator(".title")).to_contain_text("Forum 1")
    await rita.locator(".head-line").get_by_role("button", name="More").click()
    await page.get_by_role("menuitem", name="New thread").click()
    await expect(rita.locator(".notice")).to_have_count(0)  # it stands in the thread
    await looks_at(rita, "Forum 1 › New thread 1")
    await expect(rita.locator(".notice")).to_have_text("Thread New thread 1 was opened")
    await say(rita, "/digest")
    await expect(rita.locator(".own .text")).to_have_text(["/digest"])
    forum = next(chat for chat in emulator.world.chats.values() if chat.kind == "supergroup")
    (thread,) = forum.topics
    sent = [one for one in forum.messages.values() if one.get("text") == "/digest"]
    assert [one["message_thread_id"] for one in sent] == [thread]
    # The answer of this small bot goes to the general thread, which counts it and does not mix it in.
    await bot.call("sendMessage", chat_id=forum.id, text="To all of the forum")
    await expect(rita.locator(".places option", has_text=re.compile(r"General \(\d\)"))).to_have_count(1)
    await expect(rita.get_by_text("To all of the forum")).to_have_count(0)
    await looks_at(rita, "General")
    await expect(rita.get_by_text("To all of the forum")).to_be_visible()
    await expect(rita.locator(".other .sender").last).to_have_text("Digest")
    ed = phone(page, "Ed")
    await looks_at(ed, "General")
    await expect(ed.get_by_text("To all of the forum")).to_be_visible()


async def test_messages_of_one_chat_do_not_stay_in_another(page: Page, emulator: Emulator, bot: Bot) -> None:
    rita = phone(page, "Rita")
    await rita.get_by_role("button", name="START").click()
    await expect(rita.locator(".other .text").last).to_have_text("Choose your topics")
    emulator.group("Watchers", id=-77, administrators=[Person(emulator.world, 1001)])
    await bot.call("sendMessage", chat_id=-77, text="Hello, watchers")
    await looks_at(rita, "Watchers")
    await expect(rita.locator(".text")).to_have_text(["Hello, watchers"])
    await looks_at(rita, "Private chat")
    await expect(rita.locator(".other .text")).to_have_text(["Choose your topics"])


async def test_a_channel_is_chosen_by_a_button_and_read_by_all(
    page: Page, emulator: Emulator, bot: Bot, people: list[Person]
) -> None:
    channel = emulator.channel("Westerby daily", id=CHANNEL, administrators=[people[0]])
    channel.sets_member(people[1].id)
    await page.reload()
    rita, ed = phone(page, "Rita"), phone(page, "Ed")
    await people[0].sends("/silence")
    request = {"text": "Choose", "request_chat": {"request_id": 1, "chat_is_channel": True}}
    await bot.call("sendMessage", chat_id=1001, text="Which?", reply_markup={"keyboard": [[request]]})
    await rita.get_by_role("button", name="Choose", exact=True).click()
    await page.get_by_role("menuitem", name="Westerby daily").click()
    await expect(rita.locator(".notice")).to_have_text("Chose Westerby daily")
    await bot.call("sendMessage", chat_id=CHANNEL, text="The news of the channel")
    for one in (rita, ed):
        await looks_at(one, "Westerby daily")
        await expect(one.locator(".text")).to_have_text(["The news of the channel"])
    await expect(rita.get_by_role("textbox")).to_be_visible()
    await expect(ed.get_by_role("textbox")).to_be_hidden()


@pytest.mark.parametrize(
    ("locale", "direction", "field"),
    [
        ("ar", "rtl", "رسالة"),
        ("es-MX", "ltr", "Mensaje"),
        ("fr-FR", "ltr", "Message"),
        ("pl-PL", "ltr", "Wiadomość"),
    ],
)
async def test_the_page_speaks_the_language_of_the_browser(
    opens: Opening, people: list[Person], locale: str, direction: str, field: str
) -> None:
    page = await opens(locale=locale)
    assert await page.evaluate("document.documentElement.dir") == direction
    await people[0].sends("Hello")
    await expect(phone(page, "Rita").get_by_role("textbox")).to_have_attribute("placeholder", field)
    time = await phone(page, "Rita").locator(".meta time").last.inner_text()
    assert re.fullmatch(r"\d\d:\d\d", time), time
    missing = """async () => {
      const { TONGUES } = await import('/page/tongues.js');
      const names = (words) => Object.keys(words).sort().join();
      const english = names(TONGUES.en.words);
      return Object.keys(TONGUES).filter((code) => names(TONGUES[code].words) !== english);
    }"""
    assert await page.evaluate(missing) == []
