"""Whatever a bot sends, the emulator answers it or refuses it; it never breaks."""

import asyncio
import inspect
import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from bot.emulator import ApiError, Emulator
from bot.emulator.methods import METHODS
from bot.emulator.params import Params
from bot.emulator.world import World

NAMES = (
    "chat_id", "text", "parse_mode", "entities", "caption", "caption_entities", "reply_markup",
    "reply_parameters", "message_id", "message_ids", "message_thread_id", "from_chat_id", "photo", "document",
    "media", "file_id", "user_id", "callback_query_id", "inline_query_id", "results", "commands", "scope",
    "language_code", "url", "menu_button", "secret_token", "allowed_updates", "offset", "limit", "action",
    "reaction", "name", "link_preview_options", "description", "show_alert",
)  # fmt: skip
SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20)
SHAPED = st.sampled_from(
    [
        1001, "@news", 1, "HTML", "<b>x</b>", "attach://file", [1], [[1]], [{}], {}, "https://[", "9" * 5000,
        "\ud800", "[" * 9999,
        [{"type": "bold", "offset": 0, "length": 1}],
        [{"type": "bold", "offset": -1, "length": 2**70}],
        {"inline_keyboard": [[{"text": "x", "callback_data": "x"}]]},
        {"keyboard": [["x"]]},
        {"message_id": 1},
        {"message_id": [1]},
        {"type": "chat", "chat_id": 1001},
        {"type": "chat_member"},
        [{"command": "x", "description": "x"}],
        [{"type": "article", "id": "1", "title": "x"}],
        [{"type": "photo", "media": "x"}] * 2,
    ]
)  # fmt: skip
VALUES = (
    SHAPED
    | SCALARS
    | st.lists(SCALARS, max_size=3)
    | st.dictionaries(st.sampled_from(NAMES), SCALARS, max_size=3)
)
CALLS = st.tuples(
    st.sampled_from(sorted(METHODS)), st.dictionaries(st.sampled_from(NAMES), VALUES, max_size=6)
)


def world_with_a_message() -> World:
    emulator = Emulator()
    asyncio.run(emulator.person("Anna", id=1001).sends("/start"))
    return emulator.world


async def answered(world: World, name: str, fields: dict[str, Any]) -> Any:
    try:
        result = METHODS[name](world, Params({"chat_id": 1001, "timeout": 0} | fields))
        return await result if inspect.isawaitable(result) else result
    except ApiError as refusal:
        return refusal.body()


@given(st.lists(CALLS, min_size=1, max_size=6))
def test_every_call_is_answered_in_json(calls: list[tuple[str, dict[str, Any]]]) -> None:
    world = world_with_a_message()
    for name, fields in calls:
        answer = asyncio.run(answered(world, name, fields))
        assert json.loads(json.dumps(answer)) is not None
