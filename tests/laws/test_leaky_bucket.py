"""What holds for a leaky bucket whatever the arrivals."""

from hypothesis import given
from hypothesis import strategies as st

from botyard.rpc.limits import MAX_SOURCES, RATES, Buckets, LeakyBucket

waits = st.lists(st.floats(0, 60), max_size=150)
capacities = st.integers(1, 250)
rates = st.floats(0.1, 5)


@given(waits, capacities, rates)
def test_no_window_passes_more_than_capacity_plus_leak(
    waits: list[float], capacity: int, rate: float
) -> None:
    bucket, now, passed = LeakyBucket(capacity, rate, 0.0), 0.0, list[float]()
    for wait in waits:
        now += wait
        if bucket.accept(now):
            passed.append(now)
    for place, start in enumerate(passed):
        for count, end in enumerate(passed[place:], start=1):
            assert count <= capacity + rate * (end - start) + 1e-6


@given(waits, capacities, rates)
def test_whoever_waits_as_told_is_let_through(
    waits: list[float], capacity: int, rate: float
) -> None:
    bucket, now = LeakyBucket(capacity, rate, 0.0), 0.0
    for wait in waits:
        now += wait
        if not bucket.accept(now):
            now += bucket.retry_after_s()
            assert bucket.accept(now)


@given(capacities, rates, st.floats(0, 1e6))
def test_a_burst_of_the_capacity_always_fits_after_a_long_rest(
    capacity: int, rate: float, start: float
) -> None:
    bucket = LeakyBucket(capacity, rate, start)
    for _ in range(2):
        assert all(bucket.accept(start) for _ in range(capacity))
        assert not bucket.accept(start)
        start += (capacity + 1) / rate + 1


@given(waits)
def test_a_refusal_costs_nothing(waits: list[float]) -> None:
    """Who keeps knocking is let in as early as who waits."""
    patient, knocking = LeakyBucket(1, 1.0, 0.0), LeakyBucket(1, 1.0, 0.0)
    assert patient.accept(0.0)
    assert knocking.accept(0.0)
    for moment in sorted(wait % 1 for wait in waits):
        if moment < 0.999:
            assert not knocking.accept(moment)
    assert patient.accept(1.0)
    assert knocking.accept(1.0 + 1e-9)


def test_the_rates_are_the_documented_ones() -> None:
    assert RATES == {"standard": (50, 2.0), "enterprise": (250, 5.0)}


def test_each_source_has_a_bucket_and_the_oldest_are_forgotten() -> None:
    buckets = Buckets(1, 1.0)
    first = buckets.of("first", 0.0)
    assert first.accept(0.0)
    assert buckets.of("second", 0.0).accept(0.0)
    assert buckets.of("first", 0.0) is first
    for number in range(MAX_SOURCES):
        buckets.of(str(number), 0.0)
    assert buckets.of("first", 0.0) is not first
