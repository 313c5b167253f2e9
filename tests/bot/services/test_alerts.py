"""Alerts: at once, then seldom, and to everybody with desk rights in their own language."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.locales import Texts
from bot.services.alerts import A_DAY, Alerts
from bot.services.people import People
from bot.storage.engine import Database

OWNER = 1


class Desk:
    """Alerts on an empty desk with one owner, and a clock that the test moves."""

    def __init__(self, database: Database) -> None:
        self.now = datetime(2026, 3, 3, 12, tzinfo=UTC)
        self.sent: list[tuple[int, str]] = []
        self.alerts = Alerts(database, People(database, [OWNER]), lambda: self.now, self._send)

    async def _send(self, person_id: int, text: str) -> None:
        self.sent.append((person_id, text))

    async def meets(self, kind: str) -> None:
        def words(_texts: Texts) -> str:
            return f"trouble: {kind}"

        await self.alerts.tell(kind, words)


@pytest.fixture
def desk(database: Database) -> Desk:
    return Desk(database)


async def test_the_first_of_a_kind_is_told_and_the_next_for_an_hour_is_not(desk: Desk) -> None:
    for _ in range(3):
        await desk.meets("chat is odd")
    assert desk.sent == [(OWNER, "trouble: chat is odd")]
    desk.now += timedelta(hours=1)
    await desk.meets("chat is odd")
    assert len(desk.sent) == 2


async def test_another_kind_is_told_beside_it(desk: Desk) -> None:
    await desk.meets("one")
    await desk.meets("two")
    assert [text for _, text in desk.sent] == ["trouble: one", "trouble: two"]


async def test_no_more_than_ten_a_day_whatever_happens(desk: Desk) -> None:
    for number in range(50):
        await desk.meets(f"kind {number}")
    assert len(desk.sent) == A_DAY
    desk.now += timedelta(days=1)
    await desk.meets("kind 99")
    assert len(desk.sent) == A_DAY + 1
