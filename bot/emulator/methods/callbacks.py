"""Answers to taps and to inline queries."""

import re
from typing import Any

from bot.emulator.errors import bad_request
from bot.emulator.formatting import message_text
from bot.emulator.keyboards import read_inline_markup
from bot.emulator.params import Params
from bot.emulator.sending import text_fields
from bot.emulator.utf16 import units
from bot.emulator.world import World

_ANSWER_UNITS = 200
_MOST_RESULTS = 50
_RESULT_ID_BYTES = 64
_OFFSET_BYTES = 64
_START_PARAMETER = re.compile(r"[A-Za-z0-9_-]{1,64}")


def answer_callback_query(world: World, params: Params) -> bool:
    """Answers a tap, with a toast or an alert or silently."""
    text = params.text("text")
    if units(text) > _ANSWER_UNITS:
        raise bad_request("MESSAGE_TOO_LONG")
    answer = {"text": text, "show_alert": params.flag("show_alert"), "url": params.text("url")}
    query = world.queries.close(params.text("callback_query_id"), answer)
    world.hub.publish("answered", {"query_id": query.id, "person": query.user_id, **answer})
    return True


def answer_inline_query(world: World, params: Params) -> bool:
    """Offers results to an inline query."""
    query_id = params.text("inline_query_id")
    world.queries.expects(query_id)
    results = [_result(given) for given in params.array("results")]
    if len(results) > _MOST_RESULTS:
        raise bad_request("RESULTS_TOO_MUCH")
    if len({result["id"] for result in results}) < len(results):
        raise bad_request("RESULT_ID_DUPLICATE")
    offset = params.text("next_offset")
    if len(offset.encode()) > _OFFSET_BYTES:
        raise bad_request("NEXT_OFFSET_INVALID")
    answer = {"results": results, "next_offset": offset, "button": _button(params.json("button"))}
    world.queries.close(query_id, answer)
    return True


def _button(given: Any) -> dict[str, Any] | None:
    """Reads the button above the results."""
    if given is None:
        return None
    if not isinstance(given, dict) or not given.get("text"):
        raise bad_request("can't parse inline query results button: text must be non-empty")
    parameter = given.get("start_parameter")
    if "web_app" not in given and not _START_PARAMETER.fullmatch(str(parameter or "")):
        raise bad_request("START_PARAM_INVALID")
    return given


def _result(given: Any) -> dict[str, Any]:
    if not isinstance(given, dict) or not isinstance(given.get("type"), str):
        raise bad_request("can't parse inline query result: expected an Object with a type")
    identifier = str(given.get("id", ""))
    if not 1 <= len(identifier.encode()) <= _RESULT_ID_BYTES:
        raise bad_request("RESULT_ID_INVALID")
    if given["type"] == "article" and not given.get("title"):
        raise bad_request("can't parse inline query result: title must be non-empty")
    return given | {"id": identifier, "content": _content(given)}


def _content(given: dict[str, Any]) -> dict[str, Any]:
    message = given.get("input_message_content")
    if not isinstance(message, dict):
        if given["type"] == "article":
            raise bad_request("can't parse inline query result: input message content is not specified")
        return {}
    inline = read_inline_markup(Params(given))
    content = text_fields(message_text(Params(message), "message_text"))
    return content | ({"reply_markup": inline} if inline else {})


METHODS = {"answerCallbackQuery": answer_callback_query, "answerInlineQuery": answer_inline_query}
