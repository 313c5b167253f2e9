import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.emulator.entities import detect
from bot.emulator.utf16 import cut


def found(text: str) -> list[tuple[str, str]]:
    return [(entity["type"], cut(text, entity["offset"], entity["length"])) for entity in detect(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("/add #world", [("bot_command", "/add"), ("hashtag", "#world")]),
        ("\U0001f600 /start@digest_demo_bot x", [("bot_command", "/start@digest_demo_bot")]),
        ("a/b and /a/b", []),
        ("see https://example.org/a_(b)?x=1.", [("url", "https://example.org/a_(b)?x=1")]),
        ("(https://example.org/a)", [("url", "https://example.org/a")]),
        ("example.org/path, please", [("url", "example.org/path")]),
        ("write to me@example.org", [("email", "me@example.org")]),
        ("@anna and a@b", [("mention", "@anna")]),
        ("#новини #1 ##x #2024год", [("hashtag", "#новини"), ("hashtag", "#2024год")]),
        ("https://example.org/#part", [("url", "https://example.org/#part")]),
    ],
)
def test_entities_are_found_as_clients_find_them(text: str, expected: list[tuple[str, str]]) -> None:
    assert found(text) == expected


def test_nothing_is_found_inside_code_and_links() -> None:
    assert detect("/start", [{"type": "code", "offset": 0, "length": 6}]) == []
    assert detect("/start", [{"type": "bold", "offset": 0, "length": 6}])[0]["type"] == "bot_command"


@given(st.text("/@#.:ab1 \U0001f600\n", max_size=80))
def test_entities_never_overlap(text: str) -> None:
    end = 0
    for entity in detect(text):
        assert entity["offset"] >= end
        end = entity["offset"] + entity["length"]
        assert entity["length"] > 0


@pytest.mark.parametrize("unit", ["a", " ", "/", "#", "@a", "a.", "https://", "("])
def test_long_texts_of_one_kind_are_read(unit: str) -> None:
    # A quadratic pattern would take minutes here and meet the time limit of the test run.
    assert isinstance(detect(unit * (100_000 // len(unit))), list)
