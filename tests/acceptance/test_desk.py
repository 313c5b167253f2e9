"""Editors: every way to add an article, its card, and what happens to it afterwards."""

import asyncio
from typing import Any

import pytest

from bot.models import ArticleState
from tests.acceptance.stage import Stage, until
from tests.acceptance.stories import GLACIER, HARBOUR, LIBRARY

pytestmark = pytest.mark.asyncio(loop_scope="session")
FURNITURE = (
    "Read more: Ten harbours that you should see this summer",
    "Sign up for our newsletter",
    "Follow us on Facebook, Instagram and TikTok",
)
LONG_LINE = (
    "The ferry crossed the bay for the {}th time, and nobody on the pier was surprised by it at all.\n"
)


def cards(stage: Stage) -> list[dict[str, Any]]:
    return [message for message in stage.ed.messages if message.get("text", "").startswith("Draft ")]


async def states(stage: Stage) -> list[str]:
    return [str(row.state) for row in (await stage.stored())["articles"]]


async def test_a_pasted_text_becomes_a_card_that_readers_get_word_for_word(desk: Stage) -> None:
    ed, anna = desk.ed, desk.anna
    await anna.sends("/subscribe world")
    await anna.sees("Subscribed")
    body = HARBOUR.body.replace(". The first", ".\n" + FURNITURE[0] + "\nThe first") + "\n" + FURNITURE[1]
    await ed.sends(f"/add #world {HARBOUR.title}\n{body}")
    card = await ed.sees("Publish")
    title, summary = str(card["text"]).split("\n\n")[1:3]
    assert title == f"{HARBOUR.title}\nEnglish · World news"
    assert summary in HARBOUR.body
    assert "2 lines cut as page furniture" in card["text"]
    await ed.taps("Show the lines cut")
    cut = await ed.sees("Lines cut from draft")
    assert all(line in cut["text"] for line in FURNITURE[:2])
    await ed.taps("Back to the draft")
    await ed.taps("Publish", message=await ed.sees("Publish"))
    said = await ed.sees("1 reader of World news gets it in the next digest.")
    assert "The first goes out Thursday 5 March, 08:00 (UTC)." in said["text"]
    await ed.sends("/preview world")
    preview = await ed.sees("1 story")
    await anna.sends("/digest")
    digest = await anna.sees(HARBOUR.title)
    assert summary in digest["text"]
    # The preview of a topic is what its readers get; only the line of the next digest is each person's own.
    assert preview["text"].split("\n\n")[1:-1] == digest["text"].split("\n\n")[1:-1]


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("story.txt", HARBOUR.body.encode()),
        ("story.md", f"# Ignored here\n\n{HARBOUR.body}".encode()),
        ("story.html", f"<html><body><article><p>{HARBOUR.body}</p></article></body></html>".encode()),
    ],
)
async def test_a_file_with_its_caption_becomes_a_card(desk: Stage, name: str, data: bytes) -> None:
    await desk.ed.sends_file(name, data, f"/add #world {HARBOUR.title}")
    card = await desk.ed.sees("Publish", within=15)
    assert f"{HARBOUR.title}\nEnglish · World news" in card["text"]
    assert "The harbour of Westerby opened again on Monday after two years of repairs." in card["text"]


async def test_a_reply_a_forward_and_an_answer_bring_the_text(desk: Stage) -> None:
    ed = desk.ed
    note = await ed.sends(HARBOUR.body)
    await ed.sees("I don’t know what to do with that.")
    await ed.replies(note, f"/add #world {HARBOUR.title}")
    assert HARBOUR.title in (await ed.sees("Publish"))["text"]
    await ed.forwards(await desk.borys.sends(GLACIER.body), f"/add #tech {GLACIER.title}")
    assert "Borys · English · Technology" in (await ed.sees("Publish"))["text"]
    await ed.sends("/add")
    await ed.sees("Send me the article")
    await ed.sends(f"{LIBRARY.title}\n{LIBRARY.body}")
    card = await ed.sees("no topic yet")
    assert "Title: first line of the text" in card["text"]
    assert LIBRARY.title in card["text"]
    await ed.sends("/drafts")
    listed = (await ed.sees("Open drafts"))["text"]
    assert all(piece.title in listed for piece in (HARBOUR, GLACIER, LIBRARY))


async def test_a_long_text_split_by_the_client_is_one_card(desk: Stage) -> None:
    text = "".join(LONG_LINE.format(number) for number in range(120))
    parts = await desk.ed.sends_long(f"/add #world The ferry\n{text}")
    assert len(parts) > 2

    async def is_whole() -> bool:
        bodies = [row.body.split() for row in (await desk.stored())["articles"]]
        return bodies == [text.split()]

    await until(is_whole, within=20)
    await asyncio.sleep(0.1)  # a second card would come now
    assert len(cards(desk)) == 1


async def test_title_and_topics_are_changed_by_buttons_and_nothing_goes_out_without_a_topic(
    desk: Stage,
) -> None:
    ed = desk.ed
    await ed.sends(f"/add #sea {HARBOUR.title}\n{HARBOUR.body}")
    card = await ed.sees("Not a topic yet: #sea")
    assert "at least one topic" in (await ed.taps("Publish", message=card)).text
    await ed.taps("Create topic #sea")
    await ed.sees("English · Sea")
    await ed.taps("Topics")
    await ed.taps("World news", message=await ed.sees("World news"))
    await ed.taps("Done", message=await ed.sees("✓ World news"))
    await ed.taps("Title", message=await ed.sees("Title"))
    await ed.sees("Send the new title")
    await ed.sends("Westerby <b>opens</b> 🚢 & celebrates")
    card = await ed.sees("Publish")
    assert "Westerby <b>opens</b> 🚢 & celebrates" in card["text"]
    assert "English · Sea, World news" in card["text"]
    await ed.taps("Publish")
    await ed.sees("Published. Nobody reads")


async def test_a_draft_is_discarded_and_brought_back(desk: Stage) -> None:
    ed = desk.ed
    await ed.sends(f"/add #world {HARBOUR.title}\n{HARBOUR.body}")
    await ed.taps("Discard", message=await ed.sees("Discard"))
    await ed.taps("Undo", message=await ed.sees("Discarded"))
    await ed.sees("Publish")
    assert await states(desk) == [ArticleState.DRAFT]


async def test_articles_are_listed_deleted_and_brought_back(desk: Stage) -> None:
    ed, anna = desk.ed, desk.anna
    await anna.sends("/subscribe world")
    await anna.sees("Subscribed")
    await desk.publishes(HARBOUR)
    await desk.publishes(GLACIER, "tech")
    await ed.sends("/articles world harbour")
    listed = await ed.sees("Articles · page 1")
    assert HARBOUR.title in listed["text"]
    assert GLACIER.title not in listed["text"]
    await ed.sends("/delete 1")
    await ed.sees(f"Deleted: {HARBOUR.title}")
    await anna.sends("/digest")
    await anna.sees("Nothing new")
    await ed.sends("/undo")
    await ed.sees("Undone: the article is back.")
    await anna.sends("/digest")
    await anna.sees(HARBOUR.title)
    # An undone publication takes back nothing that was read, and brings nothing twice.
    await ed.sends("/articles harbour")
    await ed.taps(f"1 · {HARBOUR.title}", message=await ed.sees("Articles"))
    await ed.taps("Delete", message=await ed.sees("published, Wednesday 4 March"))
    await ed.taps("Undo", message=await ed.sees("Deleted"))
    await anna.sends("/digest")
    await anna.sees("Nothing new")


async def test_undo_takes_the_last_action_back_for_ten_minutes(desk: Stage) -> None:
    ed = desk.ed
    await desk.publishes(HARBOUR)
    await ed.sends("/undo")
    await ed.sees("Undone: the article is a draft again.")
    await ed.sends("/newtopic sea Sea")
    await ed.sees("Topic Sea is there")
    await desk.comes_to(desk.now.replace(minute=30))
    await ed.sends("/undo")
    await ed.sees("There is nothing to undo")


async def test_two_taps_on_publish_publish_once(desk: Stage) -> None:
    ed, anna = desk.ed, desk.anna
    await anna.sends("/subscribe world")
    await anna.sees("Subscribed")
    await ed.sends(f"/add #world {HARBOUR.title}\n{HARBOUR.body}")
    card = await ed.sees("Publish")
    await asyncio.gather(*(ed.taps("Publish", message=card) for _ in range(2)))
    await ed.sees("ublished")
    assert [row.number for row in (await desk.stored())["articles"]] == [1]
    await anna.sends("/digest")
    await anna.sees("1 story")


async def test_the_same_text_is_warned_of(desk: Stage) -> None:
    await desk.publishes(HARBOUR)
    await desk.ed.sends(f"/add #world Again\n{HARBOUR.body}")
    await desk.ed.sees(f"Same text or page as article 1: {HARBOUR.title}")


async def test_status_and_preview_of_an_own_desk(desk: Stage) -> None:
    ed = desk.ed
    await desk.anna.sends("/subscribe world")
    await desk.anna.sees("Subscribed")
    await desk.publishes(HARBOUR)
    await ed.sends("/status")
    status = (await ed.sees("All quiet on the desk"))["text"]
    for line in (
        "Articles: 1 published, 0 in drafts",
        "Topics: 2",
        "Next digest: Thursday 5 March, 08:00 (UTC)",
    ):
        assert line in status
    await ed.sends("/preview tech")
    await ed.sees("The next digest would be empty")
    await ed.sends("/subscribe world")
    await ed.sees("Subscribed")
    await ed.sends("/preview")
    first = await ed.sees(HARBOUR.title)
    await ed.sends("/digest")
    digest = await ed.sees(HARBOUR.title)
    assert first["text"].split("\n\n")[1:] == digest["text"].split("\n\n")[1:]
