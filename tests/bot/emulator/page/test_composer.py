import pytest
from playwright.async_api import FilePayload, Page, expect

from bot.emulator import Emulator, Person
from tests.bot.emulator.conftest import Bot

from .conftest import CHROMIUM, Desk, phone, say

pytestmark = [
    pytest.mark.browser,
    # One browser serves all tests here, so they and their fixtures share one event loop.
    pytest.mark.asyncio(loop_scope="module"),
    pytest.mark.skipif(CHROMIUM is None, reason="there is no chromium on this machine"),
]


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


async def test_a_dropped_file_waits_for_its_caption(page: Page, desk: Desk) -> None:
    ed = phone(page, "Ed")
    drop = """phone => {
        const data = new DataTransfer();
        data.items.add(new File(["One story."], "story.txt", {type: "text/plain"}));
        for (const type of ["dragover", "drop"])
            phone.dispatchEvent(new DragEvent(type, {dataTransfer: data, bubbles: true, cancelable: true}));
    }"""
    await ed.locator(".screen").evaluate(drop)
    await expect(ed.locator(".chip")).to_contain_text("story.txt")
    await expect(ed.locator(".own")).to_have_count(0)
    await say(ed, "/add #world")
    await expect(ed.locator(".own")).to_contain_text("story.txt")


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


async def test_an_example_fills_the_text_field(page: Page, desk: Desk) -> None:
    ed = phone(page, "Ed")
    await ed.get_by_role("button", name="Add a file").click()
    await expect(ed.locator(".chip")).to_contain_text("wind-record.txt")
    await ed.get_by_role("textbox").press("Enter")
    await expect(ed.locator(".own .text")).to_contain_text("/add #world")
    await expect(ed.locator(".other .text")).to_contain_text("units")
    assert "document" in desk.received[-1]["message"]
    await ed.get_by_role("button", name="Hide these hints").click()
    await expect(ed.get_by_role("button", name="Add a file")).to_be_hidden()


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
    await rita.get_by_text("5 units").dblclick()
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
    await expect(rita.locator(".other .text").last).to_have_text("7 units")
    assert ["edited_message" in update for update in desk.received].count(True) == 1


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
