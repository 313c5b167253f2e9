import asyncio
from typing import Any

import pytest

from bot.emulator import ActionError, CallbackAnswer, Person

from .conftest import Bot

KEYBOARD = {
    "inline_keyboard": [
        [{"text": "Publish now", "callback_data": "now"}, {"text": "Publish", "callback_data": "pub"}],
        [{"text": "Source", "url": "https://example.org/"}],
    ]
}
TOO_OLD = "Bad Request: query is too old and response timeout expired or query ID is invalid"


async def tapped(bot: Bot) -> dict[str, Any]:
    [update] = await bot.call("getUpdates", timeout=5)
    await bot.call("getUpdates", offset=update["update_id"] + 1)
    query: dict[str, Any] = update["callback_query"]
    return query


async def test_a_tap_waits_for_the_answer(bot: Bot, anna: Person) -> None:
    sent = await bot.call("sendMessage", chat_id=anna.id, text="A card", reply_markup=KEYBOARD)
    tapping = asyncio.create_task(anna.taps("Publish"))
    query = await tapped(bot)
    assert (query["data"], query["from"]["id"], query["message"]) == ("pub", anna.id, sent)
    await bot.call("answerCallbackQuery", callback_query_id=query["id"], text="Published", show_alert=True)
    assert await tapping == CallbackAnswer(text="Published", show_alert=True)


async def test_part_of_a_buttons_text_is_enough(bot: Bot, anna: Person) -> None:
    await bot.call("sendMessage", chat_id=anna.id, text="A card", reply_markup=KEYBOARD)
    tapping = asyncio.create_task(anna.taps("now"))
    query = await tapped(bot)
    assert query["data"] == "now"
    await bot.call("answerCallbackQuery", callback_query_id=query["id"])
    assert await tapping == CallbackAnswer()


async def test_a_link_button_gives_its_link(bot: Bot, anna: Person) -> None:
    await bot.call("sendMessage", chat_id=anna.id, text="A card", reply_markup=KEYBOARD)
    assert await anna.taps("Source") == CallbackAnswer(url="https://example.org/")


async def test_a_query_takes_one_answer(bot: Bot, anna: Person) -> None:
    sent = await bot.call("sendMessage", chat_id=anna.id, text="A card", reply_markup=KEYBOARD)
    tapping = asyncio.create_task(anna.taps_data("raw:data", message=sent))
    query = await tapped(bot)
    too_long = await bot.refusal("answerCallbackQuery", callback_query_id=query["id"], text="x" * 201)
    assert too_long == "Bad Request: MESSAGE_TOO_LONG"
    await bot.call("answerCallbackQuery", callback_query_id=query["id"], text="x" * 200)
    assert await bot.refusal("answerCallbackQuery", callback_query_id=query["id"]) == TOO_OLD
    assert await bot.refusal("answerCallbackQuery", callback_query_id="1") == TOO_OLD
    assert (await tapping).text == "x" * 200


async def test_a_button_of_a_deleted_message_can_still_be_tapped(bot: Bot, anna: Person) -> None:
    sent = await bot.call("sendMessage", chat_id=anna.id, text="A card", reply_markup=KEYBOARD)
    await bot.call("deleteMessage", chat_id=anna.id, message_id=sent["message_id"])
    tapping = asyncio.create_task(anna.taps("Publish", message=sent))
    query = await tapped(bot)
    assert query["message"] == {"message_id": sent["message_id"], "chat": sent["chat"], "date": 0}
    await bot.call("answerCallbackQuery", callback_query_id=query["id"])
    await tapping


async def test_a_bot_that_does_not_answer_is_named(bot: Bot, anna: Person) -> None:
    await bot.call("sendMessage", chat_id=anna.id, text="A card", reply_markup=KEYBOARD)
    with pytest.raises(ActionError, match="did not answer within"):
        await anna.taps("Publish", within=0.01)
    with pytest.raises(ActionError, match=r"no button 'Discard' to tap; Anna sees"):
        await anna.taps("Discard")


RESULT = {
    "type": "article",
    "id": "1",
    "title": "A story",
    "input_message_content": {"message_text": "<b>A story</b>", "parse_mode": "HTML"},
}


async def inline_asked(bot: Bot) -> str:
    [update] = await bot.call("getUpdates", timeout=5)
    assert update["inline_query"]["query"] == "ferries"
    return str(update["inline_query"]["id"])


async def test_an_inline_query_gets_results_that_can_be_sent(bot: Bot, anna: Person) -> None:
    asking = asyncio.create_task(anna.asks_inline("ferries"))
    await bot.call("answerInlineQuery", inline_query_id=await inline_asked(bot), results=[RESULT])
    [result] = await asking
    assert result["title"] == "A story"
    message = await anna.picks_inline(result)
    assert (message["text"], message["via_bot"]["id"]) == ("A story", 123456)
    assert message["entities"] == [{"type": "bold", "offset": 0, "length": 7}]


@pytest.mark.parametrize(
    ("results", "description"),
    [
        ([RESULT] * 2, "RESULT_ID_DUPLICATE"),
        ([RESULT | {"id": str(number)} for number in range(51)], "RESULTS_TOO_MUCH"),
        ([RESULT | {"id": "x" * 65}], "RESULT_ID_INVALID"),
        ([RESULT | {"title": ""}], "can't parse inline query result: title must be non-empty"),
        (
            [{"type": "article", "id": "1", "title": "x"}],
            "can't parse inline query result: input message content",
        ),
        ([5], "can't parse inline query result: expected an Object"),
        (
            [RESULT | {"input_message_content": {"message_text": "<b>", "parse_mode": "HTML"}}],
            "can't parse entities: Can't find end tag",
        ),
    ],
)
async def test_wrong_results_are_refused(
    bot: Bot, anna: Person, results: list[Any], description: str
) -> None:
    asking = asyncio.create_task(anna.asks_inline("ferries"))
    query_id = await inline_asked(bot)
    refusal = await bot.refusal("answerInlineQuery", inline_query_id=query_id, results=results)
    assert refusal.startswith(f"Bad Request: {description}")
    await bot.call("answerInlineQuery", inline_query_id=query_id, results=[])
    assert await asking == []
