"""What is found on both databases, in which order, and that no change of an article is forgotten."""

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest
import pytest_asyncio
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.errors import RejectedError
from bot.models import ArticleState, Candidate, NewArticle, Query
from bot.services.search import Search
from bot.services.search_ranks import ranked
from bot.storage import articles, search, topics, transfer
from bot.storage.engine import Database
from bot.storage.tables import article_topics, searchable
from bot.storage.tables import articles as article_table
from bot.terms import terms
from bot.views.cards import Draft
from summarizer.models import Ranking
from tests.bot.services.newsroom import EDITOR, NOON, Newsroom

HARBOUR = (
    "The harbour of Westerby opened again on Monday after two years. Its c++ code isn't old: 北京市 says so."
)
GLACIER = "Researchers weighed a glacier in Київ with drones. The harbour was far away from the ice field."


class Shelf:
    """A newsroom that publishes, and a reader who searches."""

    def __init__(self, database: Database) -> None:
        self.room = Newsroom(database)
        self.search = Search(database, self.room.watch)

    async def publishes(self, title: str, body: str, topic: str = "world") -> int:
        draft = await self.drafts(title, body, topic)
        await self.room.articles.publish(draft.article.id, draft.article.version, by=EDITOR)
        await self.is_in_step()
        return draft.article.id

    async def drafts(self, title: str, body: str, topic: str = "world") -> Draft:
        return await self.room.drafts.from_text(f"#{topic} {title}\n{body}", self.room.sender())

    async def finds(self, words: str, *, start: int = 0, size: int = 10) -> list[int]:
        found = await self.search.find(words, zone="UTC", start=start, size=size)
        return [article.id for article in found.articles]

    async def is_in_step(self) -> None:
        """Compare every row with what its article says now."""
        async with self.room.database.read() as conn:
            published = await conn.execute(
                sa.select(article_table).where(article_table.c.state == ArticleState.PUBLISHED.value)
            )
            expected: dict[int, dict[str, Any]] = {}
            for row in published:
                chosen = sa.select(article_topics.c.topic_id).where(article_topics.c.article_id == row.id)
                topic_ids = list((await conn.execute(chosen)).scalars())
                expected[row.id] = search.row_of(row, topic_ids)
            stored: dict[int, dict[str, Any]] = {
                row.article_id: dict(row._mapping) for row in await conn.execute(sa.select(searchable))
            }
        for held in (*expected.values(), *stored.values()):
            held["terms"] = sorted(held["terms"].split())
        assert stored == expected


@pytest_asyncio.fixture
async def shelf(database: Database) -> AsyncIterator[Shelf]:
    made = Shelf(database)
    await made.room.has_topic("world")
    await made.room.has_topic("tech")
    yield made
    await made.is_in_step()


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("harbour", [1, 2]),
        ("HARBOUR westerby", [1]),
        ("harb", [1, 2]),
        ("ha", []),
        ("harb westerby", []),
        ("c++", [1]),
        ("isn't", [1]),
        ("北京", [1]),
        ("京", [1]),
        ("市 京", [1]),
        ("上海", []),
        ("киї", [2]),
        ("київ", [2]),
        ("topic:world", [2, 1]),
        ("topic:tech harbour", []),
        ("since:1d harbour", [1, 2]),
        ("glacier topic:world since:2w", [2]),
        ("h:glacier", []),
        ("harbour OR glacier", []),
        ('"harbour', [1, 2]),
    ],
)
async def test_what_is_found(shelf: Shelf, words: str, found: list[int]) -> None:
    await shelf.publishes("Harbour opens", HARBOUR)
    await shelf.publishes("A glacier is weighed", GLACIER)
    assert await shelf.finds(words) == found


async def test_every_change_of_an_article_is_followed(shelf: Shelf) -> None:
    draft = await shelf.drafts("Harbour opens", HARBOUR)
    assert await shelf.finds("harbour") == []
    await shelf.room.drafts.set_title(draft.article.id, "Port opens", by=EDITOR)
    await shelf.room.drafts.set_topic(draft.article.id, 2, on=True, by=EDITOR)
    await shelf.is_in_step()
    article = (await shelf.room.drafts.get(draft.article.id)).article
    await shelf.room.articles.publish(article.id, article.version, by=EDITOR)
    await shelf.is_in_step()
    assert await shelf.finds("port topic:tech") == [article.id]
    await shelf.room.articles.undo(by=EDITOR)
    await shelf.is_in_step()
    assert await shelf.finds("port") == []
    article = (await shelf.room.drafts.get(article.id)).article
    await shelf.room.articles.publish(article.id, article.version, by=EDITOR)
    await shelf.room.articles.delete(article.id, by=EDITOR)
    await shelf.is_in_step()
    assert await shelf.finds("port") == []
    await shelf.room.articles.undo(by=EDITOR)
    assert await shelf.finds("port") == [article.id]
    await shelf.room.articles.delete(article.id, by=EDITOR)
    shelf.room.watch.moves(timedelta(days=31))
    assert await shelf.room.articles.purge() == 1
    await shelf.is_in_step()


async def test_a_published_article_that_is_changed_is_found_as_it_is(shelf: Shelf) -> None:
    article_id = await shelf.publishes("Harbour opens", HARBOUR)
    async with shelf.room.database.write() as conn:
        article = await articles.get(conn, article_id)
        assert article is not None
        await articles.change(conn, article_id, article.version, title="Tramway", source_name="Evening Post")
        await articles.set_topics(conn, article_id, ["tech"])
    assert await shelf.finds("tramway source:evening topic:tech") == [article_id]
    assert await shelf.finds("harbour topic:world") == []


async def test_the_articles_of_a_merged_topic_are_found_under_the_other(shelf: Shelf) -> None:
    article_id = await shelf.publishes("Harbour opens", HARBOUR)
    async with shelf.room.database.write() as conn:
        await topics.merge(conn, 1, 2)
    assert await shelf.finds("harbour topic:tech") == [article_id]


async def test_imported_articles_are_found(shelf: Shelf) -> None:
    ranking = Ranking("en", "lead", ("A ferry.",), (2,), (0,), 2)
    rows = [
        transfer.Stored(
            NewArticle(f"Ferry {number}", "A ferry sails.", "en", ranking, ("tech",), published_at=NOON),
            state,
        )
        for number, state in enumerate([ArticleState.PUBLISHED, ArticleState.DRAFT, ArticleState.PUBLISHED])
    ]
    async with shelf.room.database.write() as conn:
        await transfer.insert_articles(conn, rows, transfer.KnownArticles(set(), {}), NOON)
    assert sorted(await shelf.finds("ferry topic:tech")) == [1, 3]


async def test_what_fell_out_of_step_is_repaired(shelf: Shelf) -> None:
    kept = await shelf.publishes("Harbour opens", HARBOUR)
    gone = await shelf.publishes("A glacier is weighed", GLACIER)
    async with shelf.room.database.write() as conn:
        await conn.execute(sa.delete(searchable).where(searchable.c.article_id == kept))
        await conn.execute(sa.update(article_table).where(article_table.c.id == gone).values(state="draft"))
    assert await shelf.finds("harbour") == []
    async with shelf.room.database.write() as conn:
        assert await search.repair(conn) == 2
        assert await search.repair(conn) == 0
    assert await shelf.finds("harbour") == [kept]


async def test_pages_hold_every_result_once(shelf: Shelf) -> None:
    ids = [await shelf.publishes(f"Ferry {number}", f"Boat {number} sails north.") for number in range(7)]
    pages = [await shelf.finds("ferry", start=start, size=3) for start in (0, 3, 6, 9)]
    assert [len(page) for page in pages] == [3, 3, 1, 0]
    assert sorted(number for page in pages for number in page) == ids


async def test_long_searches_are_kept_for_their_buttons_and_forgotten(shelf: Shelf) -> None:
    name = await shelf.search.keep("harbour bridge " * 10)
    assert await shelf.search.kept(name) == ("harbour bridge " * 10).strip()
    with pytest.raises(ValueError, match="no such search"):
        await shelf.search.kept("' OR 1=1")


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.one_of(st.text(), st.text(alphabet="\"'()*-+^:\\&|!<> abNEAROT京é")))
async def test_any_text_finds_something_or_nothing(shelf: Shelf, text: str) -> None:
    try:
        found = await shelf.search.find(text, zone="UTC", start=0, size=5)
    except RejectedError:
        return
    assert found.total == 0


async def test_what_is_found_holds_the_words_and_what_holds_them_is_found(shelf: Shelf) -> None:
    """The database agrees with a plain comparison, whatever the words."""
    texts = {await shelf.publishes(f"Story {n}", body): body for n, body in enumerate((HARBOUR, GLACIER))}
    for word in dict.fromkeys(terms(HARBOUR + GLACIER)):
        expected = {number for number, body in texts.items() if word in terms(body)}
        if len(word) > 1:
            assert set(await shelf.finds(f"{word} story")) == expected, word


def test_titles_count_more_and_the_new_before_the_old() -> None:
    def found(number: int, terms: str, days: int) -> Candidate:
        return Candidate(number, number, None, NOON - timedelta(days=days), terms)

    plain = found(1, "news | the ferry sails | t:1", 0)
    titled = found(2, "ferry | it sails | h:ferry", 0)
    often = found(3, "news | ferry ferry ferry sails | t:1", 0)
    old = found(4, "news | the ferry sails | t:1", 90)
    order = ranked([plain, titled, often, old, plain], Query("ferry", ("ferry",)), NOON)
    assert [one.number for one in order] == [2, 3, 1, 4]


def test_a_story_is_found_once() -> None:
    pair = [Candidate(number, number, 5, NOON, "ferry |  | ") for number in (1, 2)]
    assert [one.number for one in ranked(pair, Query("ferry", ("ferry",)), NOON)] == [2]
