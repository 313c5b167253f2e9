from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import Reason, RejectedError
from bot.models import Subscription
from bot.services.topic_words import LONGEST_WORD, MOST_WORDS, TopicChange, parse_topic_line, parse_words

CHOICE = Subscription(1, 2, include=("rain",), exclude=("snow",))


@pytest.mark.parametrize(
    ("line", "name", "change"),
    [
        ("world", "world", TopicChange()),
        ("world +NATO -sport", "world", TopicChange(include=("nato",), exclude=("sport",))),
        ("World news −Sport ＋Kyiv", "World news", TopicChange(include=("kyiv",), exclude=("sport",))),
        ("world max 3", "world", TopicChange(maximum=3)),
        ("world max ٣", "world", TopicChange(maximum=3)),
        ("world max off mute on", "world", TopicChange(maximum=0, muted=True)),
        ("world words off +c++", "world", TopicChange(words_off=True, include=("c++",))),
        ("world up", "world", TopicChange(move="up")),
        ("world place 2", "world", TopicChange(move="2")),
        ("max +a", "max", TopicChange(include=("a",))),
    ],
)
def test_a_line_about_a_topic_is_read(line: str, name: str, change: TopicChange) -> None:
    assert parse_topic_line(line) == (name, change)


@pytest.mark.parametrize(
    ("line", "word"),
    [
        ("world +", ""),
        ("world +!!!", "!!!"),
        ("world +nato bananas", "bananas"),
        ("world max", "max"),
        ("world max 0x", "max 0x"),
        ("world max 51", "max 51"),
        ("world max " + "9" * 5000, ("max " + "9" * 5000)[:LONGEST_WORD]),
        ("world mute maybe", "mute maybe"),
        ("world words on", "words on"),
        ("world place 9999", "place 9999"),
        ("world +" + "x" * 41, "x" * 40),
    ],
)
def test_what_is_not_understood_is_named(line: str, word: str) -> None:
    with pytest.raises(RejectedError) as caught:
        parse_topic_line(line)
    assert caught.value.reason is Reason.BAD_TOPIC_WORD
    assert caught.value.details == {"word": word}


def test_a_word_stands_in_one_list_only() -> None:
    assert TopicChange(exclude=("rain", "wind")).applied(CHOICE) == Subscription(
        1, 2, exclude=("snow", "rain", "wind")
    )
    assert TopicChange(words_off=True, muted=True).applied(CHOICE) == Subscription(1, 2, muted=True)
    assert TopicChange().applied(CHOICE) == CHOICE


def test_words_have_a_limit() -> None:
    words = tuple(f"w{number}" for number in range(MOST_WORDS + 1))
    with pytest.raises(RejectedError) as caught:
        TopicChange(include=words).applied(Subscription(1, 2))
    assert caught.value.reason is Reason.TOO_MANY_WORDS
    with pytest.raises(RejectedError):
        parse_words(" ".join(words))


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("Nato, Kyiv;nato", ("nato", "kyiv")),
        ("+nato -sport", ("nato", "sport")),
        ("off", ()),
        (" OFF ", ()),
        ("спорт، رياضة、体育", ("спорт", "رياضة", "体育")),
    ],
)
def test_an_answer_is_read_as_words(line: str, words: tuple[str, ...]) -> None:
    assert parse_words(line) == words


@given(st.text(max_size=200))
def test_any_text_is_words_or_a_refusal(line: str) -> None:
    with suppress(RejectedError):
        name, change = parse_topic_line(line)
        assert name.split() == line.split()[: len(name.split())]
        assert change == TopicChange() or len(line.split()) > 1
    with suppress(RejectedError):
        assert len(parse_words(line)) <= MOST_WORDS
