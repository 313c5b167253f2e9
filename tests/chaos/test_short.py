"""The scenarios in small, one after the other: `make chaos` runs them at length."""

import pytest

from tests.chaos.scenarios import SCENARIOS


# Most of it is waiting: for the pace, for ticks, and for processes that start.
@pytest.mark.timeout(600)
@pytest.mark.parametrize("name", SCENARIOS)
async def test_no_bound_is_broken(name: str) -> None:
    scenario = SCENARIOS[name]
    report = await scenario.run(**scenario.test, seed=2, say=print)
    assert report.broken == ()
    assert report.figures
