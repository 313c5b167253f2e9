import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import Reason, RejectedError
from bot.models import Topic
from bot.services.topics import SLUG, checked_slug, find_topic, starter_set
from bot.storage.engine import Database
from tests.bot.services.newsroom import EDITOR, Newsroom

KNOWN = (Topic(1, "world", {"en": "World", "uk": "Світ"}), Topic(2, "tech", {"en": "Technology"}))


def refused(reason: Reason) -> pytest.RaisesExc[RejectedError]:
    return pytest.RaisesExc(RejectedError, check=lambda error: error.reason is reason)


@pytest.mark.parametrize("word", ["world", "#World", " WORLD ", "світ", "СВІТ"])
def test_a_topic_is_found_by_slug_or_any_name_in_any_case(word: str) -> None:
    assert find_topic(word, KNOWN).slug == "world"


def test_an_unknown_topic_is_refused_with_the_nearest() -> None:
    with refused(Reason.NO_SUCH_TOPIC) as caught:
        find_topic("wordl", KNOWN)
    assert caught.value.details == {"slug": "wordl", "nearest": "world"}
    with refused(Reason.NO_SUCH_TOPIC) as caught:
        find_topic("x" * 5000, KNOWN)
    assert caught.value.details == {"slug": "x" * 40, "nearest": ""}


@pytest.mark.parametrize(
    ("word", "slug"),
    [("World", "world"), ("#c_2-b", "c_2-b"), ("9", "9"), ("a\n", "a"), ("x" * 32, "x" * 32)],
)
def test_a_slug_is_lower_cased(word: str, slug: str) -> None:
    assert checked_slug(word) == slug


@pytest.mark.parametrize("word", ["", "#", "-a", "_a", "a b", "x" * 33, "світ", "a\x00", "c++", "a:b"])
def test_what_is_no_slug_is_refused(word: str) -> None:
    with refused(Reason.BAD_SLUG):
        checked_slug(word)


@given(st.text())
def test_any_text_gives_a_slug_or_a_refusal(word: str) -> None:
    try:
        slug = checked_slug(word)
    except RejectedError:
        slug = ""
    assert not slug or SLUG.match(slug)


async def test_a_topic_is_named_as_its_slug_unless_told(database: Database) -> None:
    room = Newsroom(database)
    await room.topics.create("World-news", "", by=EDITOR)
    await room.topics.create("tech", " Technology ", by=EDITOR)
    assert [(topic.slug, topic.name("uk")) for topic in await room.topics.all()] == [
        ("world-news", "World news"),
        ("tech", "Technology"),
    ]
    with refused(Reason.TOPIC_EXISTS):
        await room.topics.create("TECH", "Again", by=EDITOR)
    assert len(await room.topics.all()) == 2


async def test_the_starter_set_adds_what_is_missing_once(database: Database) -> None:
    room = Newsroom(database)
    await room.topics.create("tech", "Ours", by=EDITOR)
    for _ in range(2):
        made = await room.topics.create_starter_set(by=EDITOR)
        assert len(made) == len(starter_set())
    assert next(topic for topic in made if topic.slug == "tech").name("en") == "Ours"


async def test_topics_are_counted_with_readers_and_fresh_articles(database: Database) -> None:
    room = Newsroom(database)
    await room.has_topic("world")
    counted = await room.topics.counted()
    assert [(item.topic.slug, item.readers, item.articles) for item in counted] == [("world", 0, 0)]
    draft = await room.drafts.from_text(
        "/add #world Rain\nIt rained today. It will rain again.", room.sender()
    )
    await room.articles.publish(draft.article.id, draft.article.version, by=EDITOR)
    (item,) = await room.topics.counted()
    assert item.articles == 1
