"""The only place that asks the time or waits."""

import asyncio
import time
from typing import Protocol


class Clock(Protocol):
    def now(self) -> float:
        """Seconds since 1970, UTC, with a fraction."""

    def monotonic(self) -> float:
        """Seconds that never run backwards, for measuring."""

    async def sleep(self, seconds: float) -> None: ...


class SystemClock:
    now = staticmethod(time.time)
    monotonic = staticmethod(time.monotonic)

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)


def milliseconds(seconds: float) -> int:
    """A moment as the tables keep it."""
    return int(seconds * 1000)
