"""What Prometheus reads of deliveries."""

from collections.abc import Iterator

from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from botyard.delivery.turns import Fate


class Tally(Collector):
    """`lanes` and `dead_letters` are as they were when they were last counted."""

    def __init__(self) -> None:
        self.attempts: dict[Fate, int] = {}
        self.under_way = 0
        self.lanes = 0
        self.dead_letters = 0

    def note_attempt(self, fate: Fate) -> None:
        self.attempts[fate] = self.attempts.get(fate, 0) + 1

    def collect(self) -> Iterator[Metric]:  # type: ignore[explicit-override]
        attempts = CounterMetricFamily(
            "botyard_delivery_attempts",
            "Events posted to webhooks, by what became of them.",
            labels=["fate"],
        )
        for fate, count in self.attempts.items():
            attempts.add_metric([fate], count)
        yield attempts
        yield GaugeMetricFamily(
            "botyard_deliveries_under_way", "Posts that have no answer yet.", self.under_way
        )
        yield GaugeMetricFamily(
            "botyard_delivery_lanes", "Dialogs that are owed an event.", self.lanes
        )
        yield GaugeMetricFamily(
            "botyard_dead_letters", "Events that no webhook took.", self.dead_letters
        )
