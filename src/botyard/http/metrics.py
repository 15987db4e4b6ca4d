"""What Prometheus reads."""

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
_BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)


class Metrics:
    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self._calls = Counter(
            "botyard_calls", "Method calls by their answer.", ["method", "answer"],
            registry=self._registry,
        )  # fmt: skip
        self._seconds = Histogram(
            "botyard_call_seconds", "Duration of method calls.", ["method"],
            buckets=_BUCKETS, registry=self._registry,
        )  # fmt: skip
        self._connections = Gauge(
            "botyard_open_connections", "HTTP connections now open.", registry=self._registry
        )
        # Looking a label up costs more than counting; the same few come again and again.
        self._known: dict[tuple[str, str], tuple[Counter, Histogram]] = {}

    def note_call(self, method: str, answer: str, seconds: float) -> None:
        known = self._known.get((method, answer))
        if known is None:
            known = self._known[method, answer] = (
                self._calls.labels(method, answer),
                self._seconds.labels(method),
            )
        known[0].inc()
        known[1].observe(seconds)

    def render(self, open_connections: int) -> bytes:
        self._connections.set(open_connections)
        return generate_latest(self._registry)
