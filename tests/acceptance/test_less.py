"""The buttons under a digest, and seeing less of what one does not want."""

from typing import Any

import pytest

from bot.emulator import Person
from bot.services.drafts import Sender
from bot.storage.articles import change
from tests.acceptance.stage import Stage
from tests.acceptance.stories import GLACIER, HARBOUR, LIBRARY, Piece

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def publishes(desk: Stage, piece: Piece, source: str = "") -> int:
    """Put a story with a source on the desk; its id."""
    articles = desk.bot.services.articles
    sender = Sender(desk.ed.id, desk.ed.id, desk.now)
    draft = await articles.drafts.from_text(f"#world {piece.title}\n{piece.body}", sender)
    async with desk.bot.database.write(effect=False) as conn:
        changed = await change(conn, draft.article.id, draft.article.version, source_name=source)
    assert changed is not None
    await articles.publish(changed.id, changed.version, by=desk.ed.id)
    return changed.id


def buttons(message: dict[str, Any]) -> list[list[str]]:
    return [[button["text"] for button in row] for row in message["reply_markup"]["inline_keyboard"]]


async def digest_of(person: Person) -> dict[str, Any]:
    await person.sends("/digest")
    return await person.sees("Next digest")


async def test_a_digests_stories_are_read_saved_and_seen_less_of_by_number(desk: Stage) -> None:
    anna = desk.anna
    await anna.sends("/subscribe world")
    await anna.sees("Subscribed")
    for piece in (HARBOUR, GLACIER, LIBRARY):
        await publishes(desk, piece, "Evening Post")
    digest = await digest_of(anna)
    assert all(
        f"{n}. {piece.title}" in digest["text"] for n, piece in enumerate((LIBRARY, GLACIER, HARBOUR), 1)
    )
    assert buttons(digest) == [["Read 1", "Read 2", "Read 3"], ["★ Save", "Less like this"]]
    await anna.taps("★ Save", message=digest)
    picking = await anna.sees("★ Save 2")
    assert picking["message_id"] == digest["message_id"]
    assert picking["text"] == digest["text"]
    assert (await anna.taps("★ Save 2")).text == "Saved. /saved shows your list."
    await anna.taps("Back")
    assert buttons(await anna.sees("Read 1")) == buttons(digest)
    await anna.taps("Read 2")
    assert GLACIER.title in (await anna.sees("★ Saved: remove"))["text"]
    await anna.sends("/saved")
    assert GLACIER.title in (await anna.sees("Saved stories"))["text"]


async def test_a_source_comes_once_a_digest_or_not_at_all_until_it_is_lifted(desk: Stage) -> None:
    anna = desk.anna
    await anna.sends("/subscribe world")
    await anna.sees("Subscribed")
    await publishes(desk, HARBOUR, "Evening Post")
    digest = await digest_of(anna)
    assert buttons(digest) == [["Full summary", "★ Save", "Less like this"]]
    await anna.taps("Less like this", message=digest)
    offer = await anna.sees("Less like “Harbour of Westerby opens again”")
    await anna.taps("None: Evening Post", message=offer)
    await anna.sees("No more stories of Evening Post in your digests.")
    await publishes(desk, GLACIER, "Evening Post")
    await anna.sends("/digest")
    await anna.sees("Nothing new")
    await anna.sends("/less")
    await anna.taps("Lift: Evening Post", message=await anna.sees("Evening Post: none"))
    await anna.sees("Nothing comes less often")
    await publishes(desk, LIBRARY, "Evening Post")
    assert GLACIER.title in (await digest_of(anna))["text"]


async def test_undo_brings_a_source_back_and_a_topic_can_be_opened(desk: Stage) -> None:
    anna = desk.anna
    await anna.sends("/subscribe world")
    await anna.sees("Subscribed")
    number = await publishes(desk, HARBOUR, "Evening Post")
    await anna.sends(f"/article {number}")
    card = await anna.sees("Less like this")
    await anna.taps("Less like this", message=card)
    await anna.taps("Fewer: Evening Post", message=await anna.sees("Fewer"))
    await anna.taps("Undo", message=await anna.sees("At most one story of Evening Post in a digest."))
    await anna.sees("Evening Post comes as before.")
    await anna.sends("/less")
    await anna.sees("Nothing comes less often")
    await anna.taps("Less like this", message=card)
    await anna.taps("Topic: World news", message=await anna.sees("Topic: World news"))
    await anna.sees("World news")
    for data in ("less_to:1:5", "less_to:1", "less:x", "lift:nothing", "pick:read:x", "pick:burn:1", "pick:"):
        answer = await anna.taps_data(data, message=card)
        assert answer.text in {"That button is from an older message. Send /start.", "Lifted."}, data
