import json

import aiohttp
import pytest
from aiohttp import FormData

from bot.emulator import Emulator, Person

from .conftest import Bot


async def test_the_bot_is_told_who_it_is(bot: Bot) -> None:
    me = await bot.call("getMe")
    assert (me["id"], me["is_bot"], me["username"]) == (123456, True, "digest_demo_bot")


@pytest.mark.parametrize(
    ("token", "status", "description"),
    [
        ("123456:another-token-of-good-shape", 401, "Unauthorized"),
        ("123456", 404, "Not Found"),
        ("abc:def", 404, "Not Found"),
    ],
)
async def test_a_wrong_token_is_refused(
    emulator: Emulator, session: aiohttp.ClientSession, token: str, status: int, description: str
) -> None:
    async with session.get(f"{emulator.base_url}/bot{token}/getMe") as response:
        assert response.status == status
        assert await response.json() == {"ok": False, "error_code": status, "description": description}


async def test_an_unknown_method_is_refused_and_case_does_not_matter(bot: Bot) -> None:
    assert await bot.refusal("sendPigeon") == "Not Found: method not found"
    assert (await bot.call("GETME"))["is_bot"]


async def test_parameters_come_in_every_way(bot: Bot, anna: Person) -> None:
    url = bot.url("sendMessage")
    form = FormData({"chat_id": str(anna.id), "text": "multipart"})
    form.add_field("unused", b"x", filename="x.txt")
    keyboard = json.dumps({"inline_keyboard": [[{"text": "Go", "callback_data": "go"}]]})
    requests = (
        bot.session.get(url, params={"chat_id": str(anna.id), "text": "query"}),
        bot.session.post(url, data={"chat_id": str(anna.id), "text": "form", "reply_markup": keyboard}),
        bot.session.post(
            url, json={"chat_id": anna.id, "text": "json", "reply_markup": json.loads(keyboard)}
        ),
        bot.session.post(url, data=form),
    )
    for request in requests:
        async with request as response:
            assert response.status == 200, await response.text()
    assert [delivery.text for delivery in bot.emulator.log] == ["query", "form", "json", "multipart"]
    assert anna.messages[-2]["reply_markup"] == json.loads(keyboard)


@pytest.mark.parametrize("body", [b"{", b"[]", b'"x"', b"[" * 100_000, b'{"text": ' * 3])
async def test_a_broken_body_is_refused(bot: Bot, body: bytes) -> None:
    headers = {"Content-Type": "application/json"}
    async with bot.session.post(bot.url("sendMessage"), data=body, headers=headers) as response:
        assert response.status == 400
        assert (await response.json())["description"].startswith("Bad Request: ")


async def test_a_taken_port_is_an_error(emulator: Emulator) -> None:
    other = Emulator()
    with pytest.raises(OSError, match="address already in use"):
        await other.start(port=int(emulator.base_url.rsplit(":", 1)[1]))


async def test_everything_is_kept_over_a_stop(emulator: Emulator, bot: Bot, anna: Person) -> None:
    port = int(emulator.base_url.rsplit(":", 1)[1])
    await emulator.stop()
    with pytest.raises(aiohttp.ClientConnectionError):
        await bot.call("getMe")
    await anna.sends("while you were away")
    await emulator.start(port=port)
    assert [update["message"]["text"] for update in await bot.call("getUpdates")] == ["while you were away"]


def test_a_token_of_bad_shape_is_told() -> None:
    with pytest.raises(ValueError, match="A token looks like"):
        Emulator(token="nonsense")


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "emulator.example.org"},
        {"Host": "[::"},
        {"Origin": "https://example.org"},
        {"Origin": "null"},
        {"Origin": "http://[::"},
        {"Sec-Fetch-Site": "cross-site"},
    ],
)
async def test_pages_of_other_sites_are_refused(bot: Bot, headers: dict[str, str]) -> None:
    async with bot.session.post(bot.url("getMe"), headers=headers) as response:
        assert response.status == 403
        assert (await response.json())["error"].endswith(".")


async def test_the_own_page_is_let_in(bot: Bot) -> None:
    headers = {"Origin": bot.emulator.base_url, "Sec-Fetch-Site": "same-origin"}
    async with bot.session.post(bot.url("getMe"), headers=headers) as response:
        assert response.status == 200


async def test_every_request_is_noted(bot: Bot, anna: Person) -> None:
    await bot.answer("sendMessage", chat_id=5, text="x")
    await bot.call("sendMessage", chat_id=anna.id, text="x")
    noted = [(call.method, call.chat_id, call.status) for call in bot.emulator.log.calls]
    assert noted == [("sendMessage", "5", 400), ("sendMessage", "1001", 200)]
