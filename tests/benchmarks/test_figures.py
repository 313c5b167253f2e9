from tests.benchmarks.figures import most_in_a_second, percentile, spread


def test_percentiles_are_values_that_were_measured() -> None:
    assert percentile([3.0, 1.0, 2.0, 4.0], 0.5) == 2.0
    assert percentile([float(n) for n in range(1, 101)], 0.95) == 95.0
    assert percentile([7.0], 0.95) == 7.0


def test_a_spread_is_told_in_milliseconds() -> None:
    assert spread([0.01, 0.02, 0.03]) == "p50 20, p95 30, longest 30 ms, 3 samples"


def test_the_fullest_second_ends_before_the_next_begins() -> None:
    assert most_in_a_second([0.0, 0.5, 0.9, 1.0, 1.4]) == 4
    assert most_in_a_second([]) == 0
