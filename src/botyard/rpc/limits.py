"""The leaky bucket that requests of one source drip from."""

import math
from collections import OrderedDict

# Docs page "limits": requests that fit at once, and how many drip out in a second.
RATES = {"standard": (50, 2.0), "enterprise": (250, 5.0)}
# Wrong codes, tokens and secrets that one source address may show at once, and in a second.
FAILURES = (20, 20 / 60)
# Sources remembered at once; a bucket forgotten early is one that starts empty again.
MAX_SOURCES = 10_000
# More than sums of fractions are wrong by, so that whoever waits as told is let through.
_ROUNDING_S = 1e-6


class LeakyBucket:
    """Times are seconds of any clock that does not run backwards."""

    __slots__ = ("capacity", "leak_rate", "level", "seen_at")

    def __init__(self, capacity: int, leak_rate: float, now: float) -> None:
        self.capacity = capacity
        self.leak_rate = leak_rate
        self.level = 0.0
        self.seen_at = now

    def has_room(self, now: float) -> bool:
        self.level = max(0.0, self.level - (now - self.seen_at) * self.leak_rate)
        self.seen_at = now
        return self.level + 1 <= self.capacity

    def accept(self, now: float) -> bool:
        if not self.has_room(now):
            return False
        self.level += 1
        return True

    def charge(self, now: float) -> None:
        """Put one in whether it fits or not: what came at once is waited for afterwards."""
        self.has_room(now)
        self.level += 1

    def give_back(self) -> None:
        """Take back what was accepted last."""
        self.level = max(0.0, self.level - 1)

    def retry_after_s(self) -> int:
        """Whole seconds until one more request fits."""
        return max(1, math.ceil((self.level + 1 - self.capacity) / self.leak_rate + _ROUNDING_S))


class Buckets:
    """One bucket for each source address, the least recently used forgotten first."""

    def __init__(self, capacity: int, leak_rate: float) -> None:
        self._capacity = capacity
        self._leak_rate = leak_rate
        self._buckets: OrderedDict[str, LeakyBucket] = OrderedDict()

    def of(self, source: str, now: float) -> LeakyBucket:
        bucket = self._buckets.get(source)
        if bucket is None:
            bucket = self._buckets[source] = LeakyBucket(self._capacity, self._leak_rate, now)
            if len(self._buckets) > MAX_SOURCES:
                self._buckets.popitem(last=False)
        else:
            self._buckets.move_to_end(source)
        return bucket
