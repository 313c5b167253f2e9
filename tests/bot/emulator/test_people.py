import asyncio

import pytest

from bot.emulator import ActionError, Emulator, Person

from .conftest import Bot


async def test_a_person_sees_what_came_after_the_own_last_action(bot: Bot, anna: Person) -> None:
    await bot.call("sendMessage", chat_id=anna.id, text="Next digest: 08:00")
    assert (await anna.sees("08:00"))["text"] == "Next digest: 08:00"
    await anna.sends("/schedule 09:00")
    with pytest.raises(AssertionError, match=r"'08:00' did not come within 0\.01 s; Anna sees nothing new"):
        await anna.sees("08:00", within=0.01)


async def test_seeing_waits_for_what_comes(bot: Bot, anna: Person) -> None:
    seeing = asyncio.create_task(anna.sees("soon", within=30))
    await asyncio.sleep(0)
    await bot.call("sendMessage", chat_id=anna.id, text="it is soon")
    assert (await seeing)["text"] == "it is soon"


async def test_edits_buttons_and_captions_are_seen(bot: Bot, anna: Person) -> None:
    sent = await bot.call("sendMessage", chat_id=anna.id, text="one")
    await anna.sends("go on")
    keyboard = {"inline_keyboard": [[{"text": "Pick me", "callback_data": "x"}]]}
    await bot.call(
        "editMessageText", chat_id=anna.id, message_id=sent["message_id"], text="two", reply_markup=keyboard
    )
    assert await anna.sees("two") == await anna.sees("Pick me")
    with pytest.raises(AssertionError, match=r"Anna sees 'two' with the buttons \['Pick me'\]"):
        await anna.sees("one", within=0.01)


async def test_seeing_after_a_message_looks_at_later_ones_only(bot: Bot, anna: Person) -> None:
    first = await bot.call("sendMessage", chat_id=anna.id, text="a digest, part 1")
    second = await bot.call("sendMessage", chat_id=anna.id, text="a digest, part 2")
    assert await anna.sees("a digest", after=first) == second


async def test_silence_is_checked(bot: Bot, anna: Person) -> None:
    await anna.sees_nothing(for_seconds=0.01)
    await bot.call("sendMessage", chat_id=anna.id, text="surprise")
    with pytest.raises(AssertionError, match="something came; Anna sees 'surprise'"):
        await anna.sees_nothing(for_seconds=0.01)


async def test_two_people_do_not_see_each_other(emulator: Emulator, bot: Bot, anna: Person) -> None:
    ben = emulator.person("Ben", id=1002)
    await ben.sends("/start")
    await bot.call("sendMessage", chat_id=anna.id, text="for Anna")
    await ben.sees_nothing(for_seconds=0.01)
    assert [message["text"] for message in ben.messages] == ["/start"]


async def test_a_message_has_entities_as_clients_send_them(bot: Bot, anna: Person) -> None:
    link = {"type": "text_link", "offset": 2, "length": 4, "url": "https://example.org/"}
    await anna.sends("  /add #tech here", entities=[{**link, "offset": 13}])
    [update] = await bot.call("getUpdates")
    assert update["message"]["text"] == "/add #tech here"
    assert update["message"]["entities"] == [
        {"type": "bot_command", "offset": 0, "length": 4},
        {"type": "hashtag", "offset": 5, "length": 5},
        {**link, "offset": 11},
    ]


async def test_a_long_text_comes_in_parts(bot: Bot, anna: Person) -> None:
    parts = await anna.sends_long("word " * 2000)
    assert [len(part["text"]) for part in parts] == [4094, 4094, 1809]
    assert len(await bot.call("getUpdates")) == 3
    with pytest.raises(ActionError, match="longer than one message"):
        await anna.sends("word " * 2000)
    with pytest.raises(ActionError, match="does not send an empty message"):
        await anna.sends("  ")


async def test_forwards_tell_where_they_come_from(emulator: Emulator, bot: Bot, anna: Person) -> None:
    ben = emulator.person("Ben", id=1002)
    channel = emulator.channel("Daily", id=-1002, administrators=[ben])
    post = await ben.sends("a post", chat=channel)
    message = await ben.sends("a message")
    bot.emulator.world.updates.pending.clear()
    await anna.forwards(post)
    await anna.forwards(message, comment="/add #world")
    await anna.forwards(message, hidden=True)
    sent = [update["message"] for update in await bot.call("getUpdates")]
    origins = [message.get("forward_origin", {}).get("type") for message in sent]
    assert origins == ["channel", None, "user", "hidden_user"]
    assert [message["text"] for message in sent] == ["a post", "/add #world", "a message", "a message"]
    assert sent[0]["forward_origin"]["chat"]["title"] == "Daily"


async def test_replies_edits_and_places_reach_the_bot(emulator: Emulator, bot: Bot, anna: Person) -> None:
    sent = await bot.call("sendMessage", chat_id=anna.id, text="Where are you?")
    own = await anna.replies(sent, "in Kyiv")
    await anna.edits(own, "in /lviv")
    await anna.sends_location(50.45, 30.52)
    await anna.sends_photo(b"\x89PNG", caption="here")
    group = emulator.group("News room", id=-1001)
    await anna.shares_chat(group, request_id=3)
    reply, edited, place, photo, shared = await bot.call("getUpdates")
    assert reply["message"]["reply_to_message"]["message_id"] == sent["message_id"]
    assert edited["edited_message"]["text"] == "in /lviv"
    assert edited["edited_message"]["entities"] == [{"type": "bot_command", "offset": 3, "length": 5}]
    assert place["message"]["location"] == {"latitude": 50.45, "longitude": 30.52}
    assert photo["message"]["caption"] == "here"
    assert shared["message"]["chat_shared"] == {"request_id": 3, "chat_id": -1001, "title": "News room"}
    with pytest.raises(ActionError, match="only messages of their own"):
        await anna.edits(sent, "x")


async def test_blocking_is_told_and_stops_the_person_too(bot: Bot, anna: Person) -> None:
    await anna.blocks()
    with pytest.raises(ActionError, match="Anna has blocked the bot"):
        await anna.sends("hello?")
    await anna.unblocks()
    statuses = [
        update["my_chat_member"]["new_chat_member"]["status"] for update in await bot.call("getUpdates")
    ]
    assert statuses == ["kicked", "member"]


async def test_the_same_id_is_the_same_person(emulator: Emulator, anna: Person) -> None:
    assert emulator.person("Somebody", id=anna.id) is anna
    assert anna.messages[0]["from"]["first_name"] == "Anna"
