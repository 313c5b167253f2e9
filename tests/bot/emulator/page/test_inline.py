import asyncio
import contextlib
from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Page, expect

from bot.emulator import Emulator, Person
from tests.bot.emulator.conftest import Bot
from tests.bot.emulator.page.conftest import Opening, phone

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]

STORIES = [f"Ferry number {number} sails" for number in range(1, 26)]


def card(story: str, username: str) -> dict[str, Any]:
    link = {"text": "Read in the bot", "url": f"https://t.me/{username}?start=a_1"}
    return {
        "type": "article",
        "id": story,
        "title": story,
        "description": "The Pier · just now",
        "input_message_content": {"message_text": f"<b>{story}</b>", "parse_mode": "HTML"},
        "reply_markup": {"inline_keyboard": [[link]]},
    }


class Shelf:
    """A bot that offers stories, ten at a time, and keeps what else it is told."""

    def __init__(self, bot: Bot, emulator: Emulator) -> None:
        self.bot = bot
        self.username = emulator.world.bot.username
        self.told: list[str] = []

    async def runs(self) -> None:
        offset = 0
        while True:
            for update in await self.bot.call("getUpdates", offset=offset, timeout=20):
                offset = update["update_id"] + 1
                if "inline_query" in update:
                    await self.offers(update["inline_query"])
                elif "message" in update:
                    self.told.append(update["message"].get("text", ""))

    async def offers(self, query: dict[str, Any]) -> None:
        found = [story for story in STORIES if query["query"].casefold() in story.casefold()]
        first = int(query["offset"] or 0)
        await self.bot.call(
            "answerInlineQuery",
            inline_query_id=query["id"],
            results=[card(story, self.username) for story in found[first : first + 10]],
            next_offset=str(first + 10) if len(found) > first + 10 else "",
            button={"text": "Open the bot", "start_parameter": "inline"},
        )


@pytest_asyncio.fixture(loop_scope="module")
async def shelf(bot: Bot, emulator: Emulator) -> AsyncIterator[Shelf]:
    shelf = Shelf(bot, emulator)
    running = asyncio.create_task(shelf.runs())
    yield shelf
    running.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await running


@pytest_asyncio.fixture(loop_scope="module")
async def page(opens: Opening, shelf: Shelf, people: list[Person]) -> Page:
    return await opens()


async def test_words_behind_the_bots_name_offer_cards_to_pick(page: Page, shelf: Shelf) -> None:
    rita = phone(page, "Rita")
    field = rita.get_by_role("textbox")
    await rita.get_by_role("button", name="START").click()
    await field.fill(f"@{shelf.username} number 2")
    options = rita.locator(".cards [role=option]")
    await expect(options).to_have_count(7)
    await field.press("ArrowDown")
    await field.press("Enter")
    sent = rita.locator(".own").last
    await expect(sent).to_contain_text("Ferry number 20 sails")
    await expect(sent).to_contain_text("via")
    await expect(options).to_have_count(0)
    await expect(field).to_have_value("")
    await sent.get_by_role("button", name="Read in the bot").click()
    await expect(rita.locator(".own").last).to_contain_text("/start a_1")
    assert shelf.told[-1] == "/start a_1"


async def test_more_cards_come_while_one_scrolls(page: Page, shelf: Shelf) -> None:
    rita = phone(page, "Rita")
    await rita.get_by_role("button", name="START").click()
    await rita.get_by_role("textbox").fill(f"@{shelf.username} ")
    options = rita.locator(".cards [role=option]")
    for count in (10, 20, 25):
        await expect(options).to_have_count(count)
        await rita.locator(".cards").evaluate("list => list.scrollTo(0, list.scrollHeight)")
    await rita.get_by_role("textbox").press("Escape")
    await expect(options).to_have_count(0)


async def test_the_button_above_the_cards_opens_the_bot(page: Page, shelf: Shelf) -> None:
    rita = phone(page, "Rita")
    await rita.get_by_role("button", name="START").click()
    await rita.get_by_role("textbox").fill(f"@{shelf.username} nothing like it")
    await rita.get_by_role("button", name="Open the bot").click()
    await expect(rita.locator(".own").last).to_contain_text("/start inline")
