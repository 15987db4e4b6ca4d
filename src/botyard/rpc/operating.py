"""The operating limit: how long each method may work for one application or webhook.

Source: docs page "limits". What was spent is remembered in baskets of a minute each, for ten
minutes.
"""

import math
from collections import OrderedDict
from typing import NamedTuple

from botyard.access.callers import Caller
from botyard.model.clock import Clock
from botyard.model.errors import OPERATION_TIME_LIMIT, ApiError
from botyard.wire.envelope import Operating

BASKET_S = 60.0
BASKETS = 10
WINDOW_S = BASKET_S * BASKETS
# Methods of credentials that are remembered at once; one forgotten early begins anew.
MAX_REMEMBERED = 10_000


class _Basket(NamedTuple):
    """`began` with its first call, on the clock that never runs backwards."""

    began: float
    spent_s: float


class OperatingTimes:
    """Changed on the event loop alone; `check` reads one tuple, so any thread may call it."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._baskets: OrderedDict[tuple[str, str], tuple[_Basket, ...]] = OrderedDict()

    def check(self, credential: str, method: str, limit_s: int) -> None:
        """Refuse a call before it begins: one that crosses the limit still finishes."""
        now = self._clock.monotonic()
        baskets = self._kept(credential, method, now)
        left_s = sum(basket.spent_s for basket in baskets)
        if left_s < limit_s:
            return
        wait_s = 0.0
        for basket in baskets:
            left_s -= basket.spent_s
            wait_s = basket.began + WINDOW_S - now
            if left_s < limit_s:
                break
        raise ApiError(OPERATION_TIME_LIMIT, retry_after_s=max(1, math.ceil(wait_s)))

    def note(self, credential: str, method: str, spent_s: float) -> Operating:
        """Add what a call has spent, and answer what that makes."""
        now = self._clock.monotonic()
        baskets = self._kept(credential, method, now)
        if baskets and now - baskets[-1].began < BASKET_S:
            last = baskets[-1]
            baskets = (*baskets[:-1], last._replace(spent_s=last.spent_s + spent_s))
        else:
            baskets = (*baskets, _Basket(now, spent_s))
        self._baskets[credential, method] = baskets
        self._baskets.move_to_end((credential, method))
        if len(self._baskets) > MAX_REMEMBERED:
            self._baskets.popitem(last=False)
        spent = sum(basket.spent_s for basket in baskets)
        return Operating(spent, self._resets_at(baskets[0].began - now))

    def of_nothing(self) -> Operating:
        """For a call that only makes others."""
        return Operating(0.0, self._resets_at(0.0))

    def _kept(self, credential: str, method: str, now: float) -> tuple[_Basket, ...]:
        baskets = self._baskets.get((credential, method), ())
        return tuple(basket for basket in baskets if now - basket.began < WINDOW_S)

    def _resets_at(self, offset_s: float) -> int:
        return math.ceil(self._clock.now() + offset_s + WINDOW_S)


class Meter:
    """Measures the work of one call. What it waits for is no work."""

    def __init__(self, times: OperatingTimes, clock: Clock, method: str, limit_s: int) -> None:
        self._times = times
        self._clock = clock
        self._method = method
        self._limit_s = limit_s
        self._credential: str | None = None
        self._worked_s = 0.0
        self._since: float | None = clock.monotonic()

    def admit(self, caller: Caller) -> None:
        """Refuses with OPERATION_TIME_LIMIT; what was not admitted is not counted."""
        self._times.check(caller.credential, self._method, self._limit_s)
        self._credential = caller.credential

    def pause(self) -> None:
        if self._since is not None:
            self._worked_s += self._clock.monotonic() - self._since
            self._since = None

    def resume(self) -> None:
        self._since = self._clock.monotonic()

    def end(self) -> Operating | None:
        """Count the work; None where nobody was admitted."""
        self.pause()
        if self._credential is None:
            return None
        return self._times.note(self._credential, self._method, self._worked_s)
