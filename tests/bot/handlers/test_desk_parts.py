"""Dialogues of editors: the handlers of adding, the catalogue and the desk against the emulator."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from telegram.constants import FileSizeLimit

from bot.errors import Reason, RejectedError
from bot.models import Article, ArticleState
from bot.sources.document import IncomingDocument
from bot.storage.engine import Database
from tests.bot.handlers.deskchat import DeskChat, open_chat

BODY = "The harbour opened on Monday. A ship from the south came in. People cheered until the evening."
ADD = f"/add #world The harbour opens\n{BODY}"
LINK = "https://example.org/harbour"
LONG_LINE = "The ferry crossed the bay again and nobody on the pier was surprised by it at all. "


@pytest.fixture
async def chat(database: Database) -> AsyncIterator[DeskChat]:
    async with open_chat(database) as chat:
        await chat.room.has_topic("world", "World")
        yield chat


async def desk_holds(chat: DeskChat, *states: ArticleState) -> list[Article]:
    page = await chat.room.articles.listing(states or [ArticleState.DRAFT, ArticleState.PUBLISHED])
    return list(page.articles)


def cards(chat: DeskChat) -> list[dict[str, Any]]:
    return [message for message in chat.editor.messages if message.get("text", "").startswith("Draft ")]


async def test_a_text_is_added_published_and_taken_back(chat: DeskChat) -> None:
    ed = chat.editor
    await ed.sends(ADD)
    card = await ed.sees("Publish")
    assert "The harbour opens\nEnglish · World" in card["text"]
    assert "The harbour opened on Monday." in card["text"]
    await ed.taps("Publish")
    await ed.sees("Published. Nobody reads World yet")
    assert [article.number for article in await desk_holds(chat, ArticleState.PUBLISHED)] == [1]
    await ed.taps("Undo")
    await ed.sees("Discard")
    assert await desk_holds(chat, ArticleState.PUBLISHED) == []


async def test_plain_add_asks_and_takes_the_answer(chat: DeskChat) -> None:
    await chat.editor.sends("/add #world The harbour opens")
    await chat.editor.sees("Now the text of “The harbour opens”")
    await chat.editor.sends(BODY)
    await chat.editor.sees("The harbour opens\nEnglish · World")
    (article,) = await desk_holds(chat)
    assert (article.title, article.body) == ("The harbour opens", BODY)
    await chat.editor.sends("Thank you")
    await chat.editor.sees_nothing()
    assert chat.untaken == ["Thank you"]


async def test_an_empty_add_asks_in_one_sentence(chat: DeskChat) -> None:
    await chat.editor.sends("/add")
    asked = await chat.editor.sees("Send me the article")
    assert "/cancel" in asked["text"]
    assert await desk_holds(chat) == []


async def test_a_page_is_read_and_one_that_cannot_be_is_asked_for_as_text(chat: DeskChat) -> None:
    chat.room.sources.refusal = RejectedError(Reason.HTTP_STATUS, status="403")
    await chat.editor.sends(f"/add #world {LINK}")
    await chat.editor.sees("error (403)")
    assert await desk_holds(chat) == []
    await chat.editor.sends(f"The harbour opens\n{BODY}")
    await chat.editor.sees("Title: first line of the text")
    (article,) = await desk_holds(chat)
    assert (article.title, article.url, article.topics) == ("The harbour opens", LINK, ("world",))


async def test_an_address_that_is_not_allowed_is_forgotten_for_the_text_that_follows(chat: DeskChat) -> None:
    chat.room.sources.refusal = RejectedError(Reason.ADDRESS_NOT_ALLOWED)
    await chat.editor.sends("/add #world http://10.0.0.1/x")
    await chat.editor.sees("not open to the public")
    await chat.editor.sends(f"The harbour opens\n{BODY}")
    await chat.editor.sees("Publish")
    assert (await desk_holds(chat))[0].url == ""


async def test_a_file_with_its_caption_becomes_a_draft(chat: DeskChat) -> None:
    chat.room.sources.document = IncomingDocument("", f"The harbour opens\n{BODY}")
    await chat.editor.sends_file("story.txt", BODY.encode(), "/add #world", "text/plain")
    await chat.editor.sees("Publish")
    assert chat.room.sources.asked == ["story.txt"]
    assert (await desk_holds(chat))[0].topics == ("world",)


async def test_a_file_sent_first_is_added_by_a_reply(chat: DeskChat) -> None:
    chat.room.sources.document = IncomingDocument("", f"The harbour opens\n{BODY}")
    file = await chat.editor.sends_file("story.md", BODY.encode())
    await chat.editor.sees("reply to it with /add #topic")
    await chat.editor.replies(file, "/add #world Own title")
    await chat.editor.sees("Own title")
    assert (await desk_holds(chat))[0].body == f"The harbour opens\n{BODY}"


@pytest.mark.parametrize("name", ["story.exe", "photo.png", "story"])
async def test_a_file_of_the_wrong_kind_is_refused_unread(chat: DeskChat, name: str) -> None:
    await chat.editor.sends_file(name, b"x", "/add #world")
    await chat.editor.sees("I read .txt, .md and .html files")
    assert chat.room.sources.asked == []
    assert await desk_holds(chat) == []


async def test_a_file_over_20_mb_is_refused(chat: DeskChat) -> None:
    await chat.editor.sends_file("story.txt", b"x" * (FileSizeLimit.FILESIZE_DOWNLOAD + 1), "/add #world")
    await chat.editor.sees("larger than 20 MB")
    assert await desk_holds(chat) == []


async def test_a_picture_instead_of_a_file_is_refused_and_the_question_stays_open(chat: DeskChat) -> None:
    await chat.editor.sends_photo(b"\xff\xd8\xff\xe0picture", "/add #world Title")
    await chat.editor.sees("I read .txt, .md and .html files")
    await chat.editor.sends(BODY)
    await chat.editor.sees("Publish")
    assert (await desk_holds(chat))[0].title == "Title"


async def test_a_reply_adds_the_message_it_answers(chat: DeskChat) -> None:
    message = await chat.editor.sends(BODY)
    await chat.editor.replies(message, "/add #world The harbour opens")
    await chat.editor.sees("Publish")
    (article,) = await desk_holds(chat)
    assert (article.title, article.body) == ("The harbour opens", BODY)


async def test_a_forwarded_message_is_kept_for_the_add_that_follows(chat: DeskChat) -> None:
    reader = chat.emulator.person("Rita Reader", id=900)
    await chat.editor.forwards(await reader.sends(f"The harbour opens\n{BODY}"))
    await chat.editor.sees("/add #topic")
    await chat.editor.sends("/add #world")
    await chat.editor.sees("Rita Reader · English · World")
    (article,) = await desk_holds(chat)
    assert (article.title, article.body, article.origin) == ("The harbour opens", BODY, "forward")


async def test_a_forwarded_message_answers_a_plain_add(chat: DeskChat) -> None:
    reader = chat.emulator.person("Rita Reader", id=900)
    await chat.editor.forwards(await reader.sends(BODY), "/add #world Title")
    await chat.editor.sees("Publish")
    assert (await desk_holds(chat))[0].source_name == "Rita Reader"


async def test_a_forwarded_add_is_no_command(chat: DeskChat) -> None:
    reader = chat.emulator.person("Rita Reader", id=900)
    await chat.editor.forwards(await reader.sends(ADD))
    await chat.editor.sees("/add #topic")
    assert await desk_holds(chat) == []


async def test_a_split_paste_of_100000_characters_is_one_draft_with_one_card(chat: DeskChat) -> None:
    text = (LONG_LINE * 1200).strip()
    await chat.editor.sends_long(f"/add #world The ferry\n{text}")
    await chat.is_answered()
    (article,) = await desk_holds(chat)
    assert article.body.split() == text.split()
    assert len(cards(chat)) == 1


async def test_the_title_is_asked_for_and_changed(chat: DeskChat) -> None:
    await chat.editor.sends(ADD)
    await chat.editor.sees("Publish")
    await chat.editor.taps("Title")
    await chat.editor.sees("Send the new title")
    await chat.editor.sends("<b>New</b> 🚢 title")
    await chat.editor.sees("<b>New</b> 🚢 title")
    assert (await desk_holds(chat))[0].title == "<b>New</b> 🚢 title"


async def test_topics_are_switched_and_created_by_taps(chat: DeskChat) -> None:
    await chat.editor.sends(f"/add #harbours The harbour opens\n{BODY}")
    await chat.editor.sees("Not a topic yet: #harbours")
    refused = await chat.editor.taps("Publish")
    assert "at least one topic" in refused.text
    await chat.editor.taps("Create topic #harbours")
    await chat.editor.sees("English · Harbours")
    await chat.editor.taps("Topics")
    await chat.editor.taps("World")
    await chat.editor.sees("Topics: Harbours, World")
    await chat.editor.taps("Done")
    await chat.editor.sees("English · Harbours, World")


async def test_lines_cut_are_shown_and_hidden_again(chat: DeskChat) -> None:
    body = f"{BODY}\nRead more: Ten harbours you should see this summer\n{BODY.replace('Monday', 'Friday')}"
    await chat.editor.sends(f"/add #world The harbour opens\n{body}")
    await chat.editor.sees("cut as page furniture")
    await chat.editor.taps("Show the lines cut")
    await chat.editor.sees("– Read more: Ten harbours")
    await chat.editor.taps("Back to the draft")
    await chat.editor.sees("Publish")


async def test_an_outdated_card_publishes_nothing_and_shows_what_is(chat: DeskChat) -> None:
    await chat.editor.sends(ADD)
    old = await chat.editor.sees("Publish")
    (article,) = await desk_holds(chat)
    await chat.room.drafts.set_title(article.id, "Changed by another", by=8)
    refused = await chat.editor.taps("Publish", message=old)
    assert "was changed" in refused.text
    await chat.editor.sees("Changed by another")
    assert await desk_holds(chat, ArticleState.PUBLISHED) == []
    await chat.room.articles.delete(article.id, by=8)
    refused = await chat.editor.taps("Publish")
    assert "There is no article" in refused.text
    await chat.editor.sees("was deleted")


@pytest.mark.parametrize(
    "data",
    ["publish:x:y", "publish:1", "publish:999999999999999999999:1", "article:", "draft_topic:1:2", "undo:x"],
)
async def test_a_forged_button_is_answered_and_changes_nothing(chat: DeskChat, data: str) -> None:
    await chat.editor.sends(ADD)
    card = await chat.editor.sees("Publish")
    answer = await chat.editor.taps_data(data, message=card)
    assert "There is no" in answer.text
    assert [article.state for article in await desk_holds(chat)] == [ArticleState.DRAFT]


async def test_articles_are_listed_opened_deleted_and_brought_back(chat: DeskChat) -> None:
    await chat.editor.sends(ADD)
    await chat.editor.sees("Publish")
    await chat.editor.taps("Publish")
    await chat.editor.sends("/articles world harbour")
    await chat.editor.sees("Articles · page 1 · world harbour")
    await chat.editor.taps("The harbour opens")
    await chat.editor.sees("published,")
    await chat.editor.taps("Delete")
    await chat.editor.sees("Deleted: The harbour opens")
    assert await desk_holds(chat) == []
    await chat.editor.sends("/undo")
    await chat.editor.sees("Undone: the article is back")
    assert len(await desk_holds(chat, ArticleState.PUBLISHED)) == 1


@pytest.mark.parametrize(
    ("sent", "seen"),
    [
        ("/delete", "Which one?"),
        ("/delete abc", "There is no article abc"),
        ("/delete 77", "There is no article 77"),
        ("/articles #mars", "There is no topic “#mars”"),
        ("/articles", "No articles yet"),
        ("/drafts", "No open drafts"),
        ("/newtopic", "/newtopic world World news"),
        ("/newtopic world", "is there already"),
        ("/newtopic C++ x", "cannot be a topic’s short name"),
        ("/newtopic sea The sea", "Topic The sea is there"),
        ("/status", "Articles: 0 published"),
        ("/add #world Title\nHello", "too short for an article"),
    ],
)
async def test_every_answer_is_one_clear_sentence(chat: DeskChat, sent: str, seen: str) -> None:
    await chat.editor.sends(sent)
    await chat.editor.sees(seen)
