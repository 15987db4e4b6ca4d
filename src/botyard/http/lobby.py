"""What all connections of one server share, and the one sweep that keeps their deadlines."""

import asyncio
from collections.abc import Callable
from typing import Protocol

from botyard.http.answer import date_line
from botyard.http.heads import Heads
from botyard.http.intake import Intake
from botyard.http.limits import ConnectionLimits
from botyard.http.message import Handler
from botyard.http.proxies import TrustedProxies
from botyard.http.spool import SpoolRoom
from botyard.model.clock import Clock

OnFailure = Callable[[BaseException], None]


class Guest(Protocol):
    """A connection, as the lobby sees it."""

    def sweep(self, now: float) -> None:
        """Close what has kept the server waiting too long."""

    def wind_down(self) -> None:
        """Leave after what is in flight, or at once."""

    def abort(self) -> None: ...


class Lobby:
    """`now` and `date` are those of the last sweep: no connection asks the time itself."""

    def __init__(
        self,
        handler: Handler,
        limits: ConnectionLimits,
        clock: Clock,
        on_failure: OnFailure,
        spools: SpoolRoom,
        proxies: TrustedProxies,
    ) -> None:
        self.proxies = proxies
        self.handler = handler
        self.limits = limits
        self.spools = spools
        self.heads = Heads()
        self.on_failure = on_failure
        self.stopping = False
        self.requests = 0
        self.open_connections = 0
        self.intake = Intake(limits, clock)
        self._clock = clock
        # A guest stays until its connection is gone and its handler is done: the event loop
        # itself does not keep running tasks alive.
        self._guests: set[Guest] = set()
        self._emptied = asyncio.Event()
        self._look_at_the_clock()

    def enter(self, guest: Guest) -> None:
        self._guests.add(guest)

    def leave(self, guest: Guest) -> None:
        self._guests.discard(guest)
        if not self._guests:
            self._emptied.set()

    async def sweep_forever(self) -> None:
        while True:
            await self._clock.sleep(self.limits.sweep_s)
            self._look_at_the_clock()
            for guest in tuple(self._guests):
                self._sweep_one(guest)

    def wind_down(self) -> None:
        for guest in tuple(self._guests):
            guest.wind_down()

    async def emptied(self, within_s: float) -> None:
        """Wait until nobody is left, or the time is over."""
        if not self._guests:
            return
        self._emptied.clear()
        waits = [
            asyncio.ensure_future(self._emptied.wait()),
            asyncio.ensure_future(self._clock.sleep(within_s)),
        ]
        try:
            await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for wait in waits:
                wait.cancel()

    def abort(self) -> None:
        for guest in tuple(self._guests):
            guest.abort()

    def _look_at_the_clock(self) -> None:
        self.now = self._clock.monotonic()
        self.date = date_line(self._clock.now())

    def _sweep_one(self, guest: Guest) -> None:
        try:
            guest.sweep(self.now)
            if self.stopping:
                guest.wind_down()
        except Exception as failure:  # noqa: BLE001 - reported; one guest must not end the sweep
            self.on_failure(failure)
            guest.abort()
