from typing import Any

import pytest

from bot.emulator import Person

from .conftest import Bot


def inline(*buttons: dict[str, Any]) -> dict[str, Any]:
    return {"inline_keyboard": [list(buttons)]}


@pytest.mark.parametrize(
    ("markup", "description"),
    [
        (inline({"text": "x", "callback_data": ""}), "can't parse inline keyboard button: Text buttons are"),
        (inline({"text": "x", "callback_data": "a" * 65}), "BUTTON_DATA_INVALID"),
        (inline({"text": "x", "callback_data": "ї" * 33}), "BUTTON_DATA_INVALID"),
        (inline({"text": "x", "callback_data": 5}), "BUTTON_DATA_INVALID"),
        (inline({"text": "x"}), "can't parse inline keyboard button: Text buttons are unallowed"),
        (
            inline({"text": "x", "callback_data": "a", "url": "https://e.org"}),
            "can't parse inline keyboard button",
        ),
        (inline({"text": " ", "callback_data": "a"}), "inline keyboard button text must be non-empty"),
        (inline({"callback_data": "a"}), "can't parse inline keyboard button: Can't find field \"text\""),
        (
            inline({"text": "x", "url": "javascript:x"}),
            "inline keyboard button URL 'javascript:x' is invalid",
        ),
        (inline({"text": "x", "url": "http://[::"}), "inline keyboard button URL 'http://[::' is invalid"),
        (
            inline({"text": "x", "url": "ftp://e.org"}),
            "inline keyboard button URL 'ftp://e.org' is invalid: Unsup",
        ),
        (inline({"text": "x", "pay": True}), "BUTTON_TYPE_INVALID"),
        (inline({"text": "x", "copy_text": {"text": ""}}), "BUTTON_COPY_TEXT_INVALID"),
        (
            inline({"text": "x", "web_app": {"url": "http://e.org"}}),
            "inline keyboard button Web App URL 'http://e.org' is invalid: Only HTTPS links are allowed",
        ),
        ({"force_reply": "yes"}, 'field "force_reply" must be of type Boolean'),
        (
            {"keyboard": [[{"text": "x", "request_chat": {}}]]},
            "can't parse keyboard button: Can't find field",
        ),
        (inline(*({"text": "x", "callback_data": "a"} for _ in range(101))), "reply markup is too long"),
        ({"inline_keyboard": "x"}, 'field "inline_keyboard" must be of type Array'),
        ({"inline_keyboard": [[5]]}, "can't parse inline keyboard button"),
        ({"keyboard": [[{"text": ""}]]}, "keyboard button text must be non-empty"),
        ({"keyboard": [[{}]]}, "can't parse keyboard button: Can't find field \"text\""),
        ([], "object expected as reply_markup"),
        ("{", "can't parse reply_markup JSON object"),
    ],
)
async def test_a_wrong_keyboard_is_refused(bot: Bot, anna: Person, markup: Any, description: str) -> None:
    refusal = await bot.refusal("sendMessage", chat_id=anna.id, text="x", reply_markup=markup)
    assert refusal.startswith(f"Bad Request: {description}")
    assert len(anna.messages) == 1


async def test_sixty_four_bytes_of_data_fit(bot: Bot, anna: Person) -> None:
    markup = inline({"text": "x", "callback_data": "ї" * 32})
    sent = await bot.call("sendMessage", chat_id=anna.id, text="x", reply_markup=markup)
    assert sent["reply_markup"] == markup


async def test_a_reply_keyboard_stays_until_it_is_removed(bot: Bot, anna: Person) -> None:
    keyboard = {"keyboard": [["Yes", {"text": "Here", "request_location": True}]], "resize_keyboard": True}
    sent = await bot.call("sendMessage", chat_id=anna.id, text="x", reply_markup=keyboard)
    assert "reply_markup" not in sent
    chat = bot.emulator.world.chats[anna.id]
    assert chat.reply_keyboard is not None
    await anna.taps("Yes")
    assert anna.messages[-1]["text"] == "Yes"
    await bot.call("sendMessage", chat_id=anna.id, text="x", reply_markup={"remove_keyboard": True})
    assert chat.reply_keyboard is None


async def test_only_inline_buttons_go_into_an_edit(bot: Bot, anna: Person) -> None:
    sent = await bot.call("sendMessage", chat_id=anna.id, text="x")
    target = {"chat_id": anna.id, "message_id": sent["message_id"]}
    assert await bot.refusal("editMessageText", **target, text="y", reply_markup={"force_reply": True}) == (
        "Bad Request: inline keyboard expected"
    )
