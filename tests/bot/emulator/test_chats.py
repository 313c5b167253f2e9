import pytest

from bot.emulator import ActionError, Emulator, Person

from .conftest import Bot


async def texts(bot: Bot) -> list[str]:
    return [update["message"].get("text", "") for update in await bot.call("getUpdates")]


async def test_in_privacy_mode_a_group_passes_on_only_what_is_meant_for_the_bot(
    emulator: Emulator, bot: Bot, anna: Person
) -> None:
    group = emulator.group("News room", id=-1001234567890123, administrators=[anna])
    said = await bot.call("sendMessage", chat_id=group.id, text="Hello all")
    await anna.sends("chatter", chat=group)
    await anna.sends("/start", chat=group)
    await anna.sends("/start@other_bot", chat=group)
    await anna.sends("/help@Digest_Demo_Bot", chat=group)
    await anna.sends("what do you think, @digest_demo_bot?", chat=group)
    await anna.replies(said, "thanks", chat=group)
    assert await texts(bot) == [
        "/start", "/help@Digest_Demo_Bot", "what do you think, @digest_demo_bot?", "thanks",
    ]  # fmt: skip


async def test_an_administrator_bot_reads_everything(emulator: Emulator, bot: Bot, anna: Person) -> None:
    group = emulator.group("News room", id=-1001, administrators=[anna])
    group.sets_bot("administrator", by=anna.id)
    await anna.sends("chatter", chat=group)
    changed, said = await bot.call("getUpdates")
    assert changed["my_chat_member"]["new_chat_member"]["status"] == "administrator"
    assert said["message"]["text"] == "chatter"


async def test_rights_can_be_asked_for(emulator: Emulator, bot: Bot, anna: Person) -> None:
    ben = emulator.person("Ben", id=1002)
    group = emulator.group("News room", id=-1001, administrators=[anna])
    status = {}
    for user_id in (anna.id, ben.id, 123456):
        status[user_id] = (await bot.call("getChatMember", chat_id=group.id, user_id=user_id))["status"]
    assert status == {1001: "administrator", 1002: "left", 123456: "member"}
    [administrator] = await bot.call("getChatAdministrators", chat_id=group.id)
    assert administrator["user"]["id"] == anna.id
    assert await bot.call("getChatMemberCount", chat_id=group.id) == 2
    assert (await bot.call("getChat", chat_id=group.id))["title"] == "News room"
    assert (
        await bot.refusal("getChatMember", chat_id=group.id, user_id=5)
        == "Bad Request: invalid user_id specified"
    )


async def test_a_bot_that_was_put_out_cannot_write(emulator: Emulator, bot: Bot, anna: Person) -> None:
    group = emulator.group("News room", id=-1001, administrators=[anna])
    group.sets_bot("kicked", by=anna.id)
    assert await bot.refusal("sendMessage", chat_id=group.id, text="x") == (
        "Forbidden: bot was kicked from the supergroup chat"
    )
    await anna.sends("/start", chat=group)
    assert [min(update) for update in await bot.call("getUpdates")] == ["my_chat_member"]


async def test_an_upgraded_group_tells_its_new_id(emulator: Emulator, bot: Bot, anna: Person) -> None:
    group = emulator.group("News room", id=-5001, administrators=[anna])
    successor = group.upgrades()
    answer = await bot.answer("sendMessage", chat_id=group.id, text="x")
    assert answer["description"] == "Bad Request: group chat was upgraded to a supergroup chat"
    assert answer["parameters"] == {"migrate_to_chat_id": successor.id}
    assert (await bot.call("sendMessage", chat_id=successor.id, text="x"))["chat"]["type"] == "supergroup"
    moved = [update["message"] for update in await bot.call("getUpdates")]
    assert [message.get("migrate_to_chat_id") for message in moved] == [successor.id, None]
    assert [message.get("migrate_from_chat_id") for message in moved] == [None, group.id]
    with pytest.raises(ActionError, match="not a group that can become"):
        group.upgrades()


async def test_topics_of_a_forum_take_messages_until_they_close(
    emulator: Emulator, bot: Bot, anna: Person
) -> None:
    forum = emulator.group("Forum", id=-1001, administrators=[anna], forum=True)
    thread = forum.opens_topic("World")
    await anna.sends("/start", chat=forum, thread=thread)
    [update] = await bot.call("getUpdates")
    assert update["message"]["message_thread_id"] == thread
    target = {"chat_id": forum.id, "message_thread_id": thread, "text": "x"}
    assert (await bot.call("sendMessage", **target))["is_topic_message"]
    forum.closes_topic(thread)
    assert await bot.refusal("sendMessage", **target) == "Bad Request: TOPIC_CLOSED"
    forum.deletes_topic(thread)
    assert await bot.refusal("sendMessage", **target) == "Bad Request: message thread not found"


async def test_a_channel_is_written_to_by_its_administrators(
    emulator: Emulator, bot: Bot, anna: Person
) -> None:
    channel = emulator.channel("Daily", id=-1002, administrators=[anna])
    sent = await bot.call("sendMessage", chat_id=channel.id, text="x")
    assert "from" not in sent
    assert sent["sender_chat"]["type"] == "channel"
    await anna.sends("an own post", chat=channel)
    [update] = await bot.call("getUpdates")
    assert update["channel_post"]["text"] == "an own post"
    channel.sets_bot("member", by=anna.id)
    assert await bot.refusal("sendMessage", chat_id=channel.id, text="x") == (
        "Bad Request: need administrator rights in the channel chat"
    )


async def test_an_anonymous_administrator_writes_as_the_group(
    emulator: Emulator, bot: Bot, anna: Person
) -> None:
    group = emulator.group("News room", id=-1001, administrators=[anna])
    await anna.sends("/start", chat=group, anonymous=True)
    [update] = await bot.call("getUpdates")
    assert update["message"]["from"]["id"] == 1087968824
    assert update["message"]["sender_chat"]["id"] == group.id


async def test_only_members_write_in_a_group(emulator: Emulator) -> None:
    ben = emulator.person("Ben", id=1002)
    group = emulator.group("News room", id=-1001)
    with pytest.raises(ActionError, match="Ben is not in News room"):
        await ben.sends("/start", chat=group)
    group.sets_member(ben.id)
    await ben.sends("/start", chat=group)
    with pytest.raises(ActionError, match="has no topic 7"):
        await ben.sends("/start", chat=group, thread=7)


async def test_what_the_bot_does_is_shown(emulator: Emulator, bot: Bot, anna: Person) -> None:
    with emulator.world.hub.listen() as events:
        await bot.call("sendChatAction", chat_id=anna.id, action="typing")
        await bot.call(
            "setMessageReaction", chat_id=anna.id, message_id=1, reaction=[{"type": "emoji", "emoji": "👍"}]
        )
    assert [events.get_nowait().kind for _ in range(2)] == ["action", "reaction"]
    assert await bot.refusal("sendChatAction", chat_id=anna.id, action="dancing") == (
        "Bad Request: wrong parameter action in request"
    )


async def test_a_bot_can_leave(emulator: Emulator, bot: Bot, anna: Person) -> None:
    group = emulator.group("News room", id=-1001, administrators=[anna])
    assert await bot.call("leaveChat", chat_id=group.id)
    assert (await bot.answer("sendMessage", chat_id=group.id, text="x"))["error_code"] == 403
