"""Whose turn it is to bring in a piece of a large body."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager

from msgspec import Struct

from botyard.http.limits import ConnectionLimits
from botyard.model.clock import Clock

# Of so many turns one is for whoever has waited longest, whichever body began first.
_SHARED_TURN = 8


class _Waiting(Struct, frozen=True):
    body: int
    turn: "asyncio.Future[None]"


class Intake:
    """Large bodies come in one piece at a time, so that whoever sends hardly notices them.

    The body that began first goes on, and none does while large ones are handled: so each is
    read and gone before the system writes it to the disk. The others get a turn now and then,
    so that no client waits without a sign.
    """

    def __init__(self, limits: ConnectionLimits, clock: Clock) -> None:
        self._limits = limits
        self._clock = clock
        self._waiting: list[_Waiting] = []
        self._is_taken = False
        self._turns = 0
        self._handled_bytes = 0

    @asynccontextmanager
    async def turn(self, body: int) -> AsyncIterator[None]:
        """For one piece of `body`: of two bodies the one with the lower number began first."""
        client = _Waiting(body, asyncio.get_running_loop().create_future())
        self._waiting.append(client)
        self._call_next()
        try:
            await client.turn
        except asyncio.CancelledError:
            self._let_go(client)
            raise
        try:
            yield
            await self._clock.sleep(self._limits.intake_rest_s)
        finally:
            self._is_taken = False
            self._call_next()

    @contextmanager
    def handling(self, size: int) -> Iterator[None]:
        """While a body of `size` bytes, which is there whole, is read and answered."""
        self._handled_bytes += size
        try:
            yield
        finally:
            self._handled_bytes -= size
            self._call_next()

    def _call_next(self) -> None:
        # Who has just given up is still among them until its task runs.
        self._waiting = [client for client in self._waiting if not client.turn.cancelled()]
        is_busy = self._is_taken or self._handled_bytes >= self._limits.handled_bytes
        if is_busy or not self._waiting:
            return
        self._turns += 1
        if self._turns % _SHARED_TURN:
            client = min(self._waiting, key=lambda client: client.body)
        else:
            client = self._waiting[0]
        self._waiting.remove(client)
        self._is_taken = True
        client.turn.set_result(None)

    def _let_go(self, client: _Waiting) -> None:
        if not client.turn.cancelled():
            self._is_taken = False
        self._call_next()
