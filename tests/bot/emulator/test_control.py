import asyncio
import json
from datetime import datetime, timedelta
from typing import Any

import aiohttp
import pytest
from aiohttp import FormData

from bot.emulator import Emulator, Person

from .conftest import Bot


class Page:
    """The chat page's side of the wire."""

    def __init__(self, emulator: Emulator, session: aiohttp.ClientSession) -> None:
        self.emulator = emulator
        self.session = session

    def url(self, path: str) -> str:
        return f"{self.emulator.base_url}/emulator/{path}"

    async def get(self, path: str) -> Any:
        async with self.session.get(self.url(path)) as response:
            assert response.status == 200, await response.text()
            return await response.json()

    async def post(self, path: str, **wish: Any) -> Any:
        async with self.session.post(self.url(path), json=wish) as response:
            assert response.status == 200, await response.text()
            return await response.json()

    async def refusal(self, path: str, **wish: Any) -> str:
        async with self.session.post(self.url(path), json=wish) as response:
            assert response.status == 400
            return str((await response.json())["error"])


@pytest.fixture
async def page(emulator: Emulator, session: aiohttp.ClientSession) -> Page:
    return Page(emulator, session)


async def test_the_state_shows_people_chats_and_messages(page: Page, bot: Bot, anna: Person) -> None:
    keyboard = {"inline_keyboard": [[{"text": "Go", "callback_data": "go"}]]}
    sent = await bot.call(
        "sendMessage", chat_id=anna.id, text="<b>x</b>", parse_mode="HTML", reply_markup=keyboard
    )
    state = await page.get("state")
    assert state["bot"]["username"] == "digest_demo_bot"
    assert state["people"] == [
        {
            "id": 1001, "is_bot": False, "first_name": "Anna", "username": "anna", "language_code": "en",
            "is_started": True, "is_blocked": False, "about": "",
        }
    ]  # fmt: skip
    [chat] = state["chats"]
    assert chat["messages"][-1] == sent
    assert (await page.get("state?last=1"))["chats"][0]["messages"] == [sent]
    assert state["number"] == page.emulator.world.hub.number


async def test_the_page_learns_what_the_bot_is_not_told(page: Page, bot: Bot, anna: Person) -> None:
    number = page.emulator.world.hub.number
    keyboard = {"keyboard": [[{"text": "Yes"}, {"text": "No"}]]}
    await bot.call("sendMessage", chat_id=anna.id, text="x", reply_markup=keyboard, disable_notification=True)
    [chat] = (await page.get("state"))["chats"]
    assert (chat["silent"], chat["reply_keyboard"]) == ([2], keyboard)
    events = page.emulator.world.hub.since(number) or []
    assert {event.kind: event.data for event in events[1:]} == {
        "silent": {"chat_id": anna.id, "message_id": 2},
        "keyboard": {"chat_id": anna.id, "keyboard": keyboard},
    }


async def test_people_are_made_and_write(page: Page, bot: Bot) -> None:
    made = await page.post("people", id=7, name="Ben", language_code="de")
    assert (made["first_name"], made["is_started"]) == ("Ben", False)
    sent = await page.post("send", person=7, text="word " * 1000)
    assert len(sent["messages"]) == 2
    await page.post("edit", person=7, message_id=2, text="changed")
    await page.post("reply", person=7, message_id=1, text="again")
    await page.post("forward", person=7, message_id=2)
    await page.post("location", person=7, latitude=1.5, longitude=2)
    await page.post("block", person=7)
    await page.post("unblock", person=7)
    kinds = [sorted(set(update) - {"update_id"}) for update in await bot.call("getUpdates")]
    assert [kind for [kind] in kinds] == ["message"] * 2 + ["edited_message"] + ["message"] * 3 + [
        "my_chat_member"
    ] * 2


async def test_files_go_up_and_can_be_shown(page: Page, anna: Person) -> None:
    form = FormData({"person": str(anna.id), "caption": "/add #tech", "as": "photo"})
    form.add_field("file", b"\x89PNG", filename="a.png", content_type="image/png")
    async with page.session.post(page.url("upload"), data=form) as response:
        photo = (await response.json())["message"]
    assert photo["caption"] == "/add #tech"
    unique_id = photo["photo"][0]["file_unique_id"]
    async with page.session.get(page.url(f"files/{unique_id}")) as response:
        assert (await response.read(), response.headers["Content-Disposition"]) == (b"\x89PNG", "inline")
    sent = await anna.sends_file("page.html", b"<script>alert(1)</script>")
    async with page.session.get(page.url(f"files/{sent['document']['file_unique_id']}")) as response:
        assert response.headers["Content-Disposition"] == "attachment"
        assert response.content_type == "application/octet-stream"
    async with page.session.get(page.url("files/none")) as response:
        assert response.status == 404
    assert await page.refusal("upload", person=anna.id) == "The form holds no file."


async def test_a_tap_gives_the_toast(page: Page, bot: Bot, anna: Person) -> None:
    await bot.call("sendMessage", chat_id=anna.id, text="x")
    tapping = asyncio.create_task(page.post("tap", person=anna.id, message_id=2, data="go"))
    [update] = await bot.call("getUpdates", timeout=5)
    await bot.call("answerCallbackQuery", callback_query_id=update["callback_query"]["id"], text="Done")
    assert await tapping == {"text": "Done", "show_alert": False, "url": ""}


async def test_groups_are_made_and_changed(page: Page, bot: Bot, anna: Person) -> None:
    group = await page.post("groups", id=-1001, title="Forum", forum=True, administrators=[anna.id])
    assert group == {"id": -1001, "type": "supergroup", "title": "Forum", "is_forum": True}
    thread = (await page.post("topics", chat=-1001, name="World"))["thread"]
    await page.post("send", person=anna.id, chat=-1001, thread=thread, text="/start")
    [update] = await bot.call("getUpdates")
    assert update["message"]["message_thread_id"] == thread
    await page.post("groups", id=-5, title="Small")
    assert (await page.post("upgrade", chat=-5))["type"] == "supergroup"
    await page.post("members", chat=-1001, person=anna.id, status="member")
    assert page.emulator.world.chats[-1001].members == {anna.id: "member"}


async def test_updates_of_any_shape_can_be_queued(page: Page, bot: Bot) -> None:
    await page.post("update", kind="message", body={"text": 5})
    page.emulator.queue_update("poll", {})
    first, second = await bot.call("getUpdates")
    assert (first["message"], second["poll"]) == ({"text": 5}, {})
    assert await page.refusal("update", kind="message") == "'body' must be an object."


async def test_the_commands_menu_is_told(page: Page, bot: Bot, anna: Person) -> None:
    commands = [{"command": "help", "description": "Help"}]
    await bot.call("setMyCommands", commands=commands)
    assert await page.get(f"commands?person={anna.id}") == {
        "commands": commands,
        "menu_button": {"type": "default"},
    }


async def test_the_logs_are_read_from_where_one_stopped(page: Page, bot: Bot, anna: Person) -> None:
    for text in "abc":
        await bot.call("sendMessage", chat_id=anna.id, text=text, disable_notification=text == "c")
    [third] = (await page.get("log?after=2"))["deliveries"]
    assert (third["number"], third["text"], third["is_silent"], third["chat_id"]) == (3, "c", True, anna.id)
    assert datetime.fromisoformat(third["at"]).tzinfo is not None
    assert [call["status"] for call in (await page.get("calls?after=1"))["calls"]] == [200, 200]


async def test_the_clock_is_moved_and_the_hooks_are_called(page: Page) -> None:
    emulator = page.emulator
    moved: list[datetime] = []
    due = emulator.clock.now() + timedelta(hours=20)

    async def next_event() -> datetime | None:
        return due

    async def after_move() -> None:
        moved.append(emulator.clock.now())

    assert await page.refusal("clock/next") == "Nothing is planned yet."
    assert (await page.get("clock"))["next"] is None
    emulator.mover.next_event, emulator.mover.after_move = next_event, after_move
    assert (await page.get("clock"))["next"] == due.isoformat()
    answer = await page.post("clock/next")
    assert (answer["event"], moved[0] >= due) == (due.isoformat(), True)
    assert 72_000 - 60 < answer["offset_seconds"] <= 72_000
    await page.post("clock/next")
    await page.post("clock/advance", seconds=60)
    await page.post("clock/move", to=(due + timedelta(days=1)).isoformat())
    assert len(moved) == 4
    assert emulator.clock.now() >= due + timedelta(days=1)
    assert (await page.get("clock"))["offset_seconds"] == emulator.clock.offset.total_seconds()


async def test_faults_are_scripted(page: Page, bot: Bot, anna: Person) -> None:
    await page.post("faults", method="sendMessage", kind="429", times=None, retry_after=9, chat_id=anna.id)
    assert (await bot.answer("sendMessage", chat_id=anna.id, text="x"))["parameters"] == {"retry_after": 9}
    [line] = (await page.get("faults"))["faults"]
    assert (line["times"], line["kind"]) == (None, "429")
    await page.post("faults/clear")
    await bot.call("sendMessage", chat_id=anna.id, text="x")


@pytest.mark.parametrize(
    ("path", "wish", "sentence"),
    [
        ("send", {"person": 5, "text": "x"}, "There is no person with the id 5."),
        ("send", {"text": "x"}, "'person' must be a whole number."),
        ("send", {"person": "Anna", "text": "x"}, "'person' must be a whole number."),
        ("send", {"person": 1001}, "'text' must be a string."),
        ("send", {"person": 1001, "text": "\ud800"}, "'text' must be valid Unicode."),
        ("send", {"person": 1001, "text": " "}, "Telegram does not send an empty message."),
        ("send", {"person": 1001, "chat": -7, "text": "x"}, "There is no chat with the id -7."),
        ("reply", {"person": 1001, "message_id": 9, "text": "x"}, "This message is no longer there."),
        ("location", {"person": 1001, "latitude": "north"}, "'latitude' must be a number."),
        ("pick", {"person": 1001}, "'result' must be one of the results of an inline query."),
        (
            "people",
            {"id": -1, "name": "Ben"},
            "A person needs a name and a positive id that is not the bot's.",
        ),
        ("people", {"id": 9**30, "name": "Ben"}, "'id' is too large."),
        ("groups", {"id": 5, "title": "x"}, "A group needs a title and a negative id."),
        ("groups", {"id": -5, "title": "x", "administrators": 5}, "'administrators' must be a list."),
        ("members", {"chat": 1001, "person": 1001, "status": "king"}, "There is no status 'king'"),
        ("topics", {"chat": 1001, "name": "x"}, "Anna is not a forum."),
        ("upgrade", {"chat": 1001}, "Anna is not a group that can become a supergroup."),
        ("clock/advance", {"seconds": -1}, "The clock moves forward only, and at most ten years at once."),
        ("clock/advance", {"seconds": "nan"}, "The clock moves forward only, and at most ten years at once."),
        ("clock/move", {"to": "tomorrow"}, "'to' must be an instant such as 2026-03-04T08:00:00+00:00."),
        ("clock/move", {"to": "2027-01-01"}, "The instant needs a time zone"),
        ("faults", {"kind": "fire"}, "There is no fault 'fire'"),
        ("faults", {"kind": "500", "times": "often"}, "'times' must be a whole number."),
    ],
)
async def test_a_wrong_wish_gets_one_sentence(
    page: Page, anna: Person, path: str, wish: dict[str, Any], sentence: str
) -> None:
    refusal = await page.refusal(path, **wish)
    assert refusal.startswith(sentence)
    assert refusal.endswith(".")


async def test_a_broken_body_gets_one_sentence(page: Page) -> None:
    for body in (b"{", b"[]", b"[" * 100_000):
        async with page.session.post(page.url("send"), data=body) as response:
            assert (response.status, await response.json()) == (
                400,
                {"error": "The body must be a JSON object."},
            )


async def next_event(response: aiohttp.ClientResponse) -> tuple[int, str, Any]:
    lines: list[str] = []
    while (line := (await response.content.readline()).decode().strip()) or not lines:
        lines.append(line)
    fields = dict(line.split(": ", 1) for line in lines)
    return int(fields["id"]), fields["event"], json.loads(fields["data"])


async def test_the_stream_tells_what_happens(page: Page, bot: Bot, anna: Person) -> None:
    actions: list[Any] = [
        lambda: bot.call("sendMessage", chat_id=anna.id, text="one"),
        lambda: bot.call("editMessageText", chat_id=anna.id, message_id=2, text="two"),
        lambda: bot.call("deleteMessage", chat_id=anna.id, message_id=2),
        lambda: bot.call("sendChatAction", chat_id=anna.id, action="typing"),
        lambda: page.post("clock/advance", seconds=5),
        lambda: page.post("block", person=anna.id),
    ]
    start = page.emulator.world.hub.number
    async with page.session.get(page.url(f"events?after={start}")) as response:
        assert response.content_type == "text/event-stream"
        told = []
        for act in actions:
            await act()
            told.append(await next_event(response))
    assert [kind for _, kind, _ in told] == ["message", "edited", "deleted", "action", "clock", "membership"]
    assert [number for number, _, _ in told] == list(range(start + 1, start + 7))
    assert told[1][2]["text"] == "two"
    assert told[2][2] == {"chat_id": anna.id, "message_id": 2}


async def test_a_listener_that_comes_back_gets_what_it_missed(page: Page, anna: Person) -> None:
    number = page.emulator.world.hub.number
    await anna.sends("missed")
    headers = {"Last-Event-ID": str(number)}
    async with page.session.get(page.url("events"), headers=headers) as response:
        assert (await next_event(response))[2]["text"] == "missed"
    headers = {"Last-Event-ID": "999999"}
    async with page.session.get(page.url("events"), headers=headers) as response:
        assert (await next_event(response))[1] == "reset"


async def test_the_page_is_served_and_runs_only_its_own(
    emulator: Emulator, session: aiohttp.ClientSession
) -> None:
    async with session.get(f"{emulator.base_url}/") as response:
        assert response.status == 200
        assert "<main" in await response.text()
        assert response.headers["Content-Security-Policy"].startswith("default-src 'self';")
    for name in ("..%2fserver.py", "a%00b", "x" * 5000):
        async with session.get(f"{emulator.base_url}/page/{name}") as response:
            assert response.status == 404
