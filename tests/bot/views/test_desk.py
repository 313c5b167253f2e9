from datetime import UTC, datetime

from bot.locales import texts
from bot.models import Desk, Topic
from bot.views import desk
from bot.views.html import to_plain

EN = texts("en")
VERSIONS = desk.Versions("0.1.0", "2026.1")
CALM = Desk(14, 12, 2, 5, 40, 38, {"sent": 380}, 0.0, 1, datetime(2026, 3, 4, 6, tzinfo=UTC))
BUSY = Desk(14, 12, 2, 5, 40, 38, {"sent": 380, "pending": 3, "failed": 1}, 95.2, 0, None)


def test_a_calm_desk_is_told_in_a_few_lines() -> None:
    text = to_plain(desk.status(CALM, VERSIONS, EN, zone="Europe/Kyiv").text)
    assert text.split("\n") == [
        "All quiet on the desk",
        "",
        "Articles: 12 published, 2 in drafts",
        "Topics: 5",
        "Readers: 38 active of 40",
        "Digests: 380 sent",
        "Messages to answer: 1",
        "Next digest: Wednesday 4 March, 08:00 (Europe/Kyiv)",
        "",
        "digestbot 0.1.0 · tzdata 2026.1",
    ]


def test_a_busy_desk_says_what_waits_and_how_long() -> None:
    text = desk.status(BUSY, VERSIONS, EN, zone="UTC").text
    assert "The desk is at work" in text
    assert "Digests: 3 waiting, 380 sent, 1 failed" in text
    assert "The oldest waits 95 seconds" in text
    assert "Next digest: none is planned" in text


def test_the_starter_set_is_one_tap() -> None:
    offer = desk.starter_offer(EN)
    assert [button.data for row in offer.keyboard for button in row] == ["starter:"]


def test_a_new_topic_is_named_with_the_way_to_its_first_article() -> None:
    told = desk.topic_created(Topic(1, "sea", {"en": "The <sea>"}), EN)
    assert "<b>The &lt;sea&gt;</b>" in told.text
    assert "/add #sea" in told.text
