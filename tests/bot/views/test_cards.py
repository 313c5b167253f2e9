from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.emulator.html import parse_html
from bot.locales import texts
from bot.models import Article, ArticleState, Length, OutgoingMessage, Preferences, Story, Topic
from bot.views import cards, catalogue
from bot.views.cards import Draft, TitleFrom, UnknownTopic
from bot.views.html import LIMIT, escape, visible_units
from bot.views.telling import story
from summarizer.models import Ranking

EN = texts("en")
WORLD = Topic(1, "world", {"en": "World"})
SEA = Topic(2, "sea", {"en": "The sea"})
NOW = datetime(2026, 3, 3, 12, tzinfo=UTC)
SENTENCES = ("The harbour opened on Monday.", "A ship came in.", "People cheered.", "Then it rained.")
RANKING = Ranking(
    "en", "lead", SENTENCES, (5, 4, 2, 3), (0, 1, 2, 3), 40, ("Read more here", "Other Topics of Interest")
)
ARTICLE = Article(
    12,
    "The harbour opens",
    " ".join(SENTENCES),
    ArticleState.DRAFT,
    "en",
    RANKING,
    ("world",),
    url="https://example.org/a?b=1&c=2",
    source_name="The Pier",
    version=3,
)


def article(**changes: object) -> Article:
    return replace(ARTICLE, **changes)  # type: ignore[arg-type]


def data(message: OutgoingMessage) -> list[str]:
    return [button.data for row in message.keyboard for button in row]


def labels(message: OutgoingMessage) -> list[str]:
    return [button.text for row in message.keyboard for button in row]


def test_the_card_says_that_a_short_article_is_shown_as_its_opening() -> None:
    words = "A short article: readers get its opening sentences"
    for method, told in (("news", True), ("lead", False)):
        card = cards.draft_card(Draft(article(ranking=replace(RANKING, method=method, words=14)), ()), EN)
        assert (words in card.text) is told
    assert words not in cards.draft_card(Draft(article(ranking=replace(RANKING, method="news")), ()), EN).text


def test_the_card_tells_title_source_language_topics_and_the_next_steps() -> None:
    card = cards.draft_card(Draft(ARTICLE, (WORLD, SEA), title_from=TitleFrom.FIRST_LINE), EN)
    assert '<b><a href="https://example.org/a?b=1&amp;c=2">The harbour opens</a></b>' in card.text
    assert "<i>The Pier · English · World</i>" in card.text
    assert "Title: first line of the text" in card.text
    assert "2 lines cut as page furniture" in card.text
    assert data(card) == [
        "publish:12:3",
        "draft_topics:12",
        "draft_title:12",
        "discard:12:3",
        "draft_lines:12",
    ]
    assert labels(card)[:4] == ["Publish", "Topics", "Title", "Discard"]


def test_the_card_shows_the_very_text_of_a_digest() -> None:
    in_digest = story(Story(ARTICLE), Preferences(length=Length.THREE), EN, NOW)
    on_card = cards.digest_text(ARTICLE, EN)
    assert on_card == escape(" ".join(SENTENCES[:3]))
    assert f"\n{on_card}" in in_digest


@pytest.mark.parametrize(
    ("found", "words"),
    [
        (TitleFrom.GIVEN, None),
        (None, None),
        (TitleFrom.FIRST_SENTENCE, "Title: from the first sentence"),
        (TitleFrom.DOCUMENT, "Title: as the document names it"),
    ],
)
def test_the_card_says_how_the_title_was_found(found: TitleFrom | None, words: str | None) -> None:
    text = cards.draft_card(Draft(ARTICLE, (WORLD,), title_from=found), EN).text
    assert (words in text) if words else ("Title:" not in text)


def test_unknown_topics_are_named_and_those_that_can_be_are_one_tap_away() -> None:
    unknown = (UnknownTopic("Harbours", "harbours"), UnknownTopic("Гавань", ""))
    card = cards.draft_card(Draft(ARTICLE, (WORLD,), unknown), EN)
    assert "Not a topic yet: #Harbours, #Гавань" in card.text
    assert data(card)[0] == "draft_create:12:harbours"
    assert [label for label in labels(card) if label.startswith("Create")] == ["Create topic #harbours"]


def test_a_duplicate_is_warned_of_with_its_number_and_link() -> None:
    other = article(id=5, title="Same <text>", state=ArticleState.PUBLISHED)
    card = cards.draft_card(Draft(ARTICLE, (WORLD,), duplicate=other), EN)
    assert "article 5" in card.text
    assert ">Same &lt;text&gt;</a> (published)" in card.text
    assert data(card)[-1] == "article:5"
    assert "publish:12:3" in data(card)


def test_a_card_without_topics_or_summary_says_so() -> None:
    bare = article(topics=(), ranking=Ranking("en", "lead"), url="", source_name="")
    text = cards.draft_card(Draft(bare, ()), EN).text
    assert "<i>English · no topic yet</i>" in text
    assert "readers get the title alone" in text
    assert "cut as page furniture" not in text


def test_the_lines_cut_are_shown_with_a_way_back() -> None:
    shown = cards.removed_lines(ARTICLE, EN)
    assert "– Read more here\n– Other Topics of Interest" in shown.text
    assert data(shown) == ["draft:12"]


def test_of_very_many_lines_cut_the_rest_is_counted() -> None:
    lines = tuple(f"Line {number} of the page" for number in range(1000))
    shown = cards.removed_lines(article(ranking=Ranking("en", "lead", removed=lines)), EN)
    count = shown.text.count("– Line")
    assert f"… and {1000 - count} more lines" in shown.text
    assert visible_units(shown.text) <= LIMIT


def test_topics_are_switches_that_say_where_they_lead() -> None:
    choice = cards.topic_choice(Draft(ARTICLE, (WORLD, SEA)), EN)
    assert labels(choice) == ["✓ World", "The sea", "Done"]
    assert data(choice) == ["draft_topic:12:1:0", "draft_topic:12:2:1", "draft:12"]
    assert "Topics: World" in choice.text


def test_a_desk_without_topics_says_how_to_make_one() -> None:
    assert "/newtopic world World news" in cards.topic_choice(Draft(ARTICLE, ()), EN).text


WEIRD = st.text(max_size=400) | st.sampled_from(["<b>", "&amp;", "😀" * 5000, "x" * 9000, "\u202e"])


@given(title=WEIRD, source=WEIRD, sentence=WEIRD, lines=st.lists(WEIRD, max_size=30), words=st.lists(WEIRD))
def test_any_card_is_markup_that_telegram_takes(
    title: str, source: str, sentence: str, lines: list[str], words: list[str]
) -> None:
    ranking = Ranking("en", "lead", (sentence,), (9,), (0,), 100, tuple(lines))
    odd = article(title=title, source_name=source, ranking=ranking)
    draft = Draft(odd, (WORLD,), tuple(UnknownTopic(word, "") for word in words), duplicate=odd)
    for message in (
        cards.draft_card(draft, EN),
        cards.removed_lines(odd, EN),
        cards.topic_choice(draft, EN),
        cards.title_question(odd, EN),
    ):
        parse_html(message.text)
        assert visible_units(message.text) <= LIMIT
        assert all(len(button.encode()) <= 64 for button in data(message))


def test_publishing_tells_how_many_get_it_and_when() -> None:
    readers = catalogue.Readers(12, NOW + timedelta(days=1))
    done = article(state=ArticleState.PUBLISHED)
    told = catalogue.published(done, [WORLD], readers, EN, zone="Europe/Kyiv", action_id=9)
    assert "<b>Published.</b> 12 readers of World get it in their next digest." in told.text
    assert "Wednesday 4 March, 14:00 (Europe/Kyiv)" in told.text
    assert data(told) == ["undo:9"]


def test_a_second_publish_says_so_and_offers_no_undo() -> None:
    readers = catalogue.Readers(0, None)
    told = catalogue.published(ARTICLE, [WORLD], readers, EN, zone="UTC", action_id=None)
    assert "Already published." in told.text
    assert "Nobody reads World yet" in told.text
    assert told.keyboard == ()


def test_lists_turn_their_pages_with_the_same_question() -> None:
    listing = catalogue.Listing((ARTICLE,), 1, more=True, query="world harbour")
    shown = catalogue.article_list(listing, EN, zone="UTC")
    assert data(shown) == ["article:12", "articles:0:world harbour", "articles:2:world harbour"]


def test_a_question_too_long_for_a_button_is_told_and_not_cut() -> None:
    listing = catalogue.Listing((ARTICLE,), 0, more=True, query="гавань " * 8)
    shown = catalogue.article_list(listing, EN, zone="UTC")
    assert data(shown) == ["article:12"]
    assert "ask with fewer words" in shown.text


def test_an_empty_list_says_what_to_do() -> None:
    assert "/add" in catalogue.article_list(catalogue.Listing((), 0, more=False), EN, zone="UTC").text
    nothing = catalogue.Listing((), 0, more=False, query="<b>")
    assert "“&lt;b&gt;”" in catalogue.article_list(nothing, EN, zone="UTC").text
