"""The scenarios in small: `make chaos` runs them at length."""

from collections.abc import Callable

import pytest

from tests.chaos import drop_reply, inbox, kill9, points, sigterm


@pytest.fixture
def say() -> Callable[[str], None]:
    return print


async def test_a_push_survives_sigkill(say: Callable[[str], None]) -> None:
    assert (await kill9.run(people=60, kills=4, seed=2, say=say)).broken == ()


async def test_a_push_survives_a_death_at_each_named_moment(say: Callable[[str], None]) -> None:
    assert (await points.run(people=60, rounds=1, seed=2, say=say)).broken == ()


async def test_commands_survive_sigkill(say: Callable[[str], None]) -> None:
    assert (await inbox.run(commands=45, kills=2, seed=2, say=say)).broken == ()


async def test_lost_replies_lose_no_message(say: Callable[[str], None]) -> None:
    report = await drop_reply.run(people=40, seed=2, say=say, share=0.1)
    assert report.broken == ()
    assert ("replies dropped", "0") not in report.figures


async def test_sigterm_in_a_push_loses_and_doubles_nothing(say: Callable[[str], None]) -> None:
    assert (await sigterm.run(people=40, stops=1, seed=2, say=say)).broken == ()
