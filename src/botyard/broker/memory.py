"""Wake-ups inside one process: that there may be something to read, never what."""

import asyncio
from collections.abc import Iterable


class Wakes:
    """Whoever waits for a recipient looks again when it is woken.

    `turn` is taken before looking: what is woken after it is not missed.
    """

    def __init__(self) -> None:
        self.turn = 0
        self._last_turns: dict[int, int] = {}
        self._waiting: dict[int, set[asyncio.Future[None]]] = {}
        self._stopped = False

    def wake(self, recipients: Iterable[int]) -> None:
        self.turn += 1
        for recipient in recipients:
            self._last_turns[recipient] = self.turn
            for waiting in self._waiting.get(recipient, ()):
                _finish(waiting)

    async def wait(self, recipients: Iterable[int], since: int, timeout_s: float) -> bool:
        """Whether one of them was woken after the turn `since`, within `timeout_s` seconds."""
        wanted = tuple(recipients)
        if any(self._last_turns.get(recipient, 0) > since for recipient in wanted):
            return True
        if timeout_s <= 0 or self._stopped:
            return False
        woken: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        for recipient in wanted:
            self._waiting.setdefault(recipient, set()).add(woken)
        try:
            async with asyncio.timeout(timeout_s):
                await woken
        except TimeoutError:
            return False
        finally:
            self._forget(wanted, woken)
        return not self._stopped

    def has_waiting(self, recipient: int) -> bool:
        return recipient in self._waiting

    def stop(self) -> None:
        """Let nobody wait any longer."""
        self._stopped = True
        for waiting in self._waiting.values():
            for one in waiting:
                _finish(one)

    def _forget(self, recipients: Iterable[int], woken: asyncio.Future[None]) -> None:
        for recipient in recipients:
            waiting = self._waiting[recipient]
            waiting.discard(woken)
            if not waiting:
                del self._waiting[recipient]


def _finish(waiting: asyncio.Future[None]) -> None:
    if not waiting.done():
        waiting.set_result(None)
