import pytest

from bot.emulator.html import parse_html
from bot.emulator.utf16 import units
from bot.errors import Reason, RejectedError
from bot.locales import languages, texts
from bot.views.refusals import apology, sentence

LONGEST_ZONES = "America/Argentina/ComodRivadavia America/North_Dakota/New_Salem America/Kentucky/Louisville"
# The longest words that the code raising them lets through.
DETAILS = {
    "word": "<b>" + "x" * 37,
    "slug": "</i>" + "x" * 36,
    "nearest": LONGEST_ZONES,
    "status": "451",
    "content_type": "application/octet-stream",
    "limit": "200,000",
    "name": "x" * 60,
    "id": "9" * 19,
    "low": "1",
    "high": "50",
    "known": "en, de, uk",
}


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("reason", list(Reason))
def test_every_reason_is_one_clear_sentence(reason: Reason, language: str) -> None:
    markup = sentence(RejectedError(reason, **DETAILS), texts(language))
    text, _ = parse_html(markup)
    assert 10 < units(text) <= 300
    assert "\n" not in text
    assert "{" not in text


@pytest.mark.parametrize("reason", [Reason.NO_SUCH_TOPIC, Reason.BAD_ZONE])
def test_without_a_near_name_the_way_on_is_told(reason: Reason) -> None:
    text = sentence(RejectedError(reason, slug="x", word="x", nearest=""), texts("en"))
    assert "Did you mean" not in text
    assert "/t" in text


def test_the_nearest_topics_can_be_copied() -> None:
    error = RejectedError(Reason.NO_SUCH_TOPIC, slug="wrld", nearest="world sea")
    text = sentence(error, texts("en"))
    assert "<code>world</code>, <code>sea</code>" in text


def test_every_language_is_named_to_who_asked_for_another() -> None:
    text = sentence(RejectedError(Reason.BAD_LANGUAGE, word="xx"), texts("en"))
    assert ", ".join(languages()) in text


@pytest.mark.parametrize("language", languages())
def test_a_fault_of_ours_is_told_without_its_details(language: str) -> None:
    assert 10 < units(apology(texts(language))) <= 300
