"""A clock that moves only when a test says so."""

import asyncio

_START = 1_790_000_000.0


class ManualClock:
    def __init__(self) -> None:
        self._elapsed = 0.0
        self._sleepers: list[tuple[float, asyncio.Future[None]]] = []

    def now(self) -> float:
        return _START + self._elapsed

    def monotonic(self) -> float:
        return self._elapsed

    async def sleep(self, seconds: float) -> None:
        if seconds <= 0:
            return
        wakes = asyncio.get_running_loop().create_future()
        self._sleepers.append((self._elapsed + seconds, wakes))
        await wakes

    async def advance(self, seconds: int) -> None:
        """Live through `seconds`, one after the other, letting everybody act in each."""
        for _ in range(seconds):
            self._elapsed += 1.0
            due = [wakes for at, wakes in self._sleepers if at <= self._elapsed]
            self._sleepers = [(at, wakes) for at, wakes in self._sleepers if at > self._elapsed]
            for wakes in due:
                if not wakes.done():
                    wakes.set_result(None)
            await turns()


async def turns(count: int = 10) -> None:
    """Let the event loop deliver what is on its way over loopback."""
    for _ in range(count):
        await asyncio.sleep(0)
