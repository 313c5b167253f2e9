import io
import struct
from typing import Any

import pytest
from aiohttp import FormData

from bot.emulator import Person
from bot.emulator.files import picture_size

from .conftest import Bot

PNG = b"\x89PNG\r\n\x1a\n" + struct.pack(">I4sII", 13, b"IHDR", 640, 480) + b"\x08\x02\x00\x00\x00"


async def upload(bot: Bot, method: str, data: bytes, name: str, **fields: Any) -> dict[str, Any]:
    form = FormData({key: str(value) for key, value in fields.items()})
    form.add_field("file", io.BytesIO(data), filename=name)
    async with bot.session.post(bot.url(method), data=form) as response:
        body: dict[str, Any] = await response.json()
    return body


async def test_a_persons_file_can_be_fetched(bot: Bot, anna: Person) -> None:
    await anna.sends_file("story.txt", "Привіт".encode(), caption="/add #tech")
    [update] = await bot.call("getUpdates")
    message = update["message"]
    assert (message["document"]["file_name"], message["document"]["mime_type"]) == ("story.txt", "text/plain")
    assert [entity["type"] for entity in message["caption_entities"]] == ["bot_command", "hashtag"]
    told = await bot.call("getFile", file_id=message["document"]["file_id"])
    url = f"{bot.emulator.base_url}/file/bot{bot.emulator.token}/{told['file_path']}"
    async with bot.session.get(url) as response:
        assert await response.read() == "Привіт".encode()
        assert response.headers["Content-Disposition"] == "attachment"


async def test_what_cannot_be_fetched_is_told(bot: Bot, anna: Person) -> None:
    sent = await anna.sends_file("big.txt", b"x" * (20 * 1024 * 1024 + 1))
    assert await bot.refusal("getFile", file_id=sent["document"]["file_id"]) == "Bad Request: file is too big"
    assert await bot.refusal("getFile", file_id="nonsense") == "Bad Request: invalid file_id"
    url = f"{bot.emulator.base_url}/file/bot{bot.emulator.token}/documents/../secret"
    async with bot.session.get(url) as response:
        assert response.status == 404


async def test_the_bot_sends_a_document_and_sends_it_again(bot: Bot, anna: Person) -> None:
    body = await upload(
        bot, "sendDocument", b"id,title\n", "export.csv", chat_id=anna.id, document="attach://file",
        caption="<b>x</b>", parse_mode="HTML",
    )  # fmt: skip
    document = body["result"]["document"]
    assert (document["file_name"], document["file_size"], body["result"]["caption"]) == ("export.csv", 9, "x")
    again = await bot.call("sendDocument", chat_id=anna.id, document=document["file_id"])
    assert again["document"] == document
    assert [delivery.method for delivery in bot.emulator.log] == ["sendDocument", "sendDocument"]


async def test_a_photo_has_its_size(bot: Bot, anna: Person) -> None:
    body = await upload(bot, "sendPhoto", PNG, "chart.png", chat_id=anna.id, photo="attach://file")
    [size] = body["result"]["photo"]
    assert (size["width"], size["height"]) == (640, 480)
    edited = await bot.call("editMessageCaption", chat_id=anna.id, message_id=2, caption="Readers by hour")
    assert edited["caption"] == "Readers by hour"
    assert await bot.refusal("editMessageText", chat_id=anna.id, message_id=2, text="x") == (
        "Bad Request: there is no text in the message to edit"
    )


NAMED = {"photo": "attach://file", "document": "attach://file"}


@pytest.mark.parametrize(
    ("method", "data", "fields", "refusal"),
    [
        ("sendPhoto", b"not a picture", NAMED, "400 Bad Request: IMAGE_PROCESS_FAILED"),
        ("sendPhoto", b"", NAMED, "400 Bad Request: file must be non-empty"),
        ("sendDocument", b"x", {}, "400 Bad Request: there is no document in the request"),
        ("sendPhoto", b"x" * (10 * 2**20 + 1), NAMED, "413 Request Entity Too Large"),
        ("sendDocument", b"x" * (64 * 2**20), NAMED, "413 Request Entity Too Large"),
        (
            "sendDocument",
            b"x",
            NAMED | {"caption": "x" * 1025},
            "400 Bad Request: message caption is too long",
        ),
    ],
    ids=["no picture", "empty", "no file", "large photo", "large document", "long caption"],
)
async def test_a_wrong_file_is_refused(
    bot: Bot, method: str, data: bytes, fields: dict[str, str], refusal: str
) -> None:
    await bot.emulator.person("Anna", id=1001).sends("/start")
    body = await upload(bot, method, data, "x.bin", chat_id=1001, **fields)
    assert f"{body['error_code']} {body['description']}" == refusal


async def test_a_file_is_sent_as_what_it_is(bot: Bot, anna: Person) -> None:
    sent = await anna.sends_file("a.txt", b"a")
    refusal = await bot.refusal("sendPhoto", chat_id=anna.id, photo=sent["document"]["file_id"])
    assert refusal == "Bad Request: can't use file of type Document as Photo"
    refusal = await bot.refusal("sendDocument", chat_id=anna.id, document="unknown")
    assert refusal.startswith("Bad Request: wrong remote file identifier specified")


async def test_an_album_is_several_messages(bot: Bot, anna: Person) -> None:
    sent = await anna.sends_file("a.txt", b"a")
    item = {"type": "document", "media": sent["document"]["file_id"]}
    messages = await bot.call("sendMediaGroup", chat_id=anna.id, media=[item | {"caption": "first"}, item])
    assert [message.get("caption") for message in messages] == ["first", None]
    assert len({message["media_group_id"] for message in messages}) == 1
    assert await bot.refusal("sendMediaGroup", chat_id=anna.id, media=[item]) == (
        "Bad Request: media group must include 2-10 items"
    )


def test_picture_sizes_are_read_from_the_head() -> None:
    jpeg = b"\xff\xd8\xff\xe0\x00\x04ab\xff\xc0\x00\x0b\x08" + struct.pack(">HH", 20, 30) + b"\x01"
    assert picture_size(PNG) == (640, 480)
    assert picture_size(b"GIF89a" + struct.pack("<HH", 7, 5)) == (7, 5)
    assert picture_size(jpeg) == (30, 20)
    assert picture_size(b"\xff\xd8\xff") is None
    assert picture_size(b"") is None
