"""The circuit: opens after five moments of trouble in a row, closes with an answer."""

from bot.gateway.breaker import Breaker


def broken(times: int) -> Breaker:
    breaker = Breaker()
    for second in range(times):
        breaker.failed(began=float(second), now=second + 0.5)
    return breaker


def test_it_opens_after_the_fifth_failure_in_a_row() -> None:
    assert not broken(4).is_open
    assert broken(5).is_open


def test_requests_under_way_together_count_as_one_failure() -> None:
    breaker = Breaker()
    for _ in range(8):
        breaker.failed(began=1.0, now=2.0)
    assert not breaker.is_open
    assert breaker.backoff() == 1.0


def test_an_answer_closes_it_and_forgets_the_failures() -> None:
    breaker = broken(5)
    breaker.answered()
    assert breaker.healthy
    breaker.failed(began=9.0, now=9.0)
    assert not breaker.is_open
    assert not breaker.healthy


def test_messages_rest_twice_as_long_each_time_up_to_a_minute() -> None:
    assert [broken(times).backoff() for times in range(1, 9)] == [1, 2, 4, 8, 16, 32, 60, 60]


def test_probes_come_soon_at_first_and_then_every_half_minute() -> None:
    breaker, now, waits = broken(5), 4.5, []
    for _ in range(7):
        wait = breaker.until_probe(now)
        waits.append(wait)
        now += wait
        breaker.probe_failed(now)
    assert waits == [1, 2, 4, 8, 16, 30, 30]
