"""Articles on the desk, from a draft to the end: made, joined, published, taken back, forgotten.

More than 300 lines: one promise a test, and the desk's acts build on each other.
"""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest
import sqlalchemy as sa

from bot.errors import Reason, RejectedError
from bot.models import Article, ArticleState, Origin, Preferences, Schedule, Subscriber
from bot.services.articles import KEPT_DELETED, PAGE, UNDO_WINDOW
from bot.sources.document import IncomingDocument
from bot.storage import articles, subscribers
from bot.storage.engine import Database
from bot.storage.tables import actions, audit, drafts
from bot.storage.tables import articles as article_rows
from bot.views.cards import Draft, TitleFrom
from tests.bot.services.newsroom import CHAT, EDITOR, OTHER_EDITOR, Newsroom

BODY = "The harbour opened on Monday. A ship from the south came in. People cheered until the evening."
TEXT = f"/add #world The harbour opens\n{BODY}"
LINK = "https://example.org/harbour"
LONG_LINE = "The ferry crossed the bay again and nobody on the pier was surprised by it at all. "


@pytest.fixture
async def room(database: Database) -> Newsroom:
    room = Newsroom(database)
    await room.has_topic("world", "World")
    return room


async def drafted(room: Newsroom, text: str = TEXT) -> Draft:
    return await room.drafts.from_text(text, room.sender())


async def published(room: Newsroom, text: str = TEXT) -> Article:
    article = (await drafted(room, text)).article
    return (await room.articles.publish(article.id, article.version, by=EDITOR)).article


async def stored(room: Newsroom, article_id: int) -> Article:
    async with room.database.read() as conn:
        article = await articles.get(conn, article_id)
    assert article is not None
    return article


async def rows(room: Newsroom, table: sa.Table) -> int:
    async with room.database.read() as conn:
        return (await conn.execute(sa.select(sa.func.count()).select_from(table))).scalar_one()


async def reads(room: Newsroom, chat_id: int, slug: str = "world", **changes: object) -> Subscriber:
    schedule = Schedule((time(8),), "UTC")
    reader = Subscriber(0, chat_id, 0, "private", "en", schedule, Preferences())
    (topic,) = [topic for topic in await room.topics.all() if topic.slug == slug]
    async with room.database.write() as conn:
        made = await subscribers.insert_if_absent(conn, replace(reader, **changes), room.watch())  # type: ignore[arg-type]
        await subscribers.add_subscriptions(conn, made.id, [topic.id])
    return made


def refused(reason: Reason) -> pytest.RaisesExc[RejectedError]:
    return pytest.RaisesExc(RejectedError, check=lambda error: error.reason is reason)


async def test_a_text_becomes_a_draft_with_its_topics_and_summary(room: Newsroom) -> None:
    draft = await drafted(room)
    article = draft.article
    assert (article.title, article.body, article.state) == ("The harbour opens", BODY, ArticleState.DRAFT)
    assert article.topics == ("world",)
    assert article.ranking.sentences[0] == "The harbour opened on Monday."
    assert article.added_by == EDITOR
    assert draft.title_from is TitleFrom.GIVEN
    assert await stored(room, article.id) == article


async def test_a_link_beside_a_text_is_kept_and_not_fetched(room: Newsroom) -> None:
    draft = await drafted(room, f"/add {LINK}?utm_source=x Title\n{BODY}")
    assert draft.article.url == f"{LINK}?utm_source=x"
    assert draft.article.canonical_url == LINK
    assert room.sources.asked == []


async def test_a_link_that_is_none_is_refused_and_nothing_is_stored(room: Newsroom) -> None:
    with refused(Reason.BAD_URL):
        await drafted(room, f"/add http://user:secret@example.org/ Title\n{BODY}")
    assert await rows(room, article_rows) == 0


async def test_a_forwarded_text_names_its_source(room: Newsroom) -> None:
    draft = await room.drafts.from_text(TEXT, room.sender(), origin=Origin.FORWARD, source_name="The\nPier")
    assert (draft.article.origin, draft.article.source_name) == (Origin.FORWARD, "The Pier")


@pytest.mark.parametrize("body", ["Harbour", "", "!!! ???", "\u200b\u200d", "🚀"])
async def test_a_body_of_one_word_or_none_is_refused_and_nothing_is_stored(room: Newsroom, body: str) -> None:
    with refused(Reason.BODY_TOO_SHORT):
        await drafted(room, f"/add #world Title\n{body}")
    assert await rows(room, article_rows) == 0


async def test_a_text_of_100000_characters_is_taken_whole(room: Newsroom) -> None:
    body = (LONG_LINE * 1300)[:100_000].strip()
    assert (await drafted(room, f"/add Title\n{body}")).article.body == body


async def test_a_text_beyond_the_limit_is_refused(room: Newsroom) -> None:
    with refused(Reason.BODY_TOO_LONG):
        await drafted(room, "/add Title\n" + "word " * 40_001)
    assert await rows(room, article_rows) == 0


async def test_markup_and_emoji_in_a_title_are_kept_as_they_are(room: Newsroom) -> None:
    title = "<b>Harbour</b> & 🚢 {0}"
    assert (await drafted(room, f"/add {title}\n{BODY}")).article.title == title


async def test_controls_and_nul_never_reach_the_database(room: Newsroom) -> None:
    draft = await drafted(room, "/add T\x00itle\u202e\n\nOne\x00 ship. Two\ud800 ships.")
    assert (draft.article.title, draft.article.body) == ("Title", "One ship. Two ships.")


async def test_a_page_gives_title_site_and_address(room: Newsroom) -> None:
    room.sources.document = IncomingDocument(
        "Harbour opens", BODY, "en", "The Pier", LINK, LINK + "/canonical"
    )
    draft = await room.drafts.from_page(f"/add #world {LINK}", room.sender())
    article = draft.article
    assert (article.title, article.source_name, article.url) == ("Harbour opens", "The Pier", LINK)
    assert article.canonical_url == LINK + "/canonical"
    assert draft.title_from is TitleFrom.DOCUMENT
    assert room.sources.asked == [LINK]


async def test_a_title_that_the_editor_gave_wins_over_the_page(room: Newsroom) -> None:
    room.sources.document = IncomingDocument("Harbour opens", BODY)
    draft = await room.drafts.from_page(f"/add {LINK} My own words", room.sender())
    assert (draft.article.title, draft.title_from) == ("My own words", TitleFrom.GIVEN)


async def test_a_page_that_is_refused_leaves_nothing_behind(room: Newsroom) -> None:
    room.sources.refusal = RejectedError(Reason.HTTP_STATUS, status="404")
    with refused(Reason.HTTP_STATUS):
        await room.drafts.from_page(f"/add {LINK}", room.sender())
    assert await rows(room, article_rows) == 0
    assert await rows(room, actions) == 1  # the topic


async def test_a_file_without_a_title_has_the_rule_of_pasted_text(room: Newsroom) -> None:
    from bot.services.drafts import Attachment

    room.sources.document = IncomingDocument("", f"The harbour opens\n{BODY}")
    draft = await room.drafts.from_file("/add #world", room.sender(), Attachment("a.txt", "text/plain", b""))
    assert (draft.article.title, draft.article.body) == ("The harbour opens", BODY)
    assert (draft.article.origin, draft.title_from) == (Origin.FILE, TitleFrom.FIRST_LINE)


async def test_topics_that_do_not_exist_are_offered_and_one_tap_creates_them(room: Newsroom) -> None:
    draft = await drafted(room, f"/add #world #Harbours #Гавань Title\n{BODY}")
    assert [(topic.word, topic.slug) for topic in draft.unknown] == [("Harbours", "harbours"), ("Гавань", "")]
    after = await room.drafts.create_topic(draft.article.id, "harbours", by=EDITOR)
    assert after.article.topics == ("world", "harbours")
    assert [topic.word for topic in after.unknown] == ["Гавань"]
    assert [topic.name("en") for topic in await room.topics.all()] == ["World", "Harbours"]


async def test_creating_a_topic_twice_makes_one(room: Newsroom) -> None:
    draft = await drafted(room)
    await asyncio.gather(
        *(room.drafts.create_topic(draft.article.id, "harbours", by=EDITOR) for _ in range(2)),
        return_exceptions=True,
    )
    assert [topic.slug for topic in await room.topics.all()] == ["world", "harbours"]
    assert (await stored(room, draft.article.id)).topics == ("world", "harbours")


async def test_a_long_paste_in_parts_is_one_draft(room: Newsroom) -> None:
    first = "/add #world\nThe ferry crosses the bay\n" + LONG_LINE * 40
    draft = await drafted(room, first.strip())
    await room.drafts.place_card(draft.article.id, room.sender(), 55)
    room.watch.moves(timedelta(seconds=59))
    joined = await room.drafts.join_part("That was all.", room.sender())
    assert joined is not None
    assert joined.message_id == 55
    assert joined.draft.article.id == draft.article.id
    assert joined.draft.article.title == "The ferry crosses the bay"
    assert joined.draft.article.body == (LONG_LINE * 40).strip() + "\nThat was all."
    assert room.pool.ranked[-1] == joined.draft.article.body
    assert joined.draft.article.fingerprint != draft.article.fingerprint
    assert await room.drafts.join_part("And this is talk.", room.sender()) is None


async def test_the_title_rule_is_applied_again_to_the_joined_text(room: Newsroom) -> None:
    line = LONG_LINE.strip().rstrip(".")
    draft = await drafted(room, "/add " + (line + ", ") * 45 + "and so on")
    assert draft.title_from is TitleFrom.FIRST_SENTENCE
    again = await room.drafts.join_part("until night. Then it slept.", room.sender())
    assert again is not None
    assert again.draft.title_from is TitleFrom.FIRST_SENTENCE
    assert "until night. Then it slept." in again.draft.article.body


async def test_a_title_that_an_editor_wrote_stays_when_a_part_joins(room: Newsroom) -> None:
    draft = await drafted(room, "/add\nThe ferry crosses the bay\n" + LONG_LINE * 40)
    await room.drafts.set_title(draft.article.id, "My title", by=EDITOR)
    joined = await room.drafts.join_part("That was all.", room.sender())
    assert joined is not None
    assert (joined.draft.article.title, joined.draft.title_from) == ("My title", None)


@pytest.mark.parametrize("case", ["later", "short", "stranger", "published"])
async def test_other_messages_join_nothing(room: Newsroom, case: str) -> None:
    draft = await drafted(room, "/add #world\n" + LONG_LINE * (2 if case == "short" else 40))
    if case == "later":
        room.watch.moves(timedelta(seconds=61))
    if case == "published":
        await room.articles.publish(draft.article.id, draft.article.version, by=EDITOR)
    person = OTHER_EDITOR if case == "stranger" else EDITOR
    assert await room.drafts.join_part("Hello there.", room.sender(person)) is None


async def test_an_article_like_another_is_told_apart_from_a_new_one(room: Newsroom) -> None:
    first = await published(room)
    again = await drafted(room, f"/add Other title\n{BODY.upper()}")
    other = await drafted(room, "/add Title\nSomething else happened. Nobody saw it.")
    assert again.duplicate is not None
    assert again.duplicate.id == first.id
    assert other.duplicate is None


async def test_publishing_gives_numbers_that_grow_and_opens_stories(room: Newsroom) -> None:
    first = await published(room)
    second = await published(room, "/add #world Title\nSomething else happened. Nobody saw it.")
    assert (first.number, second.number) == (1, 2)
    assert first.published_at == room.watch()
    assert first.story_id != second.story_id


async def test_the_same_text_or_page_joins_the_story(room: Newsroom) -> None:
    first = await published(room, f"/add #world {LINK} Title\n{BODY}")
    by_text = await published(room, f"/add #world Another\n{BODY}")
    by_page = await published(room, f"/add #world {LINK}#top Third\nQuite other words. Of the page.")
    assert by_text.story_id == by_page.story_id == first.story_id


async def test_publishing_tells_who_gets_it(room: Newsroom) -> None:
    tomorrow = datetime(2026, 3, 4, 8, tzinfo=UTC)
    await reads(room, 1, next_digest_at=tomorrow)
    await reads(room, 2, next_digest_at=tomorrow + timedelta(hours=1))
    await reads(room, 3, active=False, next_digest_at=room.watch())
    draft = await drafted(room)
    result = await room.articles.publish(draft.article.id, draft.article.version, by=EDITOR)
    assert (result.reach.readers, result.reach.next_digest_at) == (2, tomorrow)


async def test_an_article_without_a_topic_is_not_published(room: Newsroom) -> None:
    draft = await drafted(room, f"/add Title\n{BODY}")
    with refused(Reason.NEEDS_TOPIC):
        await room.articles.publish(draft.article.id, draft.article.version, by=EDITOR)
    assert (await stored(room, draft.article.id)).state is ArticleState.DRAFT


async def test_two_taps_at_once_publish_once(room: Newsroom) -> None:
    draft = await drafted(room)
    results = await asyncio.gather(
        *(room.articles.publish(draft.article.id, draft.article.version, by=EDITOR) for _ in range(5))
    )
    assert [result.article.number for result in results] == [1] * 5
    assert sorted(result.action_id is not None for result in results) == [False] * 4 + [True]
    async with room.database.read() as conn:
        assert await articles.last_number(conn) == 1
        trail = (await conn.execute(sa.select(audit.c.action))).scalars().all()
    assert trail.count("article.publish") == 1


async def test_two_articles_published_at_once_have_two_numbers_and_one_story(room: Newsroom) -> None:
    drafts_made = [await drafted(room), await drafted(room)]
    results = await asyncio.gather(
        *(room.articles.publish(made.article.id, made.article.version, by=EDITOR) for made in drafts_made)
    )
    assert sorted(result.article.number or 0 for result in results) == [1, 2]
    assert len({result.article.story_id for result in results}) == 1


async def test_a_card_that_is_out_of_date_publishes_nothing(room: Newsroom) -> None:
    draft = await drafted(room)
    await room.drafts.set_title(draft.article.id, "Another title", by=OTHER_EDITOR)
    with refused(Reason.ARTICLE_CHANGED):
        await room.articles.publish(draft.article.id, draft.article.version, by=EDITOR)
    with refused(Reason.ARTICLE_CHANGED):
        await room.articles.delete(draft.article.id, by=EDITOR, version=draft.article.version)
    assert (await stored(room, draft.article.id)).state is ArticleState.DRAFT


@pytest.mark.parametrize("title", ["", "  \u200b ", "\u202e"])
async def test_an_empty_title_is_refused(room: Newsroom, title: str) -> None:
    draft = await drafted(room)
    with refused(Reason.TITLE_EMPTY):
        await room.drafts.set_title(draft.article.id, title, by=EDITOR)
    assert (await stored(room, draft.article.id)).title == "The harbour opens"


async def test_a_topic_is_switched_on_and_off_and_a_second_tap_changes_nothing(room: Newsroom) -> None:
    sea = await room.has_topic("sea", "The sea")
    article_id = (await drafted(room)).article.id
    for _ in range(2):
        draft = await room.drafts.set_topic(article_id, sea.id, on=True, by=EDITOR)
        assert draft.article.topics == ("world", "sea")
    version = draft.article.version
    draft = await room.drafts.set_topic(article_id, sea.id, on=False, by=EDITOR)
    assert (draft.article.topics, draft.article.version) == (("world",), version + 1)


async def test_a_topic_that_is_gone_is_refused(room: Newsroom) -> None:
    draft = await drafted(room)
    with refused(Reason.NO_SUCH_TOPIC):
        await room.drafts.set_topic(draft.article.id, 999, on=True, by=EDITOR)


async def test_what_is_published_or_deleted_is_no_draft_any_more(room: Newsroom) -> None:
    article = await published(room)
    with refused(Reason.ARTICLE_CHANGED):
        await room.drafts.set_title(article.id, "Other", by=EDITOR)
    await room.articles.delete(article.id, by=EDITOR)
    with refused(Reason.NO_SUCH_ARTICLE):
        await room.drafts.get(article.id)
    with refused(Reason.NO_SUCH_ARTICLE):
        await room.articles.publish(article.id, article.version, by=EDITOR)
    with refused(Reason.NO_SUCH_ARTICLE):
        await room.articles.delete(article.id, by=EDITOR)


async def test_undo_takes_back_a_publication_that_nobody_was_offered(room: Newsroom) -> None:
    article = await published(room)
    undone = await room.articles.undo(by=EDITOR)
    assert undone.article is not None
    assert (undone.article.state, undone.article.number) == (ArticleState.DRAFT, None)
    again = await room.articles.publish(article.id, undone.article.version, by=EDITOR)
    assert (again.article.number, again.article.story_id) == (2, article.story_id)


async def test_an_article_that_was_offered_keeps_its_number_and_never_comes_again(room: Newsroom) -> None:
    article = await published(room)
    reader = await reads(room, 1)
    async with room.database.write() as conn:
        await subscribers.move_cursor(conn, reader.id, 1)
    undone = await room.articles.undo(by=EDITOR)
    assert undone.article is not None
    again = await room.articles.publish(article.id, undone.article.version, by=EDITOR)
    assert again.article.number == 1


async def test_undo_brings_back_what_was_deleted_as_it_was(room: Newsroom) -> None:
    article = await published(room)
    removed = await room.articles.delete(article.id, by=EDITOR)
    assert removed.article.state_before_deletion is ArticleState.PUBLISHED
    undone = await room.articles.undo(by=EDITOR, action_id=removed.action_id)
    assert undone.article is not None
    assert undone.article.state is ArticleState.PUBLISHED
    assert undone.article.number == article.number
    assert undone.article.deleted_at is None


async def test_undo_goes_back_through_titles_and_topics_to_the_draft_itself(room: Newsroom) -> None:
    sea = await room.has_topic("sea")
    article_id = (await drafted(room)).article.id
    await room.drafts.set_title(article_id, "Another title", by=EDITOR)
    await room.drafts.set_topic(article_id, sea.id, on=True, by=EDITOR)
    await room.articles.undo(by=EDITOR)
    assert (await stored(room, article_id)).topics == ("world",)
    await room.articles.undo(by=EDITOR)
    assert (await stored(room, article_id)).title == "The harbour opens"
    await room.articles.undo(by=EDITOR)
    assert (await stored(room, article_id)).state is ArticleState.DELETED
    with refused(Reason.NOTHING_TO_UNDO):
        await room.articles.undo(by=EDITOR)


async def test_undo_removes_a_new_topic_unless_it_is_in_use(room: Newsroom) -> None:
    await room.topics.create("sea", "", by=EDITOR)
    assert (await room.articles.undo(by=EDITOR)).topic == "sea"
    assert [topic.slug for topic in await room.topics.all()] == ["world"]
    await room.topics.create("sea", "", by=EDITOR)
    await reads(room, 1, "sea")
    with refused(Reason.NOTHING_TO_UNDO):
        await room.articles.undo(by=EDITOR)
    assert [topic.slug for topic in await room.topics.all()] == ["world", "sea"]


async def test_nobody_undoes_the_action_of_another(room: Newsroom) -> None:
    article = await published(room)
    removed = await room.articles.delete(article.id, by=EDITOR)
    with refused(Reason.NOTHING_TO_UNDO):
        await room.articles.undo(by=99)
    with refused(Reason.NOTHING_TO_UNDO):
        await room.articles.undo(by=99, action_id=removed.action_id)


async def test_after_ten_minutes_there_is_nothing_to_undo(room: Newsroom) -> None:
    article = await published(room)
    room.watch.moves(UNDO_WINDOW + timedelta(seconds=1))
    with refused(Reason.NOTHING_TO_UNDO):
        await room.articles.undo(by=EDITOR)
    assert (await stored(room, article.id)).state is ArticleState.PUBLISHED


async def test_two_undo_taps_at_once_undo_once(room: Newsroom) -> None:
    article = await published(room)
    removed = await room.articles.delete(article.id, by=EDITOR)
    results = await asyncio.gather(
        *(room.articles.undo(by=EDITOR, action_id=removed.action_id) for _ in range(3)),
        return_exceptions=True,
    )
    assert sum(isinstance(result, RejectedError) for result in results) == 2
    assert (await stored(room, article.id)).state is ArticleState.PUBLISHED


async def test_an_undo_button_does_nothing_once_the_article_went_on(room: Newsroom) -> None:
    draft = await drafted(room)
    result = await room.articles.publish(draft.article.id, draft.article.version, by=EDITOR)
    await room.articles.delete(draft.article.id, by=OTHER_EDITOR)
    with refused(Reason.NOTHING_TO_UNDO):
        await room.articles.undo(by=EDITOR, action_id=result.action_id)


async def test_every_change_leaves_a_trail_without_the_persons_id(room: Newsroom) -> None:
    article = await published(room)
    await room.articles.delete(article.id, by=EDITOR)
    async with room.database.read() as conn:
        trail = (await conn.execute(sa.select(audit).order_by(audit.c.id))).all()
    assert [row.action for row in trail] == [
        "topic.create",
        "article.add",
        "article.publish",
        "article.delete",
    ]
    assert str(EDITOR) not in {row.actor for row in trail}
    assert await rows(room, actions) == len(trail)


async def test_lists_are_paged_and_filtered(room: Newsroom) -> None:
    await room.has_topic("sea")
    for number in range(PAGE + 1):
        await published(room, f"/add #world Report {number}\nNumber {number} came in. It was late.")
    sea = await published(room, "/add #sea A ferry 100%\nThe ferry came in. It was late.")
    first = await room.articles.listing([ArticleState.PUBLISHED])
    second = await room.articles.listing([ArticleState.PUBLISHED], page=1)
    assert first.articles[0].id == sea.id
    assert (len(first.articles), first.more, len(second.articles), second.more) == (PAGE, True, 2, False)
    assert [a.id for a in (await room.articles.listing([ArticleState.PUBLISHED], topic="sea")).articles] == [
        sea.id
    ]
    found = await room.articles.listing([ArticleState.PUBLISHED], words=["FERRY", "100%"])
    assert [article.id for article in found.articles] == [sea.id]


async def test_what_was_deleted_leaves_for_good_after_30_days(room: Newsroom) -> None:
    article, kept = await published(room), await drafted(room)
    await room.articles.delete(article.id, by=EDITOR)
    room.watch.moves(KEPT_DELETED)
    assert await room.articles.purge() == 0
    room.watch.moves(timedelta(seconds=1))
    assert await room.articles.purge() == 1
    assert (await stored(room, kept.article.id)).state is ArticleState.DRAFT
    assert await rows(room, article_rows) == 1


async def test_a_cards_place_is_forgotten_with_the_draft(room: Newsroom) -> None:
    draft = await drafted(room)
    await room.drafts.place_card(draft.article.id, room.sender(), 55)
    async with room.database.read() as conn:
        row = (await conn.execute(sa.select(drafts))).one()
    assert (row.chat_id, row.card_message_id) == (CHAT, 55)
    await room.articles.publish(draft.article.id, draft.article.version, by=EDITOR)
    await room.drafts.place_card(draft.article.id, room.sender(), 56)
    assert await rows(room, drafts) == 0
