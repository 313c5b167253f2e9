import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.emulator.utf16 import split_long
from bot.models import Topic
from bot.services.adding import Pasted, joined, match_topics, parse, read, titled
from bot.views.cards import TitleFrom
from bot.views.html import units

STORY = "https://example.org/story"
WORLD = Topic(1, "world", {"en": "World", "uk": "Світ"})
WORLD_NEWS = Topic(2, "world-news", {"en": "World news"})


@pytest.mark.parametrize(
    ("message", "topics", "url", "title", "body"),
    [
        ("/add", (), "", "", ""),
        ("  /add@desk_bot  ", (), "", "", ""),
        (f"/add #world #nato {STORY}", ("world", "nato"), STORY, "", ""),
        (f"/add {STORY} The harbour opens #world", ("world",), STORY, "The harbour opens", ""),
        (
            "/add #world The harbour opens\nA ship came in.",
            ("world",),
            "",
            "The harbour opens",
            "A ship came in.",
        ),
        (f"/add {STORY}\nA ship came in.", (), STORY, "", "A ship came in."),
        (f"/add #world The harbour\n{STORY}", ("world",), STORY, "The harbour", ""),
        ("/add #World, #world;", ("World",), "", "", ""),
        ("/add # alone", (), "", "# alone", ""),
        ("/add \u200d\u200e", (), "", "", ""),
        ("/add T <i>x\n\nOne <u>b</u>.", (), "", "T <i>x", "One <u>b</u>."),
        ("/add T\x00itle\n\nOne\x00. Two.", (), "", "Title", "One. Two."),
        (f"/add {STORY} {STORY}/2", (), STORY, f"{STORY}/2", ""),
        ("A caption without the command", (), "", "A caption without the command", ""),
    ],
)
def test_the_first_line_holds_topics_link_and_title_the_others_the_body(
    message: str, topics: tuple[str, ...], url: str, title: str, body: str
) -> None:
    found = parse(message)
    assert (found.topics, found.url, found.title, found.body) == (topics, url, title, body)


def test_words_behind_the_command_that_are_prose_are_the_text() -> None:
    paragraph = "The council met on Monday " + "and talked about the bridge " * 6 + "until late."
    found = read([f"/add #world {paragraph}\nThen everybody went home."])
    assert found.topics == ("world",)
    assert found.body == f"{paragraph}\nThen everybody went home."
    assert found.title_from is TitleFrom.FIRST_SENTENCE


def test_one_line_that_ends_in_a_full_stop_is_a_text_and_no_title() -> None:
    found = read(["/add The bridge opened on Monday. Trains follow in May."])
    assert found.body == "The bridge opened on Monday. Trains follow in May."
    assert found.title == "The bridge opened on Monday."


def test_a_first_line_without_a_full_stop_becomes_the_title_and_leaves_the_body() -> None:
    found = read(["/add #world\nThe harbour opens\n\nA ship came in. It was late."])
    assert (found.title, found.body) == ("The harbour opens", "A ship came in. It was late.")
    assert found.title_from is TitleFrom.FIRST_LINE


@pytest.mark.parametrize("first", ["The harbour opened.", 'He said: "We open."', "港が開いた。", "x" * 121])
def test_any_other_first_line_stays_and_its_first_sentence_is_the_title(first: str) -> None:
    title, body, found = titled(f"{first}\nA ship came in.")
    assert body == f"{first}\nA ship came in."
    assert found is TitleFrom.FIRST_SENTENCE
    assert units(title) <= 90


def test_a_line_of_120_characters_is_still_a_title() -> None:
    title, _, found = titled("x" * 120 + "\nA ship came in.")
    assert (title, found) == ("x" * 120, TitleFrom.FIRST_LINE)


def test_a_long_first_sentence_is_cut_at_a_word() -> None:
    title, _, _ = titled("The harbour " * 20 + "opened. More came.")
    assert title.startswith("The harbour The harbour")
    assert title.endswith(("harbour…", "The…"))
    assert units(title) <= 90


def test_a_markdown_heading_loses_its_signs() -> None:
    assert titled("## The harbour opens\nA ship came in.")[0] == "The harbour opens"


def test_a_single_line_is_never_emptied_by_its_own_title() -> None:
    title, body, _ = titled("No stop at the end of this line")
    assert body == "No stop at the end of this line"
    assert title == "No stop at the end of this line"


@given(st.text())
def test_any_text_is_read_and_no_body_is_lost(text: str) -> None:
    found = read([f"/add #world\n{text}"])
    assert found.topics == ("world",)
    assert "\n" not in found.title
    assert units(found.title) <= 120 * 2


WORDS = st.lists(st.text("abcdefghij", min_size=1, max_size=60), min_size=1, max_size=400)


@given(WORDS)
def test_a_text_that_a_client_split_comes_together_again(words: list[str]) -> None:
    text = " ".join(words)
    assert joined(split_long(text, 4096)).split() == text.split()


def test_a_word_cut_by_a_full_message_is_whole_again() -> None:
    text = "x" * 9000
    assert joined(split_long(text, 4096)) == text


def test_a_full_part_that_ends_with_a_word_is_not_glued_to_the_next() -> None:
    text = "abcdefg " * 1000
    assert len(split_long("abc " + text, 4096)[0]) < 4096 == len(split_long("a" + text, 4096)[0])
    assert joined(split_long("a" + text, 4096)) == f"a{text}".strip()


def test_parts_cut_behind_a_sentence_are_joined_as_lines() -> None:
    assert joined(["It rained.", "Then the sun came."]) == "It rained.\nThen the sun came."
    assert joined(["It rained and", "then the sun came."]) == "It rained and then the sun came."
    assert joined([]) == ""


def test_topics_are_found_by_slug_and_by_name_in_one_word() -> None:
    words = ["World", "світ", "WorldNews", "world_news", "c++"]
    assert match_topics(words, [WORLD, WORLD_NEWS]) == (("world", "world-news"), ("c++",))


@pytest.mark.parametrize(
    "pasted", [Pasted(), Pasted(("/add\nA “b”.", "c"), TitleFrom.FIRST_LINE), Pasted(("x",))]
)
def test_what_was_pasted_is_kept_and_read_again(pasted: Pasted) -> None:
    assert Pasted.from_json(pasted.to_json()) == pasted


def test_a_draft_without_anything_pasted_has_an_empty_line() -> None:
    assert Pasted.from_json("") == Pasted()


@pytest.mark.parametrize("unit", ["a", " ", ".", "#", '."', "/add ", "\n", "#a "])
def test_long_monotonous_text_is_read_without_slowing_down(unit: str) -> None:
    text = unit * (100_000 // len(unit))
    assert read([f"/add\n{text}"]).url == ""
