from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, time

import pytest

from bot.emulator.html import parse_html
from bot.emulator.utf16 import units
from bot.locales import languages, texts
from bot.models import (
    CountedTopic,
    Length,
    OutgoingMessage,
    Preferences,
    QuietHours,
    Schedule,
    StoryOrder,
    Subscriber,
    Topic,
)
from bot.services.places import WELL_KNOWN, offsets
from bot.services.schedule import zone_names
from bot.views import panels, places

EN = texts("en")
NOW = datetime(2026, 3, 4, 8, tzinfo=UTC)
SCHEDULE = Schedule((time(8),), "Europe/Kyiv", quiet=QuietHours(time(22), time(7)))
READER = Subscriber(1, 1, 0, "private", "en", SCHEDULE, Preferences(), next_digest_at=NOW)
TOPICS = [
    CountedTopic(Topic(number, f"{number:032}", {"en": f"<Topic> {number}"}), 3, number)
    for number in range(1, 21)
]


def checked(message: OutgoingMessage) -> list[str]:
    """The data of the buttons, after text and buttons were held against Telegram's limits."""
    text, entities = parse_html(message.text)
    assert 0 < units(text) <= 4096
    assert len(entities) <= 100
    buttons = [button for row in message.keyboard for button in row]
    assert len(buttons) <= 100
    assert all(row and len(row) <= 8 for row in message.keyboard)
    assert all(button.text and 1 <= len(button.data.encode()) <= 64 for button in buttons)
    return [button.data for button in buttons]


def every_panel(reader: Subscriber, language: str) -> Iterator[OutgoingMessage]:
    words = texts(language)
    for mode in ("start", "panel"):
        yield panels.topic_grid(TOPICS, {TOPICS[0].topic.slug}, reader, words, page=1, mode=mode)
        yield panels.times(reader, words, mode=mode)
        yield places.zones(reader, words, NOW, mode=mode)
        yield places.clocks(offsets(NOW), words, NOW, mode=mode)
        yield places.candidates(WELL_KNOWN[:8], words, NOW, mode=mode)
    yield places.located("Asia/Ho_Chi_Minh", words, NOW)
    yield panels.ready(reader, ["<World>"], words)
    yield panels.welcome_back(reader, ["<World>"], words)
    yield panels.settings(reader, words)
    yield panels.language_choice(words, languages())
    yield panels.unsubscribe_choice([(item.topic.slug, "World") for item in TOPICS], words)
    yield panels.left_everything(words)
    yield panels.pause_choice(reader, words)
    yield panels.pause_choice(replace(reader, schedule=replace(SCHEDULE, paused_until=NOW)), words)


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize(
    "reader",
    [
        READER,
        replace(READER, next_digest_at=None),
        replace(READER, schedule=replace(SCHEDULE, paused=True)),
        replace(READER, schedule=replace(SCHEDULE, enabled=False)),
        replace(READER, preferences=Preferences(Length.HEADLINES, plain=True, silent=True)),
    ],
)
def test_every_panel_is_what_telegram_takes(reader: Subscriber, language: str) -> None:
    seen = [checked(panel) for panel in every_panel(reader, language)]
    assert len(seen) == 19
    assert all(seen)


def test_every_zone_fits_into_a_button() -> None:
    for name in zone_names():
        reader = replace(READER, schedule=replace(SCHEDULE, zone=name))
        assert f"zone:start:{name}" in checked(places.zones(reader, EN, NOW, mode="start"))


def test_zones_of_the_buttons_exist_and_show_their_time_and_city() -> None:
    assert {name for names in places.LIKELY.values() for name in names} <= zone_names()
    grid = places.candidates(("Europe/Kyiv", "Asia/Kathmandu"), texts("uk"), NOW, mode="panel")
    assert [b.text for row in grid.keyboard[:-1] for b in row] == ["10:00 · Київ", "13:45 · Катманду"]


def test_every_time_of_the_world_is_a_button() -> None:
    grid = places.clocks(offsets(NOW), EN, NOW, mode="start")
    labels = [b.text for row in grid.keyboard[:-1] for b in row]
    assert len(set(labels)) >= 24
    assert {"08:00", "13:45"} <= set(labels)
    assert "clock:start:345" in checked(grid)


def test_the_grid_marks_what_is_chosen_and_turns_its_pages() -> None:
    grid = panels.topic_grid(TOPICS, {TOPICS[8].topic.slug}, READER, EN, page=1)
    labels = [button.text for row in grid.keyboard for button in row]
    assert labels[:2] == ["✓ <Topic> 9 (9)", "<Topic> 10 (10)"]
    data = checked(grid)
    assert data[-3:] == ["topics:panel:0", "topics:panel:2", "choices:"]
    assert data[:2] == [f"topic:panel:1:off:{9:032}", f"topic:panel:1:on:{10:032}"]


@pytest.mark.parametrize(("asked", "shown"), [(-3, 0), (99, 2)])
def test_a_page_that_is_not_there_is_the_nearest(asked: int, shown: int) -> None:
    assert checked(panels.topic_grid(TOPICS, (), READER, EN, page=asked))[0].startswith(
        f"topic:panel:{shown}:"
    )


def test_a_settings_button_offers_the_other_state() -> None:
    data = checked(panels.settings(READER, EN))
    assert {"set:silent:on", "set:plain:on", "set:order:time", "set:length:headlines"} <= set(data)
    changed = replace(READER, preferences=Preferences(silent=True, plain=True, order=StoryOrder.TIME))
    after = checked(panels.settings(changed, EN))
    assert {"set:silent:off", "set:plain:off", "set:order:topic"} <= set(after)


def test_the_schedule_names_its_quiet_hours_and_the_next_digest() -> None:
    text = panels.times(READER, EN, mode="panel").text
    assert "Quiet hours: 22:00–07:00" in text
    assert "Next digest: Wednesday 4 March, 10:00 (Europe/Kyiv)" in text


def test_pause_becomes_resume_while_paused() -> None:
    assert "pause:" in checked(panels.times(READER, EN, mode="panel"))
    paused = replace(READER, schedule=replace(SCHEDULE, paused=True))
    assert "resume:" in checked(panels.times(paused, EN, mode="panel"))


def test_languages_are_offered_under_their_own_names() -> None:
    assert (panels.language_name("en"), panels.language_name("de")) == ("English", "Deutsch")
    assert panels.language_name("uk") == "Українська"
