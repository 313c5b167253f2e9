from datetime import timedelta
from typing import Any

import pytest

from bot.emulator import Emulator, Person

from .conftest import Bot


async def test_a_message_is_delivered_and_logged(bot: Bot, anna: Person) -> None:
    sent = await bot.call(
        "sendMessage",
        chat_id=anna.id,
        text=" <b>Hi</b> \U0001f600 /help ",
        parse_mode="HTML",
        disable_notification=True,
    )
    assert sent["text"] == "Hi \U0001f600 /help"
    assert sent["entities"] == [
        {"type": "bold", "offset": 0, "length": 2},
        {"type": "bot_command", "offset": 6, "length": 5},
    ]
    assert sent["chat"] == {"id": 1001, "type": "private", "first_name": "Anna", "username": "anna"}
    assert anna.messages[-1] == sent
    delivery = bot.emulator.log[-1]
    assert (delivery.number, delivery.chat_id, delivery.message_id) == (1, anna.id, sent["message_id"])
    assert (delivery.text, delivery.is_silent) == ("Hi \U0001f600 /help", True)


def marked(**entity: Any) -> dict[str, Any]:
    return {"text": "x", "entities": [{"type": "bold", "offset": 0, "length": 1} | entity]}


@pytest.mark.parametrize(
    ("params", "description"),
    [
        ({"text": ""}, "message text is empty"),
        ({}, "message text is empty"),
        ({"text": " \n\u2028 "}, "text must be non-empty"),
        ({"text": "<b> </b>", "parse_mode": "HTML"}, "text must be non-empty"),
        ({"text": "a" * 4097}, "message is too long"),
        ({"text": "\U0001f600" * 2049}, "message is too long"),
        ({"text": "x", "parse_mode": "BBCode"}, "unsupported parse_mode"),
        ({"text": "x", "chat_id": ""}, "chat_id is empty"),
        ({"text": "x", "chat_id": 77}, "chat not found"),
        ({"text": "x", "chat_id": "@nobody"}, "chat not found"),
        ({"text": "x", "chat_id": "9" * 5000}, "chat not found"),
        ({"text": "x", "reply_parameters": {"message_id": 99}}, "message to be replied not found"),
        ({"text": "x", "message_thread_id": 7}, "message thread not found"),
        ({"text": "\ud800"}, "strings must be encoded in UTF-8"),
        (
            marked(length=2),
            "entity beginning at UTF-16 offset 0 ends after the end of the text at UTF-16 offset 2",
        ),
        (marked(offset=100), "entity begins after the end of the text at UTF-16 offset 100"),
        (marked(offset=-1), "receive an entity with incorrect offset -1"),
        (marked(length=-1), "receive an entity with incorrect length -1"),
        (marked(type="loud"), "can't parse MessageEntity: Unsupported type specified"),
        (marked(type="text_link"), "can't parse MessageEntity: Can't find field \"url\""),
        (marked(type="text_link", url="not-a-url"), "entity URL 'not-a-url' is invalid: Wrong HTTP URL"),
        (marked(type="text_link", url=""), "entity URL '' is invalid: URL host is empty"),
        ({"text": "x", "reply_parameters": {"quote": "x"}}, 'can\'t find field "message_id"'),
        ({"text": "x", "link_preview_options": {"url": "not-a-url"}}, "WEBPAGE_URL_INVALID"),
        (
            {"text": "x", "link_preview_options": {"is_disabled": "yes"}},
            'field "is_disabled" must be of type Boolean',
        ),
        ({"chat_id": 0}, "message text is empty"),
        ({"text": "x", "entities": "["}, "can't parse entities JSON object"),
        ({"text": "x", "entities": [7]}, "can't parse MessageEntity: expected an Object"),
    ],
)
async def test_a_wrong_message_is_refused(
    bot: Bot, anna: Person, params: dict[str, Any], description: str
) -> None:
    assert (await bot.refusal("sendMessage", **{"chat_id": anna.id} | params)).startswith(
        f"Bad Request: {description}"
    )
    assert len(anna.messages) == 1
    assert len(bot.emulator.log) == 0


async def test_4096_units_after_parsing_fit(bot: Bot, anna: Person) -> None:
    text = "<b>" + "\U0001f600" * 2047 + "&lt;&gt;</b>  "
    assert len((await bot.call("sendMessage", chat_id=anna.id, text=text, parse_mode="html"))["text"]) == 2049


async def test_entities_beyond_the_hundredth_are_left_out(bot: Bot, anna: Person) -> None:
    sent = await bot.call("sendMessage", chat_id=anna.id, text="<b>x</b> " * 103, parse_mode="HTML")
    assert len(sent["entities"]) == 100
    assert bot.emulator.log[-1].dropped_entities == 3


async def test_given_entities_move_with_the_trimmed_text(bot: Bot, anna: Person) -> None:
    given = [{"type": "italic", "offset": 0, "length": 3}, {"type": "bold", "offset": 5, "length": 2}]
    sent = await bot.call("sendMessage", chat_id=anna.id, text="  a\U0001f600b  ", entities=given)
    assert sent["text"] == "a\U0001f600b"
    assert sent["entities"] == [
        {"type": "italic", "offset": 0, "length": 1},
        {"type": "bold", "offset": 3, "length": 1},
    ]


async def test_nobody_is_written_to_first(emulator: Emulator, bot: Bot) -> None:
    emulator.person("Ben", id=1002)
    answer = await bot.answer("sendMessage", chat_id=1002, text="x")
    assert answer["error_code"] == 403
    assert answer["description"] == "Forbidden: bot can't initiate conversation with a user"


async def test_who_blocked_the_bot_gets_nothing(bot: Bot, anna: Person) -> None:
    await anna.blocks()
    answer = await bot.answer("sendMessage", chat_id=anna.id, text="x")
    assert (answer["error_code"], answer["description"]) == (403, "Forbidden: bot was blocked by the user")
    await anna.unblocks()
    await bot.call("sendMessage", chat_id=anna.id, text="x")


async def test_a_deleted_account_gets_nothing(bot: Bot, anna: Person) -> None:
    await anna.deletes_account()
    answer = await bot.answer("sendMessage", chat_id=anna.id, text="x")
    assert (answer["error_code"], answer["description"]) == (403, "Forbidden: user is deactivated")
    assert await bot.call("getUpdates") == []


async def test_a_public_chat_is_found_by_its_name(bot: Bot, anna: Person) -> None:
    channel = bot.emulator.channel("Daily", id=-1002)
    channel.chat.username = "daily_news"
    assert (await bot.call("sendMessage", chat_id="@Daily_News", text="x"))["chat"]["id"] == -1002
    assert await bot.refusal("sendMessage", chat_id="@anna", text="x") == "Bad Request: chat not found"


async def test_a_copy_may_have_another_caption(bot: Bot, anna: Person) -> None:
    await anna.sends_file("a.txt", b"a", caption="#one")
    source = {"chat_id": anna.id, "from_chat_id": anna.id, "message_id": 2}
    await bot.call("copyMessage", **source)
    await bot.call("copyMessage", **source, caption="<i>two</i>", parse_mode="HTML")
    assert [message.get("caption") for message in anna.messages[2:]] == ["#one", "two"]
    assert anna.messages[-1]["caption_entities"] == [{"type": "italic", "offset": 0, "length": 3}]


async def test_a_reply_carries_what_it_answers(bot: Bot, anna: Person) -> None:
    first = anna.messages[0]
    reply = {"message_id": first["message_id"]}
    sent = await bot.call("sendMessage", chat_id=anna.id, text="x", reply_parameters=reply)
    assert sent["reply_to_message"]["text"] == "/start"
    lenient = {"message_id": 99, "allow_sending_without_reply": True}
    assert "reply_to_message" not in await bot.call(
        "sendMessage", chat_id=anna.id, text="x", reply_parameters=lenient
    )


async def test_an_edit_replaces_text_and_buttons(bot: Bot, anna: Person) -> None:
    markup = {"inline_keyboard": [[{"text": "Go", "callback_data": "go"}]]}
    sent = await bot.call("sendMessage", chat_id=anna.id, text="one", reply_markup=markup)
    edited = await bot.call("editMessageText", chat_id=anna.id, message_id=sent["message_id"], text="two")
    assert (edited["text"], edited.get("reply_markup")) == ("two", None)
    assert anna.messages[-1] == edited
    assert [message["message_id"] for message in anna.messages] == [1, 2]
    target = {"chat_id": anna.id, "message_id": sent["message_id"]}
    assert (await bot.call("editMessageReplyMarkup", **target, reply_markup=markup))["reply_markup"] == markup


async def test_an_edit_that_changes_nothing_is_refused(bot: Bot, anna: Person) -> None:
    sent = await bot.call("sendMessage", chat_id=anna.id, text="<b>x</b>", parse_mode="HTML")
    target = {"chat_id": anna.id, "message_id": sent["message_id"]}
    for text in ("<b>x</b>", "<strong>x</strong> "):
        assert await bot.refusal("editMessageText", **target, text=text, parse_mode="HTML") == (
            "Bad Request: message is not modified: specified new message content and reply markup are "
            "exactly the same as a current content and reply markup of the message"
        )
    assert (await bot.call("editMessageText", **target, text="x"))["text"] == "x"


async def test_only_own_messages_without_a_reply_keyboard_are_edited(bot: Bot, anna: Person) -> None:
    keyboard = {"keyboard": [["Yes"]]}
    sent = await bot.call("sendMessage", chat_id=anna.id, text="x", reply_markup=keyboard)
    for message_id in (1, sent["message_id"]):
        assert await bot.refusal("editMessageText", chat_id=anna.id, message_id=message_id, text="y") == (
            "Bad Request: message can't be edited"
        )
    assert await bot.refusal("editMessageText", chat_id=anna.id, message_id=99, text="y") == (
        "Bad Request: message to edit not found"
    )
    assert await bot.refusal("editMessageText", chat_id=anna.id, text="y") == (
        "Bad Request: message identifier is not specified"
    )


async def test_deleted_messages_are_gone(bot: Bot, anna: Person) -> None:
    for text in "abc":
        await bot.call("sendMessage", chat_id=anna.id, text=text)
    assert await bot.call("deleteMessage", chat_id=anna.id, message_id=2)
    assert await bot.call("deleteMessages", chat_id=anna.id, message_ids=[3, 77, "x"])
    assert [message["text"] for message in anna.messages] == ["/start", "c"]
    assert await bot.refusal("deleteMessage", chat_id=anna.id, message_id=2) == (
        "Bad Request: message to delete not found"
    )


async def test_a_message_of_the_day_before_yesterday_stays(
    emulator: Emulator, bot: Bot, anna: Person
) -> None:
    await bot.call("sendMessage", chat_id=anna.id, text="x")
    emulator.clock.advance(timedelta(hours=49))
    assert await bot.refusal("deleteMessage", chat_id=anna.id, message_id=2) == (
        "Bad Request: message can't be deleted for everyone"
    )


async def test_messages_are_passed_on(bot: Bot, anna: Person) -> None:
    source = {"chat_id": anna.id, "from_chat_id": anna.id, "message_id": 1}
    forwarded = await bot.call("forwardMessage", **source)
    assert (forwarded["text"], forwarded["forward_origin"]["sender_user"]["id"]) == ("/start", anna.id)
    copied = await bot.call("copyMessage", **source)
    assert copied == {"message_id": 3}
    assert "forward_origin" not in anna.messages[-1]
    assert await bot.refusal("forwardMessage", **source | {"message_id": 99}) == (
        "Bad Request: message to forward not found"
    )


async def test_dates_come_from_the_clock(emulator: Emulator, bot: Bot, anna: Person) -> None:
    before = await bot.call("sendMessage", chat_id=anna.id, text="x")
    emulator.clock.advance(timedelta(days=1))
    after = await bot.call("sendMessage", chat_id=anna.id, text="x")
    assert 86_400 <= after["date"] - before["date"] < 86_460
    first, second = emulator.log
    assert second.at - first.at >= timedelta(days=1) > second.wall - first.wall
