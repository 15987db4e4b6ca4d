"""What Prometheus reads."""

from bisect import bisect_left
from collections.abc import Callable, Iterator

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import (
    CounterMetricFamily,
    GaugeMetricFamily,
    HistogramMetricFamily,
    Metric,
)
from prometheus_client.registry import Collector

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
_BOUNDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)


class _Durations:
    """Counted on the event loop alone: the library's own histogram locks for every value."""

    __slots__ = ("counts", "total")

    def __init__(self) -> None:
        self.counts = [0] * (len(_BOUNDS) + 1)
        self.total = 0.0

    def note(self, seconds: float) -> None:
        self.counts[bisect_left(_BOUNDS, seconds)] += 1
        self.total += seconds

    def buckets(self) -> list[tuple[str, float]]:
        names = (*map(str, _BOUNDS), "+Inf")
        return [(name, sum(self.counts[: place + 1])) for place, name in enumerate(names)]


class Metrics:
    def __init__(self, open_connections: Callable[[], int]) -> None:
        self._open_connections = open_connections
        self._calls: dict[tuple[str, str], int] = {}
        self._durations: dict[str, _Durations] = {}
        self._expired = 0
        self._registry = CollectorRegistry()
        self._registry.register(self)

    def note_call(self, method: str, answer: str, seconds: float) -> None:
        self._calls[method, answer] = self._calls.get((method, answer), 0) + 1
        durations = self._durations.get(method)
        if durations is None:
            durations = self._durations[method] = _Durations()
        durations.note(seconds)

    def note_expired(self, events: int) -> None:
        self._expired += events

    def add(self, collector: Collector) -> None:
        """Show also what somebody else counts."""
        self._registry.register(collector)

    def render(self) -> bytes:
        return generate_latest(self._registry)

    def collect(self) -> Iterator[Metric]:
        calls = CounterMetricFamily(
            "botyard_calls", "Method calls by their answer.", labels=["method", "answer"]
        )
        for labels, count in self._calls.items():
            calls.add_metric(labels, count)
        yield calls
        seconds = HistogramMetricFamily(
            "botyard_call_seconds", "Duration of method calls.", labels=["method"]
        )
        for method, durations in self._durations.items():
            seconds.add_metric([method], durations.buckets(), durations.total)
        yield seconds
        yield GaugeMetricFamily(
            "botyard_open_connections", "HTTP connections now open.", self._open_connections()
        )
        yield CounterMetricFamily(
            "botyard_events_expired", "Events that nobody came for in time.", self._expired
        )
