"""What a digest says, in every language; over 300 lines, for it is one message with many duties."""

import re
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.emulator.html import parse_html
from bot.emulator.utf16 import units
from bot.locales import languages, texts
from bot.models import (
    Article,
    ArticleState,
    Button,
    Edition,
    Length,
    OutgoingMessage,
    Preferences,
    Schedule,
    Section,
    Story,
    Subscriber,
    Topic,
)
from bot.views.buttons import in_mode, story_buttons
from bot.views.digest import Frame, digest, more_page
from bot.views.html import LIMIT
from bot.views.stories import LENGTHS, card, latest_page, saved_page
from bot.views.telling import story, tell, whole_sentences
from bot.views.times import next_line
from summarizer import rank
from summarizer.models import Ranking

EN = texts("en")
NOW = datetime(2026, 3, 4, 8, tzinfo=UTC)
NEXT = "Next digest: Thursday 5 March, 08:00 (UTC)"
LINK = "https://t.me/digest_bot?start=a_1"
FRAME = Frame(NOW, "UTC", NEXT)
WORLD = Topic(1, "world", {"en": "World"})
READER = Subscriber(
    1,
    1,
    0,
    "private",
    "en",
    Schedule((time(8),), "Europe/Kyiv"),
    Preferences(),
    next_digest_at=NOW + timedelta(hours=22),
)
SENTENCES = tuple(f"Sentence number {number} tells of the harbour and its ships." for number in range(1, 12))
RANKING = Ranking("en", "lead", SENTENCES, (10,) * 11, tuple(range(11)), 110)
ARTICLE = Article(
    1, "The harbour opens", " ".join(SENTENCES), ArticleState.PUBLISHED, "en", RANKING, ("world",),
    url="https://example.org/a?b=1&c=2", source_name="The Pier", story_id=1, number=1,
    published_at=NOW - timedelta(hours=3),
)  # fmt: skip


def edition(*stories: Story, more: tuple[Story, ...] = (), topic: Topic | None = WORLD) -> Edition:
    return Edition((Section(topic, stories),), more, 3, 20)


def many(count: int, article: Article = ARTICLE) -> tuple[Story, ...]:
    return tuple(
        Story(replace(article, id=number, title=f"Story {number} of the harbour"))
        for number in range(1, count + 1)
    )


def whole(length: Length = Length.THREE, **changes: object) -> Preferences:
    return replace(Preferences(length=length), **changes)  # type: ignore[arg-type]


def checked(message: OutgoingMessage) -> str:
    """The visible text, after the emulator has read the markup as strictly as Telegram does."""
    text, entities = parse_html(message.text)
    assert 0 < units(text) <= LIMIT
    assert len(entities) <= 100
    for row in message.keyboard:
        for button in row:
            assert button.url or 1 <= len(button.data.encode()) <= 64
            assert button.text
    return text


def test_a_digest_reads_as_promised() -> None:
    (message,) = digest(edition(Story(ARTICLE)), whole(), EN, FRAME)
    text, entities = parse_html(message.text)
    assert text.split("\n") == [
        "Wednesday 4 March · 1 story, 1 min",
        "",
        "WORLD",
        "",
        "The harbour opens",
        "The Pier · 3 hours ago",
        " ".join(SENTENCES[:3]),
        " ".join(SENTENCES[3:6]),
        "",
        NEXT,
        "/settings · /pause",
    ]
    kinds = [entity["type"] for entity in entities]
    assert kinds.count("expandable_blockquote") == 1
    assert [entity["url"] for entity in entities if "url" in entity] == ["https://example.org/a?b=1&c=2"]


def test_the_expandable_rest_repeats_no_sentence() -> None:
    for length in (Length.ONE, Length.THREE, Length.FIVE):
        text = parse_html(story(Story(ARTICLE), whole(length), EN, NOW))[0]
        assert all(text.count(sentence) <= 1 for sentence in SENTENCES)


@given(st.lists(st.sampled_from([*SENTENCES, "Rain fell.", "Rain fell."]), min_size=1, max_size=14))
def test_no_sentence_of_a_real_ranking_stands_in_a_story_twice(sentences: list[str]) -> None:
    distinct = list(dict.fromkeys(sentences))
    ranking = rank(" ".join(distinct), title="", language="en", method="lead")
    item = Story(replace(ARTICLE, title="T", ranking=ranking))
    text = parse_html(story(item, whole(), EN, NOW))[0]
    assert all(text.count(sentence) <= 1 for sentence in distinct)


def test_headlines_and_plain_mode_leave_out_what_they_promise() -> None:
    headlines = parse_html(story(Story(ARTICLE), whole(Length.HEADLINES), EN, NOW))[0]
    assert headlines == "The harbour opens\nThe Pier · 3 hours ago"
    plain = story(Story(ARTICLE), whole(plain=True), EN, NOW)
    assert "blockquote" not in plain
    assert SENTENCES[2] in plain


def test_other_sources_of_a_story_are_named_once_and_linked() -> None:
    also = tuple(
        replace(ARTICLE, id=number, source_name=name, url=f"https://example.org/{number}")
        for number, name in enumerate(("Lagoon", "The Pier", "Lagoon", "", "<Bay>"), 2)
    )
    text, entities = parse_html(story(Story(ARTICLE, also), whole(), EN, NOW))
    assert "The Pier · 3 hours ago · also: Lagoon, <Bay>\n" in text
    assert [entity["url"] for entity in entities if "url" in entity] == [
        ARTICLE.url, "https://example.org/2", "https://example.org/6",
    ]  # fmt: skip


def test_many_other_sources_are_cut_at_a_name_and_say_so() -> None:
    also = tuple(replace(ARTICLE, id=number, source_name=f"Source {number}") for number in range(2, 90))
    line = parse_html(story(Story(ARTICLE, also), whole(), EN, NOW))[0].split("\n")[1]
    assert line.endswith(", …")
    assert re.fullmatch(r"(Source \d+, )+…", line.partition("also: ")[2])


def test_a_story_that_is_too_long_ends_with_a_whole_sentence_and_has_its_button() -> None:
    long = tuple(f"{letter * 900} ends here." for letter in "abcde")
    article = replace(ARTICLE, ranking=Ranking("en", "lead", long, (1,) * 5, tuple(range(5)), 900))
    short = replace(ARTICLE, id=2)
    *_, message = digest(edition(Story(article), Story(short)), whole(Length.FIVE), EN, FRAME)
    text = parse_html(message.text)[0]
    assert len(re.findall(r"ends here\.", text)) >= 2
    assert "…" not in text
    assert [button.data for button in message.keyboard[0]] == ["read:1", "read:2"]
    assert all(len(button.text) <= 30 for row in message.keyboard for button in row)


def test_one_endless_sentence_is_cut_with_a_sign_and_has_its_button() -> None:
    article = replace(ARTICLE, ranking=Ranking("en", "lead", ("word " * 2000,), (1,), (0,), 2000))
    one = tell(Story(article), whole(), EN, NOW)
    assert one.shortened
    assert "word…" in one.markup


@given(st.lists(st.sampled_from(["One.", "Two two.", "Three three three."]), max_size=9), st.integers(1, 60))
def test_sentences_are_kept_whole(sentences: list[str], limit: int) -> None:
    kept = whole_sentences(sentences, limit)
    assert units(kept) <= limit
    if sentences and units(sentences[0]) <= limit:
        assert any(kept == " ".join(sentences[:count]) for count in range(1, len(sentences) + 1))


def test_plain_mode_needs_no_styling_and_writes_addresses_out() -> None:
    also = (replace(ARTICLE, id=2, source_name="Lagoon"),)
    (message,) = digest(edition(Story(ARTICLE, also)), whole(plain=True), EN, FRAME)
    text, entities = parse_html(message.text)
    assert [entity for entity in entities if entity["type"] not in {"url", "bot_command"}] == []
    assert text.split("\n")[:8] == [
        "Wednesday 4 March · 1 story, 1 min",
        "",
        "World",
        "",
        "The harbour opens",
        "The Pier · 3 hours ago · also: Lagoon",
        " ".join(SENTENCES[:3]),
        ARTICLE.url,
    ]


@pytest.mark.parametrize("language", languages())
def test_a_title_comes_before_its_source_and_its_text(language: str) -> None:
    for plain in (False, True):
        text = parse_html(story(Story(ARTICLE), whole(plain=plain), texts(language), NOW))[0]
        places = [text.index(piece) for piece in (ARTICLE.title, "The Pier", SENTENCES[0])]
        assert places == sorted(places)


def test_what_is_written_from_right_to_left_keeps_its_direction_to_itself() -> None:
    article = replace(ARTICLE, title="\u202eالميناء يفتح", source_name="الميناء")
    title, source, *_ = parse_html(story(Story(article), whole(), EN, NOW))[0].split("\n")
    assert title == "\u2068الميناء يفتح\u2069"
    assert source.startswith("\u2068الميناء\u2069 · ")


GOLDEN = Path(__file__).parent / "golden"


@pytest.mark.parametrize("language", languages())
def test_a_digest_reads_in_each_language_as_it_was_read_by_us(language: str) -> None:
    """The golden text of a language was read before it was kept; a new language brings its own."""
    words = texts(language)
    names = {
        "en": "World",
        "uk": "Світ",
        "de": "Welt",
        "es": "Mundo",
        "fr": "Monde",
        "pl": "Świat",
        "ar": "العالم",
    }
    topic = Topic(1, "world", names)
    also = (replace(ARTICLE, id=2, source_name="Lagoon"), replace(ARTICLE, id=3, source_name="الميناء"))
    stories = (Story(ARTICLE, also), Story(replace(ARTICLE, id=4, published_at=NOW - timedelta(days=2))))
    reader = replace(READER, language=language)
    frame = Frame(NOW, "Europe/Kyiv", next_line(reader, words), due=NOW - timedelta(hours=1))
    (message,) = digest(edition(*stories, more=many(4), topic=topic), whole(), words, frame)
    told = checked(message) + "\n" + " | ".join(b.text for row in message.keyboard for b in row) + "\n"
    assert told == (GOLDEN / f"digest.{language}.txt").read_text(encoding="utf-8")


def test_a_late_digest_names_its_time_in_the_readers_zone() -> None:
    frame = Frame(NOW, "Europe/Kyiv", NEXT, due=NOW - timedelta(hours=2))
    first, *others = digest(edition(*many(40)), whole(Length.FIVE), EN, frame)
    assert "Late: this digest was due at 08:00." in first.text
    assert others
    assert not any("Late" in message.text for message in others)


def test_a_long_digest_splits_between_stories_only() -> None:
    stories = many(40)
    messages = digest(edition(*stories, more=many(2)), whole(), EN, FRAME)
    visible = [checked(message) for message in messages]
    assert len(messages) > 2
    for number, text in enumerate(visible, 1):
        assert f"· {number}/{len(messages)}\n" in text
    told = [title for text in visible for title in re.findall(r"Story \d+ of the harbour", text)]
    assert told == [item.article.title for item in stories]
    blocks = [parse_html(story(item, whole(), EN, NOW))[0] for item in stories]
    assert all(sum(block in text for text in visible) == 1 for block in blocks)


def test_footer_and_buttons_stand_under_the_last_part_only() -> None:
    messages = digest(edition(*many(40), more=many(4)), whole(), EN, FRAME)
    assert [NEXT in message.text for message in messages] == [False] * (len(messages) - 1) + [True]
    assert [bool(message.keyboard) for message in messages] == [False] * (len(messages) - 1) + [True]
    *reads, others, (button,) = messages[-1].keyboard
    assert [one.data for row in reads for one in row] == [f"read:{number}" for number in range(1, 41)]
    assert [one.data for one in others] == ["pick:save:1", "pick:less:1"]
    assert (button.text, button.data) == ("+4 more", "more:3:20:0")


def test_one_part_has_no_number() -> None:
    (message,) = digest(edition(Story(ARTICLE)), whole(), EN, FRAME)
    assert "1/1" not in message.text
    assert [[button.data for button in row] for row in message.keyboard] == [["read:1", "save:1:1", "less:1"]]


HOSTILE = [
    "<b>bold</b> & </i>",
    "😀" * 3000,
    "👨‍👩‍👧‍👦" * 400,
    "x" * 1_000_000,
    "&amp;&lt;" * 500,
    '"><a href="https://example.org">',
    "{0} {name} %s",
    "\u202eesrever",
    "a " * 5000,
    "",
]
hostile = st.sampled_from(HOSTILE) | st.text(st.characters(exclude_categories=["Cs"]), max_size=300)


@st.composite
def hostile_stories(draw: st.DrawFn) -> Story:
    sentences = tuple(draw(st.lists(hostile.filter(bool), min_size=1, max_size=7)))
    ranking = Ranking(
        "en", "lead", sentences, (1,) * len(sentences), tuple(range(len(sentences))), 1000
    )  # fmt: skip
    article = replace(
        ARTICLE,
        title=draw(hostile) or "T",
        ranking=ranking,
        source_name=draw(hostile),
        url=draw(st.sampled_from(["", "javascript:alert(1)", 'https://example.org/"><b>', ARTICLE.url])),
    )
    return Story(article, (replace(article, source_name=draw(hostile)),))


@given(
    stories=st.lists(hostile_stories(), min_size=1, max_size=4),
    length=st.sampled_from(Length),
    plain=st.booleans(),
    name=hostile,
    language=st.sampled_from(languages()),
)
def test_every_part_is_what_telegram_takes_whatever_the_articles_hold(
    stories: list[Story], length: Length, *, plain: bool, name: str, language: str
) -> None:
    topic = Topic(1, "world", {"en": name or "World"})
    words = texts(language)
    parts = digest(
        edition(*stories, more=tuple(stories), topic=topic), whole(length, plain=plain), words, FRAME
    )
    for message in parts:
        checked(message)


@given(st.lists(hostile_stories(), min_size=1, max_size=10), hostile)
def test_pages_of_stories_are_what_telegram_takes(stories: list[Story], name: str) -> None:
    items = tuple(stories)
    checked(more_page(Edition((), items, 0, 10**12), 0, 5, EN, NOW))
    checked(latest_page(items, EN, NOW, page=0, size=10, title=name, slug="x" * 32, more=True))


@settings(max_examples=30)
@given(hostile_stories(), hostile)
def test_a_story_on_its_own_is_what_telegram_takes(item: Story, name: str) -> None:
    for length in LENGTHS:
        checked(card(item.article, [name], EN, NOW, sentences=length, saved=True, link=LINK))
    checked(saved_page([item.article] * 5, EN, NOW, page=0, size=5, more=True))


def test_many_small_stories_keep_to_the_number_of_entities() -> None:
    article = replace(ARTICLE, ranking=Ranking("en", "lead", ("Yes.", "No."), (1, 1), (0, 1), 9))
    messages = digest(edition(*many(50, article)), whole(Length.ONE), EN, FRAME)
    assert len(messages) > 1
    assert sum(checked(message).count("of the harbour") for message in messages) == 50


def test_more_is_paged_with_ways_to_and_fro() -> None:
    rest = Edition((), many(12), 0, 12)
    pages = [more_page(rest, page, 5, EN, NOW) for page in range(3)]
    told = [re.findall(r"Story (\d+)", checked(page)) for page in pages]
    assert [number for page in told for number in page] == [str(number) for number in range(1, 13)]
    turns = [
        [one.data for row in page.keyboard for one in row if one.data.startswith("more:")] for page in pages
    ]
    assert turns == [
        ["more:0:12:1"],
        ["more:0:12:0", "more:0:12:2"],
        ["more:0:12:1"],
    ]
    assert "More stories · 2/3" in checked(pages[1])


@pytest.mark.parametrize("size", [1, 5, 10])
def test_the_latest_have_a_button_each(size: int) -> None:
    stories = many(25)[size : 2 * size]
    page = latest_page(stories, EN, NOW, page=1, size=size, title="World", slug="world", more=True)
    reads = [b.data for row in page.keyboard for b in row if b.data.startswith("read:")]
    assert reads == [f"read:{number}" for number in range(size + 1, 2 * size + 1)]
    turns = [b.data for row in page.keyboard for b in row if b.data.startswith("latest:")]
    assert turns[0] == f"latest:world:0:{size}"
    text = checked(page)
    assert text.startswith("Latest: World")
    assert all(
        text.index(f"{first}. ") < text.index(f"{then}. ")
        for first, then in pairwise(range(size + 1, 2 * size + 1))
    )


@pytest.mark.parametrize(("count", "first"), [(1, 1), (1, 6), (5, 1), (12, 6), (50, 1)])
def test_the_buttons_of_stories_change_their_deed_and_come_back(count: int, first: int) -> None:
    other = (Button("Next", "more:0:9:1"),)
    reading = (*story_buttons(range(1, count + 1), EN, first=first), other)
    for mode in ("save", "less"):
        picking = in_mode(reading, EN, first=first, mode=mode)
        assert picking[-1] == other
        assert in_mode(picking, EN, first=first, mode="read") == reading
        assert sum(len(row) for row in picking) <= 100
        assert all(len(button.text) <= 30 for row in picking for button in row)


def test_buttons_that_are_none_of_stories_are_not_changed() -> None:
    for keyboard in ((), ((Button("Next", "more:0:9:1"),),), ((Button("Read 1", "read:x"),),)):
        with pytest.raises(ValueError, match=r"stories|invalid"):
            in_mode(keyboard, EN, first=1, mode="save")
